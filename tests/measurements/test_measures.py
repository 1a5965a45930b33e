"""What each measure reads from figures whose angles are known, and why it says nothing when it cannot."""

import math
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.measurements.catalog import frame_quantities
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.view import View, ViewEstimator
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from tests.people import (
    BACK,
    FOREARM,
    FRONT,
    LEFT_SIDE,
    NECK,
    OBLIQUE,
    RIGHT_SIDE,
    SHANK,
    SHOULDERS,
    UPPER_ARM,
    Arm,
    Camera,
    Posture,
    measured,
    mirrored,
    photo,
)

pytestmark = pytest.mark.usefixtures("plane_geometry_alone")

ARM = 1.15  # what the program takes an arm's length to be, in trunk lengths
SIDE_VIEWS = [RIGHT_SIDE, LEFT_SIDE]
CAMERAS = {"front": FRONT, "right": RIGHT_SIDE, "left": LEFT_SIDE, "oblique": OBLIQUE, "back": BACK}


def arms(raised_deg: float, elbow_deg: float, ahead_deg: float = 0.0) -> Posture:
    """Both arms alike."""
    arm = Arm(raised_deg, elbow_deg)
    return Posture(arm, arm, arms_ahead_deg=ahead_deg)


def value(name: str, posture: Posture, camera: Camera = FRONT) -> float:
    """One measure, which must have a value."""
    found = measured(photo(posture, camera), camera)[name]
    assert found.value is not None, found.reason
    return found.value


# Values


@pytest.mark.parametrize(
    ("raised", "elbow"), [(10, 170), (50, 50), (90, 90), (60, 100), (120, 80), (175, 178)]
)
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("camera", ["front", "back", "left", "right"])
def test_arm_angles_are_those_that_the_arm_was_built_with(camera, side, raised, elbow) -> None:
    if camera in ("left", "right"):
        side, ahead = camera, 90.0
    else:
        ahead = 0.0
    posture = arms(raised, elbow, ahead)
    assert value(f"{side}_elbow_angle_deg", posture, CAMERAS[camera]) == pytest.approx(elbow)
    assert value(f"{side}_arm_elevation_deg", posture, CAMERAS[camera]) == pytest.approx(raised)
    assert value(f"{side}_forearm_tilt_deg", posture, CAMERAS[camera]) == pytest.approx(abs(raised - elbow))


@pytest.mark.parametrize("camera", SIDE_VIEWS)
def test_arm_elevation_is_taken_from_the_trunk_and_not_from_the_vertical(camera) -> None:
    side = "right" if camera is RIGHT_SIDE else "left"
    leaning = replace(arms(90, 90, 90), trunk_forward_deg=-20)
    # The arm stays level while the trunk falls back, so the angle between them grows less.
    assert value(f"{side}_arm_elevation_deg", leaning, camera) == pytest.approx(90 - 20)


@pytest.mark.parametrize(
    ("name", "posture", "expected"),
    [
        ("left_wrist_height", arms(0, 180), -(UPPER_ARM + FOREARM) / ARM),
        ("left_wrist_height", arms(90, 90), FOREARM / ARM),
        ("right_wrist_height", arms(180, 180), (UPPER_ARM + FOREARM) / ARM),
        ("left_wrist_over_chin", arms(90, 90), FOREARM - (NECK - 0.17)),
        ("grip_ratio", arms(0, 180), 1 / 1.13),
        ("grip_ratio", arms(90, 90), (SHOULDERS + 2 * UPPER_ARM) / SHOULDERS / 1.13),
        ("hip_height", Posture(), 2 * SHANK),
        ("hip_height", Posture(knee_deg=60), 2 * SHANK * math.cos(math.radians(30))),
        ("left_ear_over_shoulder", Posture(), NECK / SHOULDERS),
        ("trunk_lean_deg", Posture(trunk_left_deg=8), 8.0),
        ("trunk_lean_deg", Posture(trunk_left_deg=-8), -8.0),
        ("arm_elevation_difference_deg", Posture(left=Arm(100, 100), right=Arm(85, 85)), 15.0),
        ("arm_elevation_difference_deg", Posture(left=Arm(85, 85), right=Arm(100, 100)), -15.0),
        ("left_elbow_elevation_deg", arms(80, 80), 80.0),
        ("left_elbow_elevation_deg", arms(120, 120), 120.0),
        ("lower_elbow_elevation_deg", Posture(left=Arm(90, 90), right=Arm(60, 60)), 60.0),
        ("elbow_height_difference", Posture(left=Arm(90, 90), right=Arm(60, 60)), 0.5 * UPPER_ARM),
        ("wrists_over_shoulders", arms(90, 90), FOREARM),
        ("wrist_height_difference", Posture(left=Arm(90, 90), right=Arm(0, 180)), 2 * FOREARM + UPPER_ARM),
    ],
)
def test_front_view(name, posture, expected) -> None:
    assert value(name, posture) == pytest.approx(expected)


