"""Rows of numbers that wait on the disk, since a header has to say how many there are."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from formcheck.files import cannot_write, scratch_file
from formcheck.pose.pose import FloatArray

_AT_ONCE = 512


class Spool:
    """A table that grows; memory does not.

    Args:
        width: Numbers in a row.
        path: What is being made of it, for an error.

    Raises:
        OutputError: If there is no place for it.
    """

    def __init__(self, width: int, path: Path) -> None:
        self._width, self._path, self.rows = width, path, 0
        self._open = ExitStack()
        try:
            self._file = self._open.enter_context(scratch_file())
        except OSError as error:
            raise cannot_write(path, error) from error

    def add(self, row: FloatArray) -> None:
        """Append a row.

        Raises:
            OutputError: If there is no room.
        """
        try:
            self._file.write(np.ascontiguousarray(row, np.float64).tobytes())
        except OSError as error:
            raise cannot_write(self._path, error) from error
        self.rows += 1

    def __iter__(self) -> Iterator[FloatArray]:
        """All rows, from the first one."""
        try:
            self._file.seek(0)
            while data := self._file.read(8 * self._width * _AT_ONCE):
                yield from np.frombuffer(data, np.float64).reshape(-1, self._width)
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def close(self) -> None:
        """Leave nothing of it."""
        self._open.close()
