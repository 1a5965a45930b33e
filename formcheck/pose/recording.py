"""Pose recordings, `*.poses.jsonl.gz`, read and written. docs/pose-recording.md describes the format."""

import gzip
import json
import math
import stat
import zlib
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from formcheck.errors import RecordingError
from formcheck.files import atomic_path, cannot_write, give_up, printable
from formcheck.pose.face import Face
from formcheck.pose.landmarks import LANDMARK_COUNT, LAYOUTS, Layout
from formcheck.pose.pose import FloatArray, Pose, PosedFrame, visibility_of
from formcheck.source.frame import StreamInfo

FORMAT = "formcheck.poses/1"

_MOST_PX = 1_000_000
# Bounds of what a recording can hold: wide, but what lies beyond is no number of anything that was seen, and
# would take memory without end, or overflow what is computed from it.
_LONGEST_LINE = 100_000
_MOST_FRAMES = 2_600_000  # a day, 30 a second
_LARGEST_COORDINATE = 1e9
_LATEST_S = 1e10  # three centuries: seconds since 1970 are fine, nanoseconds are not
_LONGEST_NAME = 4096
_LEAST_FPS, _MOST_FPS = 1e-3, 1e5
# How often what was written so far can be read, should the process be killed: about once a second.
_FLUSH_EVERY = 25


class Header(BaseModel):
    """The first line of a recording."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal["formcheck.poses/1"]
    width_px: int = Field(gt=0, le=_MOST_PX)
    height_px: int = Field(gt=0, le=_MOST_PX)
    fps: float = Field(ge=_LEAST_FPS, le=_MOST_FPS)
    model: str | None = Field(None, max_length=_LONGEST_NAME)
    points: Literal["blazepose-33", "coco-17", "coco-18"] = "blazepose-33"
    source: str = Field("", max_length=_LONGEST_NAME)
    duration_s: float | None = Field(None, ge=0, le=_LATEST_S)
    times_known: bool = True


_NOT_FOUND = [0.0, 0.0]


class PoseRecording:
    """The poses of a recording, as a pose stream.

    One whose end is missing, as of a process that was killed, is read up to its last whole line, which
    `warnings` tell.

    Args:
        path: The recording, `*.poses.jsonl.gz` or unpacked.
        start_s: Leave out frames before this time.
        end_s: Leave out frames from this time on.

    Raises:
        RecordingError: If the file is missing, broken or of another version.
    """

    def __init__(self, path: Path, start_s: float | None = None, end_s: float | None = None) -> None:
        self._path = path
        self._from_s = start_s or 0.0
        self._to_s = math.inf if end_s is None else end_s
        if self._from_s < 0 or self._to_s <= self._from_s:
            raise RecordingError(f"{path}: the end must be later than the start, and neither before 0 s")
        self._lines = _Lines(path)
        self.header = _header(path, next(iter(self._lines), ""))
        self.warnings: tuple[str, ...] = ()

    @property
    def info(self) -> StreamInfo:
        """Size and rate of the pictures that the poses were found in."""
        header = self.header
        return StreamInfo(
            name=str(self._path),
            width_px=header.width_px,
            height_px=header.height_px,
            fps=header.fps,
            duration_s=header.duration_s,
            # What was fitted on a model's own 33 points does not hold for other points.
            pose_model=header.model if header.points == "blazepose-33" else None,
            times_known=header.times_known,
        )

    @property
    def model(self) -> str | None:
        """The pose model that found the poses."""
        return self.header.model

    def __iter__(self) -> Iterator[PosedFrame]:
        """The selected frames; indexes of a part count from its first frame, as those of a video do."""
        first: int | None = None
        last_s: float | None = None
        for frame in self._frames():
            last_s = frame.time_s
            if frame.time_s >= self._to_s:
                return
            if frame.time_s >= self._from_s:
                if first is None:
                    first = frame.index if self._from_s else 0
                yield replace(frame, index=frame.index - first)
        if first is None and last_s is not None:
            raise RecordingError(
                f"{self._path}: is {last_s:.1f} s long; the start {self._from_s:.1f} s must be earlier"
            )

    def _frames(self) -> Iterator[PosedFrame]:
        layout = LAYOUTS[self.header.points]
        last = PosedFrame(-1, -math.inf, None)
        for number, line in enumerate(self._lines, start=2):
            if not line.endswith("\n") and not _is_whole(line):
                break
            if number > _MOST_FRAMES + 1:
                raise RecordingError(f"{self._path}: is longer than a day; analyse it in parts")
            frame = _frame(self._path, number, line, layout)
            if frame.time_s <= last.time_s:
                raise RecordingError(f"{self._path}: line {number}: time_s must rise from frame to frame")
            if frame.index <= last.index:
                raise RecordingError(f"{self._path}: line {number}: frame must rise from frame to frame")
            yield frame
            last = frame
        else:
            if not self._lines.was_cut:
                return
        self._tell_cut(last)

    def _tell_cut(self, last: PosedFrame) -> None:
        if last.index < 0:
            raise RecordingError(f"{self._path}: was cut off before its first frame; record it again")
        warning = f"{self._path}: was cut off; it is used up to its last whole frame, at {last.time_s:.1f} s"
        self.warnings = (warning,)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lines.close()


class _Lines:
    """The lines of a recording, one by one.

    Attributes:
        was_cut: Whether the packed file ends before its end; known when the lines have ended.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.was_cut = False
        self._lines = self._read()

    def __iter__(self) -> Iterator[str]:
        return self._lines

    def close(self) -> None:
        """Close the file."""
        self._lines.close()

    def _read(self) -> Generator[str]:
        path, number = self._path, 0
        opener: Any = gzip.open if path.name.endswith(".gz") else open
        try:
            kind = path.stat().st_mode
            if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
                # A pipe or a device would be waited for, or read for ever.
                raise RecordingError(f"{path}: is not a regular file; save it to a file first")
            with opener(path, "rb") as file:
                while line := file.readline(_LONGEST_LINE + 1):
                    if len(line) > _LONGEST_LINE:
                        raise RecordingError(f"{path}: line {number + 1}: is longer than any frame")
                    yield line.decode("utf-8")
                    number += 1
        except FileNotFoundError:
            raise RecordingError(f"{path}: no such file; check the path") from None
        except IsADirectoryError:
            raise RecordingError(f"{path}: is a folder; name a recording in it") from None
        except EOFError:
            if not number:
                raise RecordingError(f"{path}: was cut off before its first frame; record it again") from None
            self.was_cut = True
        except (gzip.BadGzipFile, zlib.error, UnicodeDecodeError):
            raise RecordingError(f"{path}: is not a pose recording; record one with --save-poses") from None
        except OSError as error:
            raise RecordingError(f"{path}: cannot be read: {error.strerror or error}") from None