def test_a_raised_shoulder_comes_nearer_to_the_ear_on_its_side() -> None:
    assert value("left_ear_over_shoulder", Posture(shrug=0.1)) == pytest.approx((NECK - 0.1) / SHOULDERS)


def test_without_a_mouth_the_chin_is_where_the_trunk_lets_it_expect() -> None:
    """As in recordings of models that find no mouth."""
    name, posture, mouth = "right_wrist_over_chin", arms(90, 90, 90), (L.MOUTH_LEFT, L.MOUTH_RIGHT)
    seen = measured(photo(posture, RIGHT_SIDE), RIGHT_SIDE)[name].value
    guessed = measured(photo(posture, RIGHT_SIDE, missing=mouth), RIGHT_SIDE)[name].value
    hidden = measured(photo(posture, RIGHT_SIDE, hidden=mouth), RIGHT_SIDE)[name]
    assert seen is not None
    assert guessed == pytest.approx(seen, abs=0.05)
    assert hidden.reason is Reason.NOT_VISIBLE


def test_sideways_lean_is_to_the_subjects_left_from_the_back_too() -> None:
    assert value("trunk_lean_deg", Posture(trunk_left_deg=8), BACK) == pytest.approx(8)


@pytest.mark.parametrize(
    ("name", "posture", "expected"),
    [
        ("trunk_inclination_deg", Posture(trunk_forward_deg=12), 12.0),
        ("trunk_inclination_deg", Posture(trunk_forward_deg=-12), -12.0),
        ("ear_shoulder_inclination_deg", Posture(neck_forward_deg=25), 25.0),
        ("ear_shoulder_inclination_deg", Posture(neck_forward_deg=-5, trunk_forward_deg=10), -5.0),
        ("head_tilt_deg", Posture(), 0.0),
        ("head_tilt_deg", Posture(looks_up_deg=20), 20.0),
        ("head_tilt_deg", Posture(looks_up_deg=-30), -30.0),
        ("bar_offset", arms(90, 90, 90), UPPER_ARM),
        ("bar_offset", arms(-20, 180, 90), -(UPPER_ARM + FOREARM) * math.sin(math.radians(20))),
        ("hip_height", Posture(knee_deg=60), 2 * SHANK * math.cos(math.radians(30))),
        ("near_knee_flexion_deg", Posture(), 0.0),
        ("near_knee_flexion_deg", Posture(knee_deg=25), 25.0),
    ],
)
@pytest.mark.parametrize("camera", SIDE_VIEWS, ids=["right", "left"])
def test_side_view_reads_the_same_from_both_sides(camera, name, posture, expected) -> None:
    name = name.replace("near", "right" if camera is RIGHT_SIDE else "left")
    assert value(name, posture, camera) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("azimuth_deg", [40, 45, 50])
@pytest.mark.parametrize("left", [True, False])
def test_obliquely_bar_and_grip_are_read_as_they_are(azimuth_deg, left) -> None:
    camera = Camera(azimuth_deg if left else -azimuth_deg)
    assert value("bar_offset", arms(90, 90, 90), camera) == pytest.approx(UPPER_ARM, rel=0.12)
    assert value("bar_offset", arms(0, 180), camera) == pytest.approx(0.0, abs=0.02)
    # A grip that looks narrow obliquely is read a little wider.
    assert value("grip_ratio", arms(0, 180), camera) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("camera", CAMERAS.values(), ids=CAMERAS)
