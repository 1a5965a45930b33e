"""A pose model of which one half is in memory at a time."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import numpy as np

from formcheck.pose.estimator import PoseFinders
from formcheck.pose.models import PoseModel
from formcheck.pose.pose import Pose
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.source.frame import Frame, StreamInfo
from tests.seats import UPRIGHT

INFO = StreamInfo("stub", 640, 480, 10.0)


@dataclass
class Memory:
    """What is loaded now, and the most that ever was."""

    loaded: set[str] = field(default_factory=set)
    most: int = 0
    loads: int = 0

    def load(self, half: str) -> None:
        self.loads += half not in self.loaded
        self.loaded.add(half)
        self.most = max(self.most, len(self.loaded))


class Half:
    """Follows or finds whoever there is, and fills memory from its first picture on."""

    def __init__(self, name: str, memory: Memory, there: list[Pose]) -> None:
        self._name, self._memory, self._there = name, memory, there

    def estimate(self, image: object) -> Pose | None:
        self._memory.load(self._name)
        return self._there[0] if self._there else None

    def find(self, image: object) -> tuple[Pose, ...]:
        self._memory.load(self._name)
        return tuple(self._there)

    def reset(self) -> None:
        pass

    def rest(self) -> None:
        self._memory.loaded.discard(self._name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rest()


def estimator(memory: Memory, there: list[Pose]) -> TrackedSubjectEstimator:
    def opened() -> PoseFinders:
        return PoseFinders(Half("tracker", memory, there), Half("people", memory, there))

    return TrackedSubjectEstimator(PoseModel("halves", opened), sparing=True)


def test_never_are_both_halves_in_memory_whoever_comes_and_goes() -> None:
    memory, there = Memory(), [UPRIGHT.photo()]
    with estimator(memory, there) as looks:
        found = []
        for second in range(30):
            there[:] = [UPRIGHT.photo()] if second % 10 < 5 else []
            image = np.zeros((480, 640, 3), np.uint8)
            found.append(looks.estimate(Frame(second, float(second), image), INFO).pose is not None)
        assert found == [second % 10 < 5 for second in range(30)]
        assert memory.most == 1
    assert memory.loaded == set()


def test_whoever_stays_is_followed_without_loading_anything_again() -> None:
    memory, there = Memory(), [UPRIGHT.photo()]
    with estimator(memory, there) as looks:
        for second in range(10):
            image = np.zeros((480, 640, 3), np.uint8)
            looks.estimate(Frame(second, float(second), image), INFO)
    assert memory.loads == 2
