"""wide.parquet: the columns of wide.csv, with their types."""

from collections.abc import Mapping
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from formcheck.errors import MissingLibraryError
from formcheck.files import atomic_path, cannot_write
from formcheck.results.frame_columns import SITUATION
from formcheck.sinks.context import SinkContext
from formcheck.sinks.exports.names import MADE_BY
from formcheck.sinks.exports.wanted import export_path
from formcheck.sinks.exports.whole_file import WholeFile
from formcheck.sinks.exports.wide import POINT_COLUMNS, wide_values
from formcheck.sinks.update import Update

# As many rows wait for each other.
_GROUP = 1024
# What is no text among what is known of a frame.
_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"time_s": "float64", "frame": "int64", "rep": "int64", "pose": "bool_"}
)


class ParquetTable(WholeFile):
    """Writes wide.parquet, in groups of rows.

    Args:
        path: The file.
        context: The session.
    """

    def __init__(self, path: Path, context: SinkContext) -> None:
        super().__init__("parquet", path)
        self._measures = context.activity.columns()
        self._arrow, self._parquet = _library()
        situation = [(name, getattr(self._arrow, _KINDS.get(name, "string"))()) for name in SITUATION]
        numbers = [(name, self._arrow.float64()) for name in (*self._measures, *POINT_COLUMNS)]
        self._schema = self._arrow.schema([*situation, *numbers], metadata={"made_by": MADE_BY})
        self._rows: list[list[Any]] = []

    def write(self, update: Update) -> None:
        """Take a frame.

        Raises:
            OutputError: If it cannot be written.
        """
        if update.frame is None:
            return
        known, numbers = wide_values(update.frame, self._measures)
        self._rows.append([*known.values(), *numbers])
        if len(self._rows) >= _GROUP:
            self._put()

    def close(self) -> None:
        """Finish the file.

        Raises:
            OutputError: If it cannot be finished.
        """
        if self._rows:
            self._put()
        super().close()

    def _put(self) -> None:
        columns = [list(column) for column in zip(*self._rows, strict=True)]
        try:
            if self._open is None:
                with ExitStack() as opening:
                    temporary = opening.enter_context(atomic_path(self._path))
                    file = opening.enter_context(temporary.open("wb"))
                    self._writer = opening.enter_context(self._parquet.ParquetWriter(file, self._schema))
                    self._open = opening.pop_all()
            self._writer.write_table(self._arrow.table(columns, schema=self._schema))
        except OSError as error:
            self.abort()
            raise cannot_write(self._path, error) from error
        self._rows = []


def _library() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise MissingLibraryError(
            "--export parquet needs the package pyarrow; install it with: pip install 'formcheck[batch]'"
        ) from None


def open_parquet(context: SinkContext) -> ParquetTable | None:
    """The sink, where it is wanted.

    Raises:
        MissingLibraryError: If pyarrow is not installed.
    """
    path = export_path(context, "parquet")
    return None if path is None else ParquetTable(path, context)
