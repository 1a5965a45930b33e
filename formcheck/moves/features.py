"""What one frame shows of head and shoulders, as plain numbers: the inputs of the neck model.

Lengths are in pixels and heights grow upwards; `Features.change_from` makes them shares of the person's own
size, so that they mean the same before every camera. What is not seen is not a number.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np

from formcheck.measurements.body import Body
from formcheck.measurements.geometry import Point, distance_px, middle
from formcheck.measurements.view import Facing, View
from formcheck.moves.head import HEAD, UNSEEN, Head, head_of
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import X, Z

Features = Mapping[str, float]
At = Callable[[L], Point]

_UNSEEN = 0.1
# A face that is turned farther is only guessed by the mesh.
_FACE_TURNED_DEG = 65.0
_SMALLEST_PX = 4.0
_EDGE_ON = 0.2
# Changes of a length: the natural logarithm of its ratio. Of an angle: the difference. Of a place: its way in
# lengths of `SCALE`.
_LENGTHS = frozenset({"face_width", "shoulders_width", "ears_width"})
_ANGLES_END, _RATIOS_END = "_deg", "_ratio"
SCALE: Mapping[str, str] = {"front": "shoulders_width", "side": "ear_to_shoulder"}


# What changes its sign where left and right are exchanged.
ONE_SIDED = frozenset(
    {
        *(
            "face_turn_deg",
            "face_tilt_deg",
            "shoulder_line_deg",
            "ear_line_deg",
            "eye_line_deg",
            "mouth_line_deg",
        ),
        *("ears_depth_deg", "eyes_depth_deg", "mouth_depth_deg", "shoulders_depth_deg", "nose_ahead_deg"),
        *("nose_turn_deg", "ears_x", "eyes_x", "nose_x", "shoulders_x", "elbows_x"),
        *("gap_difference_y", "shoulders_difference_y", "elbows_difference_y"),
        *("head_turn_deg", "head_roll_deg"),
    }
)


def features_of(body: Body, view: View) -> dict[str, float]:
    """What is seen of somebody from one of the views of `SCALE`."""
    return side_features(body) if view is View.SIDE else front_features(body)


def front_features(body: Body) -> dict[str, float]:
    """What is seen of somebody from the front."""
    at = _points(body)
    left, right = at(L.LEFT_SHOULDER), at(L.RIGHT_SHOULDER)
    ears, eyes, mouth = _mid(at, "EAR"), _mid(at, "EYE_OUTER"), middle(at(L.MOUTH_LEFT), at(L.MOUTH_RIGHT))
    chest, nose, face = middle(left, right), at(L.NOSE), body.face
    if face is None or abs(face.turn_deg) > _FACE_TURNED_DEG:
        pitch = turn = tilt = width = math.nan
    else:
        pitch, turn, tilt, width = face.pitch_deg, face.turn_deg, face.tilt_deg, face.width_px
    across = distance_px(at(L.LEFT_EYE_OUTER), at(L.RIGHT_EYE_OUTER))
    left_elbow, right_elbow, head = at(L.LEFT_ELBOW), at(L.RIGHT_ELBOW), _head(body)
    return {
        "face_pitch_deg": pitch,
        "face_turn_deg": turn,
        "face_tilt_deg": tilt,
        "face_width": width,
        "shoulders_width": distance_px(left, right),
        "ears_width": distance_px(at(L.LEFT_EAR), at(L.RIGHT_EAR)),
        "shoulder_line_deg": _rise_deg(right, left),
        "ear_line_deg": _line_deg(at(L.RIGHT_EAR), at(L.LEFT_EAR)),
        "eye_line_deg": _line_deg(at(L.RIGHT_EYE_OUTER), at(L.LEFT_EYE_OUTER)),
        "ears_depth_deg": _depth_deg(body, L.LEFT_EAR, L.RIGHT_EAR),
        "eyes_depth_deg": _depth_deg(body, L.LEFT_EYE_OUTER, L.RIGHT_EYE_OUTER),
        "mouth_depth_deg": _depth_deg(body, L.MOUTH_LEFT, L.MOUTH_RIGHT),
        "nose_ahead_deg": _ahead_deg(body),
        "mouth_line_deg": _line_deg(at(L.MOUTH_RIGHT), at(L.MOUTH_LEFT)),
        "nose_turn_deg": math.degrees(math.atan2(_along(ears, nose, at), max(across, _SMALLEST_PX))),
        "shoulders_depth_deg": _depth_deg(body, L.LEFT_SHOULDER, L.RIGHT_SHOULDER),
        "ears_y": ears[1], "eyes_y": eyes[1], "nose_y": nose[1], "mouth_y": mouth[1],
        "ears_x": ears[0], "eyes_x": eyes[0], "nose_x": nose[0],
        "shoulders_x": chest[0], "shoulders_y": chest[1],
        "gaps_y": ears[1] - chest[1],
        "gap_difference_y": (at(L.LEFT_EAR)[1] - left[1]) - (at(L.RIGHT_EAR)[1] - right[1]),
        "shoulders_difference_y": left[1] - right[1],
        "elbows_x": (left_elbow[0] + right_elbow[0]) / 2, "elbows_y": (left_elbow[1] + right_elbow[1]) / 2,
        "elbows_apart_x": left_elbow[0] - right_elbow[0],
        "elbows_difference_y": left_elbow[1] - right_elbow[1],
        "head_turn_deg": head.turn_deg, "head_nod_deg": head.nod_deg, "head_roll_deg": head.roll_deg,
        "head_flat_ratio": head.flat_ratio,
    }  # fmt: skip


def _head(body: Body) -> Head:
    return (
        head_of(np.asarray(body.xy[HEAD], float)) if (body.pose.visibility[HEAD] >= _UNSEEN).all() else UNSEEN
    )


def side_features(body: Body) -> dict[str, float]:
    """What is seen of somebody from the side; x grows the way they look."""
    at = _points(body, -1.0 if body.facing is Facing.LEFT else 1.0)
    shoulder, ear = _mid(at, "SHOULDER"), _mid(at, "EAR")
    hips, eyes, mouth = _mid(at, "HIP"), _mid(at, "EYE_OUTER"), middle(at(L.MOUTH_LEFT), at(L.MOUTH_RIGHT))
    near = "LEFT" if body.near == "left" else "RIGHT"
    near_ear, near_eye, near_shoulder = (at(L[f"{near}_{part}"]) for part in ("EAR", "EYE_OUTER", "SHOULDER"))
    nose = at(L.NOSE)
    return {
        "ear_to_shoulder": distance_px(ear, shoulder),
        "ear_shoulder_deg": _upright_deg(shoulder, ear),
        "near_ear_shoulder_deg": _upright_deg(near_shoulder, near_ear),
        "trunk_deg": _upright_deg(hips, shoulder),
        "ear_nose_deg": _rise_deg(ear, nose),
        "ear_eye_deg": _rise_deg(near_ear, near_eye),
        "ear_eyes_deg": _rise_deg(ear, eyes),
        "ear_mouth_deg": _rise_deg(ear, mouth),
        "eye_mouth_deg": _rise_deg(eyes, mouth),
        "ear_x": ear[0], "ear_y": ear[1], "nose_x": nose[0], "nose_y": nose[1],
        "eyes_x": eyes[0], "eyes_y": eyes[1], "mouth_x": mouth[0], "mouth_y": mouth[1],
        "shoulder_x": shoulder[0], "shoulder_y": shoulder[1],
        "near_shoulder_x": near_shoulder[0], "near_shoulder_y": near_shoulder[1],
        "hip_x": hips[0], "hip_y": hips[1],
    }  # fmt: skip


def change(now: Features, start: Features, scale: str) -> dict[str, float]:
    """How each feature differs from the start: see the top of the module.

    Args:
        now: One frame's features.
        start: Those at rest.
        scale: The feature whose length at the start is the unit of places.
    """
    unit = max(start[scale], _SMALLEST_PX)
    return {name: _change(name, value, start[name], unit) for name, value in now.items() if name in start}


def _change(name: str, now: float, start: float, unit: float) -> float:
    if name.endswith(_ANGLES_END):
        return math.remainder(now - start, 360.0) if math.isfinite(now - start) else math.nan
    if name in _LENGTHS or name == "ear_to_shoulder":
        return math.log(now / start) if now > 0 and start > 0 else math.nan
    return now - start if name.endswith(_RATIOS_END) else (now - start) / unit


def _depth_deg(body: Body, left: L, right: L) -> float:
    """How far a line is turned by the pose model's depth: + with its left end farther away."""
    line = body.pose.points[left] - body.pose.points[right]
    return math.degrees(math.atan2(line[Z], line[X]))


