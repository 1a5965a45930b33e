"""The exports by name, and the files that they write."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

# The name of an export, and of its file, or of its folder where it ends with a slash.
EXPORTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "trc": "points.trc",
        "mot": "angles.mot",
        "c3d": "points.c3d",
        "openpose": "openpose/",
        "coco": "points.coco.json",
        "csv-wide": "wide.csv",
        "parquet": "wide.parquet",
    }
)
# What each file says of who wrote it, in its first bytes or, where that cannot be, in its last ones.
MADE_BY: Final = "formcheck"
KEYPOINTS: Final = "_keypoints.json"
_ENDS_BYTES = 65_536


def is_our_export(path: Path) -> bool:
    """Whether this program has written an export; what is not there is not.

    Raises:
        OSError: If it cannot be read.
    """
    if path.name not in EXPORTS.values() and not path.name.endswith(KEYPOINTS):
        return False
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_ENDS_BYTES)
        file.seek(max(0, size - _ENDS_BYTES))
        tail = file.read()
    if path.name == EXPORTS["csv-wide"]:  # a table has no place for a word of its own
        return head.replace(b";", b",").startswith(b"time_s,frame,") and b"left_wrist_x_px" in head
    return MADE_BY.encode() in head + tail
