"""Whether somebody stands, or sits, upright and stays in place."""

import math
from collections import deque

from formcheck.measurements.geometry import from_vertical_deg, middle, minus
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose

_WINDOW_S = 0.4
# Bending over a bar, walking and turning are not standing.
_UPRIGHT_DEG = 12.0
_STILL_TRUNKS = 0.06


class StanceWatch:
    """Tells whether the subject stands (or sits) upright and stays in place, whatever the view."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, tuple[float, float, float, float]]] = deque()

    def update(self, time_s: float, pose: Pose | None) -> bool:
        """Whether the trunk has been upright and still for the last 0.4 s."""
        while self._recent and time_s - self._recent[0][0] > _WINDOW_S:
            self._recent.popleft()
        if pose is None:
            self._recent.clear()
            return False
        xy = pose.xy_px.tolist()
        shoulders = middle(xy[L.LEFT_SHOULDER], xy[L.RIGHT_SHOULDER])
        hips = middle(xy[L.LEFT_HIP], xy[L.RIGHT_HIP])
        if any(math.isnan(number) for number in (*shoulders, *hips)):
            return False
        self._recent.append((time_s, (*shoulders, *hips)))
        across, up, hips_across, hips_up = (
            max(numbers) - min(numbers) for numbers in zip(*(place for _, place in self._recent), strict=True)
        )
        moved_px = max(math.hypot(across, up), math.hypot(hips_across, hips_up))
        upright = abs(from_vertical_deg(hips, shoulders, 1.0)) <= _UPRIGHT_DEG
        return upright and moved_px <= _STILL_TRUNKS * math.hypot(*minus(shoulders, hips))
