"""Analyses one recorded source: one pass of poses feeds all sinks; the video is drawn beside it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from formcheck.activities.activity import Activity, rule_measures, views_by_column
from formcheck.analysis.curves import Curves
from formcheck.analysis.digest import Digest
from formcheck.analysis.moments import Moments
from formcheck.analysis.options import AnalysisOptions, Written
from formcheck.errors import OutputError
from formcheck.files import write_text
from formcheck.measurements.catalog import catalog
from formcheck.pose.recording import SUFFIX, PoseRecording, RecordingWriter, is_recording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.pose.stream import PoseStream, estimated_poses
from formcheck.session.observation import Observation
from formcheck.session.start import start_session
from formcheck.sinks.angle_marks import marks_for
from formcheck.sinks.annotated_video import AnnotatedVideo
from formcheck.sinks.overlay import Overlay
from formcheck.sinks.report import write_report
from formcheck.sinks.report_data import ReportData
from formcheck.sinks.stills import pictures, stick_figure
from formcheck.sinks.summary import Summary
from formcheck.sinks.tables import FramesTable, write_reps_table
from formcheck.source.frame import StreamInfo
from formcheck.source.read_ahead import read_ahead

_POSES_AHEAD = 32

Progress = Callable[[float, StreamInfo], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What an analysis found, and where it was written."""

    summary: Summary
    written: Written


