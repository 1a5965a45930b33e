"""From where the camera sees the subject, estimated per frame, with hysteresis."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import VISIBILITY, Pose, X, Y, Z
from formcheck.pose.time_window import TimeWindow


class View(StrEnum):
    """From where the camera sees the subject."""

    FRONT = "front"
    SIDE = "side"
    OBLIQUE = "oblique"
    BACK = "back"
    UNKNOWN = "unknown"


class Facing(StrEnum):
    """Which way the subject looks in the picture."""

    LEFT = "left"
    RIGHT = "right"
    CAMERA = "camera"
    UNKNOWN = "unknown"


_Points = list[list[float]]  # as `Pose.points`
_Pair = tuple[L, L]
_SHOULDERS, _HIPS = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER), (L.LEFT_HIP, L.RIGHT_HIP)
# How far shoulders and hips are turned away from the camera, by the model's own depth. That is not a true
# angle, but it rises steadily: on rendered people a true 0 deg reads below 15, 15 deg 25-55, 30 deg 50-65,
# 45 deg 60-75, 90 deg 88-90. The shoulders' distance alone does not: it shrinks by a tenth up to 45 deg.
FRONT_TO_DEG, SIDE_FROM_DEG, BACK_FROM_DEG = 45.0, 80.0, 100.0
# A class is left only when the value is this much past its limit, so that it does not flicker.
_STICK_DEG = 4.0
# Without depth, as in COCO recordings: shoulder distance over trunk length, |x11 - x12| / T [derived].
FRONT_FROM, SIDE_TO = 0.55, 0.30
# With the hips hidden as well: over the height of the eyes above the shoulders [derived].
FRONT_FROM_EYES = 1.15
_WINDOW_S = 1.0
_MIN_VISIBILITY = 0.3
_AHEAD = 0.04
# What shows which way somebody looks, the surest first: the front of the head and its back, toes and heels.
_EARS, _EYES = (L.LEFT_EAR, L.RIGHT_EAR), (L.LEFT_EYE, L.RIGHT_EYE)
_FRONT_AND_BACK: tuple[tuple[tuple[L, ...], tuple[L, ...]], ...] = (
    ((L.NOSE,), _EARS),
    (_EYES, _EARS),
    ((L.NOSE,), _EYES),
    ((L.LEFT_FOOT_INDEX, L.RIGHT_FOOT_INDEX), (L.LEFT_HEEL, L.RIGHT_HEEL)),
)
# Square to the camera: turned by less than 15 deg in truth reads below this by depth, and the nose stands
# this near to the middle of the ears, in distances of the ears.
_SQUARE_TO_DEG, _SQUARE_NOSE = 20.0, 0.10
# From behind, the model often takes the back for a front, and changes its mind again and again. From the
# front it hardly ever does: who seems to face both ways for this share of 3 s is seen from behind.
_CONTRADICTION, _LONG_S = 0.15, 3.0


@dataclass(frozen=True, slots=True)
class Sight:
    """View and facing at one moment.

    Attributes:
        near: The side that is nearer to the camera when it sees the subject from the side, else None.
        square: Whether the subject is not turned at all, as far as can be told; a front view may be.
    """

    view: View = View.UNKNOWN
    facing: Facing = Facing.UNKNOWN
    square: bool = False

    @property
    def near(self) -> str | None:
        """Who faces the left of the picture shows the camera their left side."""
        if self.view not in (View.SIDE, View.OBLIQUE) or self.facing in (Facing.UNKNOWN, Facing.CAMERA):
            return None
        return "left" if self.facing is Facing.LEFT else "right"

    def counted_as(self, views: Mapping[View, View]) -> "Sight":
        """The same where some views count as others: who sits at an angle faces the camera all the same."""
        view = views.get(self.view, self.view)
        if view is self.view:
            return self
        return Sight(view, Facing.CAMERA if view is View.FRONT else self.facing)


class ViewEstimator:
    """Follows the view through a stream of poses."""

    def __init__(self) -> None:
        self._turns: TimeWindow[_Turn] = TimeWindow(_LONG_S)
        self._sight = Sight()

    def update(self, time_s: float, pose: Pose | None) -> Sight:
        """The view at this frame; unknown while nobody has been seen for a second."""
        self._turns.forget(time_s)
        turn = None if pose is None else _turn(pose)
        if turn is not None:
            self._turns.add(time_s, turn)
        recent = [turn for then_s, turn in self._turns.items() if time_s - then_s <= _WINDOW_S]
        if not recent:
            self._sight = Sight()
        elif _contradictory([turn.away_deg for turn in self._turns]):
            self._sight = Sight(View.BACK, Facing.UNKNOWN)
        else:
            away_deg = median(turn.away_deg for turn in recent)
            view = _classify(away_deg, self._sight.view)
            off_middle = abs(median(turn.nose_in_face for turn in recent))
            square = view is View.FRONT and away_deg <= _SQUARE_TO_DEG and off_middle <= _SQUARE_NOSE
            self._sight = Sight(view, _facing(view, median(turn.ahead for turn in recent)), square)
        return self._sight


@dataclass(frozen=True, slots=True)
class _Turn:
    """One frame's evidence.

    Attributes:
        away_deg: 0 facing the camera, 90 side-on, 180 facing away, on the scale of the limits.
        ahead: How far the front of the head is right of its back in the picture, in trunk lengths.
        nose_in_face: How far the nose is right of the middle of the ears, in distances of the ears.
    """

    away_deg: float
    ahead: float
    nose_in_face: float


def _turn(pose: Pose) -> _Turn | None:
    points = pose.points.tolist()
    # Of two shoulders in line, the far one is hidden: its place is still well guessed.
    if not (_placed(points, _SHOULDERS) and _any_seen(points, _SHOULDERS)):
        return None
    has_hips = _placed(points, _HIPS) and _any_seen(points, _HIPS)
    scale_px = _scale_px(points, has_hips, _any_seen(points, (L.LEFT_EYE, L.RIGHT_EYE)))
    if scale_px is None:
        return None
    across_px, away_px = _apart(points, _SHOULDERS, X), _apart(points, _SHOULDERS, Z)
    if any(_number(point[Z]) for point in points):
        if has_hips:
            across_px += _apart(points, _HIPS, X)
            away_px += _apart(points, _HIPS, Z)
        away_deg = math.degrees(math.atan2(abs(away_px), across_px))
    else:
        away_deg = _without_depth(across_px / scale_px)
    ahead_px = _ahead_px(points)
    left, right = points[L.LEFT_EAR], points[L.RIGHT_EAR]
    nose_px = _number(points[L.NOSE][X] - (left[X] + right[X]) / 2)
    ears_px = _number(math.hypot(left[X] - right[X], left[Y] - right[Y]))
    return _Turn(away_deg, ahead_px / scale_px, nose_px / max(ears_px, 1.0))


def _ahead_px(points: _Points) -> float:
    """How far the front of the head is right of its back in the picture; of feet where no head is seen.

    A point that was not found is missing, not zero: from the side one ear and one eye often are.
    """
    for front, back in _FRONT_AND_BACK:
        front_px, back_px = _middle_x(points, front), _middle_x(points, back)
        if front_px is not None and back_px is not None:
            return front_px - back_px
    return 0.0


def _middle_x(points: _Points, landmarks: tuple[L, ...]) -> float | None:
    found = [points[landmark][X] for landmark in landmarks if not math.isnan(points[landmark][X])]
    return sum(found) / len(found) if found else None


def _number(value: float) -> float:
    """0 for what is not known."""
    return 0.0 if math.isnan(value) else value


def _placed(points: _Points, pair: _Pair) -> bool:
    return not any(math.isnan(points[point][X]) or math.isnan(points[point][Y]) for point in pair)


def _any_seen(points: _Points, pair: _Pair) -> bool:
    return any(points[point][VISIBILITY] >= _MIN_VISIBILITY for point in pair)


def _apart(points: _Points, pair: _Pair, column: int) -> float:
    return points[pair[0]][column] - points[pair[1]][column]


def _scale_px(points: _Points, has_hips: bool, has_eyes: bool) -> float | None:
    """The trunk's length, or what stands for it where the hips are hidden."""
    (x, y), (hips_x, hips_y), (_, eyes_y) = (
        ((points[a][X] + points[b][X]) / 2, (points[a][Y] + points[b][Y]) / 2)
        for a, b in (_SHOULDERS, _HIPS, (L.LEFT_EYE, L.RIGHT_EYE))
    )
    if has_hips:
        return max(1.0, math.hypot(x - hips_x, y - hips_y))
    eyes_px = y - eyes_y
    return eyes_px * FRONT_FROM_EYES / FRONT_FROM if has_eyes and eyes_px > 1 else None


