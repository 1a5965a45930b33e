"""C3D, the binary format of motion capture, written by ezc3d. https://www.c3d.org describes the format."""

import os
import shutil
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.errors import MissingLibraryError
from formcheck.files import atomic_path, cannot_write
from formcheck.sinks.context import SinkContext
from formcheck.sinks.exports.names import MADE_BY
from formcheck.sinks.exports.planar import ONE_CAMERA, PlanarPoints
from formcheck.sinks.exports.points import MARKERS
from formcheck.sinks.exports.scale import Scale
from formcheck.sinks.exports.spool import Spool
from formcheck.sinks.exports.wanted import export_path

# What the format says of a point that is not there.
_MISSING = -1.0
# It holds one rate and no times: a film whose pictures are further apart than this goes on in empty frames.
_MOST_FRAMES = 65_000
_MM = 1000.0


class C3dFile(PlanarPoints):
    """Writes points.c3d, in millimetres, as is usual there, or in pixels.

    The format has one rate: each frame of the film takes the place that is nearest to its time, and places
    that no frame takes are empty.
    """

    kind = "c3d"

    def write_file(self, rows: Spool, scale: Scale) -> None:
        """Write the file; ezc3d needs all of it in memory, some 1 kB a frame."""
        ezc3d = _library()
        unit = "mm" if scale.unit == "m" else scale.unit
        rate = self._context.info.fps if self._context.info.fps > 0 else 30.0
        made = ezc3d.c3d()
        made["parameters"]["POINT"]["RATE"]["value"] = [rate]
        made["parameters"]["POINT"]["UNITS"]["value"] = [unit]
        made["parameters"]["POINT"]["LABELS"]["value"] = list(MARKERS)
        made.add_parameter("MANUFACTURER", "COMPANY", [MADE_BY])
        made.add_parameter("MANUFACTURER", "SOFTWARE", [f"{MADE_BY}: {ONE_CAMERA}; {scale.words}"])
        points, residuals = self._points(rows, scale, rate, _MM if unit == "mm" else 1.0)
        made["data"]["points"] = points
        made["data"]["meta_points"]["residuals"] = residuals
        with atomic_path(self._path) as temporary:
            _write(made, temporary)

    def _points(self, rows: Spool, scale: Scale, rate: float, factor: float) -> tuple[Any, Any]:
        """(4, 33, frames) and (1, 33, frames), as ezc3d takes them."""
        times_s = np.array([row[1] for row in rows])
        places = np.rint((times_s - times_s[0]) * rate).astype(int)
        count = min(_MOST_FRAMES, int(places[-1]) + 1)
        points = np.full((4, len(MARKERS), count), np.nan)
        points[3] = 1.0
        for place, row in zip(places.tolist(), rows, strict=True):
            if place < count:
                points[:3, :, place] = factor * self.placed(row, scale).T
        missing = np.isnan(points[0])
        points[:3, missing] = 0.0
        residuals = np.where(missing, _MISSING, 0.0)[np.newaxis]
        return points, residuals


def _write(made: Any, path: Path) -> None:
    """Through a name that any system's C library can open."""
    with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
        plain = os.path.join(folder, "points.c3d")  # noqa: PTH118 - for a C library
        try:
            made.write(plain)
            shutil.copyfile(plain, path)
        except (OSError, RuntimeError) as error:
            raise cannot_write(path, error if isinstance(error, OSError) else OSError(str(error))) from error


def _library() -> Any:
    try:
        return import_module("ezc3d")
    except ImportError:
        raise MissingLibraryError(
            "--export c3d needs the package ezc3d; install it with: pip install 'formcheck[c3d]'"
        ) from None


def open_c3d(context: SinkContext) -> C3dFile | None:
    """The sink, where it is wanted.

    Raises:
        MissingLibraryError: If ezc3d is not installed.
    """
    path = export_path(context, "c3d")
    if path is None:
        return None
    _library()
    return C3dFile(path, context)
