"""Observations for tests of what is drawn and written."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from formcheck.cues.cue import Cue
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.view import Facing, View
from formcheck.phases.rep import Phase
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.rules.finding import Severity
from formcheck.rules.state import StateNow
from formcheck.session.observation import Observation

# A body seen from the front with the hands up; the subject's left is on the right of the picture.
_BODY = {
    "ear": (0.53, 0.22),
    "eye_outer": (0.52, 0.21),
    "shoulder": (0.60, 0.35),
    "elbow": (0.72, 0.40),
    "wrist": (0.72, 0.22),
    "hip": (0.56, 0.60),
    "knee": (0.56, 0.76),
    "ankle": (0.56, 0.92),
}


def body(width: int, height: int, visibility: float | Mapping[str, float] = 1.0) -> Pose:
    """The pose in a picture of that size; `visibility` for all, or by part and 1 for the others."""
    points = np.full((33, 5), np.nan)
    for part, (x, y) in _BODY.items():
        seen = visibility if isinstance(visibility, float) else visibility.get(part, 1.0)
        for side, share in (("LEFT", x), ("RIGHT", 1 - x)):
            points[Landmark[f"{side}_{part.upper()}"]] = (share * width, y * height, 0, seen, seen)
    return Pose(points)


def observed(index: int = 0, time_s: float = 0.0, pose: Pose | None = None, **changes: Any) -> Observation:
    """An observation in the middle of a press."""
    known: dict[str, Any] = {
        "view": View.FRONT,
        "facing": Facing.CAMERA,
        "phase": Phase.ASCENT,
        "rep_count": 2,
        "measurements": {},
        "firing": {},
        "cue": None,
    }
    return Observation(index, time_s, pose, **(known | changes))


def in_state(rule: str, since_s: float, there_since_s: float | None = None) -> dict[str, Any]:
    """What an observation holds of a state that is there."""
    there_s = since_s if there_since_s is None else there_since_s
    return {
        "firing": {rule: ""},
        "states": (StateNow(rule, Severity.CAUTION, None, since_s, True, None, there_s),),
    }


def elbows(left: float | None = 91.0, right: float | None = 92.0) -> dict[str, Measurement]:
    """Measurements of the elbows; None leaves one out."""
    values = {"left_elbow_angle_deg": left, "right_elbow_angle_deg": right}
    return {name: Measurement(value, 5.0) for name, value in values.items() if value is not None}


def cue(text: str, severity: Severity | None) -> Cue:
    """A cue of that severity, or praise."""
    return Cue(0.0, None if severity is None else "overhead-press.layback", severity, text, text)
