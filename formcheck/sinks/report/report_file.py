"""The report of one session, made when it is over."""

from collections.abc import Mapping
from pathlib import Path
from threading import Thread

from formcheck.results.curves import Curves
from formcheck.results.judgements import Judgements
from formcheck.results.moments import Moments
from formcheck.results.motion import Motion
from formcheck.results.plain import Plain
from formcheck.results.result import FileKind
from formcheck.session.observation import Observation
from formcheck.sinks.context import SinkContext
from formcheck.sinks.drawing.face_cover import open_face_cover
from formcheck.sinks.drawing.session_overlay import session_overlay
from formcheck.sinks.drawing.stills import pictures, stick_figure
from formcheck.sinks.report.about import about
from formcheck.sinks.report.data import ReportData
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Outcome, Update


def _prepare() -> None:
    """Load what makes the page, and compile its template."""
    from formcheck.sinks.report.page import page_template

    page_template()


class ReportFile(Sink):
    """Remembers curves and worst moments, and writes report.html from them and the outcome.

    It shows the pictures of a source that can be read again, stick figures of any other, and the annotated
    video, which has to be closed before. Without an outcome there is nothing to report.

    Args:
        folder: Made with the report.
        context: The session.
    """

    def __init__(self, folder: Path, context: SinkContext) -> None:
        self._folder, self._context = folder, context
        self._curves, self._moments = Curves(context.activity), Moments()
        self._judgements, self._motion = Judgements(context.activity), Motion()
        self._outcome: Outcome | None = None
        self._seen: Observation | None = None
        self._written: dict[FileKind, Path] = {}
        # While the session goes on there is time for it; before and after it, all wait.
        self._preparing = Thread(target=_prepare, name="report-page", daemon=True)
        self._preparing.start()

    def write(self, update: Update) -> None:
        """Take a frame, what ended, or the outcome."""
        self._outcome = update.outcome or self._outcome
        self._seen = update.frame or self._seen
        if update.observation is not None:
            self._curves.write(update.observation)
            self._moments.write(update.observation)
            self._judgements.write(update.observation)
            if self._context.activity.reps is not None:
                self._motion.write(update.observation)

    def close(self) -> None:
        """Write the report.

        Raises:
            SourceError: If the source's pictures cannot be read again.
            OutputError: If it cannot be written, or not printed.
            MissingLibraryError: If there is no browser to print it with.
        """
        if self._outcome is None:
            return
        from formcheck.sinks.report.page import write_report
        from formcheck.sinks.report.pdf import write_pdf

        outcome, path = self._outcome, self._folder / "report.html"
        notes, has_times = outcome.summary.notes, self._context.kind != "picture"
        data = ReportData(
            summary=outcome.summary,
            plots=self._curves.plots(outcome.neutral, self._judgements) if has_times else (),
            pictures=self._pictures(outcome),
            video=self._video(),
            video_offset_s=self._curves.start_s,
            judgements=self._judgements,
            motion=self._motion.reps(),
            plain=Plain(self._context.activity, notes.height_cm if notes else None),
        )
        self._preparing.join()
        write_report(data, path)
        self._written["report"] = path
        if self._context.options.pdf:
            write_pdf(path, path.with_suffix(".pdf"))
            self._written["pdf"] = path.with_suffix(".pdf")

    def abort(self) -> None:
        """Nothing was begun."""

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """The report."""
        return self._written

    def _pictures(self, outcome: Outcome) -> dict[str, bytes]:
        """Finding id -> its worst moment, as JPEG; "" -> a still picture in which nothing was found."""
        context = self._context
        moments = {found.id: about(found, seen) for found, seen in self._moments.worst()}
        if context.kind == "picture" and self._seen is not None:
            found = outcome.summary.findings
            moments = {f.id: about(f, self._seen) for f in found} or {"": self._seen}
        overlay = session_overlay(context.activity, context.info)
        if context.source is not None and context.options.blur_faces:
            with open_face_cover(context.info, context.model) as cover:
                return pictures(context.source, moments, overlay, context.info.reading, cover)
        if context.source is not None:
            return pictures(context.source, moments, overlay, context.info.reading)
        return {name: stick_figure(seen, context.info, overlay) for name, seen in moments.items()}

    def _video(self) -> Path | None:
        options, path = self._context.options, self._folder / "annotated.mp4"
        wanted = (options.video or options.record) and self._context.kind != "picture"
        return path if wanted and path.exists() else None


def open_report_file(context: SinkContext) -> ReportFile | None:
    """The report, where it is wanted, and there is something to judge."""
    if context.folder is None or not context.options.report or not context.activity.is_judged:
        return None
    return ReportFile(context.folder, context)
