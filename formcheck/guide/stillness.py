"""Whether somebody who is about to begin holds still: who presses already shows no neutral."""

from collections import deque

import numpy as np

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose
from formcheck.pose.smoothing.smoother import limb_length_px

STILL_S = 0.5
# In forearm lengths: more than unsmoothed points jitter, and less than a hand moves at the start of a rep.
_STILL_LIMBS = 0.4
_POINTS = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_WRIST, L.RIGHT_WRIST)


class Stillness:
    """Follows shoulders and hands."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, FloatArray]] = deque()

    def update(self, time_s: float, pose: Pose | None) -> bool:
        """Whether those that are seen have been where they are for half a second."""
        if pose is None:
            self._recent.clear()
            return False
        self._recent.append((time_s, pose.xy_px[list(_POINTS)]))
        while len(self._recent) > 1 and time_s - self._recent[1][0] >= STILL_S:
            self._recent.popleft()
        if time_s - self._recent[0][0] < STILL_S:
            return False
        moved = np.ptp(np.stack([places for _, places in self._recent]), axis=0)
        seen = moved[~np.isnan(moved).any(axis=1)]
        return bool(len(seen) > 0 and np.hypot(*seen.T).max() <= _STILL_LIMBS * limb_length_px(pose))
