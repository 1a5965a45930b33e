"""A history as it is shown, on a terminal or on a page: lines with bands, rates with intervals, days."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from formcheck.history.change import Change, change_of
from formcheck.history.desk import DeskHour, added
from formcheck.history.records import MobilitySet
from formcheck.history.sets import MAIN, Number, SetOverview, middle
from formcheck.history.trends import Trend, agrees, trends
from formcheck.history.words import title_of

_FIRST_FEW = 3
_Z = 1.96
# A share counts as if each minute that was judged had been asked once.
_MINUTE_S = 60.0
# More points than these are thinned out: nobody sees them.
_MOST_POINTS, _WEEK = 120, 7


@dataclass(frozen=True, slots=True)
class Point:
    """One value with its band.

    Attributes:
        at: When, in days since 1970-01-01 of the local clock.
        value: The value.
        low, high: The band: the typical error, or the 95 % interval of a share; the value itself where none
            is known.
    """

    at: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity over time.

    Attributes:
        title, unit: What it is.
        points: Its values.
        change: From the first few to the last few; None where there are not enough, or none can be told.
        view: Seen from where; "" for whatever is no matter of view.
        one_of_views: Whether there is another line of the same quantity, seen from elsewhere.
    """

    title: str
    unit: str
    points: tuple[Point, ...]
    change: Change | None = None
    view: str = ""
    one_of_views: bool = False


@dataclass(frozen=True, slots=True)
class RuleLine:
    """How often a rule was found, set by set.

    Attributes:
        title: The rule.
        judged, flagged: Reps, of all sets.
        points: The share a day, 0 to 1, with its 95 % interval.
    """

    title: str
    judged: int
    flagged: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class LiftDigest:
    """One lift.

    Attributes:
        activity: Its id.
        sets: Its sets, in order of time.
        lines: Range, tempo, load, imbalance; of the page also what its rules measure.
        rules: What was found, the most frequent first.
    """

    activity: str
    sets: tuple[SetOverview, ...]
    lines: tuple[Line, ...]
    rules: tuple[RuleLine, ...]

    @property
    def reps(self) -> int:
        """Of all sets."""
        return sum(one.reps for one in self.sets)


@dataclass(frozen=True, slots=True)
class DeskSpan:
    """A day at a desk, or an hour of the day over all days; times in seconds.

    Attributes:
        at: The day, or the hour.
        present_s, judged_s, neutral_s: As of `DeskMinute`.
        events, alerts, breaks: How many.
        neutral: The neutral share with its 95 % interval; None where too little was judged.
    """

    at: int
    present_s: float
    judged_s: float
    neutral_s: float
    events: int
    alerts: int
    breaks: int
    neutral: Point | None


@dataclass(frozen=True, slots=True)
class DeskDigest:
    """Sitting.

    Attributes:
        days: Each day on which somebody was there.
        hours: Each hour of the day in which somebody was there.
        states_s: Rule id -> how long in all, the longest first.
    """

    days: tuple[DeskSpan, ...]
    hours: tuple[DeskSpan, ...]
    states_s: dict[str, float]


