"""Who is followed, with a tracker and a people finder that see what a scene says instead of pictures.

A scene's picture is painted: each person is a filled box of their own brightness, so that a person whom
the program paints over is gone for the fakes too, as for a real model.
"""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import numpy as np
import pytest

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.pose.search_window import Box, Window, search_windows
from formcheck.pose.subject import SubjectTracker
from formcheck.source.frame import Frame, Image
from tests.people import Camera, photo

WIDTH, HEIGHT = 320, 180  # small, to be quick


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the picture; `shade` is how the fakes know them."""

    shade: int
    x: float = 0.5
    trunk_px: float = 30.0
    y: float = 0.95

    def pose(self, width_px: int = WIDTH, height_px: int = HEIGHT) -> Pose:
        return photo(camera=Camera(0, width_px, height_px, self.trunk_px, self.x, self.y))


def painted(people: list[Person], width_px: int = WIDTH, height_px: int = HEIGHT) -> Image:
    """Each person a box, the later ones in front."""
    image = np.zeros((height_px, width_px, 3), np.uint8)
    for person in people:
        box = Box.of(person.pose(width_px, height_px))
        top, bottom = int(box.y_px - box.height_px / 2), int(box.y_px + box.height_px / 2)
        left, right = int(box.x_px - box.width_px / 2), int(box.x_px + box.width_px / 2)
        image[max(top, 0) : bottom, max(left, 0) : right] = person.shade
    return image


def seen(image: Image) -> dict[int, Pose]:
    """Everybody in a picture of whom enough is left, by shade; poses in that picture's own pixels."""
    found = {}
    for shade in range(1, 11):
        rows, columns = np.nonzero(image[:, :, 0] == shade)
        if len(rows) < 25:
            continue
        width, height = np.ptp(columns) + 1, np.ptp(rows) + 1
        if height < 0.15 * max(image.shape[:2]):
            continue  # too small once the picture has been shrunk, as for the real detector
        body = photo().points.copy()
        low, high = body[:, :2].min(0), body[:, :2].max(0)
        body[:, :2] = (body[:, :2] - low) / (high - low) * (width, height) + (columns.min(), rows.min())
        found[shade] = Pose(body)
    return found


@dataclass
class Tracker:
    """Stays with whom it follows; after a reset with the largest. `stolen_by` takes it over when seen."""

    stolen_by: int | None = None
    following: int | None = None
    resets: int = 0

    def estimate(self, image: Image) -> Pose | None:
        people = seen(image)
        if self.stolen_by in people:
            self.following, self.stolen_by = self.stolen_by, None
        if self.following not in people:
            self.following = max(people, key=lambda s: Box.of(people[s]).size_px, default=None)
        return None if self.following is None else people[self.following]

    def reset(self) -> None:
        self.following = None
        self.resets += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


@dataclass
class Finder:
    """Sees everybody, and notes the pictures that it was shown."""

    asked: list[tuple[int, ...]] = field(default_factory=list)
    rests: int = 0

    def find(self, image: Image) -> tuple[Pose, ...]:
        self.asked.append(image.shape[:2])
        return tuple(seen(image).values())

    def rest(self) -> None:
        self.rests += 1


class Room:
    """A camera that looks into a room, at 30 frames a second."""

    def __init__(self, width_px: int = WIDTH, height_px: int = HEIGHT) -> None:
        self.tracker, self.finder = Tracker(), Finder()
        self._subject = SubjectTracker(self.tracker, self.finder)
        self._size = width_px, height_px
        self._index = 0

    def show(self, *people: Person, frames: int = 1) -> list[float | None]:
        """Where the subject is found in each frame, in shares of the width."""
        places = []
        for _ in range(frames):
            frame = Frame(self._index, self._index / 30, painted(list(people), *self._size))
            pose = self._subject.track(frame)
            places.append(None if pose is None else round(Box.of(pose).x_px / self._size[0], 2))
            self._index += 1
        return places

    def chosen(self, *people: Person) -> str:
        """What the next picture says of who was chosen."""
        self.show(*people)
        return self._subject.chosen


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([Person(1)], 0.5),
        ([Person(1, x=0.5), Person(2, x=0.9)], 0.5),
        ([Person(1, x=0.9), Person(2, x=0.5)], 0.5),
        ([Person(1, x=0.4, trunk_px=15), Person(2, x=0.7, trunk_px=37.5)], 0.7),
        ([Person(1, x=0.9, trunk_px=35), Person(2, x=0.5, trunk_px=27.5), Person(3, x=0.1)], 0.5),
    ],
    ids=["alone", "middle", "middle-in-any-order", "large", "middle-before-larger-at-the-edge"],
)
def test_the_subject_is_the_most_middle_and_large_person(people, expected) -> None:
    assert Room().show(*people, frames=5) == [expected] * 5


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([Person(1)], ""),
        ([Person(1, x=0.35), Person(2, x=0.8)], "on the left"),
        ([Person(1, x=0.1), Person(2, x=0.6)], "on the right"),
        ([Person(1, x=0.1), Person(2, x=0.5), Person(3, x=0.9)], "in the middle"),
        ([Person(1, x=0.5, trunk_px=35), Person(2, x=0.1, trunk_px=15)], ""),
    ],
    ids=["alone", "left", "right", "between two", "somebody far behind"],
)
def test_it_is_said_once_who_of_several_people_was_chosen(people, expected) -> None:
    room = Room()
    assert [room.chosen(*people) for _ in range(5)] == [expected, "", "", "", ""]


