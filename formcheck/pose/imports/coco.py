"""Reads keypoints in COCO's form: a whole data set, or the list of results that detectors write.

Format: cocodataset.org, "Data format" and "Results format". A point at 0, 0 with score 0 was not found.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.errors import RecordingError
from formcheck.files import read_bounded
from formcheck.pose.imports.imported import Imported, ImportOptions, People
from formcheck.pose.imports.layouts import COCO, landmark_named
from formcheck.pose.landmarks import Layout
from formcheck.pose.pose import FloatArray

_MOST_BYTES = 500_000_000
_LAST_NUMBER = re.compile(r"(\d+)\D*$")
_LARGEST = 1e9
# What a label says instead of a score: hidden, seen.
_LABELS = {1.0: 0.2, 2.0: 1.0}


def read_coco(path: Path, options: ImportOptions) -> Imported:
    """Read a file.

    Args:
        path: The file.
        options: What it does not say.

    Raises:
        RecordingError: If it is broken, or of another form.
    """
    try:
        data = json.loads(read_bounded(path, _MOST_BYTES))
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError):
        raise RecordingError(f"{path}: is not JSON, or was cut off; export it again") from None
    try:
        return _imported(path, data, options)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise RecordingError(
            f"{path}: is no file of COCO keypoints ({type(error).__name__}: {error})"
        ) from None


def _imported(path: Path, data: Any, options: ImportOptions) -> Imported:
    whole = data if isinstance(data, dict) else {"annotations": data}
    annotations: Sequence[Mapping[str, Any]] = whole["annotations"]
    if not annotations:
        raise RecordingError(f"{path}: nobody is found in it")
    images: Mapping[Any, Mapping[str, Any]] = {image["id"]: image for image in whole.get("images", [])}
    # A detector's results that name no person's category are of persons; the others are not ours.
    persons = {c["id"] for c in whole.get("categories", []) if c.get("name") == "person"} or {1}
    by_image: dict[Any, list[FloatArray]] = {key: [] for key in images}
    for one in annotations:
        if one.get("category_id", 1) in persons and one.get("keypoints"):
            by_image.setdefault(one["image_id"], []).append(_points(one))
    indexes = _indexes(list(by_image))
    frames = [
        People(indexes[key], _time_s(images.get(key)), tuple(by_image[key]))
        for key in sorted(by_image, key=indexes.__getitem__)
    ]
    if not all(frame.time_s is not None for frame in frames):
        frames = [People(frame.index, None, frame.people) for frame in frames]
    fps = whole.get("info", {}).get("fps") if isinstance(whole.get("info"), dict) else None
    return Imported(
        frames,
        _layout(path, whole, frames),
        None if fps is None else float(fps),
        _size(images, options),
        path.name,
    )


def _points(annotation: Mapping[str, Any]) -> FloatArray:
    points = np.array(annotation["keypoints"], np.float64).reshape(-1, 3)
    scores = annotation.get("keypoint_scores")
    if scores is not None:
        points[:, 2] = scores
    elif set(points[:, 2].tolist()) <= {0.0, 1.0, 2.0} and (points[:, 2] == 2.0).any():
        points[:, 2] = [_LABELS.get(label, 0.0) for label in points[:, 2].tolist()]
    missing = (points[:, 2] <= 0) | (points[:, :2] == 0).all(axis=1) | ~np.isfinite(points).all(axis=1)
    points[missing | (np.abs(points) > _LARGEST).any(axis=1)] = np.nan
    points[:, 2] = np.minimum(points[:, 2], 1.0)
    return points


def _indexes(keys: Sequence[Any]) -> dict[Any, int]:
    """The number of each picture: its id, or the last number in its name, from the first one on."""
    numbers = {key: key if isinstance(key, int) else _number_in(str(key)) for key in keys}
    if any(number is None for number in numbers.values()) or len({*numbers.values()}) < len(numbers):
        return {key: number for number, key in enumerate(sorted(keys, key=str))}
    known = {key: number for key, number in numbers.items() if number is not None}
    first = min(known.values(), default=0)
    return {key: number - first for key, number in known.items()}


def _number_in(name: str) -> int | None:
    found = _LAST_NUMBER.search(name.rpartition(".")[0] or name)
    return None if found is None else int(found[1])


def _time_s(image: Mapping[str, Any] | None) -> float | None:
    time_s = None if image is None else image.get("time_s")
    return None if time_s is None else float(time_s)


def _layout(path: Path, whole: Mapping[str, Any], frames: Sequence[People]) -> Layout:
    counts = {len(points) for frame in frames for points in frame.people}
    if len(counts) > 1:
        raise RecordingError(f"{path}: its people have different numbers of points; this reads one kind")
    count = next(iter(counts), 17)
    for category in whole.get("categories", []):
        names = category.get("keypoints", [])
        if len(names) == count:
            return tuple(landmark_named(name) for name in names)
    if count not in COCO:
        raise RecordingError(
            f"{path}: {count} points a person without their names; this reads {' or '.join(map(str, COCO))}"
        )
    return COCO[count]


def _size(images: Mapping[Any, Mapping[str, Any]], options: ImportOptions) -> tuple[int, int] | None:
    sizes = {(image.get("width"), image.get("height")) for image in images.values()}
    if options.size_px is not None or len(sizes) != 1:
        return options.size_px
    ((width, height),) = sizes
    return (int(width), int(height)) if width and height else None
