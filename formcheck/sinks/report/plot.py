"""Angle plots: where each line, band and mark of an inline SVG is drawn.

Across, positions are percent of the width, so a plot fits any screen while its text keeps its size;
down, they are pixels. Only the curves live in a stretched box of their own, WIDTH units wide.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from formcheck.results.plots import Band, Plot
from formcheck.results.scale import Axis, Tick, round_steps, time_steps
from formcheck.results.summary import FindingSummary, RepSummary
from formcheck.results.words import clock, listing, mark, measured, quantity, readable
from formcheck.sinks.report.data import ReportData

WIDTH = 1000
HEIGHT = 150
MOST_POINTS = 1500
LONG_S, LONGER_S = 90.0, 300.0  # from here on the plots scroll sideways rather than shrink
_PHASES = {
    "setup": "before the first rep",
    "bottom": "at the bottom",
    "ascent": "on the way up",
    "top": "at the top",
    "descent": "on the way down",
    "bottom-half": "in the lower half",
    "turn": "where a rep ends",
}
_Curve = list[list[tuple[float, float]]]  # unbroken pieces of (time, value)
_SHORTEST = 0.002  # of the width: what is judged in one frame can still be seen
_NEAR_S = 0.25  # how much around a turning point is shaded as "top" or "bottom"


@dataclass(frozen=True, slots=True)
class Shade:
    """A stretch of time, in percent of the width."""

    x: float
    width: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """The values of one severity: hatched from its threshold on, where values are held against it."""

    severity: str
    y: float
    height: float
    line_y: float
    at: tuple[Shade, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One curve."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in the plot."""

    finding: FindingSummary
    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class PlotDrawing:
    """All that the template needs for one plot.

    Attributes:
        judged: When the value is judged, in words.
        error: Its typical error, in words.
        description: The plot for those who do not see it.
        judged_at: When the value is judged; nothing where that is always.
        limits: Severity and its thresholds, in words.
    """

    number: int
    title: str
    judged: str
    error: str
    description: str
    values: tuple[Tick, ...]
    times: tuple[Tick, ...]
    reps: tuple[Shade, ...]
    judged_at: tuple[Shade, ...]
    zones: tuple[Zone, ...]
    limits: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]


def time_axis(data: ReportData) -> Axis:
    """The time that all plots share."""
    curves = [series.time_s for plot in data.plots for series in plot.series if series.time_s]
    times = [time_s for curve in curves for time_s in (curve[0], curve[-1])]
    times += [time_s for rep in data.summary.reps for time_s in (rep.start_s, rep.end_s)]
    if not times:
        times = [data.summary.source.start_s or 0.0, data.summary.last_s]
    low, high = min(times), max(times)
    return Axis(low, high if high > low else low + 1.0)


def decimate(time_s: Sequence[float], values: Sequence[float | None], most: int = MOST_POINTS) -> _Curve:
    """Thin out a curve, keeping its extremes and its gaps.

    Each stretch of time keeps its lowest and its highest value.

    Returns:
        The unbroken pieces of the curve, as (time, value) points; at most `most` points in all.
    """
    size = 1 if len(values) <= most else math.ceil(2 * len(values) / most)
    pieces: _Curve = [[]]
    for begin in range(0, len(values), size):
        kept = _extremes(values, range(begin, min(begin + size, len(values))))
        for index in range(begin, min(begin + size, len(values))):
            value = values[index]
            if value is None or not math.isfinite(value):
                if pieces[-1]:
                    pieces.append([])
            elif index in kept:
                pieces[-1].append((time_s[index], value))
    return [piece for piece in pieces if piece]


def _extremes(values: Sequence[float | None], indices: range) -> set[int]:
    known = [(v, i) for i in indices if (v := values[i]) is not None and math.isfinite(v)]
    return {min(known)[1], max(known)[1]} if known else set()


