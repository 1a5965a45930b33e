"""Analyses one recorded source: one pass of poses feeds all sinks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
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
from formcheck.results.digest import Digest
from formcheck.results.neutral_summary import neutral_summary
from formcheck.results.result import OutputFiles, Result
from formcheck.results.summary import SetSummary, Summary
from formcheck.session.base import Session
from formcheck.session.session import start_session
from formcheck.sinks.context import SinkContext, SinkOptions
from formcheck.sinks.registry import open_sinks, sink_names
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Outcome, Update
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

        return analyze_picture(path, folder, _poses_file(path, folder, options), activity, options)
    with open_poses(options.poses or path, options.model, options.start_s, options.end_s) as stream:
        return _Run(path, folder, activity, options, stream).result(sets, progress, should_stop)


def folder_name(path: Path) -> str:
    """The name of the folder that a source's results go to: its own name without endings."""
    return path.name.removesuffix(SUFFIX).removesuffix(".poses.jsonl") if is_recording(path) else path.stem


def _poses_file(path: Path, folder: Path, options: AnalysisOptions) -> Path | None:
    """Where the pose recording of a source goes, if it is wanted."""
    return folder / f"{folder_name(path)}{SUFFIX}" if options.save_poses else None


class _Run:
    """One analysis: its session, and the sinks that it feeds."""

    def __init__(
        self, path: Path, folder: Path, activity: Activity, options: AnalysisOptions, stream: PoseStream
    ) -> None:
        self._path, self._folder, self._options = path, folder, options
        self._stream, self._activity = stream, activity
        self._given = StartingNeutral()
        self._digest = Digest(activity)
        self._interrupted = False

    def result(
        self, sets: Sequence[SetSummary] | None, progress: Progress, should_stop: Callable[[], bool]
    ) -> Result:
        """Run the stream through the session into the sinks, until its end or until it is stopped."""
        with open_sinks(sink_names(), self._context()) as sinks:
            # The model runs on while this thread measures, judges and writes.
            with closing(read_ahead(self._stream, _POSES_AHEAD)) as frames:
                session, looked = self._start(frames, should_stop)
                fed = self._feed_poses(chain(looked, frames), sinks, progress, should_stop)
                for observation in session.watch(fed):
                    self._digest.write(observation)
                    sinks.write(Update(observation))
            summary = self._summary(session.neutral, sets)
            sinks.write(Update(outcome=Outcome(summary, session.neutral)))
        warnings = (*self._given.warnings, *self._stream.warnings)
        return Result(summary, OutputFiles.of(self._folder, sinks.written, warnings), self._activity)

    def _context(self) -> SinkContext:
        options = self._options
        recorded = is_recording(self._path)
        return SinkContext(
            self._activity,
            self._stream.info,
            self._stream.model,
            self._folder,
            "poses" if recorded else "video",
            None if recorded else self._path,
            options.start_s,
            options.end_s,
            SinkOptions(
                report=options.report,
                poses=_poses_file(self._path, self._folder, options),
                video=options.video and not recorded,
            ),
        )

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
        session = start_session(activity, stream.info, ZeroPhaseSmoother(), neutral=self._given.neutral)
        return session, looked

    def _open_part(self, start_s: float, end_s: float) -> PoseStream:
        return open_poses(self._options.poses or self._path, self._options.model, start_s, end_s)

    def _feed_poses(
        self,
        frames: Iterable[PosedFrame],
        sinks: Sink,
        progress: Progress,
        should_stop: Callable[[], bool],
    ) -> Iterator[PosedFrame]:
        """The poses, on their way to the session, until somebody wants to stop."""
        for frame in frames:
            sinks.write(Update(posed=frame))
            yield frame
            progress(frame.time_s, self._stream.info)
            if should_stop():
                self._interrupted = True
                return

    def _summary(self, neutral: Neutral, sets: Sequence[SetSummary] | None) -> Summary:
        options, stream = self._options, self._stream
        summary = self._digest.summary(
            stream.info,
            stream.model,
            kind="poses" if is_recording(self._path) else "video",
            interrupted=self._interrupted,
            start_s=options.start_s,
            end_s=options.end_s,
        )
        return summary.model_copy(
            update={
                # With poses from elsewhere the stream has their name.
                "source": summary.source.model_copy(update={"name": printable(self._path.name)}),
                "neutral": neutral_summary(neutral, self._given.profile),
                "sets": None if sets is None else list(sets),
            }
        )


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
