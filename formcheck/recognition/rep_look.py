"""What a repetition looked like as a whole, and the repetitions of a set together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from statistics import median
from typing import TypeVar

import numpy as np

from formcheck.measurements.quantity import SIDES, Side
from formcheck.phases.rep import Phase, Rep
from formcheck.recognition.look import ArmLook, Look

_T = TypeVar("_T")
# The rep's own start may lie a little late on the way up, so the rest before it counts as well.
BEFORE_S = 0.6
# Lowest and highest are without the tenth that may be noise.
_LOW, _HIGH, _LEAST = 10, 90, 20


@dataclass(frozen=True, slots=True)
class RepLook:
    """Heights and distances of a repetition in trunk lengths, of the arms that lift; None where not seen.

    Attributes:
        lean_deg: Hips to shoulders against the vertical, in the middle of all frames.
        lean_change_deg: Between the most upright and the least.
        trunk_per_width: The trunk's length over the distance of the shoulders, as they are seen.
        shoulders_up: How far the shoulders go up and down.
        shoulders_across: How far they go across the picture.
        elbow_low: The lowest height of the elbows over the shoulders.
        elbow_high: The highest.
        elbow_out_top: How far they are from the shoulders across the picture at the top.
        wrist_low: The lowest height of the wrists over the shoulders.
        wrist_high: The highest.
        bend_least_deg: The smallest angle of the elbows.
        seen_bend_least_deg: The smallest one in the picture.
        bend_top_deg: At the top.
        hand_out_top: How far the hand is from its shoulder across the picture at the top, of the farther one.
        hand_over_elbow_top: Height of the wrists over the elbows at the top.
        hand_over_elbow_least: The least of it over the repetition, without the fifth that may be noise.
        hand_aside_top: How far the hand is from its shoulder at the top, away from the other one positive.
        arms_differ_top: Difference of the heights of the hands at the top, where both arms lift.
    """

    lean_deg: float | None
    lean_change_deg: float | None
    trunk_per_width: float | None
    shoulders_up: float | None
    shoulders_across: float | None
    elbow_low: float | None
    elbow_high: float | None
    elbow_out_top: float | None
    wrist_low: float | None
    wrist_high: float | None
    bend_least_deg: float | None
    seen_bend_least_deg: float | None
    bend_top_deg: float | None
    hand_out_top: float | None
    hand_over_elbow_top: float | None
    hand_over_elbow_least: float | None
    hand_aside_top: float | None
    arms_differ_top: float | None

    @property
    def elbow_rise(self) -> float | None:
        """How far the elbows go up."""
        if self.elbow_low is None or self.elbow_high is None:
            return None
        return self.elbow_high - self.elbow_low


def rep_look(rep: Rep, looks: Iterable[Look]) -> RepLook:
    """What a repetition looked like.

    Args:
        rep: The repetition.
        looks: What was seen around its time.
    """
    around = [look for look in looks if rep.start_s - BEFORE_S <= look.time_s <= rep.end_s]
    during = [look for look in around if look.time_s >= rep.start_s]
    tops = rep.intervals.get(Phase.TOP, ())
    at_top = [look for look in during if any(low <= look.time_s <= high for low, high in tops)]
    lean = _values(during, lambda look: look.lean_deg)
    trunk = median(_values(during, lambda look: look.trunk_px)) if during else 1.0
    elbows, wrists = (_of_arms(around, rep.side, part) for part in (_elbow_up, _wrist_up))
    bends = _of_arms(around, rep.side, lambda arm: arm.bend_deg)
    return RepLook(
        lean_deg=_middle(lean),
        lean_change_deg=_spread(lean),
        trunk_per_width=_middle(_values(during, lambda look: look.trunk_per_width)),
        shoulders_up=_range(_values(during, lambda look: look.shoulders[1] / trunk)),
        shoulders_across=_range(_values(during, lambda look: look.shoulders[0] / trunk)),
        elbow_low=_share(elbows, _LOW),
        elbow_high=_share(elbows, _HIGH),
        elbow_out_top=_middle(_of_arms(at_top, rep.side, lambda arm: arm.elbow_out)),
        wrist_low=_share(wrists, _LOW),
        wrist_high=_share(wrists, _HIGH),
        bend_least_deg=_share(bends, _LOW),
        seen_bend_least_deg=_share(_of_arms(around, rep.side, lambda arm: arm.seen_bend_deg), _LOW),
        bend_top_deg=_middle(_of_arms(at_top, rep.side, lambda arm: arm.bend_deg)),
        hand_out_top=_middle(_of_arms(at_top, rep.side, lambda arm: arm.wrist_out, max)),
        hand_over_elbow_top=_middle(_of_arms(at_top, rep.side, _hand_over_elbow)),
        hand_over_elbow_least=_share(_of_arms(during, rep.side, _hand_over_elbow), _LEAST),
        hand_aside_top=_middle(_of_arms(at_top, rep.side, lambda arm: arm.wrist_aside)),
        arms_differ_top=None if rep.side else _middle(_values(at_top, _hands_differ)),
    )


def set_look(reps: Sequence[RepLook]) -> RepLook:
    """The middle of each value over the repetitions of a set.

    Of where the hands go it is the mean: raised to the front in turns, they go to either side.
    """
    parts = {f.name: _middle(_values(reps, attrgetter(f.name))) for f in fields(RepLook)}
    asides = _values(reps, lambda rep: rep.hand_aside_top)
    return RepLook(**parts | {"hand_aside_top": _mean(asides) if asides else None})


def _hand_over_elbow(arm: ArmLook) -> float:
    return arm.wrist_up - arm.elbow_up


def _hands_differ(look: Look) -> float | None:
    heights = [arm.wrist_up for arm in look.arms.values()]
    return abs(heights[0] - heights[1]) if len(heights) == len(SIDES) else None


def _elbow_up(arm: ArmLook) -> float:
    return arm.elbow_up


def _wrist_up(arm: ArmLook) -> float:
    return arm.wrist_up


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _of_arms(
    looks: Iterable[Look],
    side: Side | None,
    value: Callable[[ArmLook], float | None],
    of_both: Callable[[Sequence[float]], float] = _mean,
) -> list[float]:
    """A value of the arms that lift in each frame: the mean of both, or of the one that is seen."""
    found = []
    for look in looks:
        arms = [arm for name, arm in look.arms.items() if side in (None, name)]
        known = [number for arm in arms if (number := value(arm)) is not None]
        if known:
            found.append(of_both(known))
    return found


def _values(things: Iterable[_T], value: Callable[[_T], float | None]) -> list[float]:
    return [number for thing in things if (number := value(thing)) is not None]


def _middle(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def _share(values: Sequence[float], percent: int) -> float | None:
    return float(np.percentile(values, percent)) if values else None


def _spread(values: Sequence[float]) -> float | None:
    return float(np.percentile(values, 95) - np.percentile(values, 5)) if values else None


def _range(values: Sequence[float]) -> float | None:
    return float(np.ptp(values)) if values else None
