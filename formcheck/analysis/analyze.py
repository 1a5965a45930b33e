"""Analyses one recorded source: one pass of poses feeds all sinks; the video is drawn beside it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import chain
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.calibration.starting_neutral import (
    ProfileChooser,
    StartingNeutral,
    from_part,
    look_at_start,
)
from formcheck.errors import OutputError
from formcheck.files import printable
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import SUFFIX, is_recording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.pose.stream import PoseStream, open_poses
from formcheck.results.neutral_summary import neutral_summary
from formcheck.results.result import OutputFiles, Result
from formcheck.results.summary import NeutralSummary, SetSummary, Summary
from formcheck.session.observation import Observation
from formcheck.session.session import Session, start_session
from formcheck.sinks.drawing.stills import pictures
from formcheck.sinks.result_folder import Outputs, ResultFolder
from formcheck.sinks.video.annotated import AnnotatedVideo
from formcheck.source.frame import StreamInfo
from formcheck.source.picture import is_picture
from formcheck.source.read_ahead import read_ahead

_POSES_AHEAD = 32

Progress = Callable[[float, StreamInfo], None]


def analyze_source(
    path: Path,
    folder: Path,
    activity: Activity,
    options: AnalysisOptions,
    *,
    sets: Sequence[SetSummary] | None = None,
    progress: Progress = lambda time_s, info: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Result:
    """Analyse a video, a pose recording or a still picture and write the results into `folder`.

    Args:
        path: The source.
        folder: Made if it is not there; files of an earlier analysis in it are replaced or removed.
        activity: What to look for.
        options: What to write.
        sets: What was recognised, for the summary.
        progress: Called after each frame with its time.
        should_stop: Asked after each frame; when true, what was seen is written and marked.

    Raises:
        SourceError: If the source cannot be read.
        ModelError: If the pose model is not there.
        ProfileError: If there is no profile of the name that was asked for.
        OutputError: If a result cannot be written.
    """
    refuse_own_input(path, folder)
    if is_picture(path):
        from formcheck.analysis.still import analyze_picture

        poses = folder / f"{folder_name(path)}{SUFFIX}" if options.save_poses else None
        return analyze_picture(path, folder, poses, activity, options)
    with open_poses(options.poses or path, options.model, options.start_s, options.end_s) as stream:
        run = _Run(path, folder, activity, options, stream)
        interrupted = run.watch(progress, should_stop)
        summary = run.files.digest.summary(
            stream.info,
            stream.model,
            kind="poses" if is_recording(path) else "video",
            interrupted=interrupted,
            start_s=options.start_s,
            end_s=options.end_s,
        ).model_copy(update={"neutral": run.neutral, "sets": None if sets is None else list(sets)})
        # With poses from elsewhere the stream has their name.
        named = summary.source.model_copy(update={"name": printable(path.name)})
        summary = summary.model_copy(update={"source": named})
        return Result(summary, run.write(summary, (*run.warnings, *stream.warnings)), activity)


def folder_name(path: Path) -> str:
    """The name of the folder that a source's results go to: its own name without endings."""
    return path.name.removesuffix(SUFFIX).removesuffix(".poses.jsonl") if is_recording(path) else path.stem


class _Run:
    """The sinks of one analysis."""

    def __init__(
        self, path: Path, folder: Path, activity: Activity, options: AnalysisOptions, stream: PoseStream
    ) -> None:
        self._path, self._folder, self._options = path, folder, options
        self._stream = stream
        self._recorded = is_recording(path)
        self._activity = activity
        self._session: Session | None = None
        self._given = StartingNeutral()
        poses = folder / f"{folder_name(path)}{SUFFIX}" if options.save_poses else None
        self.files = ResultFolder(folder, activity, stream.info, Outputs(options.report, poses))
        self._video: Path | None = None

    def watch(self, progress: Progress, should_stop: Callable[[], bool]) -> bool:
        """Run the stream through the session into the sinks; true if it was stopped before its end."""
        interrupted = False
        with ExitStack() as open_sinks:
            sinks: list[Callable[[Observation], None]] = [open_sinks.enter_context(self.files).write]
            if self._options.video and not self._recorded:
                self._video = self._folder / "annotated.mp4"
                sinks.append(open_sinks.enter_context(self._annotated_video(self._video)).write)
            # The model runs on while this thread measures, judges and writes.
            frames = open_sinks.enter_context(closing(read_ahead(self._stream, _POSES_AHEAD)))
            session, looked = self._start(frames, should_stop)
            for frame in chain(looked, frames):
                self.files.write_pose(frame)
                _feed(sinks, session.push(frame))
                progress(frame.time_s, self._stream.info)
                if should_stop():
                    interrupted = True
                    break
            _feed(sinks, session.finish())
        self.files.conclude(session.conclude())
        return interrupted

    def _start(
        self, frames: Iterator[PosedFrame], should_stop: Callable[[], bool]
    ) -> tuple[Session, tuple[PosedFrame, ...]]:
        """Start the session, with the subject's neutral if there is one; and the frames this took to know."""
        options, activity, stream = self._options, self._activity, self._stream
        looked: tuple[PosedFrame, ...] = ()
        if options.neutral_s is not None:
            self._given = from_part(self._open_part, activity.mode, *options.neutral_s)
        else:
            chooser = ProfileChooser(stream.info, activity.mode, options.profile, stream.model)
            looked = look_at_start(frames, chooser, should_stop)
            self._given = chooser.choose()
        self._session = start_session(activity, stream.info, ZeroPhaseSmoother(), neutral=self._given.neutral)
        return self._session, looked

    def _open_part(self, start_s: float, end_s: float) -> PoseStream:
        return open_poses(self._options.poses or self._path, self._options.model, start_s, end_s)

    @property
    def neutral(self) -> NeutralSummary:
        """Where the neutral came from, for the summary."""
        return neutral_summary(self.used, self._given.profile)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to tell of the choice of the neutral."""
        return self._given.warnings

    @property
    def used(self) -> Neutral:
        """What changes were taken from."""
        return Neutral() if self._session is None else self._session.neutral

    def write(self, summary: Summary, warnings: tuple[str, ...]) -> OutputFiles:
        """Write what is made of the whole."""
        shown = self._pictures() if self._options.report else {}
        return self.files.write_whole(summary, self.used, shown, self._video, warnings)

    def _pictures(self) -> dict[str, bytes]:
        if self._recorded:
            return self.files.stick_figures()
        return pictures(self._path, self.files.moments(), self.files.overlay())

    def _annotated_video(self, path: Path) -> AnnotatedVideo:
        options = self._options
        return AnnotatedVideo(path, self._path, self.files.overlay(), options.start_s, options.end_s)


def _feed(sinks: Sequence[Callable[[Observation], None]], observations: Iterable[Observation]) -> None:
    for observation in observations:
        for write in sinks:
            write(observation)


def refuse_own_input(path: Path, folder: Path) -> None:
    """Never write over what is being read."""
    names = ["annotated.mp4", "annotated.jpg", "report.html", "summary.json", f"{folder_name(path)}{SUFFIX}"]
    if any(_same_file(path, folder / name) for name in names):
        raise OutputError(f"{path} would be overwritten by its own results; choose another folder with -o")


def _same_file(path: Path, other: Path) -> bool:
    try:
        return path.resolve() == other.resolve() or path.samefile(other)
    except (OSError, RuntimeError):  # not there, or links in a circle: opening it will say so
        return False
