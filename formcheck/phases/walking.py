"""Whether the subject is on the way from one place to another."""

import math

from formcheck.measurements.geometry import Point, distance_px
from formcheck.pose.pose import Pose
from formcheck.pose.time_window import TimeWindow

_WINDOW_S = 0.4
# Shoulders and hips together go this far across the picture in that time, in trunk lengths: some 0.45 m/s.
# Leaning back as far as people do moves them by half of it, walking across by two to four times as much
# [derived, on rendered lifts and walks]. Walking towards the camera does not move them across the
# picture, and is not found.
_ACROSS_TRUNKS = 0.35


class WalkWatch:
    """Tells whether the subject walks across the picture: whose arms swing then lifts nothing."""

    def __init__(self) -> None:
        self._recent: TimeWindow[tuple[Point, Point]] = TimeWindow(_WINDOW_S)

    def update(self, time_s: float, pose: Pose | None) -> bool:
        """Whether shoulders and hips have both moved on within the last 0.4 s."""
        if pose is None:
            return False
        shoulders, hips = pose.middle("shoulder"), pose.middle("hip")
        if any(map(math.isnan, (*shoulders, *hips))):
            return False
        self._recent.add(time_s, (shoulders, hips))
        _, (shoulders_then, hips_then) = self._recent.first
        moved_px = (shoulders[0] - shoulders_then[0], hips[0] - hips_then[0])
        together = moved_px[0] * moved_px[1] > 0
        return together and min(map(abs, moved_px)) >= _ACROSS_TRUNKS * distance_px(shoulders, hips)
