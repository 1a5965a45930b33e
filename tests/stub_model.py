"""A pose model that is added by one registration: 17 COCO points, read off numbered pictures."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from formcheck.pose.estimator import PoseFinders
from formcheck.pose.fits import Fits
from formcheck.pose.landmarks import COCO_17
from formcheck.pose.models import PoseModel, forget_pose_model, register_pose_model
from formcheck.pose.pose import Pose, pose_of
from formcheck.source.frame import Image
from tests.cli.recordings import LAYBACK, frames_of
from tests.source.clips import make_clip

NAME = "stub"
SIZE_PX = 540, 960
FPS = 15.0
# One press that leans back, with what comes before it.
END_S = 8.0
_BITS, _STRIP_PX = 8, 64


def numbered(index: int, size_px: tuple[int, int]) -> Image:
    """A grey picture with its number in black and white along its upper edge; 255 is the empty one."""
    width, height = size_px
    image = np.full((height, width, 3), 128, np.uint8)
    for bit in range(_BITS):
        part = slice(bit * width // _BITS, (bit + 1) * width // _BITS)
        image[:_STRIP_PX, part] = 255 if index >> bit & 1 else 0
    return image


def number_of(image: Image) -> int | None:
    """The number in a picture, or None where there is none."""
    strip = image[: _STRIP_PX // 2].mean((0, 2))
    levels = [float(part.mean()) for part in np.array_split(strip, _BITS)]
    if any(64 < level < 192 for level in levels):
        return None
    return sum(1 << bit for bit, level in enumerate(levels) if level > 128)


@dataclass
class Stub:
    """Both estimators in one: it knows the poses of a film by the numbers of its pictures."""

    poses: Sequence[Pose]
    closed: int = 0
    resets: int = 0
    seen: list[int] = field(default_factory=list)

    def estimate(self, image: Image) -> Pose | None:
        number = number_of(image)
        if number is None or number >= len(self.poses) or image.shape[:2] != SIZE_PX[::-1]:
            return None
        self.seen.append(number)
        return self.poses[number]

    def reset(self) -> None:
        self.resets += 1

    def find(self, image: Image) -> tuple[Pose, ...]:
        pose = self.estimate(image)
        return () if pose is None else (pose,)

    def rest(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed += 1


def film_poses() -> list[Pose]:
    """The truth of a sample press as COCO points."""
    frames = frames_of(LAYBACK, 0.0, END_S, every=2, coco_17=True)
    return [pose_of(np.array(frame["points"]), COCO_17) for frame in frames]


def film(path: Path) -> Path:
    """The video that belongs to `film_poses`."""
    count = len(film_poses())
    return make_clip(path, [i / FPS for i in range(count)], size_px=SIZE_PX, paint=numbered)


@contextmanager
def registered(fits: Fits | None = None) -> Iterator[Stub]:
    """The program with one more pose model."""
    stub = Stub(film_poses())
    register_pose_model(PoseModel(NAME, open=lambda: PoseFinders(stub, stub), fits=fits))
    try:
        yield stub
    finally:
        forget_pose_model(NAME)
