"""Keeps a session in the history: sets of a lift, or minutes at a desk; and looks up the set before."""

from contextlib import suppress
from dataclasses import replace

from formcheck.activities.activity import Activity
from formcheck.errors import HistoryError
from formcheck.history.desk_session import DeskSession
from formcheck.history.last_time import last_time
from formcheck.history.logged import Log, sets_of
from formcheck.history.phase_curves import curves_of
from formcheck.history.records import DeskMinute
from formcheck.history.sets import SetRecord
from formcheck.history.store import History, open_history
from formcheck.phases.rep import Phase
from formcheck.results.curves import Curves
from formcheck.results.known_errors import without_errors
from formcheck.results.summary import NotesSummary
from formcheck.session.observation import Observation
from formcheck.sinks.context import SinkContext
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Outcome, Update

# How much of a session before a camera may be missing from what is kept of it, should the process be killed.
KEEP_EVERY_S = 4.0
_KEEP_NEWS_S = 2.0


class SetsSeen:
    """Follows a session, and gives its sets with how their angles went.

    Args:
        activity: What is watched.
        log: When it began.
    """

    def __init__(self, activity: Activity, log: Log) -> None:
        self._activity, self._log = activity, log
        self._curves = Curves(activity)
        self._held: dict[float, tuple[float, float]] = {}
        self._outcome: Outcome | None = None

    @property
    def start_s(self) -> float:
        """Time of the first frame."""
        return self._curves.start_s

    def write(self, update: Update) -> None:
        """Take a frame, or the outcome."""
        self._outcome = update.outcome or self._outcome
        if update.observation is not None:
            self._curves.write(update.observation)
            for judged in update.observation.reps:
                at_top = judged.rep.intervals.get(Phase.TOP)
                if at_top:
                    held = round(at_top[0][0], 3), round(at_top[-1][1], 3)
                    self._held[round(judged.rep.start_s, 3)] = held

    def sets(self) -> tuple[SetRecord, ...]:
        """The sets; none before the outcome is there."""
        if self._outcome is None:
            return ()
        summary, plots = self._outcome.summary, self._curves.plots(self._outcome.neutral)
        shown = plots if summary.errors.known else without_errors(plots)
        sets = sets_of(summary, self._activity, self._log, self._held)
        return tuple(replace(one, curves=curves_of(shown, one.reps)) for one in sets)


class SetLog(Sink):
    """Keeps the sets of a lift; before a camera also the set that is going on.

    Args:
        history: Where; closed at the end.
        log: When it began.
        context: The session.
    """

    def __init__(self, history: History, log: Log, context: SinkContext) -> None:
        self._history, self._log, self._context = history, log, context
        self._seen = SetsSeen(context.activity, log)
        self._kept_s: float | None = None
        self._has_news = False

    def write(self, update: Update) -> None:
        """Take a frame, or the outcome."""
        self._seen.write(update)
        if update.observation is not None:
            self._keep_so_far(update.observation)

    def close(self) -> None:
        """Write the sets.

        Raises:
            HistoryError: If they cannot be written.
        """
        with self._history:
            self._history.add_all(self._seen.sets())

    def abort(self) -> None:
        """What was kept so far before a camera stays: it was seen."""
        self._history.close()

    def _keep_so_far(self, seen: Observation) -> None:
        so_far = self._context.options.so_far
        self._has_news = self._has_news or bool(seen.reps)
        if so_far is None or not self._has_news:
            return
        if self._kept_s is None or seen.time_s - self._kept_s >= _KEEP_NEWS_S:
            self._kept_s, self._has_news = seen.time_s, False
            with suppress(HistoryError):  # tried again, and said, at the end
                self._history.add_all(sets_of(so_far(), self._context.activity, self._log), lasting=False)


class DeskLog(Sink):
    """Keeps minutes at a desk; before a camera each as it passes, else all when it is over.

    Args:
        history: Where; closed at the end.
        log: When it began.
        context: The session.
    """

    def __init__(self, history: History, log: Log, context: SinkContext) -> None:
        self._history, self._context = history, context
        self._session = DeskSession(context.activity, log)
        self._minutes: list[DeskMinute] = []
        self._kept_s = 0.0
        self._outcome: Outcome | None = None

    def write(self, update: Update) -> None:
        """Take a frame, or the outcome."""
        self._outcome = update.outcome or self._outcome
        if update.observation is None:
            return
        over = self._session.write(update.observation)
        if over is not None:
            self._minutes.append(over)
        if self._context.options.so_far is not None:
            self._keep_so_far(update.observation.time_s)

    def close(self) -> None:
        """Write the minutes that are not kept yet.

        Raises:
            HistoryError: If they cannot be written.
        """
        with self._history:
            if self._outcome is not None:
                self._keep(self._outcome.summary.notes, lasting=True)

    def abort(self) -> None:
        """What was kept so far before a camera stays: it was seen."""
        self._history.close()

    def _keep_so_far(self, time_s: float) -> None:
        if time_s - self._kept_s >= KEEP_EVERY_S:
            self._kept_s = time_s
            with suppress(HistoryError):  # tried again, and said, at the end
                self._keep(self._context.notes, lasting=False)

    def _keep(self, notes: NotesSummary | None, *, lasting: bool) -> None:
        going_on = self._session.minute()
        known = [*self._minutes, *([going_on] if going_on is not None else [])]
        whose = notes.athlete if notes is not None else ""
        self._history.add_all([replace(minute, athlete=whose) for minute in known], lasting=lasting)
        self._minutes = []


def compared(update: Update, context: SinkContext) -> Update:
    """The update; a summary that is kept says how its last set compares with the one before."""
    log = context.options.log
    if log is None or update.outcome is None or context.activity.reps is None:
        return update
    sets = sets_of(update.outcome.summary, context.activity, log)
    line = _last_time(sets)
    if line is None:
        return update
    summary = update.outcome.summary.model_copy(update={"last_time": line})
    return replace(update, outcome=replace(update.outcome, summary=summary))


def _last_time(sets: tuple[SetRecord, ...]) -> str | None:
    if not sets:
        return None
    if len(sets) > 1:
        return last_time(sets[-1].overview, sets[-2].overview)
    with suppress(HistoryError), open_history(reading=True) as history:  # the sink says what is wrong with it
        before = history.set_before(sets[-1])
        return None if before is None else last_time(sets[-1].overview, before)
    return None


def open_history_log(context: SinkContext) -> Sink | None:
    """The log, where the session is to be kept and it is known when it was."""
    log, is_live = context.options.log, context.options.so_far is not None
    if log is None or log.started is None or context.kind == "picture":
        return None
    try:
        history = open_history()
    except HistoryError as error:
        if not is_live:
            raise
        if context.options.talk is not None:
            context.options.talk(f"{error}; this set is not kept in it")
        return None
    kind = DeskLog if context.activity.reps is None else SetLog
    return kind(history, log, context)
