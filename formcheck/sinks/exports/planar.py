"""Points in the plane of the picture, for formats that hold points in space: TRC and C3D."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from formcheck.pose.landmarks import LANDMARK_COUNT
from formcheck.pose.pose import FloatArray
from formcheck.results.result import FileKind
from formcheck.sinks.context import SinkContext
from formcheck.sinks.exports.scale import Scale, ScaleFinder
from formcheck.sinks.exports.spool import Spool
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update

ONE_CAMERA = "one camera, the plane of the picture only: z is 0 and was not measured"


class PlanarPoints(Sink):
    """Keeps the smoothed points of all frames until the last one, and has them written.

    x points to the right of the picture and y up, from its lower left corner, in metres where the person's
    height was given, else in pixels. A point that was not found is missing.

    Args:
        path: The file.
        context: The session.
    """

    kind: FileKind

    def __init__(self, path: Path, context: SinkContext) -> None:
        self._path, self._context = path, context
        self._spool: Spool | None = None
        notes = context.notes
        self._scale = ScaleFinder(notes.height_cm if notes else None)
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
            self._spool = Spool(2 + 2 * LANDMARK_COUNT, self._path)
        self._scale.see(seen.pose)
        points = np.full(2 * LANDMARK_COUNT, np.nan) if seen.pose is None else seen.pose.xy_px.ravel()
        self._spool.add(np.concatenate([[seen.index, seen.time_s], points]))

    def close(self) -> None:
        """Write the file.

        Raises:
            OutputError: If it cannot be written.
        """
        if self._spool is None:
            return
        try:
            self.write_file(self._spool, self._scale.scale())
            self._written[self.kind] = self._path
        finally:
            self._spool.close()
            self._spool = None

    def abort(self) -> None:
        """Leave nothing."""
        if self._spool is not None:
            self._spool.close()
            self._spool = None

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """The file."""
        return self._written

    def write_file(self, rows: Spool, scale: Scale) -> None:
        """Write the rows: index, time and points in pixels.

        Raises:
            OutputError: If the file cannot be written.
        """
        raise NotImplementedError

    def placed(self, row: FloatArray, scale: Scale) -> FloatArray:
        """(33, 3): the points of a row in space."""
        points = np.zeros((LANDMARK_COUNT, 3))
        points[:, :2] = row[2:].reshape(-1, 2)
        points[:, 1] = self._context.info.height_px - points[:, 1]
        points[:, :2] *= scale.per_px
        points[np.isnan(points[:, 0])] = np.nan
        return points
