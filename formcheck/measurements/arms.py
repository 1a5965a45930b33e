"""Measures of arms, hands and the bar."""

import math
from dataclasses import dataclass

from formcheck.measurements.body import Body, Unmeasurable
from formcheck.measurements.geometry import (
    OBLIQUE_SHOWS,
    angle_deg,
    distance_px,
    from_vertical_deg,
    middle,
    minus,
)
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.networks.reading import arm_reading, hands_reading
from formcheck.measurements.quantity import SIDES, Side
from formcheck.measurements.view import View
from formcheck.pose.landmarks import Landmark as L

# BlazePose sets the shoulder joints closer together than they are: 12 to 15 % from the front, on rendered
# people whose joints are known.
_SHOULDERS_SEEN_NARROW = 1.13
# Obliquely a grip looks narrower by this, by more the further the body is turned; narrower shoulders than
# this share of the trunk say nothing.
_GRIP_SEEN_NARROW, _SHOULDERS_IN_LINE = 0.10, 0.28
# A forearm is 0.45 arm lengths long. One that looks shorter than this points at the camera by 45 deg and
# more, and its tilt is off by 11 deg on average, on rendered people; longer ones by 3.
_FOREARM_SEEN = 0.30
# In trunk lengths: the middle of 0.09 to 0.16 on rendered people, by the mouth.
_CHIN_BELOW_NOSE = 0.13
# In trunk lengths. Turned by 15 deg one hand is nearer to the camera: good presses then read 0.03 apart, one
# in ten 0.10 and one in fifty 0.13.
_UNEVEN_ASKEW = 0.08
# Line of the true height of wrists over elbows against the seen one, of rendered rows.
_LEADING_SEEN_LOW, _LEADING_SEEN_BELOW = 1.35, 0.17


# Root mean square error of what plane geometry gives, on rendered lifts, from the side of the near arm.
_PLANE_ERROR = {
    "elbow_angle_deg": {View.FRONT: 25.0, View.OBLIQUE: 25.0, View.SIDE: 9.0, View.BACK: 33.0},
    "arm_elevation_deg": {View.FRONT: 20.0, View.OBLIQUE: 21.0, View.SIDE: 8.7, View.BACK: 26.0},
    "forearm_tilt_deg": {View.FRONT: 6.0, View.OBLIQUE: 14.8, View.SIDE: 14.5, View.BACK: 15.0},
    "grip_ratio": {View.FRONT: 0.13, View.OBLIQUE: 0.18},
    "bar_offset": {View.OBLIQUE: 0.12, View.SIDE: 0.058},
    "wrists_over_shoulders": {View.FRONT: 0.04, View.OBLIQUE: 0.05},
    "hands_over_elbows": {View.FRONT: 0.10, View.OBLIQUE: 0.14, View.SIDE: 0.40, View.BACK: 0.20},
}


# Overhead and from the side the picture's plane has most of the elbow: there network and plane count alike.
# On people that the network has not seen they are off by 7 deg together, by 8 and 6 alone; the plane alone
# misses some bends out of it. From the first of these elevations on, more and more up to the second.
_OVERHEAD_FROM_DEG, _OVERHEAD_DEG, _PLANE_SHARE = 110.0, 140.0, 0.5


def elbow_angle_deg(body: Body, side: str) -> float | Measurement:
    """Interior angle shoulder-elbow-wrist: 180 is straight."""
    read, plane = _read(body, side, "elbow_angle_deg"), _plane_elbow(body, side)
    if read is None or read.value is None:
        return _plane(body, "elbow_angle_deg", seen_elbow_angle_deg(body, side))
    if plane is None or plane.value is None:
        return read
    way = (seen_arm_elevation_deg(body, side) - _OVERHEAD_FROM_DEG) / (_OVERHEAD_DEG - _OVERHEAD_FROM_DEG)
    share = _PLANE_SHARE * min(1.0, max(0.0, way))
    return Measurement(
        read.value + share * (plane.value - read.value), read.error + share * (plane.error - read.error)
    )


def seen_elbow_angle_deg(body: Body, side: str) -> float:
    """The same angle as it is in the picture."""
    _require_near(body, side)
    return angle_deg(body.of_side(side, "shoulder"), body.of_side(side, "elbow"), body.of_side(side, "wrist"))