def analyze_source(
    path: Path,
    folder: Path,
    activity: Activity,
    options: AnalysisOptions,
    *,
    progress: Progress = lambda time_s, info: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Result:
    """Analyse a video or a pose recording and write the results into `folder`.

    Args:
        path: The source.
        folder: Made if it is not there; files of an earlier analysis in it are replaced or removed.
        activity: What to look for.
        options: What to write.
        progress: Called after each frame with its time.
        should_stop: Asked after each frame; when true, what was seen is written and marked.

    Raises:
        SourceError: If the source cannot be read.
        ModelError: If the pose model is not there.
        OutputError: If a result cannot be written.
    """
    _refuse_own_input(path, folder)
    with _open_stream(path, options) as stream:
        run = _Run(path, folder, activity, options, stream)
        interrupted = run.watch(progress, should_stop)
        summary = run.digest.summary(
            stream.info,
            stream.model,
            recorded=is_recording(path),
            interrupted=interrupted,
            start_s=options.start_s,
            end_s=options.end_s,
        )
        return Result(summary, run.write(summary, stream.warnings))


def folder_name(path: Path) -> str:
    """The name of the folder that a source's results go to: its own name without endings."""
    return path.name.removesuffix(SUFFIX).removesuffix(".poses.jsonl") if is_recording(path) else path.stem


class _Run:
    """The sinks of one analysis."""

    def __init__(
        self, path: Path, folder: Path, activity: Activity, options: AnalysisOptions, stream: PoseStream
    ) -> None:
        self._path, self._folder, self._activity, self._options = path, folder, activity, options
        self._stream = stream
        self._recorded = is_recording(path)
        self._session = start_session(activity, stream.info, ZeroPhaseSmoother())
        self._overlay_measures = {rule.id: rule_measures(rule) for rule in activity.rules}
        self._keys = tuple(key for name in activity.measures() for key in catalog()[name].columns())
        self.digest = Digest(activity)
        self._curves = Curves(activity)
        self._moments = Moments()
        self._video: Path | None = None

    def watch(self, progress: Progress, should_stop: Callable[[], bool]) -> bool:
        """Run the stream through the session into the sinks; true if it was stopped before its end."""
        interrupted = False
        with ExitStack() as open_sinks:
            frames_table = open_sinks.enter_context(FramesTable(self._folder / "frames.csv", self._keys))
            sinks: list[Callable[[Observation], None]] = [
                frames_table.write,
                self.digest.write,
                self._curves.write,
                self._moments.write,
            ]
            if self._options.video and not self._recorded:
                self._video = self._folder / "annotated.mp4"
                sinks.append(open_sinks.enter_context(self._annotated_video(self._video)).write)
            recording = self._recording(open_sinks)
            # The model runs on while this thread measures, judges and writes.
            for frame in open_sinks.enter_context(closing(read_ahead(self._stream, _POSES_AHEAD))):
                if recording is not None:
                    recording.write(frame)
                _feed(sinks, self._session.push(frame))
                progress(frame.time_s, self._stream.info)
                if should_stop():
                    interrupted = True
                    break
            _feed(sinks, self._session.finish())
        last = self._session.conclude()
        if last is not None:
            self.digest.conclude(last)
            self._moments.conclude(last)
        return interrupted

    def write(self, summary: Summary, warnings: tuple[str, ...]) -> Written:
        """Write what is made of the whole: report, table and, last, the summary.

        Pictures of an earlier analysis that this one does not replace would contradict it, so they go. An
        earlier pose recording stays: it is what was seen, not what was made of it.
        """
        folder, options = self._folder, self._options
        report = folder / "report.html" if options.report else None
        if report is not None:
            write_report(self._report_data(summary), report)
        write_reps_table(summary, folder / "reps.csv")
        write_text(folder / "summary.json", summary.to_json())
        for name, path in (("report.html", report), ("annotated.mp4", self._video)):
            if path is None:
                _remove(folder / name)
        return Written(
            folder=folder,
            summary=folder / "summary.json",
            reps=folder / "reps.csv",
            frames=folder / "frames.csv",
            video=self._video,
            report=report,
            poses=self._poses_path() if options.save_poses else None,
            warnings=warnings,
        )

    def _report_data(self, summary: Summary) -> ReportData:
        moments, overlay = self._moments.by_finding(), self._overlay()
        if self._recorded:
            info = self._stream.info
            shown = {name: stick_figure(moment, info, overlay) for name, moment in moments.items()}
        else:
            shown = pictures(self._path, moments, overlay)
        plots = self._curves.plots(self._session.neutral)
        return ReportData(summary, plots, shown, self._video, self._curves.start_s)

    def _overlay(self) -> Overlay:
        return Overlay(
            self._stream.info,
            marks_for(self._keys),
            self._overlay_measures,
            judged_from=views_by_column(self._activity),
        )

    def _annotated_video(self, path: Path) -> AnnotatedVideo:
        options = self._options
        return AnnotatedVideo(path, self._path, self._overlay(), options.start_s, options.end_s)

    def _recording(self, open_sinks: ExitStack) -> RecordingWriter | None:
        if not self._options.save_poses:
            return None
        info, model = self._stream.info, self._stream.model
        return open_sinks.enter_context(RecordingWriter(self._poses_path(), info, model))

    def _poses_path(self) -> Path:
        return self._folder / f"{folder_name(self._path)}{SUFFIX}"


def _feed(sinks: Sequence[Callable[[Observation], None]], observations: Iterable[Observation]) -> None:
    for observation in observations:
        for write in sinks:
            write(observation)


def _open_stream(path: Path, options: AnalysisOptions) -> PoseStream:
    if is_recording(path):
        return PoseRecording(path, options.start_s, options.end_s)
    return estimated_poses(path, options.model, options.start_s, options.end_s)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"cannot remove {path} of an earlier analysis: {reason}") from error


def _refuse_own_input(path: Path, folder: Path) -> None:
    """Never write over what is being read."""
    names = ["annotated.mp4", "report.html", "summary.json", f"{folder_name(path)}{SUFFIX}"]
    if any(_same_file(path, folder / name) for name in names):
        raise OutputError(f"{path} would be overwritten by its own results; choose another folder with -o")


def _same_file(path: Path, other: Path) -> bool:
    try:
        return path.resolve() == other.resolve() or path.samefile(other)
    except (OSError, RuntimeError):  # not there, or links in a circle: opening it will say so
        return False
