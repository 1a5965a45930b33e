"""The pose recording of one session."""

from collections.abc import Mapping
from pathlib import Path

from formcheck.pose.recording import RecordingWriter
from formcheck.results.result import FileKind
from formcheck.sinks.context import SinkContext
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update


class PoseFile(Sink):
    """Writes every pose as the model saw it, before any smoothing.

    Args:
        path: Made with the first pose; it stands there once it is whole.
        context: The session.
    """

    def __init__(self, path: Path, context: SinkContext) -> None:
        self._path, self._context = path, context
        self._writer: RecordingWriter | None = None
        self._written: dict[FileKind, Path] = {}

    def write(self, update: Update) -> None:
        """Take a pose."""
        if update.posed is not None:
            self._recording().write(update.posed)

    def close(self) -> None:
        """Finish the recording.

        Raises:
            OutputError: If it cannot be written.
        """
        self._recording().close()
        self._written["poses"] = self._path

    def abort(self) -> None:
        """Leave no recording."""
        if self._writer is not None:
            self._writer.abort()

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """The recording."""
        return self._written

    def _recording(self) -> RecordingWriter:
        if self._writer is None:
            info = self._context.info
            # Points of another layout are written in ours: then they are no model's own any more.
            self._writer = RecordingWriter(self._path, info, info.pose_model)
        return self._writer


def open_pose_file(context: SinkContext) -> PoseFile | None:
    """The pose recording, where it is wanted."""
    path = context.options.poses
    return None if path is None else PoseFile(path, context)