def forearm_tilt_deg(body: Body, side: str) -> float | Measurement:
    """Forearm (elbow to wrist) from the vertical, 0 is stacked; which way it leans does not matter."""
    # Not even squarely from the front has the picture the angle: a camera near the floor sees upright
    # forearms from below, and they lean by 20 to 55 deg in it.
    read = _read(body, side, "forearm_tilt_deg")
    if read is not None:
        return read
    _require_near(body, side)
    # In the picture, of a body turned by 15 deg, good presses read 8 to 11 deg, and a true 20 can read 9.
    if body.view is View.FRONT and not body.square:
        raise Unmeasurable(Reason.WRONG_VIEW)
    if distance_px(body.of_side(side, "elbow"), body.of_side(side, "wrist")) < _FOREARM_SEEN * body.arm_px:
        raise Unmeasurable(Reason.FORESHORTENED)
    tilt_deg = abs(from_vertical_deg(body.of_side(side, "elbow"), body.of_side(side, "wrist"), 1.0))
    return _plane(body, "forearm_tilt_deg", tilt_deg)


def arm_elevation_deg(body: Body, side: str) -> float | Measurement:
    """Humerothoracic elevation: upper arm against the trunk's axis pointing down, 0 hanging, 180 overhead."""
    return _read(body, side, "arm_elevation_deg") or _plane(
        body, "arm_elevation_deg", seen_arm_elevation_deg(body, side)
    )


def seen_arm_elevation_deg(body: Body, side: str) -> float:
    """The same angle as it is in the picture."""
    _require_near(body, side)
    shoulder = body.of_side(side, "shoulder")
    down_x, down_y = minus(body.centre("hip"), body.centre("shoulder"))
    below = shoulder[0] + down_x, shoulder[1] + down_y
    return angle_deg(below, shoulder, body.of_side(side, "elbow"))


def wrist_height(body: Body, side: str) -> float:
    """Height of the wrist over its shoulder in arm lengths: -1 hanging, about 0.2 racked, 1 overhead."""
    _require_seen(body, side)
    return float(body.of_side(side, "shoulder")[1] - body.hand(side)[1]) / body.arm_px


@dataclass(frozen=True, slots=True)
class HiddenHand:
    """A hand that the body may hide, where the model takes it to be.

    Attributes:
        height: Height of the wrist over its shoulder in arm lengths.
        far: Whether it is on the far side of a body that is filmed from the side.
        clear: Whether it is seen all the same, past the body.
    """

    height: float
    far: bool = False
    clear: bool = False


def hidden_hands(body: Body) -> dict[Side, HiddenHand]:
    """The hands whose `wrist_height` is not measured, or only guessed: good enough to count, not to judge."""
    found: dict[Side, HiddenHand] = {}
    for side in SIDES:
        shoulder, wrist = (L[f"{side}_{part}".upper()] for part in ("shoulder", "wrist"))
        reasons = body.reasons[shoulder], body.reasons[wrist]
        is_far = body.view is View.SIDE and body.near is not None and side != body.near
        in_place = all(reason in (None, Reason.NOT_VISIBLE) for reason in reasons)
        if in_place and (is_far or reasons[1] is not None) and body.lengths.arm_px:
            height_px = body.xy[shoulder][1] - body.xy[wrist][1]
            found[side] = HiddenHand(height_px / body.arm_px, is_far, clear=reasons[1] is None)
    return found


def wrist_over_chin(body: Body, side: str) -> float:
    """Height of the wrist over the chin in trunk lengths.

    The chin is not a landmark: it lies about as far below the mouth as the nose lies above it.
    """
    _require_near(body, side)
    return (_chin_y(body) - body.of_side(side, "wrist")[1]) / body.trunk_px


def _chin_y(body: Body) -> float:
    """The chin's height in the picture; where no mouth was recorded, by the length of the trunk."""
    nose_y = body.point(L.NOSE)[1]
    mouth = (L.MOUTH_LEFT, L.MOUTH_RIGHT)
    if any(body.reasons[point] is Reason.NOT_RECORDED for point in mouth):
        return nose_y + _CHIN_BELOW_NOSE * body.trunk_px
    return 2 * middle(*map(body.point, mouth))[1] - nose_y


