"""Where each point, band and mark of a chart of the history is drawn.

Across, places are percent of the width, so a chart fits any screen while its text keeps its size; down, they
are pixels. Curve and band alone lie in a stretched box, WIDTH units wide.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from formcheck.history.digest import DeskSpan, Line, Point, RuleLine
from formcheck.history.words import (
    counted,
    day_of,
    number_text,
    share_text,
    short_date,
    with_error,
    with_unit,
)
from formcheck.measurements.units import unit_of_id
from formcheck.results.scale import Axis, Tick, round_steps

WIDTH, HEIGHT = 1000, 128
_TOP, _BOTTOM = 14.0, 122.0
# Room for the values of the axis; the last point is not cut in half.
_LEFT, _RIGHT = 14.0, 98.0
# More points than these have their band and curve, but no mark each.
_MOST_MARKS = 62
_MOST_TICKS = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """One point with its band: across in percent, down in pixels."""

    x: float
    y: float
    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A column: across and its width in percent, down in pixels; its band where it has one."""

    x: float
    width: float
    y: float
    height: float
    words: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the template needs of one chart.

    Attributes:
        title: What it shows.
        says: What may be said of it, in words.
        description: The chart for those who do not see it.
        values, times: Marks of the axes.
        curve, band: Paths in the stretched box.
        marks: The points.
        bars: Columns, of charts that count.
    """

    title: str
    says: str
    description: str
    values: tuple[Tick, ...]
    times: tuple[Tick, ...]
    curve: str = ""
    band: str = ""
    marks: tuple[Mark, ...] = ()
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The days that all charts share, from and to."""

    first: float
    last: float

    def x(self, at: float) -> float:
        """Percent of the width."""
        share = (at - self.first) / max(1e-6, self.last - self.first)
        return round(_LEFT + (_RIGHT - _LEFT) * share, 2)


def line_chart(line: Line, span: Span, today: int) -> Chart:
    """A quantity over time, with its band of error and whether it changed."""
    low, high = _limits(line.points)

    def words(p: Point) -> str:
        return f"{_date(p.at, today)}: {with_error(p.value, p.value - p.low, line.unit)}"

    unit = unit_of_id(line.unit).mark.strip()
    title = f"{line.title}, from {_view(line.view)}" if line.one_of_views else line.title
    view = f", seen from {_view(line.view)}" if line.view else ""
    chart = Chart(
        title=f"{title}{f', {unit}' if unit and unit != '°' else ''}",
        says=_said(line),
        description=f"{line.title} over time{view}: {_ends(line.points, words)}",
        values=tuple(Tick(_y(v, low, high), _mark(v, line.unit)) for v in steps(low, high)),
        times=tuple(time_ticks(span, today)),
    )
    return _drawn(chart, line.points, words, span, low, high)


def rate_chart(rule: RuleLine, span: Span, today: int) -> Chart:
    """How often a rule was found, as a share of the reps in which it was judged."""

    def words(p: Point) -> str:
        return f"{_date(p.at, today)}: {share_text(p.value)} ({share_text(p.low)} to {share_text(p.high)})"

    chart = Chart(
        title=f"{rule.title}, share of reps",
        says=f"Found in {rule.flagged} of {counted(rule.judged, 'rep')} in which it could be judged.",
        description=f"{rule.title}: share of reps over time: {_ends(rule.points, words)}",
        values=_SHARES,
        times=tuple(time_ticks(span, today)),
    )
    return _drawn(chart, rule.points, words, span, 0.0, 1.0)


def neutral_chart(days: Sequence[DeskSpan], span: Span, today: int) -> Chart:
    """The neutral share of each day."""
    points = [day.neutral for day in days if day.neutral is not None]

    def words(p: Point) -> str:
        return f"{_date(p.at, today)}: {share_text(p.value)} neutral"

    chart = Chart(
        title="Neutral, share of what was judged",
        says="The band is the 95 % interval, with each judged minute counted once.",
        description=f"Neutral share of each day: {_ends(points, words)}",
        values=_SHARES,
        times=tuple(time_ticks(span, today)),
    )
    return _drawn(chart, points, words, span, 0.0, 1.0)


def hour_chart(hours: Sequence[DeskSpan]) -> Chart:
    """The neutral share of each hour of the day, over all days."""
    bars, words = [], []
    for hour in hours:
        if hour.neutral is not None:
            share = hour.neutral
            words.append(f"{hour.at}:00: {share_text(share.value)} neutral")
            y = _y(share.value, 0.0, 1.0)
            bars.append(
                Bar(_hour_x(hour.at + 0.15), round(0.7 * (_RIGHT - _LEFT) / 24, 2), y, _BOTTOM - y, words[-1],
                    _y(share.low, 0.0, 1.0), _y(share.high, 0.0, 1.0))
            )  # fmt: skip
    return Chart(
        title="Neutral, by hour of the day",
        says="All days together, with the 95 % interval.",
        description=f"Neutral share by hour: {'; '.join(words)}",
        values=_SHARES,
        times=tuple(Tick(_hour_x(hour), f"{hour}:00") for hour in (6, 12, 18)),
        bars=tuple(bars),
    )


