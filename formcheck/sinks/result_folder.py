"""The tables and the summary of one session."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from formcheck.errors import OutputError
from formcheck.files import write_text
from formcheck.results.result import FileKind
from formcheck.session.observation import Observation
from formcheck.sinks.context import SinkContext
from formcheck.sinks.output_folder import SO_FAR
from formcheck.sinks.own_files import SUMMARY
from formcheck.sinks.sink import Sink
from formcheck.sinks.tables import FramesTable, write_reps_table
from formcheck.sinks.update import Outcome, Update

# How much of a set before a camera may be missing from what is recovered of it, where nothing ended.
_KEEP_EVERY_S = 30.0
# The same after a rep, an attempt or a finding.
_KEEP_NEWS_S = 2.0


class ResultFolder(Sink):
    """Writes frames.csv while the session runs, and reps.csv and summary.json from its outcome.

    Where the session does not come again, what is known so far is kept beside the table, for
    `formcheck recover`; and a table that cannot be written costs the table alone.

    Args:
        folder: Where they go.
        context: The session.
    """

    def __init__(self, folder: Path, context: SinkContext) -> None:
        self._folder, self._context = folder, context
        self._table: FramesTable | None = None
        self._outcome: Outcome | None = None
        self._written: dict[FileKind, Path] = {}
        self._lost: OutputError | None = None
        self._kept_s: float | None = None
        self._has_news = False

    def write(self, update: Update) -> None:
        """Take a frame, or the outcome."""
        self._outcome = update.outcome or self._outcome
        if update.frame is not None and self._lost is None:
            try:
                self._frames_table().write(update.frame)
            except OutputError as error:
                self._lose(error)
        if update.observation is not None:
            self._keep_so_far(update.observation)

    def close(self) -> None:
        """Finish the tables, and write the summary.

        Raises:
            OutputError: If one cannot be written; the others are there all the same.
        """
        for finish in (self._write_summary, self._write_reps, self._finish_frames, self._forget_so_far):
            try:
                finish()
            except OutputError as error:
                self._lost = self._lost or error
        if self._lost is not None:
            raise self._lost

    def abort(self) -> None:
        """Leave no table."""
        if self._table is not None:
            self._table.abort()
        self._forget_so_far()

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """Tables and summary."""
        return self._written

    def _write_summary(self) -> None:
        """Before all that may find no room."""
        if self._outcome is not None:
            path = self._folder / SUMMARY
            write_text(path, self._outcome.summary.to_json())
            self._written["summary"] = path

    def _write_reps(self) -> None:
        if self._outcome is not None:
            path = self._folder / "reps.csv"
            write_reps_table(self._outcome.summary, path, self._context.options.csv)
            self._written["reps"] = path

    def _finish_frames(self) -> None:
        if self._lost is None:
            self._frames_table().close()
            self._written["frames"] = self._folder / "frames.csv"

    def _forget_so_far(self) -> None:
        with suppress(OSError):
            (self._folder / SO_FAR).unlink(missing_ok=True)

    def _lose(self, error: OutputError) -> None:
        """The table cannot be written: that ends an analysis, which can be repeated, but no set."""
        if not self._is_live:
            raise error
        self._lost = error
        if self._table is not None:
            self._table.abort()
        if self._context.options.talk is not None:
            self._context.options.talk(f"{error}; the set goes on without it")

    def _keep_so_far(self, seen: Observation) -> None:
        so_far = self._context.options.so_far
        if so_far is None:
            return
        self._has_news = self._has_news or bool(seen.reps or seen.attempts or seen.findings)
        after_s = _KEEP_NEWS_S if self._has_news else _KEEP_EVERY_S
        if self._kept_s is None or seen.time_s - self._kept_s >= after_s:
            self._kept_s, self._has_news = seen.time_s, False
            with suppress(OutputError):  # the set itself is not worse for it
                write_text(self._folder / SO_FAR, so_far().to_json(), lasting=False)

    @property
    def _is_live(self) -> bool:
        return self._context.options.so_far is not None

    def _frames_table(self) -> FramesTable:
        """Begun with the first frame: a set in which nothing was judged has none."""
        if self._table is None:
            names, csv = self._context.activity.columns(), self._context.options.csv
            self._table = FramesTable(self._folder / "frames.csv", names, csv, patient=self._is_live)
        return self._table


def open_result_folder(context: SinkContext) -> ResultFolder | None:
    """The tables and the summary, where files are written."""
    if context.folder is None or context.kind == "picture":
        return None
    return ResultFolder(context.folder, context)
