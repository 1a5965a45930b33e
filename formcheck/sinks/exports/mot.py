"""MOT, as OpenSim reads angles over time: a header of named lines, then a line a frame.

Format: OpenSim's documentation, "Motion (.mot) Files" and "Storage (.sto) Files".
"""

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from formcheck.files import atomic_path
from formcheck.results.result import FileKind
from formcheck.rules.quantities import quantities
from formcheck.sinks.context import SinkContext
from formcheck.sinks.exports.names import MADE_BY
from formcheck.sinks.exports.planar import ONE_CAMERA
from formcheck.sinks.exports.spool import Spool
from formcheck.sinks.exports.wanted import export_path
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update

_DECIMALS = 4


class MotFile(Sink):
    """Writes angles.mot: the angles of each frame in degrees, as frames.csv has them.

    Args:
        path: The file.
        context: The session.
    """

    def __init__(self, path: Path, context: SinkContext) -> None:
        self._path = path
        self._spool: Spool | None = None
        self._names = angle_columns(context)
        self._written: dict[FileKind, Path] = {}

    def write(self, update: Update) -> None:
        """Take a frame.

        Raises:
            OutputError: If there is no room.
        """
        seen = update.frame
        if seen is None:
            return
        if self._spool is None:
            self._spool = Spool(1 + len(self._names), self._path)
        values = (seen.measurements[name].value for name in self._names)
        self._spool.add(np.array([seen.time_s, *(math.nan if value is None else value for value in values)]))

    def close(self) -> None:
        """Write the file.

        Raises:
            OutputError: If it cannot be written.
        """
        if self._spool is None:
            return
        try:
            self._write_file(self._spool)
            self._written["mot"] = self._path
        finally:
            self.abort()

    def abort(self) -> None:
        """Leave nothing."""
        if self._spool is not None:
            self._spool.close()
            self._spool = None

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """The file."""
        return self._written

    def _write_file(self, rows: Spool) -> None:
        """Columns without any value are left out: some readers stop at the first value that is missing."""
        known = np.zeros(len(self._names), bool)
        for row in rows:
            known |= np.isfinite(row[1:])
        names = [name for name, is_known in zip(self._names, known, strict=True) if is_known]
        header = [
            "Coordinates",
            "version=1",
            f"nRows={rows.rows}",
            f"nColumns={1 + len(names)}",
            "inDegrees=yes",
            "",
            f"{MADE_BY}: {ONE_CAMERA}",
            "Angles of a body in the picture, by formcheck's names; they are no coordinates of a model.",
            "NaN: could not be measured. Without any value: "
            + (", ".join(name for name in self._names if name not in names) or "none"),
            "",
            "endheader",
        ]
        with (
            atomic_path(self._path) as temporary,
            temporary.open("w", encoding="utf-8", newline="\n") as file,
        ):
            file.writelines(f"{line}\n" for line in header)
            file.write("\t".join(["time", *names]) + "\n")
            for row in rows:
                cells = (
                    "NaN" if math.isnan(value) else f"{value:.{_DECIMALS}f}"
                    for value in row[1:][known].tolist()
                )
                file.write("\t".join([f"{row[0]:.6f}", *cells]) + "\n")


def angle_columns(context: SinkContext) -> tuple[str, ...]:
    """The columns of an activity that are angles."""
    units = {column: quantity.unit for quantity in quantities().values() for column in quantity.columns()}
    return tuple(name for name in context.activity.columns() if units.get(name) == "deg")


def open_mot(context: SinkContext) -> MotFile | None:
    """The sink, where it is wanted."""
    path = export_path(context, "mot")
    return None if path is None else MotFile(path, context)
