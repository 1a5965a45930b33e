"""The quantities that one body in one frame shows. Adding one: a function in a module here, and a row below.

Their typical errors belong to the pose model: they stand in a file of its own, such as `full.errors.toml`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from formcheck.measurements import arms, face, head, trunk
from formcheck.measurements.body import Body
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.quantity import Arc, Quantity, Reference, Target, Way
from formcheck.measurements.view import View
from formcheck.pose.fits import Fit, Fits
from formcheck.pose.models import FITTED_MODEL, assumed_fits

_UP, _LEVEL, _ON = Reference.UPWARD, Reference.LEVEL, Reference.STRAIGHT_ON

_ROWS: tuple[Quantity, ...] = (
    # Arms, hands and the bar.
    Quantity("elbow_angle_deg", "deg", "Elbow angle", function=arms.elbow_angle_deg, paired=True,
             short="Elbows", joints=("elbow",), arc=Arc("elbow", "wrist", "shoulder"),
             limb=("shoulder", "elbow", "wrist")),
    Quantity("forearm_tilt_deg", "deg", "Forearm from vertical", function=arms.forearm_tilt_deg, paired=True,
             short="Forearms", joints=("elbow", "wrist"), arc=Arc("elbow", "wrist", _UP, quiet=True),
             limb=("elbow", "wrist")),
    Quantity("arm_elevation_deg", "deg", "Arm elevation", function=arms.arm_elevation_deg, paired=True,
             short="Arms", joints=("elbow",), arc=Arc("shoulder", "elbow", "hip", quiet=True),
             limb=("shoulder", "elbow")),
    Quantity("wrist_height", "arm", "Wrist height", function=arms.wrist_height, paired=True,
             joints=("wrist",)),
    Quantity("wrist_over_chin", "trunk", "Wrist over chin", function=arms.wrist_over_chin, paired=True,
             joints=("wrist",), target=Target(Way.LEVEL, "mouth")),
    Quantity("grip_ratio", "x", "Grip over shoulder width", function=arms.grip_ratio, joints=("wrist",),
             target=Target(Way.UPRIGHT, "shoulder")),
    Quantity("bar_offset", "trunk", "Bar ahead of shoulder", function=arms.bar_offset,
             joints=("wrist", "shoulder"), target=Target(Way.UPRIGHT, "shoulder")),
    Quantity("arm_elevation_difference_deg", "deg", "Arm elevation, left minus right",
             function=arms.arm_elevation_difference_deg, joints=("elbow",), limb=("shoulder", "elbow"),
             target=Target(Way.LEVEL, "elbow"), compares_sides=True,
             poles=("left arm higher", "right arm higher")),
    Quantity("wrist_height_difference", "trunk", "Wrist height, left minus right",
             function=arms.wrist_height_difference, joints=("wrist",), limb=("shoulder", "elbow", "wrist"),
             target=Target(Way.LEVEL, "wrist"), compares_sides=True,
             poles=("left hand higher", "right hand higher")),
    Quantity("elbow_elevation_deg", "deg", "Arm elevation, by the elbow's height",
             function=arms.elbow_elevation_deg, paired=True, short="Arms", joints=("elbow",),
             arc=Arc("shoulder", "elbow", "hip"), limb=("shoulder", "elbow")),
    Quantity("lower_elbow_elevation_deg", "deg", "Arm elevation of the lower arm",
             function=arms.lower_elbow_elevation_deg, short="Arms", joints=("elbow",),
             limb=("shoulder", "elbow")),
    Quantity("elbow_height_difference", "trunk", "Elbow height, left minus right",
             function=arms.elbow_height_difference, joints=("elbow",), limb=("shoulder", "elbow"),
             target=Target(Way.LEVEL, "elbow"), compares_sides=True,
             poles=("left elbow higher", "right elbow higher")),
    Quantity("wrists_over_elbows", "forearm", "Wrists over elbows", function=arms.wrists_over_elbows,
             joints=("wrist", "elbow"), limb=("elbow", "wrist"), target=Target(Way.LEVEL, "elbow")),
    Quantity("hands_over_elbows", "forearm", "Hands over elbows", function=arms.hands_over_elbows,
             joints=("wrist", "elbow"), limb=("elbow", "wrist"), target=Target(Way.LEVEL, "elbow")),
    Quantity("hands_apart", "trunk", "Distance of the hands", function=arms.hands_apart, joints=("wrist",)),
    Quantity("wrists_over_shoulders", "trunk", "Wrists over shoulders", function=arms.wrists_over_shoulders,
             joints=("wrist",), target=Target(Way.LEVEL, "shoulder")),
    Quantity("wrists_over_mouth", "trunk", "Wrists over mouth", function=arms.wrists_over_mouth,
             joints=("wrist",), target=Target(Way.LEVEL, "mouth")),
    # Trunk and legs.
    Quantity("trunk_inclination_deg", "deg", "Trunk inclination", function=trunk.trunk_inclination_deg,
             short="Trunk", joints=("hip",), arc=Arc("hip", "shoulder", _UP), limb=("hip", "shoulder"),
             ways=("forward", "back")),
    Quantity("trunk_lean_deg", "deg", "Sideways lean", function=trunk.trunk_lean_deg, short="Lean",
             joints=("hip",), arc=Arc("hip", "shoulder", _UP), limb=("hip", "shoulder"),
             poles=("to the left", "to the right"), ways=("left", "right")),
    Quantity("hip_height", "trunk", "Hip height", function=trunk.hip_height, joints=("hip",)),
    Quantity("knee_flexion_deg", "deg", "Knee flexion", function=trunk.knee_flexion_deg, paired=True,
             short="Knees", joints=("knee",), arc=Arc("knee", "ankle", _ON, "hip"),
             limb=("hip", "knee", "ankle")),
    Quantity("knees_bend_deg", "deg", "Bend of both knees", function=trunk.knees_bend_deg, short="Knees",
             joints=("knee",)),
    # Head and neck.
    Quantity("ear_shoulder_inclination_deg", "deg", "Ear-shoulder inclination",
             function=head.ear_shoulder_inclination_deg, short="Head", joints=("ear", "shoulder"),
             arc=Arc("shoulder", "ear", _UP, quiet=True)),
    Quantity("head_tilt_deg", "deg", "Head tilt, up and down", function=head.head_tilt_deg, short="Gaze",
             joints=("ear",), arc=Arc("ear", "eye_outer", _LEVEL, quiet=True)),
    Quantity("head_on_trunk_deg", "deg", "Head tilt against the trunk", function=head.head_on_trunk_deg,
             joints=("ear", "hip")),
    Quantity("mesh_pitch_deg", "deg", "Face, up and down", function=head.mesh_pitch_deg, short="Gaze",
             joints=("eye_outer",), face=True),
    Quantity("mesh_yaw_deg", "deg", "Face, to the side", function=head.mesh_yaw_deg, short="Turn",
             joints=("eye_outer",), face=True),
    Quantity("head_pitch_deg", "deg", "Head, up and down", function=head.head_pitch_deg, short="Gaze",
             joints=("eye_outer",), face=True),
    Quantity("head_yaw_deg", "deg", "Head, to the side", function=head.head_yaw_deg, short="Turn",
             joints=("eye_outer",), face=True),
    Quantity("head_protraction_deg", "deg", "Head forward", function=head.head_protraction_deg, short="Head",
             joints=("ear", "shoulder"), face=True),
    Quantity("ear_over_shoulder", "x", "Ear over shoulder", function=head.ear_over_shoulder, paired=True,
             joints=("ear", "shoulder")),
    Quantity("ears_over_shoulders", "trunk", "Ears over shoulders", function=head.ears_over_shoulders,
             joints=("ear", "shoulder")),
    # What a webcam sees of face and shoulders.
    Quantity("shoulder_width_px", "px", "Shoulder width", function=face.shoulder_width_px,
             joints=("shoulder",)),
    Quantity("shoulders_in_picture", "x", "Shoulder width in the picture", function=face.shoulders_in_picture,
             joints=("shoulder",)),
    Quantity("shoulders_x_px", "px", "Place of the shoulders", function=face.shoulders_x_px,
             joints=("shoulder",)),
    Quantity("ears_y_px", "px", "Place of the ears", function=face.ears_y_px, joints=("ear",)),
    Quantity("shoulder_roll_deg", "deg", "Shoulder line", function=face.shoulder_roll_deg,
             joints=("shoulder",)),
    Quantity("head_roll_deg", "deg", "Head tilt, sideways", function=face.head_roll_deg, joints=("ear",)),
    Quantity("neck_roll_deg", "deg", "Neck line", function=face.neck_roll_deg, joints=("ear", "shoulder")),
    Quantity("head_turn_deg", "deg", "Head turn", function=face.head_turn_deg, joints=("ear",)),
    Quantity("face_scale", "x", "Face over shoulder width", function=face.face_scale),
    Quantity("ear_height", "x", "Ears over shoulders", function=face.ear_height, joints=("ear",)),
    Quantity("eye_height", "x", "Eyes over shoulders", function=face.eye_height),
    Quantity("nose_over_ears", "x", "Nose over ears", function=face.nose_over_ears),
    Quantity("eyes_over_ears", "x", "Eyes over ears", function=face.eyes_over_ears),
    Quantity("mouth_over_ears", "x", "Mouth over ears", function=face.mouth_over_ears),
    Quantity("face_pitch_deg", "deg", "Face from the side, up and down", function=face.face_pitch_deg),
)  # fmt: skip


def frame_quantities(model: str | None = FITTED_MODEL) -> Mapping[str, Quantity]:
    """Every quantity that one body shows, by its name; never changed.

    Args:
        model: The pose model that finds the bodies. The errors are those that were fitted on it, or, where
            there are none, those of `FITTED_MODEL`: rules work with them, but nobody may be told of them.
    """
    return _with_errors_of(assumed_fits(model, Fit.ERRORS))


@cache
def _with_errors_of(fits: Fits) -> Mapping[str, Quantity]:
    fitted = fits.read(Fit.ERRORS)
    return MappingProxyType({row.name: _with_errors(row, fitted.get(row.name)) for row in _ROWS})


def _with_errors(row: Quantity, fitted: Mapping[str, float] | None) -> Quantity:
    assert row.function is not None
    about = row.about or (row.function.__doc__ or "").splitlines()[0]
    if fitted is None:
        return replace(row, about=about)
    return replace(row, about=about, errors={View(view): float(error) for view, error in fitted.items()})


def measure_all(body: Body, names: Iterable[str]) -> dict[str, Measurement]:
    """Measure a body in every named way; paired quantities give two values.

    Raises:
        KeyError: If a name is not one of `frame_quantities`.
    """
    known = frame_quantities(body.model)  # once, not for each name
    measured: dict[str, Measurement] = {}
    for name in names:
        measured.update(known[name].of(body))
    return measured
