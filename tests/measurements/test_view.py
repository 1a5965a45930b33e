from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.measurements.view import Facing, Sight, View, ViewEstimator
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from tests.people import BACK, FRONT, LEFT_SIDE, OBLIQUE, RIGHT_SIDE, Camera, Posture, lifted, mirrored, photo

HIPS = (L.LEFT_HIP, L.RIGHT_HIP)


def see(pose: Pose | None) -> Sight:
    """What one picture alone shows."""
    return ViewEstimator().update(0.0, pose)


@pytest.mark.parametrize(
    ("turn_deg", "view", "facing", "near"),
    [
        (0, View.FRONT, Facing.CAMERA, None),
        (15, View.FRONT, Facing.CAMERA, None),
        (-15, View.FRONT, Facing.CAMERA, None),
        (45, View.OBLIQUE, Facing.RIGHT, "right"),
        (-45, View.OBLIQUE, Facing.LEFT, "left"),
        (80, View.SIDE, Facing.RIGHT, "right"),
        (90, View.SIDE, Facing.RIGHT, "right"),
        (-90, View.SIDE, Facing.LEFT, "left"),
        (-100, View.SIDE, Facing.LEFT, "left"),
        (135, View.BACK, Facing.UNKNOWN, None),
        (180, View.BACK, Facing.UNKNOWN, None),
    ],
)
@pytest.mark.parametrize(
    "posture", [Posture(), lifted(0.0), lifted(1.0)], ids=["hanging", "racked", "overhead"]
)
def test_view_facing_and_near_side_follow_the_turn_of_the_body(turn_deg, view, facing, near, posture) -> None:
    sight = see(photo(posture, Camera(turn_deg)))
    assert (sight.view, sight.facing, sight.near) == (view, facing, near)


@pytest.mark.parametrize(
    ("camera", "view"),
    [(FRONT, View.FRONT), (OBLIQUE, View.OBLIQUE), (RIGHT_SIDE, View.SIDE), (LEFT_SIDE, View.SIDE)],
)
@pytest.mark.parametrize("how", ["hidden", "missing"])
def test_with_the_hips_out_of_sight_the_head_gives_the_scale(camera, view, how) -> None:
    assert see(photo(camera=camera, **{how: HIPS})).view is view


@given(st.floats(-180, 180))
def test_a_mirror_image_keeps_the_view_and_turns_the_facing_around(turn_deg) -> None:
    pose = photo(camera=Camera(turn_deg))
    sight, flipped = see(pose), see(mirrored(pose, 1280))
    other = {Facing.LEFT: Facing.RIGHT, Facing.RIGHT: Facing.LEFT}
    assert flipped.view is sight.view
    assert flipped.facing is other.get(sight.facing, sight.facing)


@pytest.mark.parametrize(
    "pose",
    [
        None,
        Pose(np.full((33, 5), np.nan)),
        photo(missing=[L.LEFT_SHOULDER]),
        photo(hidden=[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]),
        photo(hidden=[*HIPS, L.LEFT_EYE, L.RIGHT_EYE]),
    ],
    ids=["nobody", "no-points", "one-shoulder", "hidden-shoulders", "no-scale"],
)
def test_view_is_unknown_without_shoulders_or_a_scale(pose) -> None:
    assert see(pose) == Sight(View.UNKNOWN, Facing.UNKNOWN)


EARS, FACE = (L.LEFT_EAR, L.RIGHT_EAR), tuple(point for point in L if point < L.LEFT_SHOULDER)


@pytest.mark.parametrize(
    "missing",
    [(L.LEFT_EAR,), (L.RIGHT_EAR,), (L.NOSE,), EARS, (L.NOSE, L.LEFT_EAR), (*EARS, L.LEFT_EYE), FACE],
    ids=["left ear", "right ear", "nose", "ears", "nose and an ear", "ears and an eye", "face"],
)
@pytest.mark.parametrize(
    ("camera", "other"), [(RIGHT_SIDE, Facing.LEFT), (LEFT_SIDE, Facing.RIGHT), (OBLIQUE, Facing.LEFT)]
)
def test_which_way_somebody_looks_is_told_by_what_there_is(camera, other, missing) -> None:
    facing = see(photo(camera=camera, missing=missing)).facing
    assert facing is not other
    assert facing is not Facing.UNKNOWN or (camera is OBLIQUE and {*EARS} <= {*missing})


def test_the_view_is_kept_for_a_second_without_anybody() -> None:
    estimator = ViewEstimator()
    estimator.update(0.0, photo(camera=RIGHT_SIDE))
    assert estimator.update(0.95, None).view is View.SIDE
    assert estimator.update(1.05, None).view is View.UNKNOWN


def test_one_wrong_frame_does_not_change_the_view() -> None:
    estimator = ViewEstimator()
    for i in range(10):
        estimator.update(i / 30, photo())
    assert estimator.update(10 / 30, photo(camera=BACK)).view is View.FRONT


def views_of(turns_deg: list[float]) -> list[View]:
    """The views of somebody who turns, at 30 frames a second."""
    estimator = ViewEstimator()
    return [estimator.update(i / 30, photo(camera=Camera(turn))).view for i, turn in enumerate(turns_deg)]


@pytest.mark.parametrize("limit_deg", [27.5, 71.2, -27.5, -71.2, 108.8])
def test_a_turn_that_wobbles_around_a_limit_does_not_flicker(limit_deg) -> None:
    # Slowly to and fro by 2 deg for 10 s: far slower than what the median takes out.
    views = views_of([limit_deg + 2 * np.sin(2 * np.pi * i / 60) for i in range(300)])
    assert sum(a is not b for a, b in pairwise(views)) <= 1


def test_a_half_turn_passes_each_view_once() -> None:
    views = views_of([float(turn) for turn in range(0, 181)])
    changes = [views[0], *(b for a, b in pairwise(views) if a is not b)]
    assert changes == [View.FRONT, View.OBLIQUE, View.SIDE, View.BACK]


@given(st.floats(40, 200), st.floats(0.35, 0.65))
def test_size_and_place_do_not_matter(trunk_px, x) -> None:
    for camera in (FRONT, OBLIQUE, RIGHT_SIDE, BACK):
        assert see(photo(camera=replace(camera, trunk_px=trunk_px, x=x))) == see(photo(camera=camera))