def draw_plot(number: int, plot: Plot, data: ReportData, time: Axis) -> PlotDrawing:
    """Lay out one plot.

    Args:
        number: Its place in the report.
        plot: What it shows.
        data: The session, for its reps and findings.
        time: The time axis that all plots share.
    """
    pieces = [decimate(series.time_s, series.values) for series in plot.series]
    found = [finding for finding in data.summary.findings if finding.rule in plot.rules]
    axis = _value_axis(pieces, plot, [f.value for f in found if _fits(f, plot)])
    reps = data.summary.reps
    return PlotDrawing(
        number=number,
        title=plot.title,
        judged=_judged(plot),
        error=_error(plot),
        description=_description(plot, pieces),
        values=tuple(Tick(_y(v, axis), mark(v, plot.unit)) for v in round_steps(axis)),
        times=tuple(_time_tick(time_s, time) for time_s in time_steps(time, _most_times(time))),
        reps=tuple(_rep_shades(reps, time)),
        judged_at=_all_judged(plot, reps, time) if plot.phases else (),
        zones=tuple(zone for zone in _zones(plot, axis, reps, time) if zone.at),
        limits=tuple(_limits(plot)),
        lines=tuple(
            Line(series.label, _path(p, time, axis)) for series, p in zip(plot.series, pieces, strict=True)
        ),
        marks=tuple(_mark(finding, plot, time, axis) for finding in found),
    )


def _fits(finding: FindingSummary, plot: Plot) -> bool:
    """Whether the finding's value is of the kind that this plot shows."""
    return finding.unit == plot.unit and any(b.threshold == finding.threshold for b in plot.bands)


def _value_axis(pieces: Sequence[_Curve], plot: Plot, marks: Sequence[float]) -> Axis:
    curve = [value for curves in pieces for piece in curves for _, value in piece]
    limits = [band.threshold for band in plot.bands]
    shown = [*curve, *limits, *marks] or [0.0, 1.0]
    span = (max(shown) - min(shown)) or 1.0
    # Room to see what an outermost threshold is the edge of.
    return Axis(min(shown) - 0.08 * span, max(shown) + 0.08 * span)


def _y(value: float, axis: Axis) -> float:
    return round(HEIGHT * (1 - axis.share(value)), 1)


def _x(time_s: float, time: Axis) -> float:
    return round(100 * time.share(time_s), 2)


def _time_tick(time_s: float, time: Axis) -> Tick:
    x = _x(time_s, time)
    anchor = "start" if x < 3 else "end" if x > 97 else "middle"
    return Tick(x, clock(time_s, tenths=time_s != int(time_s)), anchor)


def _most_times(time: Axis) -> int:
    length_s = time.high - time.low
    return 7 if length_s <= LONG_S else 16 if length_s <= LONGER_S else 32


def _shade(start_s: float, end_s: float, time: Axis, label: str = "") -> Shade:
    x = _x(start_s, time)
    return Shade(x, round(_x(end_s, time) - x, 2), label)


def _rep_shades(reps: Sequence[RepSummary], time: Axis) -> Iterator[Shade]:
    every = math.ceil(len(reps) / 24)  # more numbers than that would run into each other
    for place, rep in enumerate(reps):
        yield _shade(rep.start_s, rep.end_s, time, str(rep.index) if place % every == 0 else "")


def _spans(band: Band, plot: Plot, reps: Sequence[RepSummary]) -> Sequence[tuple[float, float]]:
    """When values were held against a threshold."""
    if band.spans is not None:
        return band.spans
    phases = band.phases or plot.phases
    return [span for rep in reps for span in _phase_spans(rep, phases)]


def _shades(spans: Sequence[tuple[float, float]], time: Axis) -> tuple[Shade, ...]:
    """Stretches of time that do not overlap; short ones are wide enough to be seen."""
    joined = _joined(
        (start_s, max(end_s, start_s + _SHORTEST * (time.high - time.low))) for start_s, end_s in spans
    )
    return tuple(_shade(start_s, end_s, time) for start_s, end_s in joined)


def _all_judged(plot: Plot, reps: Sequence[RepSummary], time: Axis) -> tuple[Shade, ...]:
    return _shades([span for band in plot.bands for span in _spans(band, plot, reps)], time)


def _held_at(band: Band, plot: Plot, reps: Sequence[RepSummary], time: Axis) -> tuple[Shade, ...]:
    is_always = band.spans is None and not (band.phases or plot.phases)
    return (Shade(0, 100),) if is_always else _shades(_spans(band, plot, reps), time)


def _phase_spans(rep: RepSummary, phases: Sequence[str]) -> Iterator[tuple[float, float]]:
    """About when a rep was in these phases; enough to see where a value counts."""
    up, down = (rep.start_s + rep.top_s) / 2, (rep.top_s + rep.end_s) / 2
    spans = {
        "bottom": [(rep.start_s - _NEAR_S, rep.start_s)],
        "bottom-half": [(rep.start_s, up), (down, rep.end_s)],
        "ascent": [(rep.start_s, rep.top_s)],
        "top": [(rep.top_s - _NEAR_S, rep.top_s + _NEAR_S)],
        "descent": [(rep.top_s, rep.end_s)],
    }
    yield from _joined(span for phase in phases for span in spans.get(phase, []))


