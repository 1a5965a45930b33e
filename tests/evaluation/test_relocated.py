"""Points of a sitter as another place of chair or camera shows them, against what geometry says."""

import numpy as np
import pytest

from formcheck.evaluation.relocated import Relocation, relocated
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.source.frame import StreamInfo
from tests.people import FRONT, Posture, photo

INFO = StreamInfo("x", 1000, 1000, 30.0)
CAMERA = {"fov_deg": 60.0, "distance_m": 0.8}
FOCAL_PX = 500 / np.tan(np.radians(30))
SITTING = photo(Posture(), FRONT)
SHOULDERS = [L.LEFT_SHOULDER, L.RIGHT_SHOULDER]


def moved(**how: float) -> Pose:
    return relocated(SITTING, INFO, CAMERA, Relocation(**how))


def shift_px(pose: Pose, points: list[L]) -> np.ndarray:
    return (pose.xy_px[points] - SITTING.xy_px[points]).mean(0)


def test_where_nothing_is_moved_every_point_stays() -> None:
    assert moved().points == pytest.approx(SITTING.points, nan_ok=True, abs=1e-6)


def test_a_chair_that_moves_aside_moves_points_by_their_distance() -> None:
    aside = moved(right_m=0.08)
    assert shift_px(aside, SHOULDERS) == pytest.approx([FOCAL_PX * 0.08 / 0.8, 0.0], abs=0.1)
    assert shift_px(aside, [L.NOSE])[0] == pytest.approx(FOCAL_PX * 0.08 / (0.8 - 0.13), abs=0.1)


def test_a_higher_chair_moves_points_up_and_a_nearer_one_makes_them_larger() -> None:
    assert shift_px(moved(up_m=0.08), SHOULDERS) == pytest.approx([0.0, -FOCAL_PX * 0.1], abs=0.1)
    width_px = np.ptp(SITTING.xy_px[SHOULDERS, 0])
    nearer = np.ptp(moved(away_m=-0.2).xy_px[SHOULDERS, 0])
    assert nearer == pytest.approx(width_px * 0.8 / 0.6, rel=1e-6)


@pytest.mark.parametrize(
    ("how", "axis", "sign"), [({"pan_deg": 5.0}, 0, -1), ({"tilt_deg": 5.0}, 1, 1)], ids=["right", "up"]
)
def test_a_camera_that_turns_moves_all_points_against_its_turn(how, axis: int, sign: int) -> None:
    way = moved(**how).xy_px - SITTING.xy_px
    seen = way[np.isfinite(way[:, axis]), axis]
    assert np.all(np.sign(seen) == sign)
    middle = int(
        np.nanargmin(np.abs(SITTING.xy_px[:, axis] - 500) + np.abs(SITTING.xy_px[:, 1 - axis] - 500))
    )
    assert abs(way[middle, axis]) == pytest.approx(FOCAL_PX * np.tan(np.radians(5.0)), rel=0.1)


def test_a_camera_that_rolls_turns_the_picture_the_other_way_about_its_middle() -> None:
    turned = moved(roll_deg=90.0).xy_px - 500
    before = SITTING.xy_px - 500
    seen = np.isfinite(before).all(1)
    assert np.hypot(*turned[seen].T) == pytest.approx(np.hypot(*before[seen].T), abs=1e-6)
    across = before[seen, 0] * turned[seen, 1] - before[seen, 1] * turned[seen, 0]
    assert abs(across) == pytest.approx((before[seen] ** 2).sum(1), rel=1e-6)


def test_zoom_is_about_the_middle_of_the_picture() -> None:
    assert moved(zoom=1.2).xy_px - 500 == pytest.approx(1.2 * (SITTING.xy_px - 500), nan_ok=True, abs=1e-6)


def test_a_camera_that_looks_down_sees_a_higher_chair_nearer() -> None:
    camera = {**CAMERA, "pitch_deg": 30.0}
    up = relocated(SITTING, INFO, camera, Relocation(up_m=0.1))
    assert np.ptp(up.xy_px[SHOULDERS, 0]) > np.ptp(SITTING.xy_px[SHOULDERS, 0])
    assert shift_px(up, SHOULDERS)[1] < 0
