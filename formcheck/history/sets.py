"""What is kept of a set of a lift: its reps in numbers, what was flagged, and how the angles went."""

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

RANGE, UP, DOWN = "range", "concentric_time_s", "eccentric_time_s"
# What all sets of a lift are compared by.
MAIN = (RANGE, UP, DOWN)
_FEWEST_FOR_PATTERN = 2


@dataclass(frozen=True, slots=True)
class Number:
    """A measured value.

    Attributes:
        value: The value.
        error: Its typical error, same unit; None where that is not known.
        unit: Its unit, such as ``deg``.
    """

    value: float
    error: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class RepRecord:
    """One counted repetition.

    Attributes:
        index: Its number in the set, from 1.
        start_s, top_s, end_s: When it began, was at its far end, and was over; seconds on the source's clock.
        complete: False where the way back was not seen to its end.
        top_from_s, top_to_s: From when to when it was held there; both None where that is not known.
        side: The arm that lifted alone, ``left`` or ``right``; "" for both.
        numbers: Measure -> value, of those that could be measured; named as in ``summary.json``.
        findings: Rule id -> ``caution`` or ``poor``; what is in doubt is left out.
    """

    index: int
    start_s: float
    top_s: float
    end_s: float
    complete: bool = True
    side: str = ""
    numbers: Mapping[str, Number] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)
    top_from_s: float | None = None
    top_to_s: float | None = None

    @property
    def phases_s(self) -> tuple[float, float, float, float]:
        """When it began, came to its far end, left it, and was over."""
        begin_s = self.top_s if self.top_from_s is None else self.top_from_s
        leave_s = self.top_s if self.top_to_s is None else self.top_to_s
        begin_s = min(max(begin_s, self.start_s), self.top_s)
        return self.start_s, begin_s, min(max(leave_s, self.top_s), self.end_s), self.end_s


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How often a rule could be judged in a set, and what it found.

    Attributes:
        title: What it is called.
        judged: In how many reps it could be judged.
        flagged: In how many of them it was found for certain.
        poor: In how many of those it was poor.
        heading: What its value is called.
    """

    title: str
    judged: int
    flagged: int = 0
    poor: int = 0
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Imbalance:
    """One side that differs from the other by more than the measure can err.

    Attributes:
        words: Which way, such as ``left hand higher``.
        reps: In how many reps it was so.
        against: In how many it was the other way.
        judged: In how many it could be judged.
        value, error, unit: Its size in those reps, the middle one, with the typical error.
    """

    words: str
    reps: int
    against: int
    judged: int
    value: float
    error: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class FallOff:
    """How the last two reps of a set differ from its first three.

    Attributes:
        range_percent: By how much the range is shorter, percent; negative: longer.
        range_error_percent: How far that may be off.
        slower_percent: By how much longer the way up takes, percent.
        slower_error_percent: How far that may be off.
        early, late: Certain findings a rep in the first three, and in the last two.
    """

    range_percent: float | None = None
    range_error_percent: float | None = None
    slower_percent: float | None = None
    slower_error_percent: float | None = None
    early: float = 0.0
    late: float = 0.0


@dataclass(frozen=True, slots=True)
class Curve:
    """How a quantity goes over the rep: the median of the set's reps at evenly spaced phases.

    Attributes:
        values: From the start of the rep to its far end, while it is held there, and back, as
            `phase_curves.moments_of` has them; None where it could not be measured.
        error: Typical error of a value, same unit; None where that is not known.
        unit: The unit.
    """

    values: tuple[float | None, ...]
    error: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class SetOverview:
    """A set without its single reps: what tables, plots and trends need.

    Attributes:
        start_utc_s: When it began, in seconds since 1970, UTC.
        utc_offset_min: How far the local clock was ahead of UTC then, minutes.
        activity: Id of the lift.
        reps: How many reps were counted.
        numbers: Measure -> median over the reps, with the typical error of one rep: what a camera's place
            or a body's shape does to a value is the same in all reps, so more of them do not average it out.
        rules: Rule id -> how often it was judged and flagged.
        variant: Of the lift; "" for none.
        athlete: Whose set it is; empty for the owner of the computer.
        load: What was lifted, as it was given; "" where nothing was.
        load_kg: The same in kilograms; None where it was not given, or not as a weight.
        note: What else was given.
        view: Where it was seen from mostly.
        held: ``bar`` or ``dumbbells``; "" where that is not known.
        model: Whose points it was measured with.
        attempts: How many reps were begun and not counted.
        longest_s: From the start of its first rep to the end of its last one, seconds.
        timed: Whether the time of day is known, and not the day alone.
        effort: ``press``, ``pull``, or "" for neither.
        imbalance: One side that differs from the other; None where none does.
        fall_off: How it ended; None for a set of fewer than five reps.
        number: By which it is named in the history; 0 where it is not in one.
    """

    start_utc_s: float
    utc_offset_min: int
    activity: str
    reps: int
    numbers: Mapping[str, Number] = field(default_factory=dict)
    rules: Mapping[str, RuleTally] = field(default_factory=dict)
    variant: str = ""
    athlete: str = ""
    load: str = ""
    load_kg: float | None = None
    note: str = ""
    view: str = ""
    held: str = ""
    model: str = ""
    attempts: int = 0
    longest_s: float = 0.0
    timed: bool = True
    effort: str = ""
    imbalance: Imbalance | None = None
    fall_off: FallOff | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class SetRecord:
    """A set of a lift: numbers only.

    Attributes:
        start_utc_s, utc_offset_min, activity, variant, athlete, load, load_kg, note, view, held, model,
            attempts, timed, effort, imbalance: As of `SetOverview`.
        reps: The reps, in order.
        rules: Rule id -> how often it was judged and flagged.
        curves: Quantity -> how it goes over the rep.
        film: What tells the film or recording from all others; "" before a camera.
        film_start_s, film_end_s: The part of the film that the set takes up, seconds.
    """

    start_utc_s: float
    utc_offset_min: int
    activity: str
    reps: tuple[RepRecord, ...]
    rules: Mapping[str, RuleTally] = field(default_factory=dict)
    curves: Mapping[str, Curve] = field(default_factory=dict)
    variant: str = ""
    athlete: str = ""
    load: str = ""
    load_kg: float | None = None
    note: str = ""
    view: str = ""
    held: str = ""
    model: str = ""
    attempts: int = 0
    timed: bool = True
    effort: str = ""
    imbalance: Imbalance | None = None
    film: str = ""
    film_start_s: float = 0.0
    film_end_s: float = 0.0

    @property
    def overview(self) -> SetOverview:
        """The set without its single reps."""
        return SetOverview(
            self.start_utc_s, self.utc_offset_min, self.activity, len(self.reps), typical(self.reps),
            self.rules, self.variant, self.athlete, self.load, self.load_kg, self.note, self.view, self.held,
            self.model, self.attempts, self._longest_s, self.timed, self.effort, self.imbalance,
            fall_off(self.reps),
        )  # fmt: skip

    @property
    def _longest_s(self) -> float:
        return self.reps[-1].end_s - self.reps[0].start_s if self.reps else 0.0

    @property
    def pattern(self) -> str:
        """What two readings of one film have in common, as a film and the recording of its poses.

        When the reps were, to the millisecond: no two sets are alike in that. "" where there are too few.
        """
        if len(self.reps) < _FEWEST_FOR_PATTERN:
            return ""
        times = ";".join(f"{r.start_s:.3f},{r.top_s:.3f},{r.end_s:.3f}" for r in self.reps)
        return hashlib.sha256(f"{self.activity}|{times}".encode()).hexdigest()[:32]


def typical(reps: tuple[RepRecord, ...]) -> dict[str, Number]:
    """Measure -> the median over the reps, with the median of the errors."""
    found: dict[str, list[Number]] = {}
    for rep in reps:
        for name, number in rep.numbers.items():
            found.setdefault(name, []).append(number)
    return {name: _middle(numbers) for name, numbers in found.items()}


def _typical_of(name: str, reps: tuple[RepRecord, ...]) -> Number | None:
    numbers = [rep.numbers[name] for rep in reps if name in rep.numbers]
    return _middle(numbers) if numbers else None


_FIRST, _LAST, _FEWEST = 3, 2, 5


def fall_off(reps: tuple[RepRecord, ...]) -> FallOff | None:
    """How the last two reps differ from the first three; None where there are fewer than five."""
    if len(reps) < _FEWEST:
        return None
    first, last = reps[:_FIRST], reps[-_LAST:]
    shorter, slower = _change(RANGE, first, last), _change(UP, first, last)
    return FallOff(
        None if shorter is None else -shorter[0],
        None if shorter is None else shorter[1],
        None if slower is None else slower[0],
        None if slower is None else slower[1],
        sum(len(rep.findings) for rep in first) / _FIRST,
        sum(len(rep.findings) for rep in last) / _LAST,
    )


def _change(
    name: str, first: tuple[RepRecord, ...], last: tuple[RepRecord, ...]
) -> tuple[float, float | None] | None:
    """By how many percent the middle of the last reps is above that of the first, with the error."""
    before, after = _typical_of(name, first), _typical_of(name, last)
    if before is None or after is None or before.value <= 0:
        return None
    change = 100 * (after.value / before.value - 1)
    if before.error is None or after.error is None:
        return change, None
    return change, 100 * math.hypot(before.error, after.error) / before.value


def middle(values: Iterable[float]) -> float:
    """The median; the module of the standard library takes longer to load than a month to show."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _middle(numbers: list[Number]) -> Number:
    errors = {number.error for number in numbers}
    if len(errors) == 1:  # as nearly always
        (error,) = errors
    else:
        known = [number.error for number in numbers if number.error is not None]
        error = middle(known) if len(known) == len(numbers) else None
    return Number(middle([number.value for number in numbers]), error, numbers[0].unit)
