"""A file that is written frame by frame and gets its name once it is whole."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from formcheck.files import give_up
from formcheck.results.result import FileKind
from formcheck.sinks.sink import Sink


class WholeFile(Sink):
    """What the sinks of such files share: finishing, giving up, and saying what was written.

    A sink of its own sets `_open` to all that it has opened, with the first frame.

    Args:
        kind: Which result the file is.
        path: The file.
    """

    def __init__(self, kind: FileKind, path: Path) -> None:
        self._kind, self._path = kind, path
        self._open: ExitStack | None = None
        self._written: dict[FileKind, Path] = {}

    def close(self) -> None:
        """Finish the file.

        Raises:
            OutputError: If it cannot be finished.
        """
        if self._open is not None:
            opened, self._open = self._open, None
            opened.close()
            self._written[self._kind] = self._path

    def abort(self) -> None:
        """Leave nothing."""
        if self._open is not None:
            give_up(self._open)
            self._open = None

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """The file."""
        return self._written
