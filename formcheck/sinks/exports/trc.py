"""TRC, as OpenSim and motion capture systems read points: a header of five lines, then a line a frame.

Format: OpenSim's documentation, "Marker (.trc) Files".
"""

import math

from formcheck.files import atomic_path
from formcheck.pose.pose import FloatArray
from formcheck.sinks.context import SinkContext
from formcheck.sinks.exports.names import MADE_BY
from formcheck.sinks.exports.planar import ONE_CAMERA, PlanarPoints
from formcheck.sinks.exports.points import MARKERS
from formcheck.sinks.exports.scale import Scale
from formcheck.sinks.exports.spool import Spool
from formcheck.sinks.exports.wanted import export_path

_HEADINGS = (
    "DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units", "OrigDataRate", "OrigDataStartFrame",
    "OrigNumFrames",
)  # fmt: skip
_DECIMALS = {"m": 5, "px": 2}


class TrcFile(PlanarPoints):
    """Writes points.trc."""

    kind = "trc"

    def write_file(self, rows: Spool, scale: Scale) -> None:
        """Write the header, and a line a frame; the cells of a point that is missing are empty."""
        rate = f"{self._context.info.fps:.6g}"
        numbers = (rate, rate, str(rows.rows), str(len(MARKERS)), scale.unit, rate, "1", str(rows.rows))
        about = f"{self._path.name} ({MADE_BY}: {ONE_CAMERA}; {scale.words})"
        lines = [
            ["PathFileType", "4", "(X/Y/Z)", about],
            [*_HEADINGS],
            [*numbers],
            ["Frame#", "Time", *(cell for name in MARKERS for cell in (name, "", ""))],
            ["", "", *(f"{axis}{n}" for n in range(1, len(MARKERS) + 1) for axis in "XYZ")],
            [""],
        ]
        with (
            atomic_path(self._path) as temporary,
            temporary.open("w", encoding="utf-8", newline="\n") as file,
        ):
            file.writelines("\t".join(line) + "\n" for line in lines)
            for number, row in enumerate(rows, start=1):
                cells = _cells(self.placed(row, scale), _DECIMALS[scale.unit])
                # The tab at the end: OpenSim passes over empty cells where no other one follows.
                file.write("\t".join([str(number), f"{row[1]:.6f}", *cells, "\n"]))


def _cells(points: FloatArray, decimals: int) -> list[str]:
    return ["" if math.isnan(number) else f"{number:.{decimals}f}" for number in points.ravel().tolist()]


def open_trc(context: SinkContext) -> TrcFile | None:
    """The sink, where it is wanted."""
    path = export_path(context, "trc")
    return None if path is None else TrcFile(path, context)
