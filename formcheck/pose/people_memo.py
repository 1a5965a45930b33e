"""Finds people, and knows at once what it found in the picture before."""

from types import TracebackType
from typing import Self

from formcheck.pose.estimator import PeopleFinder
from formcheck.pose.pose import Pose
from formcheck.source.frame import Image


class RememberingFinder:
    """A finder that is asked about the first picture twice: how the film lies, and who the subject is.

    Args:
        people: Who finds them.
    """

    def __init__(self, people: PeopleFinder) -> None:
        self._people = people
        self._last: tuple[Image, tuple[Pose, ...]] | None = None

    def find(self, image: Image) -> tuple[Pose, ...]:
        """The poses of all people in the picture; it must not have been changed since it was last given."""
        if self._last is None or self._last[0] is not image:
            self._last = None  # a search takes memory: first let go of the other picture
            self._last = image, self._people.find(image)
        return self._last[1]

    def rest(self) -> None:
        """Free what a search needs, and forget the picture."""
        self._last = None
        self._people.rest()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._people.__exit__(kind, error, trace)
