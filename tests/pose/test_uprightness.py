"""Films that lie on their side: told by the body, and only where nobody stands upright."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from formcheck.pose.pose import Pose
from formcheck.pose.uprightness import LyingWatch, turn_of_body, turn_to_upright
from formcheck.source.frame import Image
from tests.people import BACK, FRONT, RIGHT_SIDE, Camera, Posture, photo

SIZE_PX = 1000


def turned(pose: Pose, turn_deg: int) -> Pose:
    """The pose in a picture that was turned clockwise."""
    points = pose.points.copy()
    for _ in range(turn_deg // 90):
        points[:, 0], points[:, 1] = SIZE_PX - points[:, 1], points[:, 0].copy()
    return Pose(points)


def one_at(pose: Pose | None, lies: bool = False):
    """A model that finds somebody in pictures whose top left corner is marked with how they were turned.

    Args:
        pose: Whom, in an upright picture.
        lies: Whether nobody is found who does not stand upright.
    """

    def find(image: Image) -> Sequence[Pose]:
        corners = [image[0, 0, 0], image[0, -1, 0], image[-1, -1, 0], image[-1, 0, 0]]
        turn_deg = 90 * int(np.argmax(corners))
        return () if pose is None or (lies and turn_deg) else (turned(pose, turn_deg),)

    return find


def picture(turn_deg: int) -> Image:
    image = np.zeros((20, 20, 3), np.uint8)
    image[0, 0] = 255
    return np.ascontiguousarray(np.rot90(image, -turn_deg // 90))


@pytest.mark.parametrize("camera", [FRONT, BACK, RIGHT_SIDE], ids=["front", "back", "side"])
@pytest.mark.parametrize("lies", [False, True], ids=["seen lying", "seen only upright"])
@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_a_film_is_turned_so_that_the_body_stands(camera: Camera, lies: bool, turn_deg: int) -> None:
    find = one_at(photo(Posture(), camera), lies)
    assert turn_to_upright([picture(turn_deg)] * 3, find) == -turn_deg % 360


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_head_and_shoulders_behind_a_desk_are_enough(turn_deg: int) -> None:
    points = photo(Posture(), FRONT).points.copy()
    points[23:, 3] = 0.1
    assert turn_of_body(turned(Pose(points), turn_deg)) == -turn_deg % 360


def test_as_soon_as_somebody_stands_nothing_more_is_looked_at() -> None:
    looked: list[int] = []

    def moments():
        for number in range(5):
            looked.append(number)
            yield picture(0)

    assert turn_to_upright(moments(), one_at(photo(Posture(), FRONT))) == 0
    assert looked == [0]


def test_one_moment_of_several_is_not_enough_and_of_a_still_it_is() -> None:
    find = one_at(photo(Posture(), FRONT))
    blank = np.zeros((20, 20, 3), np.uint8)

    def seldom(image: Image) -> Sequence[Pose]:
        return find(image) if image.any() else ()

    assert turn_to_upright([picture(90), blank, blank], seldom) == 0
    assert turn_to_upright([picture(90)], seldom) == 270


def test_nobody_is_no_reason_to_turn() -> None:
    assert turn_to_upright([picture(90)] * 5, one_at(None)) == 0
    assert turn_to_upright([], one_at(None)) == 0


@pytest.mark.parametrize("lean_deg", [-60, -30, 30, 60])
def test_who_leans_far_does_not_lie(lean_deg: int) -> None:
    # The trunk leans, the legs stand.
    pose = photo(Posture(), FRONT)
    points = pose.points.copy()
    hips = points[[23, 24], :2].mean(0)
    turn = cv2.getRotationMatrix2D((float(hips[0]), float(hips[1])), -lean_deg, 1.0)
    above = list(range(25))
    points[above, :2] = points[above, :2] @ turn[:, :2].T + turn[:, 2]
    assert turn_of_body(Pose(points)) in {0, None}


def lying_since(turns_deg: Sequence[int | None]) -> float | None:
    """Of a film that is turned so in each half second; None: nobody is there."""
    watch, standing = LyingWatch(), photo(Posture(), FRONT)
    for number, turn_deg in enumerate(turns_deg):
        watch.look(number / 2, None if turn_deg is None else turned(standing, turn_deg))
    return watch.since_s


@pytest.mark.parametrize(
    ("turns_deg", "since_s"),
    [
        ([0] * 20, None),
        ([0] * 6 + [90] * 10, 3.0),
        ([0] * 6 + [90, None, 90, None, 90, 90], 3.0),
        ([0, 90, 90, 90, 0, 90, 90, 90, 0], None),
        ([None] * 20, None),
    ],
    ids=["stands", "turned", "seen now and then", "falls over", "nobody"],
)
def test_a_phone_that_is_turned_later_is_noticed(turns_deg: list[int | None], since_s: float | None) -> None:
    assert lying_since(turns_deg) == since_s
