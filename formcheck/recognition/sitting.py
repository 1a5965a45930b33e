"""Tells somebody who sits close to the camera, as at a desk, from somebody who trains in front of it."""

import math

from formcheck.measurements.body import unusable
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.source.frame import StreamInfo

# On rendered people: at a desk the trunk is a quarter of the picture's height and more, in lifts a fifth.
_CLOSE = 0.24
# How far knees that are seen lie below the hips, in trunk lengths; standing it is 0.70 and more.
_LEVEL_THIGHS = 0.62
_MOST = 0.6
_EVERY_S = 0.5


class SittingWatch:
    """Counts, twice a second, in how many frames somebody seems to sit close by."""

    def __init__(self, info: StreamInfo) -> None:
        self._info = info
        self._next_s = -math.inf
        self._signs: list[bool] = []

    def see(self, time_s: float, pose: Pose | None) -> None:
        """Take the next frame."""
        if pose is None or time_s < self._next_s:
            return
        self._next_s = time_s + _EVERY_S
        self._signs.append(self._sits(pose))

    @property
    def sits(self) -> bool:
        """Whether it was so most of the time."""
        return len(self._signs) > 0 and sum(self._signs) >= _MOST * len(self._signs)

    def sat_for(self, seconds: float) -> bool:
        """Whether it was so most of the time lately, and so many seconds were seen."""
        lately = self._signs[-round(seconds / _EVERY_S) :]
        return len(lately) * _EVERY_S >= seconds and sum(lately) >= _MOST * len(lately)

    def _sits(self, pose: Pose) -> bool:
        trunk_px = pose.trunk_px
        if not math.isfinite(trunk_px) or trunk_px < _CLOSE * self._info.height_px:
            return False
        reasons = unusable(pose, self._info.width_px, self._info.height_px)
        seen = [reasons[knee] is None for knee in (L.LEFT_KNEE, L.RIGHT_KNEE)]
        (_, knees_y), (_, hips_y) = pose.middle("knee"), pose.middle("hip")
        return not any(seen) or knees_y - hips_y < _LEVEL_THIGHS * trunk_px
