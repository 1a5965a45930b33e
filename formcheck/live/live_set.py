"""One set before a camera: its session, and the sinks that it feeds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from formcheck.activities.activity import Activity
from formcheck.calibration.starting_neutral import StartingNeutral
from formcheck.errors import FormcheckError
from formcheck.live.live_options import LiveOptions
from formcheck.measurements.covered import LONGEST_STEP_S
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording_name import SUFFIX
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.postures.sat_well import SatWell
from formcheck.results.bar_speed import with_height
from formcheck.results.digest import Digest
from formcheck.results.neutral_summary import neutral_summary
from formcheck.results.result import OutputFiles, WrittenResult
from formcheck.results.summary import SourceKind, Summary
from formcheck.session.session import Session
from formcheck.session.start import start_session
from formcheck.sinks.context import SinkContext, SinkOptions
from formcheck.sinks.history_log import compared
from formcheck.sinks.output_folder import OutputFolder
from formcheck.sinks.registry import open_sinks, sink_names
from formcheck.sinks.update import Outcome, Update
from formcheck.source.frame import StreamInfo

# When no picture was judged for longer, what lies between was not seen, and a rep in it is not a rep: as
# long as the phases wait for a signal. A posture lasts.
_GAP_S = 0.5
_NO_ENDS = SinkOptions()


def set_context(
    activity: Activity,
    info: StreamInfo,
    folder: Path,
    options: LiveOptions,
    kind: SourceKind = "camera",
    ends: SinkOptions = _NO_ENDS,
) -> SinkContext:
    """What the sinks of a set are opened with.

    Args:
        activity: What is watched.
        info: The stream that the poses are in.
        folder: Where the files go.
        options: What is written.
        kind: What the source is.
        ends: Who hears of it.
    """
    wanted = replace(
        ends,
        report=options.report,
        pdf=options.pdf,
        blur_faces=options.blur_faces,
        csv=options.csv,
        record=options.record,
        poses=folder / f"set{SUFFIX}" if options.save_poses else None,
    )
    return SinkContext(activity, info, info.pose_model, folder, kind, options=wanted, notes=options.notes)


class LiveSet:
    """Judges one set and feeds its sinks, as an analysis of a file does. Times start with the set.

    It begins with its set-up, of which the sinks hear as well. Its files appear when it is over; what is
    known before can be recovered, should the process be killed.

    Args:
        context: What the sinks are opened with; its folder is where the files appear.

    Raises:
        OutputError: If the folder cannot be written.
    """

    def __init__(self, context: SinkContext) -> None:
        self._output = None if context.folder is None else OutputFolder(context.folder, made=True)
        self._context = context = self._waiting(context)
        self._session: Session | None = None
        self._given = StartingNeutral()
        self._digest = Digest(context.activity)
        self._sinks = open_sinks(sink_names(), context)
        self._first: PosedFrame | None = None
        self._last: PosedFrame | None = None
        self._gaps = 0
        self._gap_s = _GAP_S if context.activity.mode.has_reps else LONGEST_STEP_S
        self._is_over = False

    @property
    def neutral(self) -> Neutral:
        """What changes are taken from."""
        return Neutral() if self._session is None else self._session.neutral

    @property
    def span_s(self) -> tuple[float, float]:
        """From when to when it was judged so far, in the time of the source; 0 and 0 before that."""
        return (self._first.time_s, self._last.time_s) if self._first and self._last else (0.0, 0.0)

    @property
    def sat_well(self) -> SatWell | None:
        """How somebody sat while nothing was wrong, where their profile is in use."""
        return None if self._session is None else self._session.sat_well

    def compare_with(self, given: StartingNeutral) -> None:
        """Compare with this neutral; to be said before the first frame."""
        self._given = given

    def judge(self, frame: PosedFrame) -> Update:
        """Judge the next frame; what is known of it, to be written when there is nothing more to add.

        Args:
            frame: The pose, in the time of the source.

        Raises:
            FormcheckError: If a sink cannot take a gap that lies before it.
        """
        if self._session is None or self._first is None:
            self._first = frame
            self._session = start_session(
                self._context.activity, self._context.info, OneEuroSmoother(), neutral=self._given.neutral
            )
        if self._last is not None and frame.time_s - self._last.time_s > self._gap_s:
            self._gaps += 1
            unseen_s = (self._last.time_s + self._gap_s + frame.time_s) / 2 - self._first.time_s
            gap = PosedFrame(self._index(frame, self._first) - 1, unseen_s, None)
            self.write(self._take(gap, self._session))
        self._last = frame
        time_s = frame.time_s - self._first.time_s
        return self._take(PosedFrame(self._index(frame, self._first), time_s, frame.pose), self._session)

    def write(self, update: Update) -> None:
        """Feed the sinks.

        Raises:
            FormcheckError: If one cannot take it.
        """
        if update.observation is not None:
            self._digest.write(update.observation)
        self._sinks.write(update)

    def finish(
        self, *, interrupted: bool, told: Mapping[str, object] = MappingProxyType({})
    ) -> WrittenResult | None:
        """Close the sinks; what they wrote, with what of it could not be written as a warning.

        None where nothing was judged, and the second time.

        Args:
            interrupted: Whether somebody else wanted it to end.
            told: What the summary says in another way than the session.

        Raises:
            FormcheckError: If not even the summary could be written.
        """
        if self._is_over:
            return None
        self._is_over = True
        if self._session is None:
            self._sinks.abort()
            self._discard()
            return None
        # Whatever fails, the rest is written: what was seen before a camera does not come again.
        lost: list[Exception] = []
        for observation in self._session.finish():
            _each(partial(self.write, Update(observation)), lost)
        summary = self._summary(interrupted=interrupted).model_copy(update=told)
        compared_with = compared(Update(outcome=Outcome(summary, self.neutral)), self._context)
        summary = compared_with.outcome.summary if compared_with.outcome else summary
        _each(partial(self.write, compared_with), lost)
        _each(self._sinks.close_each, lost)
        return self._published(summary, lost)

    def _published(self, summary: Summary, lost: Sequence[Exception]) -> WrittenResult | None:
        written = self._sinks.written
        if self._output is None or "summary" not in written:
            self._discard()
            if lost:
                raise lost[0]
            return None
        self._output.publish()
        unforeseen = next((error for error in lost if not isinstance(error, FormcheckError)), None)
        if unforeseen is not None:
            raise unforeseen
        files = OutputFiles.of(self._output.waiting, written).moved(self._output.final)
        lost_lines = tuple(dict.fromkeys(map(str, lost)))
        return WrittenResult(
            summary, replace(files, folder=self._output.folder, lost=lost_lines), self._context.activity
        )

    def _discard(self) -> None:
        if self._output is not None:
            self._output.discard()

    def _waiting(self, context: SinkContext) -> SinkContext:
        """The same, with files where they wait until all are there."""
        if self._output is None:
            return context
        folder, poses = self._output.waiting, context.options.poses
        options = replace(
            context.options,
            poses=None if poses is None else folder / poses.name,
            so_far=lambda: self._summary(interrupted=True),
        )
        return replace(context, folder=folder, options=options)

    def give_up(self) -> None:
        """End it as if nothing had been judged: no file is left."""
        self._session = None
        self.finish(interrupted=False)

    def _index(self, frame: PosedFrame, first: PosedFrame) -> int:
        """Counts the pictures of the set, and one for each gap."""
        return frame.index - first.index + self._gaps

    def _take(self, posed: PosedFrame, session: Session) -> Update:
        (observation,) = session.push(posed)  # this smoother holds nothing back
        return Update(observation, posed)

    def _summary(self, *, interrupted: bool) -> Summary:
        context = self._context
        summary = self._digest.summary(
            context.info,
            context.model,
            kind=context.kind,
            interrupted=interrupted,
            calibrated=self._given.neutral is not None,
        )
        told: dict[str, object] = {
            "neutral": neutral_summary(self.neutral, self._given.profile),
            "notes": context.notes,
            "reps": with_height(summary.reps, context.notes.height_cm if context.notes else None),
        }
        if not context.activity.is_judged:
            told |= {"activity": "none", "sets": [], "not_recognised": []}
        return summary.model_copy(update=told)


def _each(do: Callable[[], None], lost: list[Exception]) -> None:
    """Do it, or note what went wrong."""
    try:
        do()
    except Exception as error:  # noqa: BLE001 - told, or raised, when the rest is written
        lost.append(error)
