"""Reads what OpenPose writes: a folder with a JSON file a frame.

Format: OpenPose's documentation, "Output". A point that was not found is three zeros there.
"""

import json
import re
from pathlib import Path

import numpy as np

from formcheck.errors import RecordingError
from formcheck.files import read_bounded
from formcheck.pose.imports.imported import Imported, ImportOptions, People
from formcheck.pose.imports.layouts import OPENPOSE
from formcheck.pose.pose import FloatArray

_NUMBER = re.compile(r"(\d+)(?:_keypoints)?\.json$")
_MOST_BYTES = 4_000_000
_MOST_FRAMES = 2_600_000
_LARGEST = 1e9


def read_openpose(folder: Path, options: ImportOptions) -> Imported:
    """Read a folder of frames.

    Args:
        folder: The folder; other files in it are passed over.
        options: What the files do not say.

    Raises:
        RecordingError: If there is no frame in it, or one is broken.
    """
    numbered = sorted(
        (int(found[1]), path) for path in folder.iterdir() if (found := _NUMBER.search(path.name)) is not None
    )
    if not numbered:
        raise RecordingError(f"{folder}: holds no frames of OpenPose, as in name_000000000000_keypoints.json")
    if len(numbered) > _MOST_FRAMES:
        raise RecordingError(f"{folder}: is longer than a day; import it in parts")
    first = numbered[0][0]
    counts: set[int] = set()
    frames, indexes = [], set()
    for number, path in numbered:
        if number in indexes:
            raise RecordingError(
                f"{path}: is a second frame {number}; import each film from a folder of its own"
            )
        indexes.add(number)
        time_s, people = _read(path, options)
        counts |= {len(points) for points in people}
        frames.append(People(number - first, time_s, people))
    if len(counts) > 1 or not counts <= OPENPOSE.keys():
        raise RecordingError(
            f"{folder}: holds {' and '.join(map(str, sorted(counts)))} points a person; this reads "
            f"{' or '.join(map(str, OPENPOSE))}"
        )
    layout = OPENPOSE[next(iter(counts), 25)]
    has_times = all(frame.time_s is not None for frame in frames)
    return Imported(frames, layout, _rate(frames) if has_times else None, options.size_px, folder.name)


def _read(path: Path, options: ImportOptions) -> tuple[float | None, tuple[FloatArray, ...]]:
    """The time of a frame, if it has one, and its people."""
    try:
        data = json.loads(read_bounded(path, _MOST_BYTES))
        people = tuple(_points(person["pose_keypoints_2d"], options) for person in data["people"])
        time_s = data.get("time_s")
        return None if time_s is None else float(time_s), people
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise RecordingError(f"{path}: is no frame of OpenPose; export it again with --write_json") from None


def _points(numbers: object, options: ImportOptions) -> FloatArray:
    points = np.array(numbers, np.float64).reshape(-1, 3)
    points[
        (points[:, 2] <= 0) | ~np.isfinite(points).all(axis=1) | (np.abs(points) > _LARGEST).any(axis=1)
    ] = np.nan
    if options.size_px is not None and np.isfinite(points).any() and np.nanmax(np.abs(points[:, :2])) <= 1.0:
        low = np.nanmin(points[:, :2])
        shares = (points[:, :2] + 1) / 2 if low < 0 else points[:, :2]
        points[:, :2] = shares * options.size_px
    return points


def _rate(frames: list[People]) -> float | None:
    """From the times of our own export."""
    times_s = np.array([frame.time_s for frame in frames], float)
    steps = np.diff(times_s)
    return round(1 / float(np.median(steps)), 3) if len(steps) and (steps > 0).all() else None
