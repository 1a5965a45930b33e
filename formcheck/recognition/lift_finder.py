"""Looks for the sets of one lift."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from formcheck.activities.activity import Activity, arm_signs
from formcheck.activities.signs import Signs
from formcheck.measurements.geometry import Point
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.quantity import Side
from formcheck.phases.arms import RepCounter
from formcheck.phases.rep import Phase, Rep
from formcheck.phases.segmenter import LONGEST_REP_S
from formcheck.phases.settings import RepSettings
from formcheck.pose.time_window import TimeWindow
from formcheck.recognition.sets import FoundSet, grouped_by_rest
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Condition

# A rep, and how long after its end it may become known.
_MEMORY_S = LONGEST_REP_S + 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """What recognition remembers of a frame.

    Attributes:
        shoulders_px: Middle of the shoulders, or NaN.
        trunk_px: Length of the trunk, or NaN.
    """

    time_s: float
    measurements: Mapping[str, Measurement]
    shoulders_px: Point
    trunk_px: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A rep with what was seen of it: per condition the value at its top, if there was one."""

    rep: Rep
    tops: tuple[float | None, ...]
    moves_across: float
    moves_up: float


class LiftFinder:
    """Counts the reps that one lift would see, and keeps the sets that look like it.

    Args:
        activity: A lift that says by which signs it is known.
        frame_s: Time from frame to frame.
    """

    def __init__(self, activity: Activity, frame_s: float) -> None:
        assert activity.reps is not None
        assert activity.signs is not None
        self._id = activity.id
        self.signs: Signs = activity.signs
        self._conditions = (*self.signs.tops, *self.signs.one_arm)
        settings: RepSettings = activity.reps
        self._counter = RepCounter(settings, frame_s, arm_signs(activity))
        self._recent: TimeWindow[Glimpse] = TimeWindow(_MEMORY_S)
        self._candidates: list[_Candidate] = []

    def see(self, glimpse: Glimpse) -> None:
        """Take the next frame."""
        self._recent.add(glimpse.time_s, glimpse)
        self._take(self._counter.update(glimpse.time_s, glimpse.measurements).reps)

    def cut(self) -> None:
        """The film was cut before the next frame."""
        self._take(self._counter.cut().reps)

    def finish(self) -> tuple[list[FoundSet], bool]:
        """The sets, and whether there are reps that belong to none of them."""
        self._take(self._counter.finish().reps)
        return self.so_far()

    def so_far(self) -> tuple[list[FoundSet], bool]:
        """The same of the reps that are over, while the source goes on."""
        steady = [c for c in self._candidates if self._steady(c)]
        sets, strays = [], len(steady) < len(self._candidates)
        for group in grouped_by_rest((c.rep.start_s, c.rep.end_s) for c in steady):
            members = [steady[index] for index in group]
            if self._fits(members):
                sets.append(self._set_of(members))
            else:
                strays = True
        return sets, strays

    def _set_of(self, members: Sequence[_Candidate]) -> FoundSet:
        one_arm = all(c.rep.side is not None for c in members)
        return FoundSet(self._id, members[0].rep.start_s, members[-1].rep.end_s, len(members), one_arm)

    def _take(self, reps: Sequence[Rep]) -> None:
        for rep in reps:
            tops = rep.intervals.get(Phase.TOP, ())
            at_top = [g for g in self._recent if any(low <= g.time_s <= high for low, high in tops)]
            during = [g for g in self._recent if rep.start_s <= g.time_s <= rep.end_s]
            across, up = _extent(during)
            values = tuple(_middle(condition, at_top, rep.side) for condition in self._conditions)
            self._candidates.append(_Candidate(rep, values, across, up))

    def _steady(self, candidate: _Candidate) -> bool:
        return candidate.moves_up <= self.signs.moves_up and candidate.moves_across <= self.signs.moves_across

    def _fits(self, members: Sequence[_Candidate]) -> bool:
        of_one_arm = all(c.rep.side is not None for c in members)
        for number, condition in enumerate(self._conditions if of_one_arm else self.signs.tops):
            if of_one_arm and not quantities()[condition.measure].paired:
                continue  # it takes both arms together
            known = [value for c in members if (value := c.tops[number]) is not None]
            if known and not _holds(condition, median(known)):
                return False
            if not known and self.signs.sure:
                return False
        return True


def _middle(condition: Condition, glimpses: Sequence[Glimpse], side: Side | None) -> float | None:
    """The median of what a condition looks at; of a paired measure the mean of the sides that are seen.

    Of a rep of one arm only that one counts.
    """
    quantity = quantities()[condition.measure]
    if side is not None and not quantity.paired:
        return None
    names = quantity.columns() if side is None else (f"{side}_{condition.measure}",)
    values = []
    for glimpse in glimpses:
        found = [glimpse.measurements[name].value for name in names if name in glimpse.measurements]
        known = [value for value in found if value is not None]
        if known:
            values.append(sum(known) / len(known))
    return median(values) if values else None


def _holds(condition: Condition, value: float) -> bool:
    if condition.above is not None:
        return value > condition.above
    return condition.below is not None and value < condition.below


def _extent(glimpses: Sequence[Glimpse]) -> tuple[float, float]:
    """Width and height of the box that the shoulders move in, in trunk lengths; 0 where they are not seen."""
    known = [g for g in glimpses if not any(map(math.isnan, g.shoulders_px)) and g.trunk_px > 1.0]
    if not known:
        return 0.0, 0.0
    trunk_px = median(g.trunk_px for g in known)
    across_px, up_px = np.ptp([g.shoulders_px for g in known], axis=0)
    return float(across_px) / trunk_px, float(up_px) / trunk_px
