from collections import deque

import numpy as np

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose

_WINDOW_S = 0.4
# Bending over a bar, walking and turning are not standing.
_UPRIGHT_DEG = 12.0
_STILL_TRUNKS = 0.06


class StanceWatch:
    """Tells whether the subject stands (or sits) upright and stays in place, whatever the view."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, FloatArray]] = deque()

    def update(self, time_s: float, pose: Pose | None) -> bool:
        """Whether the trunk has been upright and still for the last 0.4 s."""
        while self._recent and time_s - self._recent[0][0] > _WINDOW_S:
            self._recent.popleft()
        if pose is None:
            self._recent.clear()
            return False
        shoulders = pose.xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(0)
        hips = pose.xy_px[[L.LEFT_HIP, L.RIGHT_HIP]].mean(0)
        if np.isnan(shoulders).any() or np.isnan(hips).any():
            return False
        trunk = shoulders - hips
        self._recent.append((time_s, np.concatenate([shoulders, hips])))
        places = np.stack([place for _, place in self._recent])
        moved_px = float(np.hypot(*np.ptp(places.reshape(-1, 2, 2), axis=0).T).max())
        upright = abs(np.degrees(np.arctan2(trunk[0], -trunk[1]))) <= _UPRIGHT_DEG
        return bool(upright and moved_px <= _STILL_TRUNKS * np.hypot(*trunk))
