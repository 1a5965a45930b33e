"""Who is judged: the person nearest the middle and largest, and the same one until they leave."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from formcheck.pose.estimator import PeopleFinder, PoseEstimator
from formcheck.pose.pose import Chosen, Pose
from formcheck.pose.search_window import Box, Window, search_windows
from formcheck.source.frame import Frame, Image

# After this long out of sight, whoever is there may be the subject.
FORGET_AFTER_S = 3.0
# A lost subject is searched for this often, not in every frame: a search costs as much as two poses.
SEARCH_EVERY_S = 0.2
# The subject's usual place follows slowly, so that a jump to a passer-by stands out.
_PLACE_TIME_S = 1.0
_ASTRAY_SIZES = 0.35
SAME_PERSON_SIZES = 0.3
_JUMP_SIZES = 0.5
# Somebody this large beside the subject could be meant as well [design default].
_COMPARABLE = 0.5


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the subject usually is, and when that was last confirmed."""

    box: Box
    time_s: float

    def moved_to(self, box: Box, time_s: float) -> "_Place":
        share = min(1.0, (time_s - self.time_s) / _PLACE_TIME_S)
        old, new = self.box, box
        mixed = Box(*(o + share * (n - o) for o, n in zip(_numbers(old), _numbers(new), strict=True)))
        return _Place(mixed, time_s)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the subject.

    Attributes:
        place: Where they usually are.
        last: Where they were last.
        seen_s: When that was.
    """

    place: _Place | None = None
    last: Box | None = None
    seen_s: float = float("-inf")


NOBODY = Known()


class SubjectTracker:
    """Gives the pose of one and the same person, frame by frame.

    Args:
        tracker: Follows one person; whom, is its own choice unless it is steered.
        people: Finds everybody in a picture; asked at the start and when in doubt.
        known: What is known of the subject from before.
        glances: In so many pictures nobody is asked for everybody: whom the tracker finds is the subject.

    Attributes:
        chosen: Where in the last picture the subject is, if they were chosen among several people in it.
    """

    def __init__(
        self, tracker: PoseEstimator, people: PeopleFinder, known: Known = NOBODY, glances: int = 0
    ) -> None:
        self._tracker = tracker
        self._people = people
        self._glances = glances
        self._window: Window | None = None
        self._place, self._last, self._seen_s = known.place, known.last, known.seen_s
        self._next_search_s = -np.inf
        self._next_check_s = -np.inf
        self.chosen: Chosen = ""

    @property
    def known(self) -> Known:
        """What is known of the subject, for a tracker that goes on from here."""
        return Known(self._place, self._last, self._seen_s)

    def track(self, frame: Frame) -> Pose | None:
        """The subject's pose in the next frame, in pixels of the whole picture, or None."""
        self.chosen = ""
        self._glances -= 1
        if frame.cut:
            self._forget()
        if self._window is None:
            return self._acquire(frame)
        found = self._tracker.estimate(self._window.crop(frame.image))
        if found is None:
            self._window = None
            return self._acquire(frame)
        return self._confirm(frame, self._window.to_picture(found))

    def _forget(self) -> None:
        """Whoever comes now may be the subject, wherever they are."""
        self._window = self._place = self._last = None
        self._next_search_s = -np.inf

    def _acquire(self, frame: Frame) -> Pose | None:
        if self._glances >= 0:
            return self._glance(frame)
        if frame.time_s < self._next_search_s:
            return None
        self._next_search_s = frame.time_s + SEARCH_EVERY_S
        for window in search_windows(frame.image.shape[1], frame.image.shape[0]):
            people = [window.to_picture(pose) for pose in self._people.find(window.crop(frame.image))]
            subject = self._choose(people, frame)
            if subject is not None:
                if self._place is None:
                    self.chosen = _where(subject, people)
                return self._lock_on(frame, window, subject, people)
        return None

    def _glance(self, frame: Frame) -> Pose | None:
        found = self._tracker.estimate(frame.image)
        if found is not None:
            self._window = Window(0, 0, frame.image.shape[1], frame.image.shape[0])
            self._last, self._seen_s = Box.of(found), frame.time_s
            self._place = _Place(self._last, frame.time_s)
        return found

    def _choose(self, people: Sequence[Pose], frame: Frame) -> Pose | None:
        """Whoever is where the subject was; a newcomer only when the subject is forgotten."""
        if not people:
            return None
        if self._place is None or frame.time_s - self._seen_s > FORGET_AFTER_S:
            self._place = self._last = None
            return max(people, key=lambda pose: _prominence(pose, frame.image))
        place = self._place.box
        nearest = min(people, key=lambda pose: Box.of(pose).distance_to(place))
        return nearest if Box.of(nearest).distance_to(place) < 1.0 else None

    def _lock_on(self, frame: Frame, window: Window, subject: Pose, people: Sequence[Pose]) -> Pose:
        """Make the tracker follow the subject by hiding everybody else from its first picture."""
        box = Box.of(subject)
        others = [Box.of(pose) for pose in people if Box.of(pose).distance_to(box) > SAME_PERSON_SIZES]
        self._people.rest()
        self._tracker.reset()
        found = self._tracker.estimate(window.crop(_without(frame.image, others, box)))
        pose = subject
        if found is not None:
            tracked = window.to_picture(found)
            if Box.of(tracked).distance_to(box) < SAME_PERSON_SIZES:
                pose, self._window = tracked, window
        self._place, self._last = _Place(Box.of(pose), frame.time_s), Box.of(pose)
        self._seen_s = frame.time_s
        return pose

    def _confirm(self, frame: Frame, pose: Pose) -> Pose | None:
        assert self._window is not None
        place = self._place or _Place(Box.of(pose), frame.time_s)
        box = Box.of(pose)
        jumped = self._last is not None and _sideways(box, self._last) > _JUMP_SIZES
        astray = _sideways(box, place.box) > _ASTRAY_SIZES and frame.time_s >= self._next_check_s
        if jumped or astray:
            self._next_check_s = frame.time_s + SEARCH_EVERY_S
            people = [self._window.to_picture(p) for p in self._people.find(self._window.crop(frame.image))]
            subject = _left_behind(people, place.box, box)
            if subject is not None:
                return self._lock_on(frame, self._window, subject, [*people, pose])
        if jumped:
            # Nobody moves that fast, and the subject is not where they were: wait for them.
            self._window = None
            return None
        self._place, self._last = place.moved_to(box, frame.time_s), box
        self._seen_s = frame.time_s
        if not _whole(self._window, frame.image) and not self._window.holds(pose):
            self._recentre(frame.image, box)
        return pose

    def _recentre(self, image: Image, box: Box) -> None:
        """Move a partial window with the subject; the tracker has to search there anew."""
        assert self._window is not None
        height_px, width_px = image.shape[:2]
        left = int(np.clip(box.x_px - self._window.width_px / 2, 0, width_px - self._window.width_px))
        top = int(np.clip(box.y_px - self._window.height_px / 2, 0, height_px - self._window.height_px))
        moved = replace(self._window, left_px=left, top_px=top)
        if moved != self._window:
            self._window = moved
            self._tracker.reset()


