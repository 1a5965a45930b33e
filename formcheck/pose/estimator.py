"""What finds the points of bodies in pictures: the two protocols that a pose model has to keep to."""

from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from formcheck.pose.pose import Pose
from formcheck.source.frame import Image


class PoseEstimator(Protocol):
    """Finds one person's points in a picture, following them from picture to picture.

    Leaving its `with` frees all that it holds; it may be left without a picture ever having been seen.
    """

    def estimate(self, image: Image) -> Pose | None:
        """The pose in the next picture, (height, width, 3) uint8 RGB, or None where nobody is found."""
        ...

    def reset(self) -> None:
        """Forget the person followed so far: the next picture is searched anew."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class PeopleFinder(Protocol):
    """Finds everybody in one picture, with no memory of the ones before.

    Leaving its `with` frees all that it holds.
    """

    def find(self, image: Image) -> tuple[Pose, ...]:
        """The poses of all people in the picture, in no particular order."""
        ...

    def rest(self) -> None:
        """The subject is found: free what a search needs, until the next one."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class PoseFinders:
    """The two sides of one pose model.

    Attributes:
        tracker: Follows the subject.
        people: Finds everybody, to choose the subject from.
        begin_loading: Has both loaded in threads of their own, for who is going to need them at once.
    """

    tracker: PoseEstimator
    people: PeopleFinder
    begin_loading: Callable[[], None] = lambda: None
