"""Whether the subject is on the way from one place to another."""

import math
from collections import deque

from formcheck.measurements.geometry import Point, distance_px, middle
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose

_WINDOW_S = 0.4
# Shoulders and hips together go this far across the picture in that time, in trunk lengths: some 0.45 m/s.
# Leaning back as far as people do moves them by half of it, walking across by two to four times as much
# [derived, on rendered lifts and walks]. Towards the camera nobody gets anywhere in the picture.
_ACROSS_TRUNKS = 0.35


class WalkWatch:
    """Tells whether the subject walks across the picture: whose arms swing then lifts nothing."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, Point, Point]] = deque()

    def update(self, time_s: float, pose: Pose | None) -> bool:
        """Whether shoulders and hips have both moved on within the last 0.4 s."""
        while self._recent and time_s - self._recent[0][0] > _WINDOW_S:
            self._recent.popleft()
        if pose is None:
            return False
        xy = pose.xy_px.tolist()
        shoulders = middle(xy[L.LEFT_SHOULDER], xy[L.RIGHT_SHOULDER])
        hips = middle(xy[L.LEFT_HIP], xy[L.RIGHT_HIP])
        if any(math.isnan(number) for number in (*shoulders, *hips)):
            return False
        self._recent.append((time_s, shoulders, hips))
        _, shoulders_then, hips_then = self._recent[0]
        moved_px = (shoulders[0] - shoulders_then[0], hips[0] - hips_then[0])
        together = moved_px[0] * moved_px[1] > 0
        return together and min(map(abs, moved_px)) >= _ACROSS_TRUNKS * distance_px(shoulders, hips)
