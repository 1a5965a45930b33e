"""One set before a camera: its session, and the sinks that it feeds."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.calibration.starting_neutral import StartingNeutral
from formcheck.live.live_options import LiveOptions
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import SUFFIX
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.results.digest import Digest
from formcheck.results.neutral_summary import neutral_summary
from formcheck.results.result import OutputFiles, WrittenResult
from formcheck.results.summary import SourceKind, Summary
from formcheck.session.session import Session
from formcheck.session.start import start_session
from formcheck.sinks.context import SinkContext, SinkOptions
from formcheck.sinks.registry import open_sinks, sink_names
from formcheck.sinks.update import Outcome, Update
from formcheck.source.frame import StreamInfo

# When no picture was judged for longer, what lies between was not seen, and a rep in it is not a rep: as
# long as the phases wait for a signal.
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
        record=options.record,
        poses=folder / f"set{SUFFIX}" if options.save_poses else None,
    )
    return SinkContext(activity, info, info.pose_model, folder, kind, options=wanted, notes=options.notes)


class LiveSet:
    """Judges one set and feeds its sinks, as an analysis of a file does. Times start with the set.

    It begins with its set-up, of which the sinks hear as well. Files are made with the first judged picture.

    Args:
        context: What the sinks are opened with.
    """

    def __init__(self, context: SinkContext) -> None:
        self._context = context
        self._session: Session | None = None
        self._given = StartingNeutral()
        self._digest = Digest(context.activity)
        self._sinks = open_sinks(sink_names(), context)
        self._first: PosedFrame | None = None
        self._last: PosedFrame | None = None
        self._gaps = 0
        self._is_over = False

    @property
    def neutral(self) -> Neutral:
        """What changes are taken from."""
        return Neutral() if self._session is None else self._session.neutral

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
        if self._last is not None and frame.time_s - self._last.time_s > _GAP_S:
            self._gaps += 1
            unseen_s = (self._last.time_s + _GAP_S + frame.time_s) / 2 - self._first.time_s
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

    def finish(self, *, interrupted: bool) -> WrittenResult | None:
        """Close the sinks; what they wrote.

        None where nothing was judged, where the sink that writes the summary has failed, and the second time.

        Raises:
            FormcheckError: If one cannot finish.
        """
        if self._is_over:
            return None
        self._is_over = True
        if self._session is None:
            self._sinks.abort()
            return None
        # Whatever fails, the rest is written: what was seen before a camera does not come again.
        try:
            for observation in self._session.finish():
                self.write(Update(observation))
        finally:
            try:
                summary = self._summary(interrupted=interrupted)
                self.write(Update(outcome=Outcome(summary, self.neutral)))
            finally:
                self._sinks.close_each()
        folder, written = self._context.folder, self._sinks.written
        if folder is None or "summary" not in written:
            return None
        return WrittenResult(summary, OutputFiles.of(folder, written), self._context.activity)

    def give_up(self) -> None:
        """End it as if nothing had been judged: no file is left."""
        self._session = None
        self.finish(interrupted=False)
        if self._context.folder is not None:
            with suppress(OSError):  # it was not made, or there is something of somebody else's in it
                self._context.folder.rmdir()

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
        told = {"neutral": neutral_summary(self.neutral, self._given.profile), "notes": context.notes}
        return summary.model_copy(update=told)