def grip_ratio(body: Body) -> float | Measurement:
    """Distance of the wrists over the distance of the shoulder joints, by the network where there is one.

    In the picture hands and shoulders lie in line, so that a turn shortens both alike.
    """
    read = _of_hands(body, "grip_ratio")
    if read is not None:
        return read
    if body.view not in _PLANE_ERROR["grip_ratio"]:
        raise Unmeasurable(Reason.WRONG_VIEW)
    return _plane(body, "grip_ratio", _seen_grip_ratio(body))


def _seen_grip_ratio(body: Body) -> float:
    if body.view is View.OBLIQUE:
        hands, shoulders = (
            distance_px(body.of_side("left", part), body.of_side("right", part))
            for part in ("wrist", "shoulder")
        )
        if shoulders < _SHOULDERS_IN_LINE * body.trunk_px:
            raise Unmeasurable(Reason.FORESHORTENED)
        return hands / (shoulders * _SHOULDERS_SEEN_NARROW) + _GRIP_SEEN_NARROW
    wrists = abs(body.point(L.LEFT_WRIST)[0] - body.point(L.RIGHT_WRIST)[0])
    return float(wrists) / (body.shoulders_px * _SHOULDERS_SEEN_NARROW)


def bar_offset(body: Body) -> float | Measurement:
    """Wrist ahead of (+) or behind (-) the shoulder, in trunk lengths, by the network where there is one.

    The picture has it from the side; obliquely it is the middle of both hands, before that of the shoulders.
    """
    read = _of_hands(body, "bar_offset")
    if read is not None:
        return read
    if body.near is None or body.view not in _PLANE_ERROR["bar_offset"]:
        raise Unmeasurable(Reason.WRONG_VIEW)
    if body.view is View.OBLIQUE:
        ahead_px, shows = body.centre("wrist")[0] - body.centre("shoulder")[0], OBLIQUE_SHOWS
    else:
        ahead_px, shows = body.of_side(body.near, "wrist")[0] - body.of_side(body.near, "shoulder")[0], 1.0
    return _plane(body, "bar_offset", float(ahead_px) * body.forward / (shows * body.trunk_px))


def arm_elevation_difference_deg(body: Body) -> float:
    """Left minus right arm elevation: + when the left arm is higher."""
    return seen_arm_elevation_deg(body, "left") - seen_arm_elevation_deg(body, "right")


def wrist_height_difference(body: Body) -> float | Measurement:
    """Left minus right wrist height in trunk lengths, each over its own shoulder: + left higher."""
    return _height_difference(body, "wrist")


def elbow_elevation_deg(body: Body, side: str) -> float | Measurement:
    """Elevation of the upper arm, by how high the elbow is: 0 hanging, 90 level with the shoulder.

    A height looks the same from wherever a level camera stands, while the arm's angle in the picture depends
    on the direction that the elbow points in: on rendered rows the error is 5 deg against 9 from the front,
    and 7 against 22 from 30 to 45 deg. From there the network says it where it is there.
    """
    read = _read(body, side, "arm_elevation_deg") if body.view is View.OBLIQUE else None
    if read is not None:
        return read
    return _elevation_by_height_deg(body, side)


def _elevation_by_height_deg(body: Body, side: str) -> float:
    height_px = float(body.of_side(side, "shoulder")[1] - body.of_side(side, "elbow")[1])
    return 90.0 + math.degrees(math.asin(min(1.0, max(-1.0, height_px / body.upper_arm_px))))


def lower_elbow_elevation_deg(body: Body) -> float:
    """Elevation of the arm that is raised less; of the near one from the side."""
    if body.view is View.SIDE and body.near is not None:
        return _elevation_by_height_deg(body, body.near)
    return min(_elevation_by_height_deg(body, "left"), _elevation_by_height_deg(body, "right"))


def elbow_height_difference(body: Body) -> float | Measurement:
    """Left minus right elbow height in trunk lengths, each over its own shoulder: + left higher."""
    return _height_difference(body, "elbow")


