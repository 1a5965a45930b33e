"""Reads points from TRC, as Sports2D, Pose2Sim and motion capture systems write them.

Format: OpenSim's documentation, "Marker (.trc) Files". Only what lies in the plane x, y is read.
"""

import math
from pathlib import Path

import numpy as np

from formcheck.errors import RecordingError
from formcheck.files import read_bounded
from formcheck.pose.imports.imported import Imported, ImportOptions, People
from formcheck.pose.imports.layouts import landmark_named
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import FloatArray

_MOST_BYTES = 500_000_000
_HEADER_LINES = 5
# A body that is this small is told in metres, or millimetres, and not in pixels.
_SMALLEST_BODY_PX = 20.0
# So large a body is made of lengths: what is judged is the same at any size.
_BODY_PX = 700.0
_MARGIN = 0.15
# As for the other formats: so large a number is no place of a point.
_LARGEST = 1e9
_LEAST_POINTS = 4


def read_trc(path: Path, options: ImportOptions) -> Imported:
    """Read a file.

    A body whose shoulders have the greater y stands with y up, as is usual in the format, and is turned.

    Args:
        path: The file.
        options: What it does not say.

    Raises:
        RecordingError: If it is broken, or holds no points that are known.
    """
    try:
        text = read_bounded(path, _MOST_BYTES).decode("utf-8", "replace")
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read: {error.strerror or error}") from None
    lines = text.splitlines()
    if len(lines) <= _HEADER_LINES or not lines[0].startswith("PathFileType"):
        raise RecordingError(f"{path}: is no TRC file, which begins with PathFileType")
    known = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=False))
    names = [name.strip() for name in lines[3].split("\t")[2:] if name.strip()]
    layout = tuple(landmark_named(name) for name in names)
    found = sum(landmark is not None for landmark in layout)
    if found < _LEAST_POINTS:
        raise RecordingError(
            f"{path}: of its markers only {found} are points of a body that are known by name"
        )
    times_s, points = _table(path, lines[_HEADER_LINES:], len(names))
    if not np.isfinite(points[:, [landmark is not None for landmark in layout], :2]).any():
        raise RecordingError(f"{path}: nobody is found in it")
    points, size_px = _in_picture(points, layout, options)
    frames = [
        People(index, time_s, (rows,) if np.isfinite(rows).any() else ())
        for index, (time_s, rows) in enumerate(zip(times_s, points, strict=True))
    ]
    return Imported(frames, layout, _rate(known, times_s), size_px, path.name)


def _table(path: Path, lines: list[str], count: int) -> tuple[list[float], FloatArray]:
    """The times, and (frames, markers, 3) with NaN where a cell is empty."""
    times_s: list[float] = []
    rows: list[list[float]] = []
    for number, line in enumerate(lines, start=_HEADER_LINES + 1):
        if not line.strip():
            continue
        cells = line.rstrip("\r\n").split("\t")[: 2 + 3 * count]
        cells += [""] * (2 + 3 * count - len(cells))
        try:
            time_s = float(cells[1])
            rows.append([float(cell) if cell.strip() else math.nan for cell in cells[2:]])
        except ValueError:
            raise RecordingError(f"{path}: line {number}: holds what is no number") from None
        if not math.isfinite(time_s) or (times_s and time_s <= times_s[-1]):
            raise RecordingError(f"{path}: line {number}: the time must rise from line to line")
        times_s.append(time_s)
    if not rows:
        raise RecordingError(f"{path}: holds no frame")
    points = np.array(rows).reshape(len(rows), count, 3)
    # nan compares as false: what is not within bounds is missing.
    points[~(np.abs(points) <= _LARGEST)[..., :2].all(axis=-1)] = np.nan
    points[(points[..., :2] == 0).all(axis=-1)] = np.nan  # as some write what is not there
    return times_s, points


def _in_picture(
    points: FloatArray, layout: tuple[Landmark | None, ...], options: ImportOptions
) -> tuple[FloatArray, tuple[int, int] | None]:
    """(frames, markers, 3): x_px, y_px and score in a picture, y down; and its size where it is made up."""
    told = points.copy()
    told[..., 2] = np.where(np.isfinite(points[..., 0]), 1.0, np.nan)
    if _stands_up(points, layout):
        told[..., 1] *= -1
    known = told[:, [landmark is not None for landmark in layout], :2]
    low, high = np.nanmin(known, axis=(0, 1)), np.nanmax(known, axis=(0, 1))
    heights = known[np.isfinite(known[..., 1]).any(axis=1), :, 1]
    body = float(np.nanmedian(np.nanmax(heights, axis=1) - np.nanmin(heights, axis=1)))
    scale = 1.0 if body >= _SMALLEST_BODY_PX and float(high.max()) < 20_000 else _BODY_PX / max(body, 1e-9)
    if scale == 1.0 and (low >= 0).all():
        return told, options.size_px
    margin = _MARGIN * body
    told[..., :2] = (told[..., :2] - low + margin) * scale
    size = np.ceil((high - low + 2 * margin) * scale).astype(int)
    return told, (int(size[0]), int(size[1]))


def _stands_up(points: FloatArray, layout: tuple[Landmark | None, ...]) -> bool:
    """Whether y points up: the shoulders of somebody who stands or sits are above the hips."""

    def heights(*wanted: Landmark) -> FloatArray:
        rows: FloatArray = points[:, [landmark in wanted for landmark in layout], 1]
        return rows

    shoulders = heights(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
    hips = heights(Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
    if not (np.isfinite(shoulders).any() and np.isfinite(hips).any()):
        return True
    return bool(np.nanmedian(shoulders) > np.nanmedian(hips))


def _rate(known: dict[str, str], times_s: list[float]) -> float | None:
    steps = np.diff(times_s)
    if len(steps):
        return round(1 / float(np.median(steps)), 3)
    try:
        return float(known.get("DataRate", ""))
    except ValueError:
        return None
