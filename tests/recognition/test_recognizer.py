"""Which activity a stream of poses shows, and where its sets are."""

from itertools import pairwise

import numpy as np
import pytest

from formcheck.activities.find import activity_ids
from formcheck.activities.load import load_activity
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.recognition.recognizer import Recognizer
from formcheck.recognition.sets import Recognised, grouped_by_rest
from tests.lifts import curling, raising, rowing, shown, squatting, standing
from tests.people import FPS, FRONT, LEFT_SIDE, RIGHT_SIDE, Camera, along, film_set, photo, press_set

ACTIVITIES = [load_activity(name) for name in activity_ids()]


def recognised(frames: list[PosedFrame], camera: Camera = FRONT, fps: float = FPS) -> Recognised:
    recognizer = Recognizer(ACTIVITIES, camera.info(fps))
    for frame in frames:
        recognizer.push(frame)
    return recognizer.finish()


def kinds(found: Recognised) -> list[tuple[str, int]]:
    return [(one.activity, one.reps) for one in found.sets]


@pytest.mark.parametrize("camera", [FRONT, Camera(30), Camera(-45), RIGHT_SIDE, LEFT_SIDE])
def test_a_press_is_known_from_everywhere(camera) -> None:
    assert kinds(recognised(film_set(press_set(3), camera), camera)) == [("overhead-press", 3)]


@pytest.mark.parametrize("camera", [FRONT, Camera(30), Camera(-20)])
def test_a_row_and_a_raise_are_known_from_the_front(camera) -> None:
    assert kinds(recognised(shown([rowing()], camera), camera)) == [("upright-row", 3)]
    assert kinds(recognised(shown([raising()], camera), camera)) == [("lateral-raise", 3)]


@pytest.mark.parametrize("camera", [Camera(60), RIGHT_SIDE, LEFT_SIDE])
def test_a_raise_whose_arms_point_at_the_camera_is_no_row(camera) -> None:
    assert kinds(recognised(shown([raising()], camera), camera)) == [("lateral-raise", 3)]


@pytest.mark.parametrize("camera", [FRONT, Camera(35), RIGHT_SIDE])
@pytest.mark.parametrize("other", [curling, squatting])
def test_what_nobody_judges_is_none_of_these(camera, other) -> None:
    found = recognised(shown([other()], camera), camera)
    assert found.sets == ()
    assert not found.sits


def test_standing_around_is_none_of_these() -> None:
    assert recognised(shown([standing(5)])) == Recognised(why_not="no repetition of a press, row or raise")


def test_nobody_at_all_is_none_of_these() -> None:
    empty = [PosedFrame(i, i / 30, None) for i in range(90)]
    assert recognised(empty) == Recognised(why_not="nobody was seen")


def test_a_workout_gives_its_sets_separately_and_in_order() -> None:
    press = (along(press_set(2)), press_set(2)[-1][0])
    frames = shown([rowing(2), squatting(2), standing(3), press, standing(3), raising(3)])
    found = recognised(frames)
    assert kinds(found) == [("upright-row", 2), ("overhead-press", 2), ("lateral-raise", 3)]
    ends = [(one.start_s, one.end_s) for one in found.sets]
    assert all(start < end for start, end in ends)
    assert all(end <= later for (_, end), (later, _) in pairwise(ends))
    assert "upright-row" in found.strays  # it counted the squats' arms, which are none of its reps


def test_the_same_lift_after_a_long_rest_is_another_set() -> None:
    found = recognised(shown([rowing(2), standing(12), rowing(3)]))
    assert kinds(found) == [("upright-row", 2), ("upright-row", 3)]


def test_reps_that_rest_for_seconds_are_one_set() -> None:
    assert grouped_by_rest([(0, 2), (5, 7), (16, 18), (25, 27)]) == [[0, 1], [2, 3]]
    assert grouped_by_rest([]) == []


def test_somebody_who_fills_the_picture_with_hidden_knees_sits() -> None:
    near = Camera(trunk_px=400, y=2.2)
    frames = [PosedFrame(i, i / 30, photo(camera=near)) for i in range(120)]
    found = recognised(frames, near)
    assert found.sits
    assert found.sets == ()


def test_knees_level_with_the_hips_are_those_of_somebody_who_sits() -> None:
    near = Camera(90, trunk_px=300, y=1.5)
    points = photo(camera=near).points.copy()
    for side in ("LEFT", "RIGHT"):
        points[L[f"{side}_KNEE"], 1] = points[L[f"{side}_HIP"], 1] + 20
    frames = [PosedFrame(i, i / 30, Pose(points)) for i in range(90)]
    assert recognised(frames, near).sits
    assert not recognised([PosedFrame(i, i / 30, photo(camera=FRONT)) for i in range(90)]).sits


def test_poses_with_missing_points_are_no_trouble() -> None:
    broken = np.full((33, 5), np.nan)
    frames = [PosedFrame(i, i / 30, Pose(broken) if i % 3 == 0 else photo()) for i in range(60)]
    assert recognised(frames).sets == ()