def test_every_value_carries_the_error_that_is_stated_for_its_view(camera) -> None:
    view = ViewEstimator().update(0.0, photo(camera=camera)).view
    found = measured(photo(camera=camera), camera)
    for name, measure in frame_quantities().items():
        for column in measure.columns():
            if found[column].value is None:
                assert found[column].reason is not None, column
            else:
                # What is better from one view than from the next may say so itself.
                own = name in {"elbow_angle_deg", "arm_elevation_deg", "forearm_tilt_deg"} | UNEVEN | HANDS
                assert own or found[column].error == measure.errors[view], name
                assert found[column].error > 0, name


# What must not change them


postures = st.builds(
    Posture,
    left=st.builds(Arm, st.floats(20, 175), st.floats(35, 175)),
    right=st.builds(Arm, st.floats(20, 175), st.floats(35, 175)),
    arms_ahead_deg=st.floats(0, 90),
    trunk_forward_deg=st.floats(-20, 20),
    trunk_left_deg=st.floats(-10, 10),
    neck_forward_deg=st.floats(-20, 20),
    looks_up_deg=st.floats(-20, 20),
    knee_deg=st.floats(0, 40),
)
cameras = st.sampled_from([Camera(turn, 2000, 2000, 150) for turn in (0, 90, -90, 40, 180)])


# Where in the picture something is: compared with a neutral from the same place, never by itself.
PLACES = {"shoulders_x_px", "ears_y_px"}


def assert_same(
    left: dict[str, Measurement], right: dict[str, Measurement], changed: Collection[str] = ()
) -> None:
    """Nothing differs but what is said to; why something has no value never does."""
    assert left.keys() == right.keys()
    for name, one in left.items():
        other = right[name]
        assert one.reason == other.reason, name
        if one.value is not None and name not in changed:
            assert other.value == pytest.approx(one.value, abs=1e-6), name


@given(postures, cameras, st.floats(0.4, 0.6), st.floats(0.8, 1.0))
def test_where_in_the_picture_somebody_stands_does_not_matter(posture, camera, x, y) -> None:
    moved = replace(camera, x=x, y=y)
    assert_same(measured(photo(posture, camera), camera), measured(photo(posture, moved), moved), PLACES)


@given(postures, cameras, st.floats(60, 250))
def test_how_large_somebody_is_does_not_matter(posture, camera, trunk_px) -> None:
    larger = replace(camera, trunk_px=trunk_px)
    by = trunk_px / camera.trunk_px
    expected = {
        name: Measurement(found.value * by, found.error)
        if name.endswith("_px") and found.value is not None
        else found
        for name, found in measured(photo(posture, camera), camera).items()
    }
    assert_same(expected, measured(photo(posture, larger), larger), PLACES)


@given(postures, cameras, st.sampled_from([(1600, 900), (900, 1600), (2400, 1000)]))
def test_the_pictures_shape_does_not_matter(posture, camera, size) -> None:
    other = replace(camera, width_px=size[0], height_px=size[1])
    assert_same(measured(photo(posture, camera), camera), measured(photo(posture, other), other), PLACES)


SIGNED = {
    "trunk_lean_deg",
    "arm_elevation_difference_deg",
    "wrist_height_difference",
    "elbow_height_difference",
    "shoulder_roll_deg",
    "head_roll_deg",
    "neck_roll_deg",
    "head_turn_deg",
}
# One picture does not show how long an arm is that points at the camera; a stream does.
NEED_A_STREAM = ("elbow_elevation_deg",)


def swapped(name: str) -> str:
    """The name of the same measure on the other side."""
    for one, other in (("left_", "right_"), ("right_", "left_")):
        if name.startswith(one):
            return other + name.removeprefix(one)
    return name


