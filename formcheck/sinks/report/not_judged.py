"""What was not judged, grouped by what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.results.summary import NotJudgedSummary, Summary
from formcheck.results.words import listing, lower_first, reps_text


@dataclass(frozen=True, slots=True)
class NotJudgedLine:
    """Checks that share a reason and the reps that they concern."""

    titles: str
    reason: str
    reps: str


@dataclass(frozen=True, slots=True)
class NotJudgedGroup:
    """Checks that the same change makes possible; the fix may be empty."""

    fix: str
    lines: tuple[NotJudgedLine, ...]


def not_judged_groups(summary: Summary) -> tuple[NotJudgedGroup, ...]:
    """Group by fix; the fix that makes most checks possible comes first, no fix comes last."""
    groups: dict[str, list[NotJudgedSummary]] = {}
    for item in summary.not_judged:
        groups.setdefault(item.fix.strip(), []).append(item)
    order = sorted(groups, key=lambda fix: (not fix, -len(groups[fix])))
    return tuple(NotJudgedGroup(fix, _lines(groups[fix], len(summary.reps))) for fix in order)


def _lines(items: Sequence[NotJudgedSummary], reps: int) -> tuple[NotJudgedLine, ...]:
    lines: dict[tuple[str, tuple[int, ...]], dict[str, None]] = {}
    for item in items:
        lines.setdefault((item.reason, tuple(sorted(item.reps))), {})[item.title] = None
    return tuple(
        NotJudgedLine(_titles(list(titles)), reason, reps_text(concerned, reps) if concerned else "")
        for (reason, concerned), titles in lines.items()
    )


def _titles(titles: Sequence[str]) -> str:
    return listing([titles[0], *(lower_first(title) for title in titles[1:])])