def _is_whole(line: str) -> bool:
    """Whether a last line without a line break is one all the same."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _header(path: Path, line: str) -> Header:
    try:
        data = json.loads(line)
        json.dumps(data, ensure_ascii=False).encode()  # half a character is JSON, but cannot be written
        version = data.get("format", "") if isinstance(data, dict) else ""
    except (ValueError, RecursionError):
        version, data = "", None
    if not isinstance(version, str) or not version.startswith("formcheck.poses/"):
        raise RecordingError(f"{path}: line 1: is not the header of a pose recording ({FORMAT})")
    if version != FORMAT:
        raise RecordingError(f"{path}: line 1: format is {version}, this program reads {FORMAT}")
    try:
        return Header.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise RecordingError(f"{path}: line 1: {key}: {first['msg']}") from None


def _frame(path: Path, number: int, line: str, layout: Layout) -> PosedFrame:
    where = f"{path}: line {number}"
    try:
        data = json.loads(line)
        index, time_s, points = int(data["frame"]), float(data["time_s"]), data["points"]
        world = data.get("world")
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise RecordingError(f"{where}: needs frame, time_s and points; record it again") from None
    if not abs(time_s) <= _LATEST_S:
        raise RecordingError(f"{where}: time_s must be a number of seconds, at most {_LATEST_S:g}")
    if index > _LATEST_S:
        raise RecordingError(f"{where}: frame must be the number of a picture, at most {_LATEST_S:g}")
    cut, damaged = data.get("cut") is True, data.get("damaged") is True
    if points is None:
        return PosedFrame(index, time_s, None, cut, damaged)
    rows = _rows(points, layout, 5, f"{where}: points")
    metres = None if world is None else _rows(world, layout, 3, f"{where}: world")
    if np.isnan(rows[:, 0]).all():
        return PosedFrame(index, time_s, None, cut, damaged)
    return PosedFrame(index, time_s, Pose(rows, metres, _face(data.get("face"), where)), cut, damaged)


def _face(numbers: Any, where: str) -> Face | None:
    if numbers is None:
        return None
    wrong = RecordingError(f"{where}: face must be seven numbers, with a width, or null")
    try:
        face = Face(*(float(number) for number in numbers))
    except (TypeError, ValueError, OverflowError):
        raise wrong from None
    if max(map(abs, face.numbers())) > _LARGEST_COORDINATE:
        raise wrong
    return face


def _rows(values: Any, layout: Layout, width: int, where: str) -> FloatArray:
    """Rows in BlazePose's order; what is null, absent or not in the layout is NaN.

    A point may be short: (x, y), (x, y, score) or all five; what is left out is filled in. In COCO's layouts
    a point that was not found stands at 0, 0 by convention: it is missing too.
    """
    if not isinstance(values, list) or len(values) != len(layout):
        raise RecordingError(f"{where}: must be a list of {len(layout)} points or null")
    rows = np.full((LANDMARK_COUNT, width), np.nan)
    for landmark, value in zip(layout, values, strict=True):
        if value is None or landmark is None:
            continue
        try:
            row = _row([float(v) for v in value], width, is_coco=len(layout) != LANDMARK_COUNT)
        except (TypeError, ValueError, OverflowError):
            raise RecordingError(f"{where}: {landmark.name.lower()} must be numbers or null") from None
        if row[:2] != _NOT_FOUND or len(layout) == LANDMARK_COUNT:
            rows[landmark] = row
    return rows


def _row(numbers: list[float], width: int, *, is_coco: bool) -> list[float]:
    if not all(abs(number) <= _LARGEST_COORDINATE for number in numbers):
        raise ValueError("not a number, or far out of every picture")
    if len(numbers) == width:
        return numbers
    if width == 5 and len(numbers) in (2, 3):
        score = numbers[2] if len(numbers) == 3 else 1.0
        return [numbers[0], numbers[1], 0.0, visibility_of(score) if is_coco else score, score]
    raise ValueError("wrong number of values")


class RecordingWriter:
    """Writes a recording; it stands under its name only once it is whole.

    Raises:
        OutputError: If the file cannot be written.
    """

    def __init__(self, path: Path, info: StreamInfo, model: str | None) -> None:
        self._path = path
        self._open = ExitStack()
        temporary = self._open.enter_context(atomic_path(path))
        self._raw = raw = self._open.enter_context(temporary.open("wb"))
        # No name and no time in the gzip header: the same poses give the same bytes.
        packed = self._open.enter_context(gzip.GzipFile("", "wb", fileobj=raw, mtime=0, compresslevel=6))
        self._file = packed
        header = {
            "format": FORMAT,
            "width_px": info.width_px,
            "height_px": info.height_px,
            "fps": info.fps,
            "duration_s": info.duration_s,
            "model": model,
            "points": "blazepose-33",
            "source": printable(Path(info.name).name),
        }
        self._put(header if info.times_known else {**header, "times_known": False})
        self._frames = 0

    def write(self, frame: PosedFrame) -> None:
        """Append one frame.

        Raises:
            OutputError: If it cannot be written.
        """
        pose = frame.pose
        line: dict[str, Any] = {
            "frame": frame.index,
            "time_s": frame.time_s,
            "points": None if pose is None else _listed(pose.points),
            "world": None if pose is None or pose.world is None else _listed(pose.world),
        }
        if pose is not None and pose.face is not None:
            line["face"] = pose.face.numbers()
        line |= {key: True for key, holds in (("cut", frame.cut), ("damaged", frame.damaged)) if holds}
        self._put(line)
        self._frames += 1
        if self._frames % _FLUSH_EVERY == 0:
            self._flush()

    def close(self) -> None:
        """Finish it, and give it its name.

        Raises:
            OutputError: If it cannot be finished.
        """
        self._open.close()

    def abort(self) -> None:
        """Leave nothing behind."""
        give_up(self._open)

    def _put(self, data: dict[str, Any]) -> None:
        line = json.dumps(data, separators=(",", ":"), allow_nan=False).encode() + b"\n"
        try:
            self._file.write(line)
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def _flush(self) -> None:
        try:
            self._file.flush(zlib.Z_SYNC_FLUSH)
            self._raw.flush()
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)


def _listed(array: FloatArray) -> list[list[float] | None]:
    return [None if math.isnan(row[0]) else row for row in array.tolist()]
