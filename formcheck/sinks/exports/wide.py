"""wide.csv: one row a frame with everything, what frames.csv has and each point."""

import math
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from formcheck.files import atomic_path, cannot_write
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import VISIBILITY, X, Y
from formcheck.results.frame_columns import SITUATION, situation
from formcheck.session.observation import Observation
from formcheck.sinks.context import SinkContext
from formcheck.sinks.exports.wanted import export_path
from formcheck.sinks.exports.whole_file import WholeFile
from formcheck.sinks.tables import row_writer
from formcheck.sinks.update import Update

_COLUMNS_OF_A_POINT = ((X, "x_px"), (Y, "y_px"), (VISIBILITY, "visibility"))
POINT_COLUMNS: Final = tuple(
    f"{landmark.name.lower()}_{name}" for landmark in Landmark for _, name in _COLUMNS_OF_A_POINT
)
_DECIMALS = 4


def wide_values(seen: Observation, measures: tuple[str, ...]) -> tuple[dict[str, Any], list[float | None]]:
    """What was going on in a frame, and its numbers: measures, then the smoothed points; None: missing."""
    numbers: list[float | None] = [seen.measurements[name].value for name in measures]
    if seen.pose is None:
        numbers += [None] * len(POINT_COLUMNS)
    else:
        wanted = seen.pose.points[:, [column for column, _ in _COLUMNS_OF_A_POINT]].ravel().tolist()
        numbers += [None if math.isnan(number) else number for number in wanted]
    known = situation(seen)
    return {name: known[name] for name in SITUATION}, numbers


class WideTable(WholeFile):
    """Writes wide.csv.

    Args:
        path: The file.
        context: The session.
    """

    def __init__(self, path: Path, context: SinkContext) -> None:
        super().__init__("csv-wide", path)
        self._measures = context.activity.columns()
        self._line = row_writer(context.options.csv)

    def write(self, update: Update) -> None:
        """Take a frame.

        Raises:
            OutputError: If it cannot be written.
        """
        if update.frame is None:
            return
        known, numbers = wide_values(update.frame, self._measures)
        try:
            self._begin()
            cells = ["" if number is None else round(number, _DECIMALS) for number in numbers]
            self._file.write(self._line([*_plain(known), *cells]))
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def _begin(self) -> None:
        if self._open is None:
            with ExitStack() as opening:
                temporary = opening.enter_context(atomic_path(self._path))
                self._file = opening.enter_context(temporary.open("wb"))
                self._open = opening.pop_all()
            self._file.write(self._line([*SITUATION, *self._measures, *POINT_COLUMNS]))


def _plain(known: Mapping[str, Any]) -> list[object]:
    return [int(cell) if isinstance(cell, bool) else "" if cell is None else cell for cell in known.values()]


def open_wide(context: SinkContext) -> WideTable | None:
    """The sink, where it is wanted."""
    path = export_path(context, "csv-wide")
    return None if path is None else WideTable(path, context)
