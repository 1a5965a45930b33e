"""A session of sitting as minutes for the history."""

from collections import defaultdict

from formcheck.activities.activity import Activity
from formcheck.history.logged import Log
from formcheck.history.records import DeskMinute
from formcheck.results.posture_tally import PostureTotals
from formcheck.results.summary import PostureSummary
from formcheck.session.observation import Observation

_MINUTE_S = 60.0
_LONGEST_GAP_S = 2.0


class DeskSession:
    """Cuts a session into minutes of the clock.

    Args:
        activity: What is watched.
        log: When it began; that has to be known.
    """

    def __init__(self, activity: Activity, log: Log) -> None:
        assert log.started is not None
        offset = log.started.utcoffset()
        self._started_utc_s = log.started.timestamp()
        self._offset_min = 0 if offset is None else round(offset.total_seconds() / 60)
        self._totals = PostureTotals(activity)
        self._told: set[tuple[str, float]] = set()
        self._last_s: float | None = None
        self._begin(0.0, PostureTotals(activity).summary())

    def write(self, seen: Observation) -> DeskMinute | None:
        """Take a frame; gives the minute that it ended, if one is over."""
        if seen.is_end:
            return None
        over = None
        if seen.time_s >= self._until_s:
            over = self.minute()
            self._begin(seen.time_s, self._totals.summary())
        if self._last_s is not None:
            self._watched_s += min(_LONGEST_GAP_S, max(0.0, seen.time_s - self._last_s))
        self._last_s = seen.time_s
        self._looks += 1
        self._totals.write(seen)
        for state in seen.states:
            if state.due is not None and (state.rule, state.since_s) not in self._told:
                self._told.add((state.rule, state.since_s))
                self._alerts[state.rule] += 1
        return over

    def minute(self) -> DeskMinute | None:
        """The minute that is going on; None where nothing of it was seen yet."""
        if not self._looks:
            return None
        before, now = self._before, self._totals.summary()
        was_s = {state.rule: state.time_s for state in before.states}
        was = {state.rule: state.events for state in before.states}
        states = {s.rule: s.time_s - was_s.get(s.rule, 0.0) for s in now.states}
        events = {s.rule: s.events - was.get(s.rule, 0) for s in now.states}
        return DeskMinute(
            round(self._started_utc_s + self._from_s, 3),
            self._offset_min,
            self._looks,
            self._watched_s,
            max(0.0, now.seen_s - before.seen_s),
            max(0.0, now.judged_s - before.judged_s),
            max(0.0, now.neutral_s - before.neutral_s),
            {rule: time_s for rule, time_s in states.items() if time_s > 0},
            {rule: number for rule, number in events.items() if number > 0},
            dict(self._alerts),
        )

    def _begin(self, time_s: float, before: PostureSummary) -> None:
        at = self._started_utc_s + time_s
        self._from_s, self._before = time_s, before
        self._until_s = time_s + _MINUTE_S - at % _MINUTE_S
        self._looks, self._watched_s = 0, 0.0
        self._alerts: defaultdict[str, int] = defaultdict(int)
