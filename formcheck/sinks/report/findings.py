"""Findings as the report shows them: one group per rule, led by the worst."""

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.results.grouping import by_rule
from formcheck.results.plots import Band, Plot
from formcheck.results.summary import FindingSummary, Summary
from formcheck.results.words import (
    clock,
    count,
    measured,
    quantity,
    readable,
    reps_text,
    tag_text,
    upper_first,
)
from formcheck.sinks.report.data import ReportData
from formcheck.sinks.report.gauge import Gauge, gauge
from formcheck.sinks.report.picture import data_uri

_OWN_CHOICE = "A design default: "  # which the sentence before it says in plain words
_BEFORE_S, _LONGEST_S = 0.5, 20.0  # around an event that is played again, and how much of a long one


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in words.

    Attributes:
        value: Such as "146 ± 6°".
        limit: Such as "poor below 150°".
        where: Such as "Rep 3, right side" or "Rep 3, left hand higher".
        at: Its moment, such as "0:12.4".
        said: In plain words: "leaning back 27 degrees; the limit is 20 degrees".
        from_s, to_s: What to play: its rep, or the event.
    """

    finding: FindingSummary
    value: str
    limit: str
    where: str
    at: str
    said: str
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one rule.

    Attributes:
        reps: Where it was seen, such as "Reps 2, 3 and 5".
        heading: What was measured, in a word or two.
        measure: The same in full, in words, and what it is compared with.
        picture: data: URI of the worst one's moment, or None.
        source: Where the threshold comes from.
        standing: What the tag of the source means.
        plot: Number of the plot that shows it, or None.
    """

    rule: str
    title: str
    reps: str
    measure: str
    heading: str
    worst: FindingView
    others: tuple[FindingView, ...]
    gauge: Gauge
    picture: str | None
    source: str
    standing: str
    plot: int | None


def is_above(finding: FindingSummary, bands: Sequence[Band] = ()) -> bool:
    """Whether the fault lies above the threshold; the bands decide where the value is just on it."""
    if finding.value == finding.threshold:
        return all(b.direction == "above" for b in bands if b.threshold == finding.threshold)
    return finding.value > finding.threshold


def finding_groups(data: ReportData) -> tuple[FindingGroup, ...]:
    """The findings of the session, grouped by rule."""
    return tuple(_group(findings, data) for findings in by_rule(data.summary).values())


def _group(findings: Sequence[FindingSummary], data: ReportData) -> FindingGroup:
    worst = findings[0]
    index, bands = _plot_of(worst, data.plots)
    views = [_view(finding, bands, data) for finding in findings]
    return FindingGroup(
        rule=worst.rule,
        title=worst.title,
        reps=_reps(findings, len(data.summary.reps)),
        heading=data.plain.heading(worst.rule),
        measure=_measure(worst, None if index is None else data.plots[index]),
        worst=views[0],
        others=tuple(sorted(views[1:], key=lambda view: view.finding.peak_s)),
        gauge=gauge(worst, bands, is_above(worst, bands)),
        picture=data_uri(data.pictures.get(worst.id)),
        source=upper_first(worst.source.text.removeprefix(_OWN_CHOICE)),
        standing=tag_text(worst.source.tag),
        plot=index,
    )


def _plot_of(finding: FindingSummary, plots: Sequence[Plot]) -> tuple[int | None, tuple[Band, ...]]:
    """The plot that shows a finding, and the bands of its kind there."""
    for index, plot in enumerate(plots):
        known = plot.unit == finding.unit and any(b.threshold == finding.threshold for b in plot.bands)
        if finding.rule in plot.rules and known:
            direction = "above" if is_above(finding, plot.bands) else "below"
            return index, tuple(b for b in plot.bands if b.direction == direction)
    shown = [index for index, plot in enumerate(plots) if finding.rule in plot.rules]
    return (shown[0] if shown else None), ()


def _measure(finding: FindingSummary, plot: Plot | None) -> str:
    """A change of 20° is not an angle of 20°: the words say which of them value and limit are."""
    words = readable(finding.measure)
    return f"{words}, {plot.compared}" if plot is not None and plot.compared else words


def _reps(findings: Sequence[FindingSummary], of: int) -> str:
    reps = sorted({finding.rep for finding in findings if finding.rep is not None})
    loose = sum(finding.rep is None for finding in findings)
    parts = [reps_text(reps, of)] if reps else []
    if loose:
        parts.append(count(loose, "time") + (" outside the reps" if reps else ""))
    return upper_first(", ".join(parts))


def _view(finding: FindingSummary, bands: Sequence[Band], data: ReportData) -> FindingView:
    side = finding.direction or (f"{finding.side} side" if finding.side else "")
    rep = f"rep {finding.rep}" if finding.rep is not None else ""
    direction = "above" if is_above(finding, bands) else "below"
    from_s, to_s = _stretch(finding, data.summary)
    return FindingView(
        finding=finding,
        value=measured(finding.value, finding.error, finding.unit, finding.threshold),
        limit=f"{finding.severity} {direction} {quantity(finding.threshold, finding.unit)}",
        where=upper_first(", ".join(part for part in (rep, side) if part)),
        at=clock(finding.peak_s),
        said=data.said.get(finding.id, ""),
        from_s=from_s,
        to_s=to_s,
    )


def _stretch(finding: FindingSummary, summary: Summary) -> tuple[float, float]:
    """What to play again: the whole rep, or the event with a moment before and after."""
    rep = next((rep for rep in summary.reps if rep.index == finding.rep), None)
    if rep is not None:
        return rep.start_s, rep.end_s
    return max(0.0, finding.start_s - _BEFORE_S), min(finding.end_s, finding.start_s + _LONGEST_S) + _BEFORE_S
