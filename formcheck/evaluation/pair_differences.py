"""How far two views of the same reps read apart, frame by frame and rep by rep."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.evaluation.agreement import LIMITS_SD
from formcheck.evaluation.filmed import Filmed
from formcheck.measurements.measurement import Measurement
from formcheck.pose.pose import FloatArray
from formcheck.rules.finding import Verdict
from formcheck.session.observation import JudgedRep

# Between two frames that are further apart nothing is known.
_BETWEEN_S = 0.25

RepPair = tuple[JudgedRep, JudgedRep]


@dataclass(frozen=True, slots=True)
class Difference:
    """How far the first view reads above the second, in the quantity's own unit.

    Attributes:
        name: Of the quantity.
        count: Frames, or reps, that both views have a value for.
        mean: Mean difference.
        lower_limit, upper_limit: 95 % limits of agreement, mean -+ 1.96 standard deviations; None of one.
        beyond: Share of the differences that are larger than the two stated errors combined (the root of the
            sum of their squares): about a third if the errors are stated rightly. None without stated errors.
    """

    name: str
    count: int
    mean: float
    lower_limit: float | None
    upper_limit: float | None
    beyond: float | None


def measure_differences(
    first: Filmed, second: Filmed, pairs: Sequence[RepPair], offset_s: float, columns: Sequence[str]
) -> Iterator[Difference]:
    """Of the measurements that both views have a value for, in the frames of the first within their reps."""
    times_s = np.array([seen.time_s for seen in first.frames])
    then_s = np.array([seen.time_s for seen in second.frames])
    inside = np.zeros(len(times_s), dtype=bool)
    for one, _ in pairs:
        inside |= (times_s >= one.rep.start_s) & (times_s <= one.rep.end_s)
    wanted_s = times_s[inside] + offset_s
    for column in columns:
        value, error = (every[inside] for every in first.values(column))
        other, other_error = (_at(wanted_s, then_s, every) for every in second.values(column))
        both = ~np.isnan(value - other)
        if both.any():
            combined = np.hypot(error, other_error)
            yield _difference(column, (value - other)[both], combined[both])


def _at(wanted_s: FloatArray, time_s: FloatArray, value: FloatArray) -> FloatArray:
    """Values between two frames; not a number where one of them is unknown, or they are far apart."""
    after = np.clip(np.searchsorted(time_s, wanted_s), 1, len(time_s) - 1)
    before_s, after_s = time_s[after - 1], time_s[after]
    share = (wanted_s - before_s) / (after_s - before_s)
    between = (1 - share) * value[after - 1] + share * value[after]
    inside = (share >= 0) & (share <= 1) & (after_s - before_s <= _BETWEEN_S)
    return np.where(inside, between, np.nan)


def rep_differences(pairs: Sequence[RepPair], offset_s: float) -> Iterator[Difference]:
    """Of the times of the reps, of their own quantities, and of what each rule judges them by."""
    for name in ("start_s", "top_s", "end_s"):
        apart = [getattr(one.rep, name) + offset_s - getattr(two.rep, name) for one, two in pairs]
        yield _difference(name, np.array(apart), np.zeros(len(pairs)))
    names = dict.fromkeys(name for one, _ in pairs for name in one.rep.measurements)
    for name in names:
        yield from _rep_difference(
            name, [(one.rep.measurements.get(name), two.rep.measurements.get(name)) for one, two in pairs]
        )
    rules = dict.fromkeys(rule for one, _ in pairs for rule in one.verdicts)
    for rule in rules:
        judged = [(one.verdicts[rule], two.verdicts.get(rule)) for one, two in pairs]
        for measure in dict.fromkeys(one.measure for one, _ in judged):
            if measure not in names:
                same = [(_value(one, measure), _value(two, measure)) for one, two in judged]
                yield from _rep_difference(f"{rule.rpartition('.')[2]}: {measure}", same)


def _value(verdict: Verdict | None, measure: str) -> Measurement | None:
    return verdict.value if verdict is not None and verdict.measure == measure else None


def _rep_difference(
    name: str, found: Sequence[tuple[Measurement | None, Measurement | None]]
) -> Iterator[Difference]:
    apart, errors = [], []
    for one, two in found:
        if one is not None and two is not None and one.value is not None and two.value is not None:
            apart.append(one.value - two.value)
            errors.append(float(np.hypot(one.error, two.error)))
    if apart:
        yield _difference(name, np.array(apart), np.array(errors))


def _difference(name: str, apart: FloatArray, combined: FloatArray) -> Difference:
    mean, stated = float(apart.mean()), combined > 0
    deviation = float(apart.std(ddof=1)) if len(apart) > 1 else None
    return Difference(
        name=name,
        count=len(apart),
        mean=mean,
        lower_limit=None if deviation is None else mean - LIMITS_SD * deviation,
        upper_limit=None if deviation is None else mean + LIMITS_SD * deviation,
        beyond=float((np.abs(apart) > combined)[stated].mean()) if stated.any() else None,
    )
