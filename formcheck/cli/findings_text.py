"""Findings in the terminal: those of one rule together, with the reps that they were in."""

from collections.abc import Sequence

from formcheck.cli.page import Page, Words, together
from formcheck.results.grouping import by_rule
from formcheck.results.summary import FindingSummary, Summary
from formcheck.results.words import clock, lasted, measured, quantity, reps_text, times

SIGNS = {"caution": "▲", "poor": "✖"}


def findings_text(page: Page, summary: Summary) -> None:
    """One paragraph a rule, the worst first."""
    page.heading("Findings")
    for found in by_rule(summary).values():
        page.line(*_group(found, summary), indent=2, hang=4)


def change_first(page: Page, summary: Summary) -> None:
    """The one thing to change: of the rule that is worst, where that is beyond doubt."""
    certain = [found[0] for found in by_rule(summary).values() if not found[0].uncertain]
    if certain:
        page.line(("Change first: ", "heading"), f"{certain[0].cue}. {certain[0].advice}", hang=2)


def short(finding: FindingSummary) -> Words:
    """For a cell of the table of reps."""
    return f"{finding.rule.rpartition('.')[2]}{'?' if finding.uncertain else ''}", finding.severity


def _group(found: Sequence[FindingSummary], summary: Summary) -> list[Words]:
    worst = found[0]
    unsure = ", uncertain" if all(f.uncertain for f in found) else ""
    asides = {f.aside for f in found}
    aside = f", {asides.pop()}" if len(asides) == 1 and worst.aside else ""
    where = _where(found, summary)
    return [
        (f"{SIGNS[worst.severity]} {worst.title}", worst.severity),
        f"{aside}{where} ({worst.severity}{unsure}): {_value(worst, len(found))}. {worst.cue}.",
    ]


def _where(found: Sequence[FindingSummary], summary: Summary) -> str:
    reps = sorted({f.rep for f in found if f.rep is not None})
    if reps:
        return f", {reps_text(reps, len(summary.reps))}"
    if summary.posture is None:
        return ""
    time_s = next((s.time_s for s in summary.posture.states if s.rule == found[0].rule), 0.0)
    return f", {times(len(found))}, {lasted(time_s)} in all"


def _value(worst: FindingSummary, number: int) -> str:
    """The worst value against its limit, and when it was, where that is not clear already."""
    value = measured(worst.value, worst.error, worst.unit, worst.threshold)
    at = ""
    if worst.rep is not None and number > 1:
        at = f" in rep {worst.rep}"
    elif worst.rep is None and worst.end_s > worst.start_s:
        at = f" at {clock(worst.peak_s)}"
    side = f" {worst.aside}" if number > 1 and worst.aside else ""
    worst_word = "worst " if number > 1 else ""
    limit = together(f"limit {quantity(worst.threshold, worst.unit)}")
    return f"{worst_word}{together(value)}{side}{at}, {limit}"
