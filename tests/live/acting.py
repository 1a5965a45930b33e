"""Somebody who lifts before a camera that is not there, for the live loop without a model."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import numpy as np

from formcheck.errors import SourceError
from formcheck.pose.models import DEFAULT_MODEL
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update
from formcheck.source.device import Picture
from formcheck.source.frame import Frame, Image, StreamInfo

SIZE_PX = 320, 180


def picture(number: int) -> Image:
    """A small picture that differs from all others."""
    noise = np.random.default_rng(number).integers(60, 200, (SIZE_PX[1], SIZE_PX[0], 3))
    return np.asarray(noise, np.uint8)


@dataclass
class Act:
    """An estimator that gives what a film holds, by the frame's time or in the order of its frames."""

    poses: Callable[[Frame], Pose | None]
    seen: int = 0
    closed: bool = False
    on_see: Callable[[], None] = lambda: None
    model: str | None = DEFAULT_MODEL

    def estimate(self, frame: Frame, info: StreamInfo) -> PosedFrame:
        self.seen += 1
        pose = self.poses(frame)
        self.on_see()
        return PosedFrame(frame.index, frame.time_s, pose)

    def read_faces(self, wanted: bool) -> None:
        pass

    def warm_up(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed = True


@dataclass
class Script:
    """A device that gives what is in the script: pictures with their times, or errors to raise.

    With `wait`, each picture waits until the one before was looked at: nothing is ever dropped.
    """

    steps: Iterator[Picture | Exception | None]
    info: StreamInfo
    returns: bool = True
    wait: Callable[[], object] = lambda: None
    opened: int = 0
    closed: int = 0
    refusals: list[str] = field(default_factory=list)
    before_opening: Callable[[], object] = lambda: None

    name = "camera 7"

    def open(self) -> StreamInfo:
        self.before_opening()
        if self.refusals and self.opened:
            raise SourceError(self.refusals.pop())
        self.opened += 1
        return self.info

    def read(self) -> Picture | None:
        self.wait()
        step = next(self.steps, None)
        if isinstance(step, Exception):
            raise step
        return step

    def close(self) -> None:
        self.closed += 1


@dataclass
class Hand(Sink):
    """A screen without a display: keeps what it is shown, and presses keys after so many judged frames."""

    keys_at: dict[int, str] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    shown: Image | None = None
    full_screen: bool = False
    size_px: tuple[int, int] = SIZE_PX

    def write(self, update: Update) -> None:
        self.updates.append(update)

    def show(self, image_bgr: Image) -> None:
        self.shown = image_bgr

    def pressed(self) -> Iterator[str]:
        for number in sorted(self.keys_at):
            if number <= len(self.seen):
                yield self.keys_at.pop(number)

    def toggle_full_screen(self) -> None:
        self.full_screen = not self.full_screen

    def close(self) -> None:
        pass


@dataclass
class Ear:
    """A speaker that remembers what it was to say."""

    said: list[str] = field(default_factory=list)
    problem: str = ""

    def say(self, text: str, made_s: float, sound: str = "cue") -> None:
        self.said.append(text)

    def close(self) -> None:
        pass
