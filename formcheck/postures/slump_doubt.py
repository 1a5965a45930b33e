"""Doubts a neutral that looks slumped by itself, without another to compare with. A doubt, never a finding.

How somebody is built and where the camera stands move what is seen by as much as a slump does, so only what
lies past everybody who sat upright is doubted.
"""

from collections.abc import Mapping

from formcheck.measurements.covered import covered_s
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import medians_and_spreads
from formcheck.measurements.view import View
from formcheck.pose.time_window import TimeWindow

# From the front: the ears over the line of the shoulders, in shoulder widths. Of 82 upright windows of 28
# rendered people before many cameras the lowest is 0.47; a third of a slump's change is taken off for the
# error of one camera and person. Three slumps in five are lower, one head in five that is forward. A real man
# sat upright at 0.58 to 0.64, and slouched at 0.50 to 0.55: he is not doubted.
_LOWEST_EARS = 0.44
# From the side: shoulders to ears from the vertical. Upright 13 to 24 deg on rendered people, 10 to 18 on
# real ones; off by 3 deg. Rendered slumps 26 to 49, real hunched backs 32 to 45.
_FURTHEST_FORWARD_DEG = 27.0
_MEASURES = ("ear_height", "ear_shoulder_inclination_deg")
# It is asked once, after the first minute, of which so much has to be sat still.
_FIRST_S, _STILL_S, _STEP_S = 60.0, 20.0, 0.5

ASKED = "Is this how you like to sit?"


def slump_doubt(view: View, medians: Mapping[str, float]) -> str:
    """What to ask somebody whose neutral looks slumped; "" where it does not, or cannot be told.

    Args:
        view: From where they are seen.
        medians: What was measured, by name.

    Example:
        >>> slump_doubt(View.SIDE, {"ear_shoulder_inclination_deg": 14.0})
        ''
    """
    ears, forward_deg = (medians.get(name) for name in _MEASURES)
    if view is View.FRONT and ears is not None and ears < _LOWEST_EARS:
        return f"{ASKED} Your head is low over your shoulders. If not, sit up and calibrate again."
    if view is View.SIDE and forward_deg is not None and forward_deg > _FURTHEST_FORWARD_DEG:
        return f"{ASKED} Your head is far ahead of your shoulders. If not, sit up and calibrate again."
    return ""


class FirstMinute:
    """Looks at the first minute of somebody whose neutral is learned on the way.

    Attributes:
        doubt: What to ask, once the minute is over; "" for nothing.
    """

    def __init__(self) -> None:
        self.doubt = ""
        self._from_s: float | None = None
        self._is_over = False
        self._view = View.UNKNOWN
        self._still: TimeWindow[Mapping[str, Measurement]] = TimeWindow()

    def update(
        self,
        time_s: float,
        view: View,
        measurements: Mapping[str, Measurement],
        *,
        still: bool,
        learned: bool,
    ) -> bool:
        """Take a frame; gives whether it is the one at which something is to be asked.

        Args:
            time_s: Its time.
            view: From where somebody is seen.
            measurements: What was measured.
            still: Whether they sit still, and postures can be judged.
            learned: Whether they are compared with a neutral that was learned on the way.
        """
        if self._is_over or not learned:
            return False
        if view is not self._view or self._from_s is None:
            self._view, self._from_s = view, time_s
            self._still.clear()
        if still:
            known = {name: measurements[name] for name in _MEASURES if name in measurements}
            self._still.add(time_s, known)
        if time_s - self._from_s < _FIRST_S:
            return False
        self._is_over = True
        if covered_s(self._still.times_s(), _STEP_S) >= _STILL_S:
            self.doubt = slump_doubt(view, medians_and_spreads(self._still)[0])
        self._still.clear()
        return bool(self.doubt)
