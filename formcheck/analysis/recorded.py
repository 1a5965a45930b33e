"""Analyses a video or a pose recording: one pass of poses through one session."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.likely import LikelyActivity
from formcheck.analysis.notes import dated, logged
from formcheck.analysis.run import Progress, never, no_progress
from formcheck.calibration.starting_neutral import (
    ProfileChooser,
    StartingNeutral,
    from_part,
    look_at_start,
)
from formcheck.files import UNFINISHED
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording_name import SUFFIX, is_recording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.pose.stream import PoseStream, open_poses
from formcheck.results.bar_speed import with_height
from formcheck.results.digest import Digest
from formcheck.results.neutral_summary import neutral_summary
from formcheck.results.summary import Summary
from formcheck.session.observation import Observation
from formcheck.session.session import Session
from formcheck.session.start import start_session
from formcheck.sinks.context import SinkContext, SinkOptions
from formcheck.sinks.update import Outcome, Update
from formcheck.source.frame import AS_IT_SAYS, Reading
from formcheck.source.read_ahead import read_ahead

if TYPE_CHECKING:
    from formcheck.source.kept import KeptPictures

_POSES_AHEAD = 32
_NOT_THINNED = "holds poses, which cost nothing to look at; --stride and --max-fps do nothing for it"


class RecordedRun:
    """One analysis of a video or a pose recording; see `AnalysisRun`.

    Args:
        path: The source.
        activity: What to look for.
        options: How it is analysed, and what is written of it.

    Raises:
        SourceError: If the source cannot be read.
        ModelError: If the pose model is not there.
    """

    def __init__(self, path: Path, activity: Activity, options: AnalysisOptions) -> None:
        self._path, self._activity, self._options = path, activity, options
        self._is_recording = is_recording(path)
        self._kept = self._pictures_to_keep()
        self._stream = self._open(options.start_s, options.end_s, self._kept)
        self._given = StartingNeutral()
        self._digest = Digest(activity)
        self._likely = LikelyActivity(activity, self._stream.info)
        self._interrupted = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """What went wrong without stopping the analysis."""
        thinned = self._is_recording and bool(self._options.reading.thinning.words)
        said = (f"{self._path}: {_NOT_THINNED}",) if thinned else ()
        return (*self._given.warnings, *self._stream.warnings, *said)

    def context(self, folder: Path | None) -> SinkContext:
        """What its sinks are opened with."""
        options = self._options
        poses = None if folder is None else folder / f"{folder_name(self._path)}{SUFFIX}"
        wanted = SinkOptions(
            report=options.report,
            poses=poses if options.save_poses else None,
            video=options.video and not self._is_recording,
            pdf=options.pdf,
            blur_faces=options.blur_faces,
            csv=options.csv,
            log=logged(options.log, self._path),
            exports=options.exports,
        )
        info = self._stream.info
        info = replace(info, reading=self._reading)
        return SinkContext(
            self._activity,
            info,
            self._stream.model,
            folder,
            "poses" if self._is_recording else "video",
            None if self._is_recording else self._path,
            options.start_s,
            options.end_s,
            wanted,
            options.notes,
            kept=self._kept if self._kept is not None and self._kept.are_for(info) else None,
        )

    def updates(
        self, progress: Progress = no_progress, should_stop: Callable[[], bool] = never
    ) -> Iterator[Update]:
        """Each pose as it comes, each observation as it is ready, and the outcome at the end."""
        # The model runs on while this thread measures and judges.
        with closing(read_ahead(self._stream, _POSES_AHEAD)) as frames:
            session, looked = self._start(frames, should_stop)
            for frame in chain(looked, frames):
                self._likely.take(frame)
                yield Update(posed=frame)
                yield from self._told(session.push(frame))
                progress(frame.time_s, self._stream.info)
                if should_stop():
                    self._interrupted = True
                    break
            yield from self._told(session.finish())
        yield Update(outcome=Outcome(self._summary(session.neutral), session.neutral))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.__exit__(kind, error, trace)

    @property
    def _reading(self) -> Reading:
        """How the film was read."""
        if self._is_recording:
            return AS_IT_SAYS
        return self._stream.info.reading if self._options.poses is None else self._options.reading

    def _open(
        self, start_s: float | None, end_s: float | None, kept: "KeptPictures | None" = None
    ) -> PoseStream:
        source, faces = self._options.poses or self._path, self._activity.needs_faces
        options = self._options
        return open_poses(
            source, options.early or options.model, start_s, end_s,
            faces=faces, reading=options.reading, kept=kept, at_once=options.at_once,
        )  # fmt: skip

    def _pictures_to_keep(self) -> "KeptPictures | None":
        """Where the film's pictures are kept while it is read, for its annotated copy."""
        if not self._options.video or self._options.poses is not None or self._is_recording:
            return None
        # Here, not above: they load OpenCV and PyAV, which a pose recording does without.
        from formcheck.sinks.video.writer import LONGEST_SIDE_PX
        from formcheck.source.kept import KeptPictures

        return KeptPictures(LONGEST_SIDE_PX)

    def _start(
        self, frames: Iterator[PosedFrame], should_stop: Callable[[], bool]
    ) -> tuple[Session, tuple[PosedFrame, ...]]:
        """Start the session, with the subject's neutral if there is one; and the frames this took to know."""
        options, activity, stream = self._options, self._activity, self._stream
        looked: tuple[PosedFrame, ...] = ()
        if options.neutral_s is not None:
            self._given = from_part(self._open, activity.mode, *options.neutral_s)
        else:
            chooser = ProfileChooser(stream.info, activity.mode, options.profile, stream.model)
            looked = look_at_start(frames, chooser, should_stop)
            self._given = chooser.choose()
        session = start_session(activity, stream.info, ZeroPhaseSmoother(), neutral=self._given.neutral)
        return session, looked

    def _told(self, observations: Iterable[Observation]) -> Iterator[Update]:
        for observation in observations:
            self._digest.write(observation)
            if observation.rep_count:
                self._likely.found()
            yield Update(observation)

    def _summary(self, neutral: Neutral) -> Summary:
        options, stream = self._options, self._stream
        summary = self._digest.summary(
            # With poses from elsewhere the stream has their name, and does not say how the film was read.
            replace(stream.info, name=str(self._path), reading=self._reading),
            stream.model,
            kind="poses" if self._is_recording else "video",
            interrupted=self._interrupted,
            start_s=options.start_s,
            end_s=options.end_s,
            calibrated=self._given.neutral is not None,
        )
        told = {
            "neutral": neutral_summary(neutral, self._given.profile),
            "notes": dated(options.notes, self._path),
            "likely": self._likely.tell(summary),
            "reps": with_height(summary.reps, options.notes.height_cm if options.notes else None),
        }
        return summary.model_copy(update=told)


def folder_name(path: Path) -> str:
    """The name of the folder that a source's results go to: its own name without endings.

    A name of dots alone would lead out of the folder of the results; what begins as our unfinished folders do
    would be taken for one.
    """
    name = path.name.removesuffix(SUFFIX).removesuffix(".poses.jsonl") if is_recording(path) else path.stem
    if not name.strip(". ") or name.startswith(UNFINISHED):
        return f"source{name.replace('.', '_')}"
    return name