@dataclass(frozen=True, slots=True)
class HistoryDigest:
    """All that is shown of one person.

    Attributes:
        athlete: Whose it is; "" for the owner of the computer.
        since_day, today: The span, in days since 1970-01-01; since_day None: from the beginning.
        lifts: Each lift, the one with most sets first.
        desk: Sitting; None where there was none.
        mobility: The neck exercises.
        trends: Sentences.
    """

    athlete: str
    since_day: int | None
    today: int
    lifts: tuple[LiftDigest, ...]
    desk: DeskDigest | None
    mobility: tuple[MobilitySet, ...]
    trends: tuple[Trend, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.lifts and self.desk is None and not self.mobility


def lift_digest(activity: str, sets: Sequence[SetOverview]) -> LiftDigest:
    """What is shown of one lift."""
    return LiftDigest(activity, tuple(sets), tuple(_lines(sets)), tuple(_rules(sets)))


def digest_of(
    athlete: str,
    sets: Sequence[SetOverview],
    hours: Sequence[DeskHour],
    mobility: Sequence[MobilitySet],
    *,
    since_day: int | None,
    today: int,
) -> HistoryDigest:
    """Put together what is shown.

    Args:
        athlete: Whose it is.
        sets: All of theirs of the span, and of four weeks for the sentences.
        hours: Those at the desk.
        mobility: Their neck exercises.
        since_day: Shown are these days and later; None: all.
        today: The day that it is.
    """
    shown = [one for one in sets if since_day is None or at_of(one) >= since_day]
    by_lift: dict[str, list[SetOverview]] = {}
    for one in shown:
        by_lift.setdefault(one.activity, []).append(one)
    ordered = sorted(by_lift.items(), key=lambda pair: -len(pair[1]))
    return HistoryDigest(
        athlete,
        since_day,
        today,
        tuple(lift_digest(activity, own) for activity, own in ordered),
        desk_digest([hour for hour in hours if since_day is None or hour.day >= since_day]),
        tuple(mobility),
        trends(sets, hours, today),
    )


def desk_digest(hours: Sequence[DeskHour]) -> DeskDigest | None:
    """Days, hours of the day and states; None where nobody was there."""
    there = [hour for hour in hours if hour.present_s > 0]
    if not there:
        return None
    states = added(hour.states_s for hour in there)
    return DeskDigest(
        tuple(_spans(there, lambda hour: hour.day)),
        tuple(_spans(there, lambda hour: hour.hour_of_day)),
        dict(sorted(states.items(), key=lambda pair: -pair[1])),
    )


def wilson(found: float, of: float) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927).

    Example:
        >>> [round(end, 2) for end in wilson(1, 10)]
        [0.02, 0.4]
    """
    if of <= 0:
        return 0.0, 1.0
    share, z2 = found / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def at_of(one: SetOverview) -> float:
    """When a set began, in days since 1970-01-01 of the local clock."""
    return (one.start_utc_s + 60 * one.utc_offset_min) / 86400


def measure_lines(sets: Sequence[SetOverview], names: Iterable[str]) -> Iterable[Line]:
    """A line for each of some measures, and for each view of it: values from two views are not compared."""
    for name in names:
        yield from _lines_of(name, sets)


def _lines(sets: Sequence[SetOverview]) -> Iterable[Line]:
    yield from measure_lines(sets, MAIN)
    yield from _loads(sets)
    yield from _imbalances(sets)


def _lines_of(name: str, sets: Sequence[SetOverview]) -> Iterable[Line]:
    """A measure over time, first as it was seen last."""
    views: dict[tuple[str, str], list[tuple[SetOverview, Number]]] = {}
    for one in reversed(sets):
        number = one.numbers.get(name)
        if number is not None:
            views.setdefault((one.view, number.unit), []).append((one, number))
    for (view, unit), newest_first in views.items():
        own = newest_first[::-1]
        points = tuple(_point(at_of(one), number) for one, number in _thinned(own))
        change = _change([number for _, number in own])
        yield Line(title_of(name, sets), unit, points, change, view, len(views) > 1)


def _thinned(numbers: Sequence[tuple[SetOverview, Number]]) -> Sequence[tuple[SetOverview, Number]]:
    """Of many values the middle one of each few, so that there are no more than can be seen."""
    step = math.ceil(len(numbers) / _MOST_POINTS)
    if step <= 1:
        return numbers
    groups = [numbers[i : i + step] for i in range(0, len(numbers), step)]
    return [sorted(group, key=lambda pair: pair[1].value)[len(group) // 2] for group in groups]


def _every(points: Sequence[Point]) -> Iterable[Point]:
    return points[:: math.ceil(len(points) / _MOST_POINTS)]


def _point(at: float, number: Number) -> Point:
    error = number.error or 0.0
    return Point(at, number.value, number.value - error, number.value + error)


def _change(numbers: Sequence[Number]) -> Change | None:
    """From the middle of the first few to that of the last few."""
    few = min(_FIRST_FEW, len(numbers) // 2)
    if not few:
        return None
    return change_of(_middle(numbers[:few]), _middle(numbers[-few:]))


def _middle(numbers: Sequence[Number]) -> Number:
    errors = [one.error for one in numbers if one.error is not None]
    error = middle(errors) if len(errors) == len(numbers) else None
    return Number(middle(one.value for one in numbers), error, numbers[0].unit)


def _loads(sets: Sequence[SetOverview]) -> Iterable[Line]:
    points = [Point(at_of(s), s.load_kg, s.load_kg, s.load_kg) for s in sets if s.load_kg is not None]
    if points:
        yield Line("Load", "kg", tuple(_every(points)))


def _imbalances(sets: Sequence[SetOverview]) -> Iterable[Line]:
    """One side against the other; to the left is up. Only sets in which three reps agree."""
    found = [(one, one.imbalance) for one in sets if one.imbalance is not None and agrees(one.imbalance)]
    if not found:
        return
    unit = found[-1][1].unit
    points = []
    for one, side in found:
        if side.unit == unit:
            value = side.value if side.words.startswith("left") else -side.value
            points.append(_point(at_of(one), Number(value, side.error, unit)))
    yield Line("Imbalance, left hand or elbow higher upwards", unit, tuple(_every(points)))


def _rules(sets: Sequence[SetOverview]) -> list[RuleLine]:
    days: dict[str, dict[int, list[int]]] = {}
    titles = {}
    for one in sets:
        day = int(at_of(one))
        for rule, tally in one.rules.items():
            of_day = days.setdefault(rule, {}).setdefault(day, [0, 0])
            of_day[0] += tally.judged
            of_day[1] += tally.flagged
            titles[rule] = tally.title
    lines = []
    for rule, by_day in days.items():
        judged, flagged = (sum(column) for column in zip(*by_day.values(), strict=True))
        if flagged:
            lines.append(RuleLine(titles[rule], judged, flagged, tuple(_rates(by_day))))
    return sorted(lines, key=lambda line: -line.flagged / line.judged)


def _rates(by_day: Mapping[int, Sequence[int]]) -> Iterable[Point]:
    """The share of each day; of a long time that of each week."""
    step = 1 if len(by_day) <= _MOST_POINTS else _WEEK
    groups: dict[int, tuple[int, int]] = {}
    for day, (judged, flagged) in by_day.items():
        before = groups.get(day // step, (0, 0))
        groups[day // step] = before[0] + judged, before[1] + flagged
    for group, (judged, flagged) in groups.items():
        if judged:
            yield Point((group + 0.5) * step, flagged / judged, *wilson(flagged, judged))


def _spans(hours: Sequence[DeskHour], of: Callable[[DeskHour], int]) -> Iterable[DeskSpan]:
    groups: dict[int, list[DeskHour]] = {}
    for hour in hours:
        groups.setdefault(of(hour), []).append(hour)
    for at in sorted(groups):
        own = groups[at]
        judged_s, neutral_s = sum(h.judged_s for h in own), sum(h.neutral_s for h in own)
        minutes = judged_s / _MINUTE_S
        share = None
        if minutes >= 1:
            share = Point(at + 0.5, neutral_s / judged_s, *wilson(neutral_s / judged_s * minutes, minutes))
        yield DeskSpan(
            at,
            sum(h.present_s for h in own),
            judged_s,
            neutral_s,
            sum(sum(h.events.values()) for h in own),
            sum(sum(h.alerts.values()) for h in own),
            sum(h.breaks for h in own),
            share,
        )