def _height_difference(body: Body, part: str) -> float | Measurement:
    left, right = (
        float(body.of_side(side, "shoulder")[1] - body.of_side(side, part)[1]) for side in ("left", "right")
    )
    difference = (left - right) / body.trunk_px
    if body.view is View.FRONT and not body.square:
        return Measurement(difference, _UNEVEN_ASKEW)
    return difference


def wrists_over_elbows(body: Body) -> float:
    """Height of the wrists over the elbows in forearm lengths, both arms together: + where the hands lead.

    What the model sees is stretched about where the forearms are level, as rendered rows with known joints
    showed: hands that lead look lower than they are.
    """
    height_px = float(body.centre("elbow")[1] - body.centre("wrist")[1])
    seen = height_px / body.forearm_px
    return _LEADING_SEEN_LOW * seen + _LEADING_SEEN_BELOW


def hands_over_elbows(body: Body) -> float | Measurement:
    """The same by the network where there is one, for hands that hold one weight."""
    read = _of_hands(body, "hands_over_elbows")
    if read is not None:
        return read
    return _plane(body, "hands_over_elbows", wrists_over_elbows(body))


def wrists_over_shoulders(body: Body) -> float | Measurement:
    """Height of both wrists over both shoulders in trunk lengths, by the network where there is one."""
    read = _of_hands(body, "wrists_over_shoulders")
    if read is not None:
        return read
    if body.view not in _PLANE_ERROR["wrists_over_shoulders"]:
        raise Unmeasurable(Reason.WRONG_VIEW)
    height_px = float(body.centre("shoulder")[1] - body.centre("wrist")[1])
    return _plane(body, "wrists_over_shoulders", height_px / body.trunk_px)


def wrists_over_mouth(body: Body) -> float:
    """Height of the middle of the wrists over the mouth in trunk lengths."""
    mouth = middle(body.point(L.MOUTH_LEFT), body.point(L.MOUTH_RIGHT))
    return float(mouth[1] - body.centre("wrist")[1]) / body.trunk_px


def hands_apart(body: Body) -> float:
    """Distance of the wrists across the picture, in trunk lengths."""
    return abs(float(body.point(L.LEFT_WRIST)[0] - body.point(L.RIGHT_WRIST)[0])) / body.trunk_px


def _require_seen(body: Body, side: str) -> None:
    """From the side the far arm is guessed, not seen."""
    if body.view is View.SIDE and body.near is not None and side != body.near:
        raise Unmeasurable(Reason.NOT_VISIBLE)


def _read(body: Body, side: str, name: str) -> Measurement | None:
    """What the network says of an arm that can be seen; None where there is none."""
    _require_seen(body, side)
    for part in ("shoulder", "elbow", "wrist"):
        body.of_side(side, part)
    read = arm_reading(body, side)
    return None if read is None else read[name]


def _of_hands(body: Body, name: str) -> Measurement | None:
    """What the network says of hands that hold one weight; None where there is none."""
    for part in ("shoulder", "wrist"):
        for side in ("left", "right"):
            if body.reason_of(side, part) is Reason.OUT_OF_PICTURE:
                raise Unmeasurable(Reason.OUT_OF_PICTURE)
    read = hands_reading(body)
    return None if read is None else read[name]


def _plane(body: Body, name: str, value: float) -> Measurement:
    """What the picture's plane has of it."""
    return Measurement(value, _PLANE_ERROR[name].get(body.view, 40.0))


def _plane_elbow(body: Body, side: str) -> Measurement | None:
    """The elbow in the picture's plane where that may be better than what the network says: from the side."""
    if body.view is not View.SIDE:
        return None
    try:
        return _plane(body, "elbow_angle_deg", seen_elbow_angle_deg(body, side))
    except Unmeasurable:
        return None


def _require_near(body: Body, side: str) -> None:
    _require_seen(body, side)
    # Held towards the camera a limb has no direction in the picture.
    shoulder, elbow, wrist = (body.of_side(side, part) for part in ("shoulder", "elbow", "wrist"))
    if min(distance_px(shoulder, elbow), distance_px(elbow, wrist)) < 0.12 * body.arm_px:
        raise Unmeasurable(Reason.FORESHORTENED)
