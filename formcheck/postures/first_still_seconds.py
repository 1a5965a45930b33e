"""The provisional neutral of someone who sits down without a calibration: their first still seconds."""

from collections.abc import Mapping
from dataclasses import replace

from formcheck.measurements.covered import covered_s
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral, medians_and_spreads
from formcheck.measurements.view import View

LEARNED_S = 3.0
_ENOUGH_S = 0.5
_FEWEST = 3
# Two frames farther apart than this have something unsteady between them.
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
        self._moments: dict[View, list[tuple[float, Mapping[str, Measurement]]]] = {}

    def replace(self, neutral: Neutral) -> None:
        """Another neutral, for a camera that was moved: what was seen before counts no more."""
        self.neutral = neutral
        for view, moments in list(self._moments.items()):
            if covered_s((t for t, _ in moments), _STEP_S) < LEARNED_S:
                del self._moments[view]

    def update(
        self, time_s: float, view: View, measurements: Mapping[str, Measurement], *, fit: bool
    ) -> Neutral:
        """Take one frame into account, if it is fit for a neutral, and give the neutral so far."""
        if not fit or view in (View.UNKNOWN, View.BACK) or view in self.neutral.calibrated:
            return self.neutral
        moments = self._moments.setdefault(view, [])
        learned_s = covered_s((t for t, _ in moments), _STEP_S)
        if learned_s >= LEARNED_S:
            return self.neutral
        moments.append((time_s, measurements))
        if learned_s >= _ENOUGH_S and len(moments) >= _FEWEST:
            medians, spreads = medians_and_spreads(m for _, m in moments)
            self.neutral = replace(
                self.neutral,
                view=view,
                by_view={**self.neutral.by_view, view: medians},
                spread_by_view={**self.neutral.spread_by_view, view: spreads},
            )
        return self.neutral
