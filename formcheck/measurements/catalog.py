"""All measures by name. Adding one: a function in a module here, a line below, its errors in errors.toml."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from formcheck.measurements import arms, head, trunk
from formcheck.measurements.body import Body
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
    ("hand_height", "arm", "Hand height", arms.hand_height, True),
    ("elbow_elevation_deg", "deg", "Arm elevation, by the elbow's height", arms.elbow_elevation_deg, True),
    ("lower_elbow_elevation_deg", "deg", "Arm elevation of the lower arm",
     arms.lower_elbow_elevation_deg, False),
    ("elbow_height_difference", "trunk", "Elbow height, left minus right",
     arms.elbow_height_difference, False),
    ("wrists_over_elbows", "forearm", "Wrists over elbows", arms.wrists_over_elbows, False),
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
)  # fmt: skip


@cache
def catalog() -> Mapping[str, Measure]:
    """Every measure by its name; read once, never changed."""
    text = resources.files("formcheck.measurements").joinpath("errors.toml").read_text(encoding="utf-8")
    errors = tomllib.loads(text)
    return MappingProxyType(
        {
            name: Measure(
                name, unit, title, function, {View(v): float(e) for v, e in errors[name].items()}, paired
            )
            for name, unit, title, function, paired in _DECLARED
        }
    )


def measure_all(body: Body, names: tuple[str, ...]) -> dict[str, Measurement]:
    """Measure a body in every named way; paired measures give two values."""
    measured: dict[str, Measurement] = {}
    for name in names:
        measured.update(catalog()[name].of(body))
    return measured
