"""Measures of head and neck. None of them is a craniovertebral angle: a camera cannot see C7."""

from formcheck.measurements.body import Body, Unmeasurable
from formcheck.measurements.geometry import (
    distance_px,
    distance_to_segment_px,
    from_horizontal_deg,
    from_vertical_deg,
)
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.networks.reading import posture_reading
from formcheck.pose.face import SURE_PRESENCE, Face
from formcheck.pose.landmarks import Landmark as L

# Half of a face that is turned farther cannot be seen, and the mesh only guesses it.
_FACE_TURNED_DEG = 65.0
# Root mean square against the own neutral, pitch and yaw alike, on rendered lifters from the front and
# obliquely: where the mesh is sure, and where it only believes that there is a face.
_MESH_ERROR_DEG, _UNSURE_MESH_ERROR_DEG = 3.0, 5.0


def ear_shoulder_inclination_deg(body: Body) -> float:
    """Middle of the shoulders to middle of the ears from the vertical, seen from the side: + forwards.

    Both midpoints are used because a slight turn of the body shifts the near points by several degrees
    and cancels between near and far.
    """
    _require_uncovered(body, L.LEFT_EAR if body.near == "left" else L.RIGHT_EAR, arm=0.07, weight=0.40)
    return from_vertical_deg(body.centre("shoulder"), body.centre("ear"), body.forward)


def head_tilt_deg(body: Body) -> float:
    """Near ear to outer corner of the near eye against the horizontal: + looking up. A short lever: noisy."""
    near = body.near
    ear, eye = (L.LEFT_EAR, L.LEFT_EYE_OUTER) if near == "left" else (L.RIGHT_EAR, L.RIGHT_EYE_OUTER)
    for point in (ear, eye):
        _require_uncovered(body, point, arm=0.10, weight=0.40)
    return from_horizontal_deg(body.point(ear), body.point(eye), body.forward)


def head_on_trunk_deg(body: Body) -> float:
    """Head tilt against the trunk: + face up. Leaning back with the trunk is not looking up."""
    return head_tilt_deg(body) + from_vertical_deg(body.centre("hip"), body.centre("shoulder"), body.forward)


def mesh_pitch_deg(body: Body) -> Measurement:
    """Which way the face looks by its mesh, up (+) or down; against the camera: only changes count."""
    face = _face(body)
    return Measurement(face.pitch_deg, _mesh_error_deg(face))


def mesh_yaw_deg(body: Body) -> Measurement:
    """How far the face is turned to the subject's left (+) or right by its mesh; only changes count."""
    face = _face(body)
    return Measurement(face.turn_deg, _mesh_error_deg(face))


def head_pitch_deg(body: Body) -> Measurement:
    """Which way the head points, up (+) or down, by the network: a third of large changes. Changes count."""
    return _read(body, "head_pitch_deg")


def head_yaw_deg(body: Body) -> Measurement:
    """How far the head is turned to the subject's left (+), by the network; only changes count."""
    return _read(body, "head_yaw_deg")


def head_protraction_deg(body: Body) -> Measurement:
    """How far the head is ahead of the trunk: what the craniovertebral angle has lost; only changes count."""
    return _read(body, "head_protraction_deg")


def ear_over_shoulder(body: Body, side: str) -> float:
    """Height of the ear over the shoulder of its side, in shoulder widths: less with the shoulder raised."""
    return float(body.of_side(side, "shoulder")[1] - body.of_side(side, "ear")[1]) / body.shoulders_px


def ears_over_shoulders(body: Body) -> float:
    """Height of the middle of the ears over the middle of the shoulders, in trunk lengths: less in a shrug.

    Of a shrug about half shows: on rendered rows 15 % less true height reads 8 %, 25 % reads 11 %.
    """
    return float(body.centre("shoulder")[1] - body.centre("ear")[1]) / body.trunk_px


def _face(body: Body) -> Face:
    """The face, where it is seen.

    Raises:
        Unmeasurable: If it is not.
    """
    face = body.face
    if face is None:
        raise Unmeasurable(Reason.NO_FACE)
    if abs(face.turn_deg) > _FACE_TURNED_DEG:
        raise Unmeasurable(Reason.TURNED_AWAY)
    return face


def _mesh_error_deg(face: Face) -> float:
    return _MESH_ERROR_DEG if face.presence >= SURE_PRESENCE else _UNSURE_MESH_ERROR_DEG


def _read(body: Body, name: str) -> Measurement:
    read = posture_reading(body)
    if read is None:
        raise Unmeasurable(Reason.NO_HEAD)
    return read[name]


def _require_uncovered(body: Body, point: L, *, arm: float, weight: float) -> None:
    """From the side the near arm and the weight in its hand pass before the head, and the model only guesses.

    The model's visibility stays at 1.0 there, while the guess is off by 20 deg and more on rendered presses.
    `arm` is half the width that covers, `weight` the reach around the wrist, both in trunk lengths.

    Raises:
        Unmeasurable: If the point is covered.
    """
    if body.near is None:
        return
    shoulder, elbow, wrist = (L[f"{body.near.upper()}_{part}"] for part in ("SHOULDER", "ELBOW", "WRIST"))
    xy = body.xy
    to_arm_px = min(
        distance_to_segment_px(xy[point], xy[a], xy[b]) for a, b in ((shoulder, elbow), (elbow, wrist))
    )
    if to_arm_px < arm * body.trunk_px or distance_px(xy[point], xy[wrist]) < weight * body.trunk_px:
        raise Unmeasurable(Reason.COVERED)