def _ahead_deg(body: Body) -> float:
    """Where the nose points from the middle of the ears, by the pose model's depth: + to the left."""
    points = body.pose.points
    ears = (points[L.LEFT_EAR] + points[L.RIGHT_EAR]) / 2
    across, towards = points[L.NOSE, X] - ears[X], ears[Z] - points[L.NOSE, Z]
    return math.degrees(math.atan2(across, towards))


def _points(body: Body, forward: float = 1.0) -> At:
    """A function from a landmark to where it is, x times `forward` and y upwards."""
    seen = body.pose.visibility

    def at(landmark: L) -> Point:
        if not seen[landmark] >= _UNSEEN:
            return math.nan, math.nan
        x, y = body.xy[landmark]
        return forward * x, -y

    return at


def _mid(at: At, part: str) -> Point:
    """The middle of both sides; the one that is seen where the other is not."""
    left, right = at(L[f"LEFT_{part}"]), at(L[f"RIGHT_{part}"])
    if math.isnan(left[0]):
        return right
    return left if math.isnan(right[0]) else middle(left, right)


def _rise_deg(a: Point, b: Point) -> float:
    """The line from a to b against the horizontal, + upwards."""
    return math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))


def _line_deg(right: Point, left: Point) -> float:
    """The line between two points of a face; none where it is turned so far that they are in line."""
    length = distance_px(left, right)
    return _rise_deg(right, left) if left[0] - right[0] > _EDGE_ON * length else math.nan


def _upright_deg(low: Point, high: Point) -> float:
    """The line upwards against the vertical, + forwards."""
    return math.degrees(math.atan2(high[0] - low[0], high[1] - low[1]))


def _along(origin: Point, point: Point, at: At) -> float:
    left, right = at(L.LEFT_EYE_OUTER), at(L.RIGHT_EYE_OUTER)
    length = max(distance_px(left, right), 1e-9)
    return (
        (left[0] - right[0]) * (point[0] - origin[0]) + (left[1] - right[1]) * (point[1] - origin[1])
    ) / length
