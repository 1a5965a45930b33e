"""Reads pose recordings of other programs, whatever kind they are."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from formcheck.errors import RecordingError
from formcheck.pose.imports.coco import read_coco
from formcheck.pose.imports.imported import Imported, ImportOptions
from formcheck.pose.imports.openpose import read_openpose
from formcheck.pose.imports.trc import read_trc

IMPORTS: Final[Mapping[str, Callable[[Path, ImportOptions], Imported]]] = MappingProxyType(
    {"openpose": read_openpose, "coco": read_coco, "trc": read_trc}
)


def read_poses_of_others(path: Path, options: ImportOptions, kind: str | None = None) -> Imported:
    """Read a folder of OpenPose's frames, a file of COCO's keypoints, or a TRC file.

    Args:
        path: The file or folder.
        options: What it does not say.
        kind: One of `IMPORTS`; None: it is told by the name.

    Raises:
        RecordingError: If it cannot be read, or is none of these.
    """
    if not path.exists():
        raise RecordingError(f"{path}: no such file or folder; check the path")
    told = kind or _kind_of(path)
    if (told == "openpose") != path.is_dir():
        what = "a folder with a file a frame" if told == "openpose" else "a file"
        raise RecordingError(f"{path}: {told} is {what}")
    return IMPORTS[told](path, options)


def _kind_of(path: Path) -> str:
    if path.is_dir():
        return "openpose"
    kinds = {".json": "coco", ".trc": "trc"}
    if path.suffix.lower() not in kinds:
        raise RecordingError(f"{path}: is no folder, .json or .trc; say what it is with --format")
    return kinds[path.suffix.lower()]
