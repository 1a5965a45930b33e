"""Movement profiles, repetitions and the camera of the renderer (these need nothing beyond numpy)."""

import itertools

import numpy as np
import pytest

from renderer.geometry import (
    angle_deg,
    rot_axis,
    rot_x,
    rot_y,
    rot_z,
    rotation_vector,
    swing,
    third_side,
)
from renderer.movements.profiles import Keys, Unrest, min_jerk, plateau
from renderer.movements.rep import Rep, Tempo, series
from renderer.scene.camera import Camera


def test_min_jerk_runs_from_0_to_1_and_stays_there():
    assert [min_jerk(s) for s in (-1, 0, 0.5, 1, 2)] == [0, 0, pytest.approx(0.5), 1, 1]


def test_keys_hold_outside_and_pass_through():
    keys = Keys((1.0, 2.0, 3.0), (0.0, 10.0, 10.0))
    assert [keys(t) for t in (0, 1, 2, 2.5, 9)] == [0, 0, 10, 10, 10]


def test_plateau_is_1_in_the_middle_and_0_outside():
    assert [plateau(t, 1, 4, 0.5) for t in (0.5, 2.0, 4.5)] == [0, 1, 0]


def test_unrest_is_the_same_for_the_same_seed():
    assert Unrest(3, 1.0)(1.2) == Unrest(3, 1.0)(1.2) != Unrest(4, 1.0)(1.2)


def test_a_rep_goes_up_and_down_again():
    rep = Rep(1.0, Tempo(1.0, 0.5, 2.0, 0.0), reach=0.6)
    assert [rep.height(t) for t in (0.9, 2.2, 5.0)] == [0, pytest.approx(0.6), pytest.approx(0)]
    assert [rep.phase(t) for t in (0.9, 1.5, 2.2, 3.0, 5.0)] == ["bottom", "up", "top", "down", "bottom"]


def test_a_series_does_not_overlap():
    reps = series(1.0, Tempo(), [{}] * 5)
    assert all(a.end_s <= b.start_s for a, b in itertools.pairwise(reps))


def test_rotation_signs():
    up, front, left = np.array([0, 0, 1.0]), np.array([0, -1.0, 0]), np.array([1.0, 0, 0])
    assert rot_x(90) @ up == pytest.approx(front)
    assert rot_y(90) @ up == pytest.approx(left)
    assert rot_z(90) @ front == pytest.approx(left)


def test_swing_and_rotation_vector():
    a, b = np.array([1.0, 2, 3]), np.array([-2.0, 0.5, 1])
    turned = swing(a, b) @ a
    assert np.cross(turned, b) == pytest.approx(np.zeros(3), abs=1e-9)
    assert rotation_vector(rot_axis(np.array([0, 0, 2.0]), 40)) == pytest.approx([0, 0, 40])


def test_third_side_of_a_right_angle():
    assert third_side(3, 4, 90) == pytest.approx(5)
    assert angle_deg(np.array([1.0, 0, 0]), np.zeros(3), np.array([0, 1.0, 0])) == pytest.approx(90)


def test_the_camera_sees_the_subjects_left_on_its_right_from_the_front():
    camera = Camera(azimuth_deg=0, distance_m=3, height_m=1.2, width_px=640, height_px=480)
    middle, left, high = camera.project(np.array([[0, 0, 1.2], [0.5, 0, 1.2], [0, 0, 1.7]]))
    assert middle == pytest.approx([320, 240])
    assert left[0] > 320
    assert high[1] < 240


def test_from_the_left_side_the_subject_faces_left_in_the_picture():
    camera = Camera(azimuth_deg=90, distance_m=3, height_m=1.2)
    assert camera.project(np.array([[0, -0.5, 1.2]]))[0, 0] < 320


def test_pitch_looks_down():
    level, down = Camera(height_m=1.2), Camera(height_m=1.2, pitch_deg=10)
    chest = np.array([[0, 0, 1.2]])
    assert down.project(chest)[0, 1] < level.project(chest)[0, 1]
