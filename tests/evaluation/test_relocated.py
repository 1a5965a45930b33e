"""Points of a sitter seen from elsewhere: what a pinhole camera would show."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.evaluation.relocated import Relocation, ahead_when_upright_m, relocated
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from tests.people import FRONT
from tests.seats import UPRIGHT

INFO = FRONT.info(6.0)
CAMERA = {"fov_deg": 50.0, "distance_m": 0.8}
FOCAL_PX = INFO.height_px / 2 / np.tan(np.radians(25.0))
CENTRE = np.array((INFO.width_px / 2, INFO.height_px / 2))
POSE = UPRIGHT.photo()
SHOULDER = L.LEFT_SHOULDER


def shifts(move: Relocation, camera: dict[str, float] = CAMERA) -> np.ndarray:
    """How far each point went, in pixels."""
    return relocated(POSE, INFO, camera, move).xy_px - POSE.xy_px


def width(pose: Pose) -> float:
    return float(np.ptp(pose.xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 0]))


def test_nothing_moves_where_nothing_was_moved() -> None:
    np.testing.assert_allclose(shifts(Relocation()), 0.0, atol=1e-9)


@pytest.mark.parametrize(
    ("move", "across", "down"),
    [
        (Relocation(right_m=0.1), 1, 0),
        (Relocation(right_m=-0.1), -1, 0),
        (Relocation(up_m=0.1), 0, -1),
        (Relocation(up_m=-0.1), 0, 1),
        (Relocation(pan_deg=5.0), -1, 0),
        (Relocation(tilt_deg=5.0), 0, 1),
    ],
    ids=["right", "left", "up", "down", "camera turned right", "camera tilted up"],
)
def test_each_way_goes_where_its_name_says(move, across, down) -> None:
    x, y = shifts(move)[SHOULDER]
    assert (np.sign(x) if across else x) == pytest.approx(across, abs=0 if across else 8.0)
    assert (np.sign(y) if down else y) == pytest.approx(down, abs=0 if down else 8.0)


def test_a_chair_goes_by_what_the_distance_makes_of_it_and_the_nose_goes_farther() -> None:
    moved = shifts(Relocation(right_m=0.1))
    assert moved[SHOULDER, 0] == pytest.approx(FOCAL_PX * 0.1 / 0.8)
    assert moved[L.NOSE, 0] == pytest.approx(FOCAL_PX * 0.1 / 0.67)


@pytest.mark.parametrize(("away_m", "times"), [(0.2, 0.8 / 1.0), (-0.2, 0.8 / 0.6)])
def test_farther_is_smaller(away_m, times) -> None:
    there = relocated(POSE, INFO, CAMERA, Relocation(away_m=away_m))
    assert width(there) / width(POSE) == pytest.approx(times)


def test_a_zoom_enlarges_everything_about_the_middle() -> None:
    there = relocated(POSE, INFO, CAMERA, Relocation(zoom=1.25))
    np.testing.assert_allclose(there.xy_px - CENTRE, 1.25 * (POSE.xy_px - CENTRE))


def test_a_roll_turns_everything_about_the_middle() -> None:
    there = relocated(POSE, INFO, CAMERA, Relocation(roll_deg=90.0))
    x, y = (POSE.xy_px - CENTRE).T
    np.testing.assert_allclose(there.xy_px - CENTRE, np.column_stack([y, -x]), atol=1e-6)


def test_a_camera_that_looks_down_sees_a_chair_that_comes_nearer_go_down() -> None:
    assert shifts(Relocation(away_m=-0.1), {**CAMERA, "pitch_deg": 20.0})[SHOULDER, 1] > 0


def test_what_is_no_place_stays() -> None:
    there = relocated(POSE, INFO, CAMERA, Relocation(right_m=0.1, zoom=1.2))
    np.testing.assert_array_equal(there.points[:, 2:], POSE.points[:, 2:])
    np.testing.assert_array_equal(POSE.points, UPRIGHT.photo().points)


WAY = st.floats(-0.15, 0.15)


@given(WAY, WAY, WAY)
def test_a_chair_that_goes_there_and_back_was_never_moved(right_m, up_m, away_m) -> None:
    there = relocated(POSE, INFO, CAMERA, Relocation(right_m, up_m, away_m))
    # From there the distance is another one; what is in front of the shoulders stays as far in front of them.
    back = relocated(
        there, INFO, {**CAMERA, "distance_m": 0.8 + away_m}, Relocation(-right_m, -up_m, -away_m)
    )
    np.testing.assert_allclose(back.xy_px, POSE.xy_px, atol=1e-6)


def test_what_is_farther_ahead_moves_more() -> None:
    ahead_m = ahead_when_upright_m()
    ahead_m[L.NOSE] += 0.2
    there = relocated(POSE, INFO, CAMERA, Relocation(right_m=0.1), ahead_m)
    assert (there.xy_px - POSE.xy_px)[L.NOSE, 0] == pytest.approx(FOCAL_PX * 0.1 / 0.47)
