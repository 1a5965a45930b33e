"""All measures by name. Adding one: a function in a module here, a line below, its errors in errors.toml."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from formcheck.measurements import arms, desk, head, trunk
from formcheck.measurements.body import Body
from formcheck.measurements.desk_model import ESTIMATES, errors_of
from formcheck.measurements.desk_sideways import ERRORS, NECK_BEND_DEG, SHOULDER_TILT_DEG, SIDEWAYS_PERCENT
from formcheck.measurements.measure import Measure
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.view import View

# name, unit, title, function, paired
_DECLARED: tuple[tuple[str, str, str, Callable[..., float], bool], ...] = (
    ("elbow_angle_deg", "deg", "Elbow angle", arms.elbow_angle_deg, True),
    ("forearm_tilt_deg", "deg", "Forearm from vertical", arms.forearm_tilt_deg, True),
    ("arm_elevation_deg", "deg", "Arm elevation", arms.arm_elevation_deg, True),
    ("wrist_height", "arm", "Wrist height", arms.wrist_height, True),
    ("wrist_over_chin", "trunk", "Wrist over chin", arms.wrist_over_chin, True),
    ("grip_ratio", "x", "Grip over shoulder width", arms.grip_ratio, False),
    ("bar_offset", "trunk", "Bar ahead of shoulder", arms.bar_offset, False),
    ("arm_elevation_difference_deg", "deg", "Arm elevation, left minus right",
     arms.arm_elevation_difference_deg, False),
    ("wrist_height_difference", "trunk", "Wrist height, left minus right",
     arms.wrist_height_difference, False),
    ("elbow_elevation_deg", "deg", "Arm elevation, by the elbow's height", arms.elbow_elevation_deg, True),
    ("lower_elbow_elevation_deg", "deg", "Arm elevation of the lower arm",
     arms.lower_elbow_elevation_deg, False),
    ("elbow_height_difference", "trunk", "Elbow height, left minus right",
     arms.elbow_height_difference, False),
    ("wrists_over_elbows", "forearm", "Wrists over elbows", arms.wrists_over_elbows, False),
    ("hands_apart", "trunk", "Distance of the hands", arms.hands_apart, False),
    ("wrists_over_shoulders", "trunk", "Wrists over shoulders", arms.wrists_over_shoulders, False),
    ("wrists_over_mouth", "trunk", "Wrists over mouth", arms.wrists_over_mouth, False),
    ("trunk_inclination_deg", "deg", "Trunk inclination", trunk.trunk_inclination_deg, False),
    ("trunk_lean_deg", "deg", "Sideways lean", trunk.trunk_lean_deg, False),
    ("hip_height", "trunk", "Hip height", trunk.hip_height, False),
    ("knee_flexion_deg", "deg", "Knee flexion", trunk.knee_flexion_deg, True),
    ("ear_shoulder_inclination_deg", "deg", "Ear-shoulder inclination",
     head.ear_shoulder_inclination_deg, False),
    ("head_tilt_deg", "deg", "Head tilt, up and down", head.head_tilt_deg, False),
    ("head_on_trunk_deg", "deg", "Head tilt against the trunk", head.head_on_trunk_deg, False),
    ("ear_over_shoulder", "x", "Ear over shoulder", head.ear_over_shoulder, True),
    ("ears_over_shoulders", "trunk", "Ears over shoulders", head.ears_over_shoulders, False),
    ("shoulder_width_px", "px", "Shoulder width", desk.shoulder_width_px, False),
    ("shoulders_in_picture", "x", "Shoulder width in the picture", desk.shoulders_in_picture, False),
    ("shoulder_place_px", "px", "Place of the shoulders", desk.shoulder_place_px, False),
    ("ear_place_px", "px", "Place of the ears", desk.ear_place_px, False),
    ("shoulder_roll_deg", "deg", "Shoulder line", desk.shoulder_roll_deg, False),
    ("head_roll_deg", "deg", "Head tilt, sideways", desk.head_roll_deg, False),
    ("head_turn_deg", "deg", "Head turn", desk.head_turn_deg, False),
    ("face_scale", "x", "Face over shoulder width", desk.face_scale, False),
    ("ear_height", "x", "Ears over shoulders", desk.ear_height, False),
    ("eye_height", "x", "Eyes over shoulders", desk.eye_height, False),
    ("nose_over_ears", "x", "Nose over ears", desk.nose_over_ears, False),
    ("eyes_over_ears", "x", "Eyes over ears", desk.eyes_over_ears, False),
    ("mouth_over_ears", "x", "Mouth over ears", desk.mouth_over_ears, False),
    ("face_pitch_deg", "deg", "Face from the side, up and down", desk.face_pitch_deg, False),
)  # fmt: skip

# Changes from the neutral that need more than one measure: a session works them out.
_SIDEWAYS = tuple(
    Measure(name, unit, title, None, {View.FRONT: ERRORS[name]}, about=about)
    for name, unit, title, about in (
        (SIDEWAYS_PERCENT, "%", "Shoulders to the side",
         "Shift of the middle of the shoulders, in percent of their neutral width: + to the subject's left."),
        (SHOULDER_TILT_DEG, "deg", "One shoulder higher",
         "Change of the shoulders' line that neither a lean to the side nor a turn of the whole picture "
         "explains: + with the left one higher."),
        (NECK_BEND_DEG, "deg", "Neck bent sideways",
         "Change of the head's tilt against the shoulders' line: + to the left shoulder."),
    )
)  # fmt: skip
# How long somebody has been sitting without shifting: a session knows.
HELD_MIN = "held_min"
_HELD = Measure(
    HELD_MIN, "min", "Held without a shift", None, dict.fromkeys((View.FRONT, View.SIDE), 0.1),
    about="Minutes since the last shift of posture that moved head or shoulders and lasted.",
)  # fmt: skip


@cache
def catalog() -> Mapping[str, Measure]:
    """Every measure by its name; read once, never changed."""
    text = resources.files("formcheck.measurements").joinpath("errors.toml").read_text(encoding="utf-8")
    errors = tomllib.loads(text)
    of_bodies = [
        Measure(name, unit, title, function, {View(v): float(e) for v, e in errors[name].items()}, paired,
                (function.__doc__ or "").splitlines()[0])
        for name, unit, title, function, paired in _DECLARED
    ]  # fmt: skip
    estimated = [
        Measure(name, about.unit, about.title, None, errors_of(name), about=about.text)
        for name, about in ESTIMATES.items()
    ]
    return MappingProxyType(
        {measure.name: measure for measure in [*of_bodies, *estimated, *_SIDEWAYS, _HELD]}
    )


def measure_all(body: Body, names: tuple[str, ...]) -> dict[str, Measurement]:
    """Measure a body in every named way; paired measures give two values."""
    measured: dict[str, Measurement] = {}
    for name in names:
        measured.update(catalog()[name].of(body))
    return measured
