"""The provisional neutral of someone who sits down without a calibration: their first still seconds."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from formcheck.measurements.covered import Covered
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral, medians_and_spreads
from formcheck.measurements.view import View

LEARNED_S = 3.0
_ENOUGH_S = 0.5
_FEWEST = 3
# Where pictures are few, the median of three seconds of them would be one that trembles.
_FEWEST_IN_ALL = 8
# Two fit frames farther apart than this have something unsteady between them, unless they follow each other.
_STEP_S = 0.3


class FirstStillSeconds:
    """Learns a neutral from the first three seconds that are fit for one, for each view; then it stays.

    Args:
        given: A neutral that is known already. The views that it was calibrated for stay as they are.

    Attributes:
        neutral: The neutral so far.
    """

    def __init__(self, given: Neutral | None = None) -> None:
        self.neutral = given or Neutral()
        self._moments: defaultdict[View, list[Mapping[str, Measurement]]] = defaultdict(list)
        self._covered: dict[View, Covered] = {}

    def replace(self, neutral: Neutral) -> None:
        """Another neutral, for a camera that was moved: what was seen before counts no more."""
        self.neutral = neutral
        for view, covered in list(self._covered.items()):
            if not _is_enough(covered):
                del self._covered[view], self._moments[view]

    def update(
        self, time_s: float, view: View, measurements: Mapping[str, Measurement], *, fit: bool
    ) -> Neutral:
        """Take one frame into account, if it is fit for a neutral, and give the neutral so far."""
        fit = fit and view not in (View.UNKNOWN, View.BACK) and view not in self.neutral.calibrated
        covered = self._covered.setdefault(view, Covered(_STEP_S)) if fit else None
        learned_s, is_enough = (covered.seconds, _is_enough(covered)) if covered else (0.0, False)
        for each_view, each in self._covered.items():
            each.add(time_s, fit=fit and each_view is view)
        if not fit or is_enough:
            return self.neutral
        moments = self._moments[view]
        moments.append(measurements)
        if learned_s >= _ENOUGH_S and len(moments) >= _FEWEST:
            medians, spreads = medians_and_spreads(moments)
            self.neutral = replace(
                self.neutral,
                view=view,
                by_view={**self.neutral.by_view, view: medians},
                spread_by_view={**self.neutral.spread_by_view, view: spreads},
            )
        return self.neutral


def _is_enough(covered: Covered) -> bool:
    return covered.seconds >= LEARNED_S and covered.frames >= _FEWEST_IN_ALL
