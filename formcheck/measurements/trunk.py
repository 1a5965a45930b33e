"""Measures of trunk and legs."""

import math

from formcheck.measurements.body import Body, Unmeasurable
from formcheck.measurements.geometry import OBLIQUE_SHOWS, angle_deg, from_vertical_deg, minus
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.networks.reading import posture_reading
from formcheck.measurements.view import View

# In trunk lengths, as rendered knees of 14 to 39 deg show it.
_HALF_LEG = 0.65


def trunk_inclination_deg(body: Body) -> float | Measurement:
    """Hips to shoulders from the vertical: + forwards, - leaning back; but for the side view, a change.

    The trunk counts as one rigid piece: bending in the lower back and in the hips read alike.
    """
    if body.view is not View.SIDE:
        return _read(body, "trunk_inclination_deg")
    return from_vertical_deg(body.centre("hip"), body.centre("shoulder"), body.forward)


def trunk_lean_deg(body: Body) -> float | Measurement:
    """Hips to shoulders from the vertical: + to the subject's left; but for the front view, a change."""
    if body.view not in (View.FRONT, View.BACK):
        return _read(body, "trunk_lean_deg")
    toward = 1.0 if body.view is View.FRONT else -1.0
    return from_vertical_deg(body.centre("hip"), body.centre("shoulder"), toward)


def hip_height(body: Body) -> float:
    """Height of the hips over the ankles in trunk lengths; only its change means anything."""
    return float(body.centre("ankle")[1] - body.centre("hip")[1]) / body.trunk_px


def knee_flexion_deg(body: Body, side: str) -> float:
    """180 minus the angle hip-knee-ankle, 0 is straight; obliquely by how far both knees are ahead."""
    if body.view is View.OBLIQUE:
        return _knees_ahead_deg(body)
    if body.view is View.SIDE and body.near is not None and side != body.near:
        raise Unmeasurable(Reason.NOT_VISIBLE)
    hip, knee, ankle = (body.of_side(side, part) for part in ("hip", "knee", "ankle"))
    return 180.0 - angle_deg(hip, knee, ankle)


def _knees_ahead_deg(body: Body) -> float:
    """Obliquely the bend of a leg is hidden, but not that the knees go ahead of the line through it."""
    hip, knee, ankle = (body.centre(part) for part in ("hip", "knee", "ankle"))
    (across, down), (knee_across, knee_down) = minus(ankle, hip), minus(knee, hip)
    length_px = math.hypot(across, down)
    ahead_px = (knee_across * down - knee_down * across) / max(length_px, 1e-9) * body.forward
    sine = ahead_px / (OBLIQUE_SHOWS * _HALF_LEG * body.trunk_px)
    return 2.0 * math.degrees(math.asin(min(1.0, max(-1.0, sine))))


def _read(body: Body, name: str) -> Measurement:
    """What the network says of the trunk: by itself little, as a change something.

    Raises:
        Unmeasurable: If there is none for these points.
    """
    read = posture_reading(body)
    if read is None:
        raise Unmeasurable(Reason.WRONG_VIEW)
    return read[name]
