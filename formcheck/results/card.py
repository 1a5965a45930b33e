"""A session on one card: what was found in which reps, and what was not judged. Praise for nothing unseen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from formcheck.activities.activity import Activity
from formcheck.measurements.measurement import Reason
from formcheck.results.extent import Extent, extent_of, is_too_little
from formcheck.results.grouping import by_rule
from formcheck.results.set_lines import without_faults
from formcheck.results.summary import FindingSummary, NotJudgedSummary, Summary
from formcheck.results.words import (
    count,
    lasted,
    listing,
    lower_first,
    percent,
    reps_of_arms,
    reps_text,
)
from formcheck.rules.finding import Severity

_MOST_FOUND, _MOST_NAMED = 4, 2

# What stands before a row: a severity, what was not judged, what was judged and is no fault, or a heading.
RowKind = Literal["heading", "poor", "caution", "unsure", "not judged", "clear"]


@dataclass(frozen=True, slots=True)
class CardRow:
    """One row of a card."""

    kind: RowKind
    text: str


def card_rows(summary: Summary, activity: Activity) -> tuple[CardRow, ...]:
    """The rows of the card of a session, the most important first below its heading.

    Args:
        summary: The session.
        activity: What was watched: says how many checks there are.
    """
    heading = _heading(summary)
    rows = [CardRow("heading", heading)] if heading else []
    groups = list(by_rule(summary).values())
    rows += [_found(findings, summary) for findings in groups[:_MOST_FOUND]]
    if len(groups) > _MOST_FOUND:
        rows.append(CardRow("caution", f"and {count(len(groups) - _MOST_FOUND, 'more point')}"))
    checks = {rule.id: rule.title for rule in activity.faults()}
    missing = _missing(summary, checks)
    judged = len(checks) - len(missing)
    if not groups and judged:
        rows.append(_clear(summary, Extent(judged, len(checks))))
    return (*rows, *(_not_judged(missing, checks) if judged or groups else _nothing(missing)))


def _heading(summary: Summary) -> str:
    if summary.source.kind == "picture":
        return ""
    if summary.posture is not None:
        posture = summary.posture
        if posture.judged_s <= 0:
            return ""
        return f"In neutral for {percent(posture.neutral_s / posture.judged_s)} of {lasted(posture.judged_s)}"
    if not summary.reps:
        return "No reps were found"
    return reps_of_arms([rep.side for rep in summary.reps])


def _clear(summary: Summary, made: Extent) -> CardRow:
    """Nothing was found, which counts only where enough was judged; of reps as live counts it."""
    extent = extent_of(summary.reps) if summary.reps else made
    if summary.posture is not None and is_too_little(summary.posture):
        return CardRow("not judged", f"Only {lasted(summary.posture.judged_s)} judged")
    return CardRow("not judged" if extent.is_too_little else "clear", without_faults(extent))


def _found(findings: Sequence[FindingSummary], summary: Summary) -> CardRow:
    title, sure = findings[0].title, [f for f in findings if not f.uncertain]
    where = _where(sure or findings, summary)
    text = f"{title}: {where}" if where else title
    if not sure:
        return CardRow("unsure", f"Possibly {lower_first(text)}")
    worst = max((Severity(f.severity) for f in sure), key=lambda severity: severity.rank)
    return CardRow("poor" if worst is Severity.POOR else "caution", text)


def _where(findings: Sequence[FindingSummary], summary: Summary) -> str:
    """In which reps, or for how long."""
    if summary.posture is not None:
        state = next((s for s in summary.posture.states if s.rule == findings[0].rule), None)
        return "" if state is None else lasted(state.time_s)
    reps = sorted({finding.rep for finding in findings if finding.rep is not None})
    if not reps:
        return ""
    every = len(reps) == len(summary.reps) > 1
    return "every rep" if every else reps_text(reps, len(summary.reps))


def _missing(summary: Summary, checks: Mapping[str, str]) -> list[NotJudgedSummary]:
    """The checks that could be made nowhere, each once."""
    if summary.posture is not None and summary.posture.judged_s <= 0:
        return [item for item in summary.not_judged if item.rule in checks] or _unseen(checks)
    reps = {rep.index for rep in summary.reps}
    without: dict[str, list[NotJudgedSummary]] = {}
    for item in summary.not_judged:
        if item.rule in checks:
            without.setdefault(item.rule, []).append(item)
    return [
        items[0]
        for items in without.values()
        if any(not item.reps for item in items) or reps <= {rep for item in items for rep in item.reps}
    ]


def _unseen(checks: Mapping[str, str]) -> list[NotJudgedSummary]:
    return [
        NotJudgedSummary(rule=rule, title=title, reason="", fix="", reps=[]) for rule, title in checks.items()
    ]


def _not_judged(missing: Sequence[NotJudgedSummary], checks: Mapping[str, str]) -> tuple[CardRow, ...]:
    titles = [lower_first(checks[item.rule]) for item in missing]
    if not titles:
        return ()
    named, more = titles[:_MOST_NAMED], len(titles) - _MOST_NAMED
    return (
        CardRow("not judged", f"Not judged: {listing([*named, *([f'{more} more'] if more > 0 else [])])}"),
    )


def _nothing(missing: Sequence[NotJudgedSummary]) -> tuple[CardRow, ...]:
    """Nothing was judged: so, and what helps most."""
    # Where something else than the view is missing, another view would not help by itself.
    others = [item for item in missing if item.reason != str(Reason.WRONG_VIEW)]
    title = "Nothing could be judged" if others else "Not judged from here"
    fixes = Counter(item.fix for item in others or missing if item.fix).most_common(1)
    return (CardRow("not judged", title), *(CardRow("not judged", fix) for fix, _ in fixes))
