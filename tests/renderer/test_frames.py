"""Frames by chance: attitudes that joints allow, cameras that see the person, one file from several parts."""

import numpy as np
import pytest

from renderer.frames.attitude import Attitude, HandAt, between
from renderer.frames.chance import attitude, habit, moved
from renderer.frames.sight import before_the_camera, seen_from
from renderer.frames.table import KINDS, Table, join
from renderer.frames.viewpoint import viewpoint
from renderer.people.arm_angles import ArmAngles
from renderer.scene.camera import Camera

SEEDS = range(200)
POINTS = {
    "left_shoulder": np.array([0.2, 0, 1.4]),
    "right_shoulder": np.array([-0.2, 0, 1.4]),
    "left_hip": np.array([0.1, 0, 0.9]),
    "right_hip": np.array([-0.1, 0, 0.9]),
}


def arms(seed):
    rng = np.random.default_rng(seed)
    own = habit(rng)
    start = attitude(rng, own)
    return [arm for a in (start, moved(rng, start)) for arm in (a.left, a.right)]


def test_arms_are_everywhere_but_within_their_joints():
    free = [arm for seed in SEEDS for arm in arms(seed) if isinstance(arm, ArmAngles)]
    elevations = np.array([arm.elevation_deg for arm in free])
    elbows = np.array([arm.elbow_deg for arm in free])
    assert 0 < elevations.min() < 10
    assert 165 < elevations.max() < 180
    assert 30 < elbows.min() < 45
    assert 170 < elbows.max() < 180
    assert np.histogram(elevations, range(0, 181, 30))[0].min() > 0.05 * len(free)


def test_who_holds_a_bar_has_both_hands_on_it():
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        own = habit(rng)
        if own.hold == "barbell":
            found = attitude(rng, own)
            assert isinstance(found.left, HandAt)
            assert isinstance(found.right, HandAt)
            assert found.left.outward == found.right.outward


def test_the_same_seed_gives_the_same_attitude():
    assert arms(3) == arms(3)


def test_halfway_between_two_attitudes_every_number_is_in_the_middle():
    arm = ArmAngles(10, 20, 0, 160)
    first, second = Attitude(arm, arm, pitch_deg=0), Attitude(arm, ArmAngles(30, 20, 0, 100), pitch_deg=10)
    middle = between(first, second, 0.5)
    assert (middle.pitch_deg, middle.right.elevation_deg, middle.right.elbow_deg) == (5, 20, 130)
    assert middle.left == arm


def test_cameras_stand_all_around_and_see_the_chest():
    cameras = [viewpoint(np.random.default_rng(seed), 1.7, seed % 3 == 0) for seed in SEEDS]
    around = np.histogram([camera.azimuth_deg for camera in cameras], range(-180, 181, 60))[0]
    assert around.min() > 10
    for camera in cameras:
        (x, y), *_ = camera.project(np.array([[0.0, 0.0, 1.15]]))
        assert 0 < x < camera.width_px
        assert 0 < y < camera.height_px
        assert abs(camera.pitch_deg) <= 15
        assert abs(camera.roll_deg) <= 6


def test_points_before_the_camera_project_to_their_pixels():
    camera = Camera(azimuth_deg=40, pitch_deg=10, roll_deg=5, fov_deg=60)
    points = np.array(list(POINTS.values()))
    x, y, z = before_the_camera(points, camera).T
    pixels = np.stack(
        [camera.width_px / 2 + camera.focal_px * x / z, camera.height_px / 2 + camera.focal_px * y / z], 1
    )
    assert pixels == pytest.approx(camera.project(points))


@pytest.mark.parametrize("azimuth_deg", [0, 40, 90, -120])
def test_where_the_camera_is_seen_from_is_against_the_hips(azimuth_deg):
    camera = Camera(azimuth_deg=azimuth_deg, height_m=1.15 + 3.2, distance_m=3.2)
    assert seen_from(POINTS, camera) == pytest.approx((azimuth_deg, 45))


def test_parts_are_joined_in_order(tmp_path):
    names = {
        "format": ["x"],
        "point_names": ["a"],
        "angle_names": ["b"],
        "kind_names": KINDS,
        "hold_names": ["c"],
    }
    for number in range(2):
        table = Table(names)
        for frame in range(3):
            table.add(person=number, frame=frame, angles=[1.5 * frame])
        assert table.write(tmp_path / f"{number}.npz") == 3
    assert join(sorted(tmp_path.glob("*.npz")), tmp_path / "all.npz") == 6
    read = np.load(tmp_path / "all.npz")
    assert read["person"].tolist() == [0, 0, 0, 1, 1, 1]
    assert (read["angles"].dtype, read["angles"][5, 0]) == (np.float32, 3.0)
    assert read["kind_names"].tolist() == list(KINDS)
