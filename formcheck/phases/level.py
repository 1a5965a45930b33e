"""Tells whether the camera looks down on somebody who stands in front of it."""

from statistics import median

import numpy as np

from formcheck.measurements.body import unusable
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, Z
from formcheck.pose.time_window import TimeWindow
from formcheck.source.frame import StreamInfo

# To a camera that looks down, the feet of an upright body are farther away than its hips. The model's depth
# shows it: on rendered people seen from the front the legs lean by 24 +- 8 deg in it when the camera is
# level within 3 deg, by 28 +- 15 at 6 deg, and by 41 +- 3 at 12.
_LEANING_LEGS_DEG = 36.0
_LONGEST_S = 3.0
_FEWEST_FRAMES = 5


class LevelWatch:
    """Collects what somebody who stands still and faces the camera shows of its direction."""

    def __init__(self, info: StreamInfo) -> None:
        self._info = info
        self._leans: TimeWindow[float] = TimeWindow(_LONGEST_S)

    def update(self, time_s: float, pose: Pose) -> None:
        """Take a frame of somebody standing upright, seen from the front."""
        reasons = unusable(pose, self._info.width_px, self._info.height_px)
        parts = (L.LEFT_HIP, L.RIGHT_HIP, L.LEFT_ANKLE, L.RIGHT_ANKLE)
        if any(reasons[part] is not None for part in parts):
            return
        hips, ankles = pose.points[list(parts[:2])].mean(0), pose.points[list(parts[2:])].mean(0)
        if not np.isfinite(hips[Z]) or hips[Z] == ankles[Z]:
            return  # without depth, as in recordings of other programs
        behind_px, below_px = ankles[Z] - hips[Z], ankles[1] - hips[1]
        self._leans.add(time_s, float(np.degrees(np.arctan2(behind_px, below_px))))

    @property
    def looks_down(self) -> bool | None:
        """Whether the camera seems to look down by more than 10 deg; None while it cannot be told."""
        if len(self._leans) < _FEWEST_FRAMES:
            return None
        return median(self._leans) > _LEANING_LEGS_DEG
