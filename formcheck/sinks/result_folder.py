"""The tables and the summary of one session."""

from collections.abc import Mapping
from pathlib import Path

from formcheck.errors import OutputError
from formcheck.files import write_text
from formcheck.results.result import FileKind
from formcheck.sinks.context import SinkContext
from formcheck.sinks.sink import Sink
from formcheck.sinks.tables import FramesTable, write_reps_table
from formcheck.sinks.update import Outcome, Update


class ResultFolder(Sink):
    """Writes frames.csv while the session runs, and reps.csv and summary.json from its outcome.

    The summary is written last: whoever waits for it finds everything. Report, video and pictures of an
    earlier session in the folder that this one does not replace would contradict it, so they go. An earlier
    pose recording stays: it is what was seen, not what was made of it.

    Args:
        folder: Made with the first file.
        context: The session.
    """

    def __init__(self, folder: Path, context: SinkContext) -> None:
        self._folder, self._context = folder, context
        self._table: FramesTable | None = None
        self._outcome: Outcome | None = None
        self._written: dict[FileKind, Path] = {}

    def write(self, update: Update) -> None:
        """Take a frame, or the outcome."""
        self._outcome = update.outcome or self._outcome
        if update.frame is not None:
            self._frames_table().write(update.frame)

    def close(self) -> None:
        """Finish the tables, and write the summary.

        Raises:
            OutputError: If they cannot be written.
        """
        self._frames_table().close()
        self._written["frames"] = self._folder / "frames.csv"
        if self._outcome is None:
            return
        summary = self._outcome.summary
        self._written |= {"reps": self._folder / "reps.csv", "summary": self._folder / "summary.json"}
        write_reps_table(summary, self._written["reps"])
        write_text(self._written["summary"], summary.to_json())
        options = self._context.options
        for name, is_kept in (
            ("report.html", options.report),
            ("report.pdf", options.pdf),
            ("annotated.mp4", options.video or options.record),
            ("annotated.jpg", False),
        ):
            if not is_kept:
                remove_earlier(self._folder / name)

    def abort(self) -> None:
        """Leave no table."""
        if self._table is not None:
            self._table.abort()

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """Tables and summary."""
        return self._written

    def _frames_table(self) -> FramesTable:
        """Begun with the first frame: a set in which nothing was judged has none."""
        if self._table is None:
            self._table = FramesTable(self._folder / "frames.csv", self._context.activity.columns())
        return self._table


def open_result_folder(context: SinkContext) -> ResultFolder | None:
    """The tables and the summary, where files are written."""
    if context.folder is None or context.kind == "picture":
        return None
    return ResultFolder(context.folder, context)


def remove_earlier(path: Path) -> None:
    """Remove a file of an earlier session, if it is there.

    Raises:
        OutputError: If it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"cannot remove {path} of an earlier session: {reason}") from error
