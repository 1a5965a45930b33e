"""What a webcam sees of someone who sits in front of it: face, head and shoulders, the hips being hidden.

Most are ratios, so that a camera that is nearer, farther or nudged changes nothing. None of them is a posture
yet: `desk_model` makes that of their changes from the person's own neutral.
"""

import math

from formcheck.measurements.body import Body, Unmeasurable
from formcheck.measurements.geometry import Point, distance_px, from_horizontal_deg, middle, minus
from formcheck.measurements.measurement import Reason
from formcheck.pose.landmarks import Landmark as L

# How far the nose is in front of the ears, over the distance of the outer corners of the eyes: with it the
# nose's way to the side becomes an angle. The value at which rendered heads turned by 25 and 45 deg read so.
_NOSE_AHEAD = 1.0
_SMALLEST_PX = 4.0
# Where in the picture something is, across and down: this holds only as long as camera and chair stay put.
POSITIONS = ("shoulders_x_px", "ears_y_px")


def shoulder_width_px(body: Body) -> float:
    """Distance of the shoulders in the picture: grows when leaning towards the camera."""
    return _long(body.point(L.LEFT_SHOULDER), body.point(L.RIGHT_SHOULDER))


def shoulders_in_picture(body: Body) -> float:
    """Distance of the shoulders over the longer side of the picture: tells how near the camera is."""
    if body.picture_px <= 0:
        raise Unmeasurable(Reason.NOT_RECORDED)
    return shoulder_width_px(body) / body.picture_px


def shoulders_x_px(body: Body) -> float:
    """How far right in the picture the middle of the shoulders is."""
    return float(body.centre("shoulder")[0])


def ears_y_px(body: Body) -> float:
    """How far down in the picture the middle of the ears is."""
    return float(body.centre("ear")[1])


def shoulder_roll_deg(body: Body) -> float:
    """The line of the shoulders against the horizontal: + with the left one higher."""
    return from_horizontal_deg(body.point(L.RIGHT_SHOULDER), body.point(L.LEFT_SHOULDER), 1.0)


def head_roll_deg(body: Body) -> float:
    """The lines of eyes and ears against the horizontal: + with the head tilted to the left shoulder."""
    eyes = from_horizontal_deg(body.point(L.RIGHT_EYE_OUTER), body.point(L.LEFT_EYE_OUTER), 1.0)
    ears = from_horizontal_deg(body.point(L.RIGHT_EAR), body.point(L.LEFT_EAR), 1.0)
    return -(eyes + ears) / 2


def neck_roll_deg(body: Body) -> float:
    """Middle of the shoulders to that of the ears against the vertical: + with the ears to the left."""
    across, down = minus(body.centre("ear"), body.centre("shoulder"))
    if math.hypot(across, down) < _SMALLEST_PX:
        raise Unmeasurable(Reason.FORESHORTENED)
    return math.degrees(math.atan2(across, -down))


def head_turn_deg(body: Body) -> float:
    """Turn of the head to the side, from the nose's place between the ears: + to the subject's left."""
    across, _ = _in_face(body, body.point(L.NOSE))
    return math.degrees(math.atan2(across, _NOSE_AHEAD * _eyes_px(body)))


def face_scale(body: Body) -> float:
    """Distance of the eyes' outer corners over that of the shoulders: grows with the head ahead of them."""
    return _eyes_px(body) / shoulder_width_px(body)


def ear_height(body: Body) -> float:
    """Middle of the ears over the line of the shoulders, in shoulder widths."""
    return _over_shoulders(body, middle(body.point(L.LEFT_EAR), body.point(L.RIGHT_EAR)))


def eye_height(body: Body) -> float:
    """Middle of the eyes over the line of the shoulders, in shoulder widths."""
    return _over_shoulders(body, _eyes(body))


def nose_over_ears(body: Body) -> float:
    """Nose over the line of the ears in eye distances: falls with the face turned down."""
    return _in_face(body, body.point(L.NOSE))[1] / _eyes_px(body)


def eyes_over_ears(body: Body) -> float:
    """Eyes over the line of the ears in eye distances: falls with the face turned down."""
    return _in_face(body, _eyes(body))[1] / _eyes_px(body)


def mouth_over_ears(body: Body) -> float:
    """Mouth over the line of the ears in eye distances: falls with the face turned down."""
    return _in_face(body, _mouth(body))[1] / _eyes_px(body)


def face_pitch_deg(body: Body) -> float:
    """Ears to the nose against the horizontal, seen from the side: + looking up."""
    return from_horizontal_deg(body.centre("ear"), body.point(L.NOSE), body.forward)


def _eyes(body: Body) -> Point:
    return middle(body.point(L.LEFT_EYE_OUTER), body.point(L.RIGHT_EYE_OUTER))


def _mouth(body: Body) -> Point:
    return middle(body.point(L.MOUTH_LEFT), body.point(L.MOUTH_RIGHT))


def _eyes_px(body: Body) -> float:
    return _long(body.point(L.LEFT_EYE_OUTER), body.point(L.RIGHT_EYE_OUTER))


def _long(a: Point, b: Point) -> float:
    length_px = distance_px(a, b)
    if length_px < _SMALLEST_PX:
        raise Unmeasurable(Reason.FORESHORTENED)
    return length_px


def _over_shoulders(body: Body, point: Point) -> float:
    """How far a point is over the line of the shoulders, at a right angle to it, in shoulder widths."""
    left, right = body.point(L.LEFT_SHOULDER), body.point(L.RIGHT_SHOULDER)
    return _along(minus(left, right), minus(point, middle(left, right)))[1] / shoulder_width_px(body)


def _in_face(body: Body, point: Point) -> tuple[float, float]:
    """A point from the middle of the ears, along the line of the eyes and upwards from it, in pixels."""
    ears = middle(body.point(L.LEFT_EAR), body.point(L.RIGHT_EAR))
    return _along(minus(body.point(L.LEFT_EYE_OUTER), body.point(L.RIGHT_EYE_OUTER)), minus(point, ears))


def _along(line: Point, way: Point) -> tuple[float, float]:
    """A way's parts along a line, and upwards at a right angle to it where the line points to the right."""
    (lx, ly), (wx, wy) = line, way
    length = max(math.hypot(lx, ly), 1e-9)
    return (lx * wx + ly * wy) / length, (ly * wx - lx * wy) / length