@given(postures, cameras)
def test_a_mirror_image_swaps_left_and_right_and_keeps_the_values(posture, camera) -> None:
    pose = photo(posture, camera)
    flipped = measured(mirrored(pose, camera.width_px), camera)
    expected = {
        swapped(name): Measurement(-found.value, found.error)
        if name in SIGNED and found.value is not None
        else found
        for name, found in measured(pose, camera).items()
    }
    assert_same(expected, flipped, {"shoulders_x_px"})
    across, across_too = measured(pose, camera)["shoulders_x_px"].value, flipped["shoulders_x_px"].value
    assert (across is None) == (across_too is None)
    if across is not None:
        assert across_too == pytest.approx(camera.width_px - across)


@pytest.mark.parametrize("camera", ["front", "left", "right", "back"])
@pytest.mark.parametrize(
    "sweep",
    [
        lambda deg: arms(deg, 170, 90),
        lambda deg: arms(deg, 90, 90),
        lambda deg: arms(deg, 170),
        lambda deg: arms(90, deg),
        lambda deg: Posture(trunk_forward_deg=deg / 4 - 30, trunk_left_deg=deg / 8 - 15),
        lambda deg: Posture(neck_forward_deg=deg / 3 - 40),
        lambda deg: Posture(looks_up_deg=deg / 2 - 60),
        lambda deg: Posture(knee_deg=deg / 2),
    ],
    ids=["raise-ahead", "raise-bent", "raise-aside", "elbow", "trunk", "neck", "head", "knee"],
)
def test_no_angle_jumps_while_the_body_turns_evenly(camera, sweep) -> None:
    last: dict[str, float] = {}
    for deg in range(0, 241, 4):
        found = measured(photo(sweep(deg), CAMERAS[camera]), CAMERAS[camera])
        now = {
            name: m.value
            for name, m in found.items()
            if name.endswith("_deg") and not name.endswith(NEED_A_STREAM) and m.value is not None
        }
        for name in now.keys() & last.keys():
            # Corrected for foreshortening, what a limb pointing at the camera hides counts several times.
            hidden = camera == "front" and ("elbow_angle" in name or "arm_elevation_deg" in name)
            limit_deg = 30 if hidden else 12
            assert abs(now[name] - last[name]) < limit_deg, (name, deg)
        last = now
    assert last


UNEVEN = {"wrist_height_difference", "elbow_height_difference"}
HANDS = {"grip_ratio", "bar_offset", "wrists_over_shoulders", "hands_over_elbows"}

# Why there is no value


@pytest.mark.parametrize(
    ("name", "camera", "posture", "hidden", "reason"),
    [
        ("left_elbow_angle_deg", FRONT, arms(90, 90), [L.LEFT_WRIST], Reason.NOT_VISIBLE),
        ("grip_ratio", FRONT, arms(90, 90), [L.RIGHT_WRIST], Reason.NOT_VISIBLE),
        ("trunk_lean_deg", FRONT, Posture(), [L.LEFT_HIP], Reason.NOT_VISIBLE),
        ("left_ear_over_shoulder", FRONT, Posture(), [L.LEFT_EAR], Reason.NOT_VISIBLE),
        ("left_elbow_angle_deg", RIGHT_SIDE, arms(90, 90, 90), [], Reason.NOT_VISIBLE),
        ("right_elbow_angle_deg", LEFT_SIDE, arms(90, 90, 90), [], Reason.NOT_VISIBLE),
        ("left_knee_flexion_deg", RIGHT_SIDE, Posture(), [], Reason.NOT_VISIBLE),
        ("left_elbow_angle_deg", FRONT, arms(90, 180, 90), [], Reason.FORESHORTENED),
        ("left_forearm_tilt_deg", FRONT, arms(45, 135, 90), [], Reason.FORESHORTENED),
        ("ear_shoulder_inclination_deg", RIGHT_SIDE, arms(175, 175, 90), [], Reason.COVERED),
        ("ear_shoulder_inclination_deg", LEFT_SIDE, arms(175, 175, 90), [], Reason.COVERED),
        ("head_tilt_deg", RIGHT_SIDE, arms(170, 170, 90), [], Reason.COVERED),
        ("trunk_inclination_deg", FRONT, Posture(), [], Reason.WRONG_VIEW),
        ("trunk_lean_deg", RIGHT_SIDE, Posture(), [], Reason.WRONG_VIEW),
        ("bar_offset", FRONT, Posture(), [], Reason.WRONG_VIEW),
        ("bar_offset", OBLIQUE, Posture(), [L.LEFT_WRIST], Reason.NOT_VISIBLE),
        ("grip_ratio", BACK, Posture(), [], Reason.WRONG_VIEW),
        ("head_tilt_deg", BACK, Posture(), [], Reason.WRONG_VIEW),
    ],
)
def test_reason_when_something_cannot_be_measured(name, camera, posture, hidden, reason) -> None:
    assert measured(photo(posture, camera, hidden=hidden), camera)[name] == Measurement.missing(reason)