def _without_depth(width: float) -> float:
    """From the shoulders' distance in trunk lengths to the scale of the limits."""
    knots = (
        (-1.0, 180.0),
        (-SIDE_TO, 100.0),
        (SIDE_TO, SIDE_FROM_DEG),
        (FRONT_FROM, FRONT_TO_DEG),
        (0.65, 0.0),
    )
    if width >= knots[-1][0]:
        return knots[-1][1]
    for (low, at_low), (high, at_high) in pairwise(knots):
        if width < high:
            return at_low + (at_high - at_low) / (high - low) * max(0.0, width - low)
    return width  # not a number


def _contradictory(away_deg: list[float]) -> bool:
    facing = sum(angle < FRONT_TO_DEG for angle in away_deg)
    turned = sum(angle > 180.0 - FRONT_TO_DEG for angle in away_deg)
    return min(facing, turned) >= _CONTRADICTION * len(away_deg)


def _classify(away_deg: float, last: View) -> View:
    front_to = FRONT_TO_DEG + (_STICK_DEG if last is View.FRONT else 0)
    side_from = SIDE_FROM_DEG - (_STICK_DEG if last is View.SIDE else 0)
    back_from = BACK_FROM_DEG - (_STICK_DEG if last is View.BACK else 0)
    if away_deg <= front_to:
        return View.FRONT
    if away_deg >= back_from:
        return View.BACK
    return View.SIDE if away_deg >= side_from else View.OBLIQUE


def _facing(view: View, ahead: float) -> Facing:
    if view is View.FRONT:
        return Facing.CAMERA
    if view in (View.SIDE, View.OBLIQUE) and abs(ahead) >= _AHEAD:
        return Facing.RIGHT if ahead > 0 else Facing.LEFT
    return Facing.UNKNOWN
