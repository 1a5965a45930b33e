"""How far two views of one set disagree: two cameras, started whenever, at whatever rates."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from formcheck.activities.activity import Activity
from formcheck.errors import PairError
from formcheck.evaluation.alignment import LEAST_S, Alignment, align
from formcheck.evaluation.filmed import Filmed
from formcheck.evaluation.measure_errors import columns_with_truth
from formcheck.evaluation.pair_differences import Difference, RepPair, measure_differences, rep_differences
from formcheck.evaluation.pair_rules import RuleAgreement, rule_agreement
from formcheck.session.observation import JudgedRep

FORMAT = "formcheck.pair/1"
# Two views of one movement correlate by more than this: those of four cameras about one man by 0.91 to 0.99.
# So do two sets that were lifted at the same pace.
_CLEAR = 0.8
# Reps belong together whose middles are this near, in shares of the shorter one.
_NEAR_SHARE = 0.5
# Reps of one set lie this near to each other once the clocks agree.
_SAME_S = 0.4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two views of one set, compared.

    Attributes:
        first, second: What the films are called.
        alignment: How the clocks belong together.
        reps: The numbers of the reps that are the same, first and second.
        only_first, only_second: Numbers of reps that the other film shows, but does not count.
        outside_first, outside_second: Numbers of reps at a time that the other film does not show.
        measures: Differences frame by frame, within the reps that both count.
        rep_quantities: Differences rep by rep: times, and what the rules judge by.
        rules: Every rule's agreement.
    """

    first: str
    second: str
    activity: str
    alignment: Alignment
    reps: tuple[tuple[int, int], ...]
    only_first: tuple[int, ...]
    only_second: tuple[int, ...]
    outside_first: tuple[int, ...]
    outside_second: tuple[int, ...]
    measures: tuple[Difference, ...]
    rep_quantities: tuple[Difference, ...]
    rules: tuple[RuleAgreement, ...]

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"format": FORMAT, **asdict(self)}


def compare_pair(first: Filmed, second: Filmed, activity: Activity, near_s: float | None = None) -> Pair:
    """Align two views of one set by themselves, and compare what they say.

    Args:
        first: One film, analysed.
        second: The other.
        activity: What both show.
        near_s: The offset of their clocks, where it is known to a second; None to find it anywhere.

    Raises:
        PairError: If they cannot be compared; says why.
    """
    _check(first, second, activity)
    found = align(first.signal(activity), second.signal(activity), near_s)
    names = f"{first.name} and {second.name}"
    if found is None:
        raise PairError(f"{names} do not share {LEAST_S:g} s of movement in half of the shorter one")
    if found.correlation < _CLEAR:
        raise PairError(
            f"{names} do not show the same set: their movements do not fit (best correlation "
            f"{found.correlation:.2f}, {_CLEAR} is asked for)"
        )
    pairs = _same_reps(first.reps, second.reps, found.offset_s)
    columns = tuple(dict.fromkeys((*activity.columns(), *columns_with_truth())))
    own = [one for one, _ in pairs], [two for _, two in pairs]
    only_first, outside_first = _without_counterpart(first, second, own[0], found.offset_s)
    only_second, outside_second = _without_counterpart(second, first, own[1], -found.offset_s)
    if _apart_s(pairs, found.offset_s) > _SAME_S or len(pairs) < max(len(only_first), len(only_second)):
        raise PairError(f"{names} do not show the same set: their reps come at other times")
    return Pair(
        first=first.name,
        second=second.name,
        activity=activity.id,
        alignment=found,
        reps=tuple((one.rep.index, two.rep.index) for one, two in pairs),
        only_first=only_first,
        only_second=only_second,
        outside_first=outside_first,
        outside_second=outside_second,
        measures=tuple(measure_differences(first, second, pairs, found.offset_s, columns)),
        rep_quantities=tuple(rep_differences(pairs, found.offset_s)),
        rules=tuple(rule_agreement(rule.id, pairs) for rule in activity.rules),
    )


def check_activity(activity: Activity) -> None:
    """Refuse an activity without repetitions, before two films are looked at for nothing.

    Raises:
        PairError: If it has none.
    """
    if not activity.mode.has_reps:
        raise PairError(
            f"{activity.title} has no repetitions to find the moment by that both films show; "
            "pairs are for lifts"
        )


def _check(first: Filmed, second: Filmed, activity: Activity) -> None:
    check_activity(activity)
    for one, other in ((first, second), (second, first)):
        strange = one.looks_like and activity.id not in one.looks_like
        if strange and other.looks_like != one.looks_like:
            raise PairError(f"{one.name} shows {_words(one)}, and {other.name} {_words(other)}: not one set")
        if strange:
            raise PairError(f"both films show {_words(one)}: compare them with -a {one.looks_like[0]}")
    for one in (first, second):
        if not one.reps:
            raise PairError(f"{one.name}: no repetition of {activity.title.lower()} was seen in it")


def _words(one: Filmed) -> str:
    return " and ".join(one.looks_like) or "no lift that is known"


def _apart_s(pairs: Sequence[RepPair], offset_s: float) -> float:
    """How far starts and ends of the same reps lie apart: another set may move alike for a while."""
    apart = [abs(two.rep.start_s - one.rep.start_s - offset_s) for one, two in pairs]
    apart += [abs(two.rep.end_s - one.rep.end_s - offset_s) for one, two in pairs]
    return float(np.median(apart)) if apart else np.inf


def _same_reps(first: Sequence[JudgedRep], second: Sequence[JudgedRep], offset_s: float) -> list[RepPair]:
    """Reps whose middles fit, the nearest first, each once."""
    near = []
    for one in first:
        for two in second:
            apart_s = abs(_middle_s(two) - _middle_s(one) - offset_s)
            if apart_s <= _NEAR_SHARE * min(_length_s(one), _length_s(two)):
                near.append((apart_s, one, two))
    pairs: list[RepPair] = []
    for _, one, two in sorted(near, key=lambda each: each[0]):
        if all(one is not a and two is not b for a, b in pairs):
            pairs.append((one, two))
    return sorted(pairs, key=lambda pair: pair[0].rep.start_s)


def _middle_s(judged: JudgedRep) -> float:
    return (judged.rep.start_s + judged.rep.end_s) / 2


def _length_s(judged: JudgedRep) -> float:
    return judged.rep.end_s - judged.rep.start_s


def _without_counterpart(
    one: Filmed, other: Filmed, kept: Sequence[JudgedRep], offset_s: float
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Numbers of the reps that only one film counts: while the other was running, and while it was not."""
    frames = other.frames
    shown: list[int] = []
    outside: list[int] = []
    for judged in one.reps:
        if all(judged is not each for each in kept):
            start_s, end_s = judged.rep.start_s + offset_s, judged.rep.end_s + offset_s
            is_shown = frames[0].time_s <= start_s and end_s <= frames[-1].time_s
            (shown if is_shown else outside).append(judged.rep.index)
    return tuple(shown), tuple(outside)
