"""A set of labelled clips in a folder: NAME.truth.json.gz beside NAME.poses.jsonl.gz or a video."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from formcheck.errors import LabelError
from formcheck.evaluation.labels import LARGEST_BYTES, SUFFIX, Labels, read_labels
from formcheck.files import read_bounded

MANIFEST = "set.json"
_SOURCES = (".poses.jsonl.gz", ".poses.jsonl", ".mp4", ".mov", ".mkv", ".webm", ".avi")


@dataclass(frozen=True, slots=True)
class Clip:
    """One labelled clip.

    Attributes:
        split: "development", "test" or "" where the set is not split.
        exercise: Such as "press", or "" where the set does not say.
    """

    name: str
    source: Path
    labels: Labels
    split: str = ""
    exercise: str = ""


def find_clips(folder: Path, split: str = "", exercise: str = "") -> Iterator[Clip]:
    """The clips of a set in order of their names.

    Args:
        folder: The set.
        split: Only this half, as the set's manifest (set.json) says; "" for all.
        exercise: Only this exercise; "" for all.

    Raises:
        LabelError: If there is none, or a file is wrong.
    """
    try:
        is_folder = folder.is_dir()
    except OSError as error:
        raise LabelError(f"{folder}: cannot be read: {error.strerror or error}") from None
    if not is_folder:
        raise LabelError(f"{folder}: is not a folder; name the folder that holds the labelled clips")
    about = _manifest(folder)
    paths = sorted([*folder.glob(f"*{SUFFIX}"), *folder.glob("*.truth.json")])
    if not paths:
        raise LabelError(f"{folder}: holds no labelled clip: NAME{SUFFIX} beside a video or recording")
    earlier, found = "", False
    for path in paths:
        name = path.name.removesuffix(".gz").removesuffix(".truth.json")
        if name == earlier:
            raise LabelError(f"{path}: is there packed and unpacked; remove one of the two")
        earlier, entry = name, about.get(name, {})
        its_split, its_exercise = entry.get("split", ""), entry.get("exercise", "")
        if (split and its_split != split) or (exercise and its_exercise not in ("", exercise)):
            continue
        found = True
        yield Clip(name, _source(folder, name), read_labels(path), its_split, its_exercise)
    if not found:
        wanted = " and ".join(filter(None, (split and f"split {split}", exercise and f"exercise {exercise}")))
        raise LabelError(f"{folder}: holds no clip of {wanted}; see the names in {MANIFEST}")


def _source(folder: Path, name: str) -> Path:
    for suffix in _SOURCES:
        if (folder / f"{name}{suffix}").exists():
            return folder / f"{name}{suffix}"
    raise LabelError(f"{folder / name}{SUFFIX}: has no video or recording of the same name beside it")


def _manifest(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        return {scene["name"]: scene for scene in json.loads(read_bounded(path, LARGEST_BYTES))["scenes"]}
    except OSError as error:
        raise LabelError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise LabelError(f"{path}: scenes: must be a list of objects with name, split and exercise") from None
