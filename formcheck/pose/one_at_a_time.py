"""A pose model of which never more than half is in memory: either what follows, or what finds everybody."""

from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from formcheck.pose.estimator import PeopleFinder, PoseEstimator, PoseFinders
from formcheck.pose.pose import Pose
from formcheck.source.frame import Image


def one_at_a_time(open_finders: Callable[[], PoseFinders]) -> PoseFinders:
    """What a model opens, in half of the memory.

    Whenever everybody is searched for, what follows one person is let go of, and begins anew afterwards. With
    BlazePose this saves 50 MB while nobody is found, and costs 0.1 s of a core at each change: good for who
    looks now and then, too slow for a film.

    Args:
        open_finders: Opens the model; it is asked again after each search.
    """
    halves = _Halves(open_finders)
    return PoseFinders(_OneTracker(halves), _OnePeople(halves))


class _Halves:
    """Holds both, one of them empty."""

    def __init__(self, open_finders: Callable[[], PoseFinders]) -> None:
        self._open_finders = open_finders
        first = open_finders()
        self._people = first.people
        self._tracker: PoseEstimator | None = first.tracker
        self._opened = ExitStack()
        self._opened.enter_context(first.tracker)

    @property
    def tracker_in_use(self) -> PoseEstimator | None:
        return self._tracker

    @property
    def people_in_use(self) -> PeopleFinder:
        return self._people

    def tracker(self) -> PoseEstimator:
        self._people.rest()
        if self._tracker is None:
            self._tracker = self._opened.enter_context(self._open_finders().tracker)
        return self._tracker

    def people(self) -> PeopleFinder:
        self.release_tracker()
        return self._people

    def release_tracker(self) -> None:
        self._tracker = None
        self._opened.close()


class _OneTracker:
    def __init__(self, halves: _Halves) -> None:
        self._halves = halves

    def estimate(self, image: Image) -> Pose | None:
        return self._halves.tracker().estimate(image)

    def reset(self) -> None:
        if self._halves.tracker_in_use is not None:  # else it knows nobody
            self._halves.tracker_in_use.reset()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._halves.release_tracker()


class _OnePeople:
    def __init__(self, halves: _Halves) -> None:
        self._halves = halves
        halves.people_in_use.__enter__()

    def find(self, image: Image) -> tuple[Pose, ...]:
        return self._halves.people().find(image)

    def rest(self) -> None:
        self._halves.people_in_use.rest()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._halves.people_in_use.__exit__(kind, error, trace)
