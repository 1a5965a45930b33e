"""Measures of trunk and legs."""

from formcheck.measurements.body import Body, Unmeasurable
from formcheck.measurements.geometry import angle_deg, from_vertical_deg
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.networks.reading import Reading, legs_reading, posture_reading
from formcheck.measurements.view import View


def trunk_inclination_deg(body: Body) -> float | Measurement:
    """Hips to shoulders from the vertical: + forwards, - leaning back; but for the side view, a change.

    The trunk counts as one rigid piece: bending in the lower back and in the hips read alike.
    """
    if body.view is not View.SIDE:
        return _read(posture_reading(body), "trunk_inclination_deg")
    return from_vertical_deg(body.centre("hip"), body.centre("shoulder"), body.forward)


def trunk_lean_deg(body: Body) -> float | Measurement:
    """Hips to shoulders from the vertical: + to the subject's left; but for the front view, a change."""
    if body.view not in (View.FRONT, View.BACK):
        return _read(posture_reading(body), "trunk_lean_deg")
    toward = 1.0 if body.view is View.FRONT else -1.0
    return from_vertical_deg(body.centre("hip"), body.centre("shoulder"), toward)


def hip_height(body: Body) -> float:
    """Height of the hips over the ankles in trunk lengths; only its change means anything."""
    return float(body.centre("ankle")[1] - body.centre("hip")[1]) / body.trunk_px


def knee_flexion_deg(body: Body, side: str) -> float:
    """180 minus the angle hip-knee-ankle of the leg that is nearer, 0 is straight; from the side."""
    if body.view is not View.SIDE:
        raise Unmeasurable(Reason.WRONG_VIEW)
    if body.near is not None and side != body.near:
        raise Unmeasurable(Reason.NOT_VISIBLE)
    hip, knee, ankle = (body.of_side(side, part) for part in ("hip", "knee", "ankle"))
    return 180.0 - angle_deg(hip, knee, ankle)


def knees_bend_deg(body: Body) -> Measurement:
    """How far both knees are bent, by the network; only changes count."""
    for side in ("left", "right"):
        for part in ("knee", "ankle"):
            if body.reason_of(side, part) is Reason.OUT_OF_PICTURE:
                raise Unmeasurable(Reason.OUT_OF_PICTURE)
    return _read(legs_reading(body), "knees_bend_deg")


def _read(read: Reading | None, name: str) -> Measurement:
    """What a network says: by itself little, as a change something.

    Raises:
        Unmeasurable: If there is none for these points.
    """
    if read is None:
        raise Unmeasurable(Reason.WRONG_VIEW)
    return read[name]