def test_who_sits_down_beside_the_subject_changes_nothing() -> None:
    room = Room()
    subject, other = Person(1, x=0.35), Person(2, x=0.75, trunk_px=35)
    room.show(subject, frames=30)
    assert room.show(subject, other, frames=60) == [0.35] * 60
    assert room.chosen(subject, other) == ""


def test_the_tracker_is_put_on_the_subject_even_if_it_prefers_another() -> None:
    room = Room()
    # The tracker by itself would take the larger one, at the edge.
    places = room.show(Person(1, x=0.5, trunk_px=27.5), Person(2, x=0.92, trunk_px=37.5), frames=10)
    assert places == [0.5] * 10
    assert room.tracker.following == 1


def test_once_the_subject_is_found_the_finder_may_rest_and_is_not_asked_again() -> None:
    room = Room()
    room.show(Person(1), frames=60)
    assert (len(room.finder.asked), room.finder.rests) == (1, 1)


def test_nobody_is_found_in_an_empty_room_and_it_is_searched_five_times_a_second() -> None:
    room = Room()
    assert room.show(frames=30) == [None] * 30
    assert sum(size == (HEIGHT, WIDTH) for size in room.finder.asked) == pytest.approx(5, abs=1)


def test_a_bystander_who_walks_by_and_steals_the_tracker_does_not_become_the_subject() -> None:
    room = Room()
    subject = Person(1, x=0.5)
    room.show(subject, frames=60)
    room.tracker.stolen_by = 2
    places = [room.show(subject, Person(2, x=0.95 - i / 100))[0] for i in range(26)]
    assert places == [0.5] * 26
    assert room.tracker.following == 1


def test_a_subject_who_walks_is_followed() -> None:
    room = Room()
    room.show(Person(1, x=0.3), frames=30)
    path = [0.3 + 0.005 * i for i in range(80)]
    places = [room.show(Person(1, x=x))[0] for x in path]
    assert places == pytest.approx(path, abs=0.011)


def test_a_bystander_is_not_taken_for_a_subject_who_has_just_left() -> None:
    room = Room()
    bystander = Person(2, x=0.85, trunk_px=25)
    room.show(Person(1, x=0.35), bystander, frames=30)
    # The tracker runs over to who is left; the subject may be back any moment.
    assert room.show(bystander, frames=60) == [None] * 60
    assert room.show(bystander, frames=60)[-1] == 0.85


def test_a_subject_who_left_is_waited_for_for_three_seconds() -> None:
    room = Room()
    room.show(Person(1, x=0.2), frames=30)
    room.show(frames=6)
    stranger = Person(2, x=0.8, trunk_px=22.5)
    places = room.show(stranger, frames=30 * 4)
    came = next(i for i, place in enumerate(places) if place is not None)
    assert (6 + came) / 30 == pytest.approx(3.0, abs=0.25)
    assert places[came:] == [0.8] * len(places[came:])


def test_a_subject_who_comes_back_in_time_is_preferred_to_a_more_prominent_newcomer() -> None:
    room = Room()
    subject = Person(1, x=0.3)
    room.show(subject, frames=30)
    room.show(frames=30)
    places = room.show(subject, Person(2, x=0.6, trunk_px=35), frames=30)
    assert [place for place in places if place is not None] == [0.3] * (30 - places.count(None))
    assert places.count(None) <= 6


def test_in_a_tall_picture_a_small_person_is_found_in_a_part_of_it() -> None:
    room = Room(100, 400)
    person = Person(1, trunk_px=14.5, y=0.6)
    assert len(seen(painted([person], 100, 400))) == 0
    assert room.show(person, frames=5) == pytest.approx([0.5] * 5, abs=0.011)
    assert (100, 100) in room.finder.asked


def test_the_pose_is_in_pixels_of_the_whole_picture_even_if_found_in_a_part() -> None:
    room = SubjectTracker(Tracker(), Finder())
    person = Person(1, trunk_px=14.5, y=0.6)
    pose = room.track(Frame(0, 0.0, painted([person], 100, 400)))
    assert pose is not None
    np.testing.assert_allclose(pose.xy_px[L.NOSE], person.pose(100, 400).xy_px[L.NOSE], atol=1)


def test_the_part_of_the_picture_moves_with_a_subject_who_leaves_it() -> None:
    subject = SubjectTracker(Tracker(), Finder())
    found = []
    for i in range(120):
        person = Person(1, trunk_px=14.5, y=0.5 + i / 400)
        pose = subject.track(Frame(i, i / 30, painted([person], 100, 400)))
        found.append(pose is not None and abs(Box.of(pose).y_px - Box.of(person.pose(100, 400)).y_px) < 4)
    assert np.mean(found) > 0.95


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (720, 1280), (100, 400), (500, 500), (500, 599)])
def test_search_windows_cover_the_picture_and_stay_inside(size) -> None:
    width_px, height_px = size
    first, *parts = search_windows(width_px, height_px)
    assert first == Window(0, 0, width_px, height_px)
    for part in parts:
        assert part.width_px == part.height_px == min(size)
        assert 0 <= part.left_px <= width_px - part.width_px
        assert 0 <= part.top_px <= height_px - part.height_px
    assert bool(parts) == (max(size) >= 1.2 * min(size))
