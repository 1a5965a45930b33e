"""Whether somebody stands, or sits, upright and stays in place."""

import math

from formcheck.measurements.geometry import distance_px, from_vertical_deg
from formcheck.measurements.movement import Movement
from formcheck.pose.pose import Pose

_WINDOW_S = 0.4
# Bending over a bar, walking and turning are not standing.
_UPRIGHT_DEG = 12.0
_STILL_TRUNKS = 0.06


class StanceWatch:
    """Tells whether the subject stands (or sits) upright and stays in place, whatever the view."""

    def __init__(self) -> None:
        self._movement = Movement(_WINDOW_S)

    def update(self, time_s: float, pose: Pose | None) -> bool:
        """Whether the trunk has been upright and still for the last 0.4 s."""
        if pose is None:
            self._movement.clear()
            return False
        shoulders, hips = pose.middle("shoulder"), pose.middle("hip")
        places = (*shoulders, *hips)
        if any(map(math.isnan, places)):
            return False
        self._movement.add(time_s, places)
        if abs(from_vertical_deg(hips, shoulders, 1.0)) > _UPRIGHT_DEG:
            return False
        return self._movement.extent() <= _STILL_TRUNKS * distance_px(shoulders, hips)
