"""Nobody can be known again in pictures whose faces are covered."""

import numpy as np
import pytest

from formcheck.pose.face import Face
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose
from formcheck.sinks.drawing.face_cover import FaceCover
from formcheck.source.frame import Image, StreamInfo

WIDTH, HEIGHT = 640, 480
INFO = StreamInfo("gym", WIDTH, HEIGHT, 30.0)
HEAD = (300.0, 110.0)
HEAD_RADIUS = 32.0  # of the face itself, which has to be covered


def person(head: tuple[float, float] = HEAD, spread: float = 14.0) -> FloatArray:
    """(33, 5): somebody who stands, with a trunk of 120 px."""
    points = np.full((33, 5), np.nan)
    points[:, 2:] = (0.0, 1.0, 1.0)
    turn = np.linspace(0, 2 * np.pi, 11, endpoint=False)
    points[:11, :2] = np.stack((head[0] + spread * np.cos(turn), head[1] + 0.6 * spread * np.sin(turn)), 1)
    places = {
        "SHOULDER": (40, 165), "ELBOW": (60, 220), "WRIST": (60, 270), "HIP": (25, 285), "KNEE": (25, 360),
        "ANKLE": (25, 430), "PINKY": (60, 280), "INDEX": (60, 280), "THUMB": (60, 280), "HEEL": (25, 440),
        "FOOT_INDEX": (30, 445),
    }  # fmt: skip
    for part, (across, down) in places.items():
        points[L[f"LEFT_{part}"], :2] = HEAD[0] + across, down
        points[L[f"RIGHT_{part}"], :2] = HEAD[0] - across, down
    return points


def noise() -> Image:
    return np.random.default_rng(7).integers(0, 255, (HEIGHT, WIDTH, 3)).astype(np.uint8)


def around(place: tuple[float, float], radius: float) -> FloatArray:
    """Which pixels lie within a circle."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    return np.hypot(columns - place[0], rows - place[1]) <= radius


def detail(image: Image, place: tuple[float, float], radius: float = HEAD_RADIUS) -> float:
    """How much neighbouring pixels differ there, of what they did before."""
    steps = np.abs(np.diff(image.astype(float), axis=1)).mean(axis=2)
    before = np.abs(np.diff(noise().astype(float), axis=1)).mean(axis=2)
    inside = around(place, radius)[:, 1:]
    return float(steps[inside].mean() / before[inside].mean())


def covered(points: FloatArray | None, face: Face | None = None, cover: FaceCover | None = None) -> Image:
    return (cover or FaceCover(INFO)).cover(noise(), None if points is None else Pose(points, None, face))


def turned() -> FloatArray:
    """A head in profile: its points lie close together, to one side of it."""
    points = person(spread=6.0)
    points[:11, 0] += 12
    return points


def half_covered() -> FloatArray:
    """A plate before the face: the model sees the points hardly, and guesses them too low."""
    points = person(spread=8.0)
    points[:11, 1] += 25
    points[:11, 3] = 0.1
    return points


def without_face() -> FloatArray:
    """As of a model that has no points there."""
    points = person()
    points[:11] = np.nan
    return points


@pytest.mark.parametrize(
    "points", [person(), turned(), half_covered(), without_face()],
    ids=["towards the camera", "turned", "half covered", "no points of the face"],
)  # fmt: skip
def test_nothing_is_left_of_the_face(points: FloatArray) -> None:
    assert detail(covered(points), HEAD) < 0.1


def test_the_body_stays_as_it_is() -> None:
    image = covered(person())
    for part in (L.LEFT_HIP, L.RIGHT_WRIST, L.LEFT_ELBOW, L.RIGHT_KNEE):
        assert detail(image, tuple(person()[part, :2]), 10) > 0.95


@pytest.mark.parametrize("place", [(60.0, 90.0), (580.0, 240.0), (470.0, 60.0)])
def test_whoever_else_is_in_the_picture_is_blurred_without_being_found(place: tuple[float, float]) -> None:
    assert detail(covered(person()), place) < 0.1


@pytest.mark.parametrize("points", [None, np.full((33, 5), np.nan)], ids=["nobody", "no point of them"])
def test_where_nobody_is_found_the_whole_picture_is_blurred(points: FloatArray | None) -> None:
    assert detail(covered(points), (WIDTH / 2, HEIGHT / 2), 400) < 0.1


def test_a_face_that_the_mesh_sees_elsewhere_is_covered_too() -> None:
    face = Face(0.0, 0.0, 0.0, 30.0, HEAD[0], 240.0, 19.0)
    assert detail(covered(person(), face), (HEAD[0], 240.0), 30) < 0.1


def test_a_place_that_jumps_for_a_moment_leaves_the_face_covered() -> None:
    cover = FaceCover(INFO)
    covered(person(), cover=cover)
    image = covered(person(head=(HEAD[0], 200.0)), cover=cover)
    assert detail(image, HEAD) < 0.1


class Crowd:
    """Finds somebody who stands right before the subject."""

    def find(self, image: Image) -> tuple[Pose, ...]:
        return (Pose(person(head=(HEAD[0], 240.0))),)

    def rest(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is held."""


def test_a_face_right_before_the_subject_is_covered_where_it_is_found() -> None:
    place = (HEAD[0], 240.0)
    assert detail(covered(person()), place, 20) > 0.9
    assert detail(covered(person(), cover=FaceCover(INFO, Crowd())), place, 20) < 0.1


def test_pictures_of_another_scale_are_covered_at_the_right_place() -> None:
    half = np.ascontiguousarray(noise()[::2, ::2])
    image = FaceCover(INFO).cover(half.copy(), Pose(person()))
    place = int(HEAD[1] / 2), int(HEAD[0] / 2)
    part = (slice(place[0] - 12, place[0] + 12), slice(place[1] - 12, place[1] + 12))
    assert np.abs(np.diff(image[part].astype(float), axis=1)).mean() < 12
