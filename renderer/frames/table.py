"""The file of frames: a numpy archive with one row a frame. Described in docs/rendering.md."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

FORMAT = "formcheck.frames/1"
NAMES = ("format", "point_names", "angle_names", "kind_names", "hold_names")
"""Arrays that are the same in every part."""

KINDS = ("neutral", "any")


class Table:
    """Collects rows of equal keys."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names = names
        self._rows: list[dict[str, Any]] = []

    def add(self, **row: Any) -> None:
        """Append one frame."""
        self._rows.append(row)

    def write(self, path: Path) -> int:
        """Write the archive and return how many frames it has."""
        columns = {key: _column([row[key] for row in self._rows]) for key in self._rows[0]}
        _save(path, columns | {key: np.array(value) for key, value in self._names.items()})
        return len(self._rows)


def _column(values: list[Any]) -> np.ndarray:
    column = np.array(values)
    return column.astype(np.float32) if column.dtype == np.float64 else column


def _save(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as file:
        np.savez_compressed(file, **arrays)
    unfinished.replace(path)


def join(parts: Sequence[Path], path: Path) -> int:
    """Write the rows of all parts into one archive and return how many there are."""
    loaded = [dict(np.load(part)) for part in parts]
    rows = {key: np.concatenate([part[key] for part in loaded]) for key in loaded[0] if key not in NAMES}
    _save(path, rows | {key: loaded[0][key] for key in NAMES})
    return len(rows["person"])