def _joined(spans: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start_s, end_s in sorted(spans):
        if joined and start_s <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_s))
        else:
            joined.append((start_s, end_s))
    yield from joined


def _zones(plot: Plot, axis: Axis, reps: Sequence[RepSummary], time: Axis) -> Iterator[Zone]:
    for direction in sorted({band.direction for band in plot.bands}):
        bands = [band for band in plot.bands if band.direction == direction]
        bands.sort(key=lambda band: band.threshold, reverse=direction == "below")
        edge = axis.high if direction == "above" else axis.low
        ends = [band.threshold for band in bands[1:]] + [edge]
        for band, end in zip(bands, ends, strict=True):
            near, far = _y(band.threshold, axis), _y(end, axis)
            at = _held_at(band, plot, reps, time)
            yield Zone(band.severity, min(near, far), round(abs(far - near), 1), near, at)


def _limits(plot: Plot) -> Iterator[tuple[str, str]]:
    """Severity and its thresholds in words: "caution above 5° or below −5°"."""
    for severity in dict.fromkeys(band.severity for band in plot.bands):
        bands = [band for band in plot.bands if band.severity == severity and band.spans != ()]
        limits = [
            f"{band.direction} {quantity(band.threshold, plot.unit)}{_when(band, plot)}" for band in bands
        ]
        if limits:
            yield severity, f"{severity} {' or '.join(limits)}"


def _when(band: Band, plot: Plot) -> str:
    """Where a limit holds, if that is not the same for all of them."""
    if not _differ(plot):
        return ""
    by = f", by the {band.counts} value" if band.counts else ""
    return " " + listing([_PHASES.get(phase, phase) for phase in band.phases]) + by


def _path(pieces: _Curve, time: Axis, axis: Axis) -> str:
    strokes = []
    for piece in pieces:
        points = [f"{WIDTH * time.share(t):.1f} {_y(value, axis):g}" for t, value in piece]
        # A lone sample is drawn as a stroke without length: its round ends make it a dot.
        strokes.append("M" + "L".join(points if len(points) > 1 else points * 2))
    return "".join(strokes)


def _mark(finding: FindingSummary, plot: Plot, time: Axis, axis: Axis) -> Mark:
    rep = f", rep {finding.rep}" if finding.rep is not None else ""
    label = f"{finding.title}{rep}, at {clock(finding.peak_s)}"
    # A value of another kind, such as a change from neutral, has no height here: it goes to the top.
    y = _y(finding.value, axis) if _fits(finding, plot) else 8.0
    return Mark(finding, _x(finding.peak_s, time), y, label)


def _judged(plot: Plot) -> str:
    if plot.bands and all(band.spans == () for band in plot.bands):
        return "Not judged here, so no limit is drawn."
    if not plot.phases:
        return "Judged throughout."
    if _differ(plot):
        return ""  # each limit says its own
    counts = next((band.counts for band in plot.bands), "")
    by = f", by the {counts} value" if counts else ""
    return f"Judged {listing([_PHASES.get(phase, readable(phase).lower()) for phase in plot.phases])}{by}."


def _differ(plot: Plot) -> bool:
    return len({(band.phases, band.counts) for band in plot.bands}) > 1


def _error(plot: Plot) -> str:
    errors = {series.label: series.error for series in plot.series if series.error > 0}
    if not errors:
        return ""
    if len(set(errors.values())) == 1:
        return f"Typical error ± {quantity(next(iter(errors.values())), plot.unit)}."
    each = [f"{label} ± {quantity(error, plot.unit)}" for label, error in errors.items()]
    return f"Typical error: {listing(each)}."


def _description(plot: Plot, pieces: Sequence[_Curve]) -> str:
    parts = [f"{plot.title} over time"]
    for series, curves in zip(plot.series, pieces, strict=True):
        values = [value for piece in curves for _, value in piece]
        ends = (min(values), max(values)) if values else ()
        seen = " to ".join(measured(value, series.error, plot.unit) for value in ends)
        parts.append(f"{series.label}: {seen or 'no values'}")
    return "; ".join(parts)


def has_values(plot: Plot) -> bool:
    """Whether a plot holds anything to draw."""
    return any(v is not None and math.isfinite(v) for series in plot.series for v in series.values)
