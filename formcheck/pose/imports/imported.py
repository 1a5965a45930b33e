"""A pose recording made of what another program has found."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from formcheck.errors import RecordingError
from formcheck.pose.landmarks import Layout
from formcheck.pose.pose import FloatArray, Pose, PosedFrame, pose_of
from formcheck.pose.recording import RecordingWriter
from formcheck.source.frame import StreamInfo

# Somebody who is further away than this, in lengths of a body, or whose trunk is so much shorter or longer,
# is somebody else.
_SAME_PLACE, _SAME_TRUNK = 0.5, 0.6
# After so many frames without the subject whoever is largest is taken.
_FORGOTTEN_FRAMES = 30
_LONGEST_SIDE_PX = 100_000


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the files do not say.

    Attributes:
        fps: Pictures a second; None: what the files say.
        size_px: Width and height of the pictures; None: what the files say, or what holds all points.
    """

    fps: float | None = None
    size_px: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Everybody in one picture.

    Attributes:
        index: Its number, from 0.
        time_s: Its time, or None where the number and the rate tell it.
        people: (n, 3) float each: x_px, y_px and score; NaN where a point was not found.
    """

    index: int
    time_s: float | None
    people: tuple[FloatArray, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read.

    Attributes:
        frames: In order.
        layout: What the points are.
        fps: Pictures a second as the files say, or None.
        size_px: Size of the pictures as the files say, or None.
        name: Of the source.
    """

    frames: Sequence[People]
    layout: Layout
    fps: float | None
    size_px: tuple[int, int] | None
    name: str


def write_imported(read: Imported, options: ImportOptions, path: Path) -> int:
    """Write a pose recording of what was read; the number of its frames.

    Args:
        read: What was read.
        options: What it does not say.
        path: The recording.

    Raises:
        RecordingError: If the rate is not known, or nobody is in it.
        OutputError: If the recording cannot be written.
    """
    fps = options.fps or read.fps
    if fps is None:
        raise RecordingError(f"{read.name}: holds no times; give the pictures a second with --fps")
    if not any(frame.people for frame in read.frames):
        raise RecordingError(f"{read.name}: nobody is found in it")
    width_px, height_px = options.size_px or read.size_px or _size_around(read)
    times_s = [frame.index / fps if frame.time_s is None else frame.time_s for frame in read.frames]
    duration_s = times_s[-1] - times_s[0] + 1 / fps
    info = StreamInfo(read.name, width_px, height_px, fps, duration_s)
    with RecordingWriter(path, info, None) as writer:
        for posed, time_s in zip(_followed(read), times_s, strict=True):
            writer.write(replace(posed, time_s=round(time_s, 6)))
    return len(read.frames)


def _followed(read: Imported) -> Iterator[PosedFrame]:
    """The subject: who is largest at first, and then who is nearest to where the subject was."""
    last: Pose | None = None
    lost = 0
    for frame in read.frames:
        poses = [pose_of(points, read.layout) for points in frame.people]
        found = _subject([pose for pose in poses if np.isfinite(pose.xy_px).any()], last)
        lost = 0 if found is not None else lost + 1
        last = found or (None if lost > _FORGOTTEN_FRAMES else last)
        yield PosedFrame(frame.index, 0.0, found)


def _subject(poses: Iterable[Pose], last: Pose | None) -> Pose | None:
    poses = list(poses)
    if not poses:
        return None
    if last is None:
        return max(poses, key=_size_px)
    nearest = min(poses, key=lambda pose: _distance_px(pose, last))
    if _distance_px(nearest, last) > _SAME_PLACE * _size_px(last):
        return None
    shorter, longer = sorted((nearest.trunk_px, last.trunk_px))
    return None if shorter < _SAME_TRUNK * longer else nearest


def _size_px(pose: Pose) -> float:
    found = pose.xy_px[np.isfinite(pose.xy_px).all(axis=1)]
    return float(np.hypot(*np.ptp(found, axis=0))) if len(found) else 0.0


def _distance_px(pose: Pose, other: Pose) -> float:
    """Between what is seen of both."""
    away = np.hypot(*(pose.xy_px - other.xy_px).T)
    return float(np.nanmedian(away)) if np.isfinite(away).any() else math.inf


def _size_around(read: Imported) -> tuple[int, int]:
    """A picture that holds all points, as large as it has to be."""
    tops = [np.nanmax(p[:, :2], axis=0) for f in read.frames for p in f.people if np.isfinite(p).any()]
    width, height = np.max(tops, axis=0) if tops else (1.0, 1.0)
    if max(width, height) <= 2.0:
        raise RecordingError(
            f"{read.name}: the points are shares of a picture; give its size with --size, as in 1920x1080"
        )
    sides = (math.ceil(side * 1.02) for side in (width, height))
    width_px, height_px = (min(_LONGEST_SIDE_PX, max(2, side)) for side in sides)
    return width_px, height_px
