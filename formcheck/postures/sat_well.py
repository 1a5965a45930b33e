"""How somebody sat while nothing was wrong, on a day on which their profile was in use."""

from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.measurements.covered import covered_s
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral, medians_and_spreads
from formcheck.measurements.view import View
from formcheck.pose.time_window import TimeWindow

_ENOUGH_S, _STEP_S = 30.0, 1.0
# A chair that was moved, and a camera that was nudged, change these of a neutral in use.
_OF_THE_PLACE = ("shoulder_width_px", "ear_height")


@dataclass(frozen=True, slots=True)
class SatWell:
    """One day's neutral.

    Attributes:
        view: From where somebody was seen.
        medians: What was measured, by name.
    """

    view: View
    medians: Mapping[str, float]


class SatWellWatch:
    """Collects half a minute of sitting well, compared with a neutral as it was calibrated.

    Args:
        given: The calibrated neutral, if there is one.

    Attributes:
        found: The day's neutral, once there is one.
    """

    def __init__(self, given: Neutral | None) -> None:
        self._given = given
        self._calm: TimeWindow[Mapping[str, Measurement]] = TimeWindow()
        self.found: SatWell | None = None

    def update(
        self, time_s: float, view: View, measurements: Mapping[str, Measurement], neutral: Neutral
    ) -> None:
        """Take a frame in which somebody sits still, and nothing is wrong."""
        if self._given is None or self.found is not None or view not in self._given.calibrated:
            return
        given, now = self._given.by_view[view], neutral.by_view.get(view, {})
        if any(now.get(name) != given.get(name) for name in _OF_THE_PLACE):
            self._calm.clear()  # learned anew from another place: that says nothing of the person
            return
        self._calm.add(time_s, measurements)
        if covered_s(self._calm.times_s(), _STEP_S) >= _ENOUGH_S:
            self.found = SatWell(view, medians_and_spreads(self._calm)[0])
            self._calm.clear()