def count_chart(title: str, word: str, counts: Sequence[tuple[int, float]], span: Span, today: int) -> Chart:
    """Something counted a day; of a long time a week.

    Args:
        title: What it is.
        word: One of them.
        counts: Day and number.
        span: The days of all charts.
        today: The day that it is.
    """
    step = 7 if span.last - span.first > _MOST_MARKS else 1
    sums: dict[int, float] = {}
    for day, number in counts:
        sums[day // step] = sums.get(day // step, 0.0) + number
    top = max(sums.values(), default=1.0) or 1.0
    width = max(0.4, round(0.8 * step * (_RIGHT - _LEFT) / max(1.0, span.last - span.first), 2))
    per = "week of " if step > 1 else ""
    bars = []
    for group, number in sorted(sums.items()):
        y = _y(number, 0.0, top)
        words = f"{per}{_date(group * step, today)}: {counted(round(number), word)}"
        x = max(_LEFT, min(span.x(group * step + step / 2) - width / 2, 100 - width))
        bars.append(Bar(round(x, 2), width, y, _BOTTOM - y, words))
    total = counted(round(sum(sums.values())), word)
    return Chart(
        title=f"{title}, a {'week' if step > 1 else 'day'}",
        says=f"{total} in all.",
        description=f"{title}: {total}; most {number_text(top, 'min')} a {'week' if step > 1 else 'day'}",
        values=tuple(Tick(_y(v, 0.0, top), f"{v:g}") for v in steps(0.0, top) if v == int(v)),
        times=tuple(time_ticks(span, today)),
        bars=tuple(bars),
    )


def _drawn(
    chart: Chart, points: Sequence[Point], words: Callable[[Point], str], span: Span, low: float, high: float
) -> Chart:
    """The chart with its curve, band and marks."""
    across = [span.x(point.at) for point in points]
    middle = [_y(point.value, low, high) for point in points]
    lower = [_y(point.low, low, high) for point in points]
    upper = [_y(point.high, low, high) for point in points]
    places = zip(points if len(points) <= _MOST_MARKS else (), across, middle, lower, upper, strict=False)
    marks = tuple(Mark(x, y, down, up, words(point)) for point, x, y, down, up in places)
    there = [*zip(across, upper, strict=True)]
    back = [*zip(reversed(across), reversed(lower), strict=True)]
    return replace(
        chart,
        curve=_path(zip(across, middle, strict=True)),
        band=f"{_path([*there, *back])}Z" if len(points) > 1 else "",
        marks=marks,
    )


def _path(places: Iterable[tuple[float, float]]) -> str:
    text = "L".join(f"{x * WIDTH / 100:g} {y:g}" for x, y in places)
    return f"M{text}" if text else ""


def _limits(points: Sequence[Point]) -> tuple[float, float]:
    low, high = min(point.low for point in points), max(point.high for point in points)
    room = 0.08 * (high - low) or max(abs(high), 1.0) * 0.1
    return low - room, high + room


def _y(value: float, low: float, high: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * Axis(low, high).share(value), 1)


def _hour_x(hour: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * hour / 24, 2)


_SHARES = tuple(Tick(_y(share, 0.0, 1.0), share_text(share)) for share in (0.0, 0.5, 1.0))


def steps(low: float, high: float) -> tuple[float, ...]:
    """A few round numbers within two others.

    Example:
        >>> steps(0.62, 0.97), steps(0, 30)
        ((0.7, 0.8, 0.9), (0.0, 10.0, 20.0, 30.0))
    """
    return round_steps(Axis(low, high), _MOST_TICKS)


def time_ticks(span: Span, today: int) -> Iterable[Tick]:
    """The first day, the last one, and one or two between."""
    days = span.last - span.first
    parts = 3 if days >= 6 else 1
    for number in range(parts + 1):
        at = span.first + days * number / parts
        anchor = "start" if number == 0 else "end" if number == parts else "middle"
        yield Tick(span.x(at), _date(min(at, span.last - 0.01), today), anchor)


def _date(at: float, today: int) -> str:
    return short_date(day_of(int(at)), day_of(today))


def _mark(value: float, unit: str) -> str:
    digits = number_text(value, unit) if unit in ("deg", "%", "min") else f"{value:g}".replace("-", "−")
    return f"{digits}{unit_of_id(unit).mark}" if unit in ("deg", "%", "s") else digits


def _view(view: str) -> str:
    return {"front": "the front", "side": "the side", "back": "behind", "oblique": "an angle"}.get(view, view)


def _ends(points: Sequence[Point], words: Callable[[Point], str]) -> str:
    if len(points) <= 2:
        return "; ".join(map(words, points)) or "no values"
    return f"{words(points[0])}; to {words(points[-1])}"


def _said(line: Line) -> str:
    """Whether it changed, and by how much it would have to."""
    view = f"Seen from {_view(line.view)}. " if line.view else ""
    change = line.change
    if line.view == "":
        return ""
    if change is None:
        return f"{view}One set: nothing to compare with yet."
    if change.way == "unknown" or change.detectable is None:
        return f"{view}The errors of this pose model are not known, so no change is called one."
    needed = with_unit(change.detectable, change.unit)
    if change.way == "none":
        return f"{view}No change: less than {needed} cannot be told from none."
    ends = f"from {number_text(change.before, change.unit)} to {with_unit(change.after, change.unit)}"
    return f"{view}Changed {ends}: less than {needed} could not be told from none."