def _where(subject: Pose, people: Sequence[Pose]) -> Chosen:
    """Where somebody is among others who could be meant as well; "" where there are none."""
    box = Box.of(subject)
    others = [
        other.x_px
        for other in map(Box.of, people)
        if other.distance_to(box) > SAME_PERSON_SIZES and other.size_px >= _COMPARABLE * box.size_px
    ]
    if not others:
        return ""
    lefts = sum(x < box.x_px for x in others)
    if 0 < lefts < len(others):
        return "in the middle"
    return "on the right" if lefts else "on the left"


def _numbers(box: Box) -> tuple[float, float, float, float]:
    return box.x_px, box.y_px, box.width_px, box.height_px


def _left_behind(people: Sequence[Pose], place: Box, tracked: Box) -> Pose | None:
    """Who stands where the subject was, unless that is whom the tracker follows."""
    there = [p for p in people if Box.of(p).distance_to(place) < SAME_PERSON_SIZES]
    if any(Box.of(p).distance_to(tracked) < SAME_PERSON_SIZES / 2 for p in there):
        return None
    return min(there, key=lambda p: Box.of(p).distance_to(place), default=None)


def _sideways(box: Box, place: Box) -> float:
    """Sideways distance in sizes: arms going up and down change the box's height, not the place."""
    return abs(box.x_px - place.x_px) / place.size_px


def _whole(window: Window, image: Image) -> bool:
    return image.shape[:2] == (window.height_px, window.width_px)


def _prominence(pose: Pose, image: Image) -> float:
    """Size in the picture, less for who stands aside."""
    box = Box.of(pose)
    aside = abs(box.x_px / image.shape[1] - 0.5) * 2
    return float(box.size_px * (1.0 - 0.7 * min(1.0, aside)))


def _without(image: Image, others: Sequence[Box], subject: Box) -> Image:
    """A copy of the picture with the others painted over, except where the subject is."""
    if not others:
        return image
    hidden = image.copy()
    keep = _slices(subject, image, 1.1)
    for box in others:
        hidden[_slices(box, image, 1.2)] = 127
    hidden[keep] = image[keep]
    return hidden


def _slices(box: Box, image: Image, scale: float) -> tuple[slice, slice]:
    height_px, width_px = image.shape[:2]
    half_w, half_h = box.width_px * scale / 2, box.height_px * scale / 2
    left, right = (int(np.clip(x, 0, width_px)) for x in (box.x_px - half_w, box.x_px + half_w))
    top, bottom = (int(np.clip(y, 0, height_px)) for y in (box.y_px - half_h, box.y_px + half_h))
    return slice(top, bottom), slice(left, right)