def test_a_point_that_the_recording_does_not_hold_is_said_so() -> None:
    found = measured(photo(missing=[L.LEFT_KNEE], camera=LEFT_SIDE), LEFT_SIDE)
    assert found["left_knee_flexion_deg"].reason is Reason.NOT_RECORDED


def test_a_point_outside_the_picture_is_not_used_however_sure_the_model_is() -> None:
    low = Camera(90, y=1.2)
    pose = photo(camera=low)
    assert pose.visibility[L.RIGHT_ANKLE] == 1.0
    assert measured(pose, low)["right_knee_flexion_deg"].reason is Reason.OUT_OF_PICTURE


@pytest.mark.parametrize(
    ("point", "name"), [(L.LEFT_WRIST, "left_elbow_angle_deg"), (L.LEFT_ELBOW, "left_arm_elevation_deg")]
)
def test_a_limb_that_looks_longer_than_it_can_be_is_not_believed(point, name) -> None:
    points = photo(arms(60, 100)).points.copy()
    points[point, 0] += FRONT.trunk_px
    found = measured(Pose(points))
    assert found[name].reason is Reason.IMPLAUSIBLE
    assert found[name.replace("left", "right")].value is not None


def test_a_point_just_outside_the_picture_still_counts() -> None:
    near_edge = replace(RIGHT_SIDE, y=1.015)
    assert measured(photo(camera=near_edge), near_edge)["right_knee_flexion_deg"].value == pytest.approx(0)


def test_from_the_side_one_hidden_far_point_of_a_pair_does_not_hinder() -> None:
    found = measured(photo(Posture(trunk_forward_deg=7), RIGHT_SIDE, hidden=[L.LEFT_HIP]), RIGHT_SIDE)
    assert found["trunk_inclination_deg"].value == pytest.approx(7)


def test_without_head_and_feet_it_is_not_known_which_way_forward_is() -> None:
    faceless = [point for point in L if point < L.LEFT_SHOULDER or point > L.RIGHT_ANKLE]
    found = measured(photo(camera=RIGHT_SIDE, missing=faceless), RIGHT_SIDE)
    assert found["trunk_inclination_deg"].reason is Reason.WRONG_VIEW


def test_nothing_at_all_can_be_measured_of_a_pose_without_points() -> None:
    empty = Pose(np.full((33, 5), np.nan))
    found = measured(empty)
    needs_a_neutral = {name for name, measure in frame_quantities().items() if measure.function is None}
    for name, measure in found.items():
        assert measure.reason is (Reason.NO_NEUTRAL if name in needs_a_neutral else Reason.WRONG_VIEW), name


@given(postures, cameras, st.sets(st.sampled_from(list(L)), max_size=20), st.sets(st.sampled_from(list(L))))
def test_whatever_is_missing_there_is_a_finite_value_or_a_reason(posture, camera, hidden, missing) -> None:
    for name, found in measured(photo(posture, camera, hidden, missing), camera).items():
        assert (found.value is None) == (found.reason is not None), name
        assert found.value is None or math.isfinite(found.value), name


def test_every_measure_states_its_error_for_at_least_one_known_view() -> None:
    for measure in frame_quantities().values():
        assert measure.errors
        assert View.UNKNOWN not in measure.errors
        assert all(error > 0 for error in measure.errors.values())
