"""By how much the camera is rolled: what is upright and level on somebody who stands still looks turned."""

import math
from statistics import median

from formcheck.measurements.body import unusable
from formcheck.measurements.geometry import Point, from_vertical_deg, middle
from formcheck.measurements.view import View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.pose.time_window import TimeWindow
from formcheck.source.frame import StreamInfo

# A roll turns every line of the body alike, a lean only some of them: from the front the middle one of the
# upright and level lines counts. From elsewhere only the trunk's line has a direction that can be trusted.
# Against the true roll of rendered cameras the error is 0.8 deg from the front, 1.1 oblique and 1.3 from
# behind, where the camera was rolled by 3.6 on average.
_SHOULDERS, _HIPS = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER), (L.LEFT_HIP, L.RIGHT_HIP)
_EYES, _ANKLES = (L.LEFT_EYE_OUTER, L.RIGHT_EYE_OUTER), (L.LEFT_ANKLE, L.RIGHT_ANKLE)
# From the side a trunk that is not upright is one that leans forwards or back.
_VIEWS = (View.FRONT, View.OBLIQUE, View.BACK)
# A telephone that leans against something is rolled by less. More is a body that is bent: nothing is taken
# out.
_MOST_DEG = 10.0
_LONGEST_S = 3.0
_FEWEST_FRAMES = 5


class RollWatch:
    """Collects what somebody who stands still shows of the camera's roll.

    Somebody who stands crooked before the lift, and stays so, is taken for a part of the roll: for half of
    it from the front, where head and hips are level all the same. What is looked for in a lift is what
    happens in it.
    """

    def __init__(self, info: StreamInfo) -> None:
        self._info = info
        self._turns: TimeWindow[float] = TimeWindow(_LONGEST_S)

    def update(self, time_s: float, pose: Pose, view: View) -> None:
        """Take a frame of somebody standing upright and still."""
        if view not in _VIEWS:
            return
        turned_deg = _turned_deg(pose, view, self._info)
        if turned_deg is not None:
            self._turns.add(time_s, turned_deg)

    @property
    def roll_deg(self) -> float | None:
        """By how much things in the picture look turned clockwise; None while it cannot be told."""
        if len(self._turns) < _FEWEST_FRAMES:
            return None
        roll_deg = median(self._turns)
        return roll_deg if abs(roll_deg) <= _MOST_DEG else None


def _turned_deg(pose: Pose, view: View, info: StreamInfo) -> float | None:
    reasons = unusable(pose, info.width_px, info.height_px)
    xy: list[Point] = pose.xy_px.tolist()

    def seen(pair: tuple[L, L]) -> tuple[Point, Point] | None:
        left, right = pair
        return None if reasons[left] or reasons[right] else (xy[left], xy[right])

    shoulders, hips, eyes, ankles = map(seen, (_SHOULDERS, _HIPS, _EYES, _ANKLES))
    if shoulders is None or hips is None:
        return None
    lines = [from_vertical_deg(middle(*hips), middle(*shoulders), 1.0)]
    if view is View.FRONT:
        lines += [_from_level_deg(*pair) for pair in (shoulders, hips, eyes) if pair is not None]
        lines += [] if ankles is None else [from_vertical_deg(middle(*ankles), middle(*shoulders), 1.0)]
    return median(lines)


def _from_level_deg(left: Point, right: Point) -> float:
    """How far the line from the subject's right to the left is turned clockwise, seen from the front."""
    return math.degrees(math.atan2(left[1] - right[1], left[0] - right[0]))
