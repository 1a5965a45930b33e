"""Adds up a session without reps: how much of the time was spent in which state, and how often."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.activities.activity import Activity
from formcheck.measurements.covered import LONGEST_STEP_S, covered_s
from formcheck.measurements.measurement import Reason
from formcheck.pose.time_window import TimeWindow
from formcheck.results.summary import PostureSummary, StateSummary
from formcheck.rules.state import StateNow
from formcheck.session.observation import Observation

# What was counted otherwise for so long, beside the onset of the rules, can still become a state's.
_MARGIN_S = 2.0
_ROUNDING_S = 1e-6
# What a step of time was counted as, beside the reasons why it was not judged.
_NEUTRAL, _STATE = "neutral", "state"


@dataclass(slots=True)
class _Step:
    """The time from one frame to the next, and what it was counted as."""

    from_s: float
    time_s: float
    counted_as: str


@dataclass(slots=True)
class _Spent:
    """The time of one state: all of it, the stretch that goes on, and the longest one."""

    since_s: float
    all_s: float = 0.0
    stretch_s: float = 0.0
    longest_s: float = 0.0

    def add(self, time_s: float) -> None:
        self.all_s += time_s
        self.stretch_s += time_s
        self.longest_s = max(self.longest_s, self.stretch_s)


class PostureTotals:
    """Remembers times, and no frame.

    A state's time are its stretches: from the moment since which its value is past the threshold, which is
    known only once it has lasted, until it is gone. What bridges two stretches of one event is not counted.

    Args:
        activity: For the titles of its rules.

    Attributes:
        judged_s: Time that was judged.
        neutral_s: Of it, the time in which no state was present.
    """

    def __init__(self, activity: Activity) -> None:
        self._titles = {rule.id: rule.title for rule in activity.rules}
        onset_s = max((rule.times.onset_s for rule in activity.rules if rule.when == "state"), default=0.0)
        self._recent: TimeWindow[_Step] = TimeWindow(onset_s + _MARGIN_S)
        self._last_s: float | None = None
        self._seen_s = self.judged_s = self.neutral_s = 0.0
        self._not_judged: defaultdict[str, float] = defaultdict(float)
        self._spent: dict[str, _Spent] = {}
        self._events: defaultdict[str, set[float]] = defaultdict(set)

    @property
    def came(self) -> int:
        """How many states have come, whether or not they are over; one that comes back soon is the same."""
        return sum(map(len, self._events.values()))

    def write(self, observation: Observation) -> None:
        """Take one frame into account: it stands for the time since the one before."""
        if observation.is_anew:
            self._withdraw()
        before_s = observation.time_s if self._last_s is None else self._last_s
        step_s = covered_s((before_s, observation.time_s), LONGEST_STEP_S)
        self._last_s = observation.time_s
        self._seen_s += step_s if observation.pose is not None else 0.0
        for state in observation.states:
            self._events[state.rule].add(state.since_s)
            spent = self._spent_in(state)
            if _was_there(state, before_s):
                spent.add(step_s)
        self._count(_Step(before_s, step_s, _counted_as(observation, before_s)))

    def _withdraw(self) -> None:
        """What was judged so far was compared with the wrong neutral: it counts as not judged."""
        self._not_judged[str(Reason.NO_NEUTRAL)] += self.judged_s
        self.judged_s = self.neutral_s = 0.0
        self._spent.clear()
        self._events.clear()
        self._recent.clear()

    def _spent_in(self, state: StateNow) -> _Spent:
        """Of a state that has just come, the time since when it is there is taken from what it was before."""
        spent = self._spent.setdefault(state.rule, _Spent(state.there_since_s - 1.0))
        if spent.since_s != state.there_since_s:
            spent.since_s, spent.stretch_s = state.there_since_s, 0.0
            for step in self._recent:
                if _was_there(state, step.from_s):
                    self._recount(step)
                    spent.add(step.time_s)
        return spent

    def _recount(self, step: _Step) -> None:
        self._add(step.counted_as, -step.time_s)
        step.counted_as = _STATE
        self._add(_STATE, step.time_s)

    def _count(self, step: _Step) -> None:
        self._add(step.counted_as, step.time_s)
        self._recent.add(step.from_s, step)

    def _add(self, counted_as: str, time_s: float) -> None:
        if counted_as not in (_NEUTRAL, _STATE):
            self._not_judged[counted_as] += time_s
            return
        self.judged_s += time_s
        self.neutral_s += time_s if counted_as == _NEUTRAL else 0.0

    def summary(self) -> PostureSummary:
        """The whole so far."""
        spent = sorted(self._spent.items(), key=lambda pair: -pair[1].all_s)
        return PostureSummary(
            seen_s=round(self._seen_s, 3),
            judged_s=round(self.judged_s, 3),
            neutral_s=round(max(0.0, self.neutral_s), 3),
            not_judged=_longest_first(self._not_judged),
            states=[self._state(rule, known) for rule, known in spent],
        )

    def _state(self, rule: str, spent: _Spent) -> StateSummary:
        return StateSummary(
            rule=rule,
            title=self._titles[rule],
            time_s=round(spent.all_s, 3),
            share=round(min(1.0, spent.all_s / self.judged_s), 4) if self.judged_s else 0.0,
            events=len(self._events[rule]),
            longest_s=round(spent.longest_s, 3),
        )


def _was_there(state: StateNow, time_s: float) -> bool:
    return state.there_since_s <= time_s + _ROUNDING_S


def _counted_as(observation: Observation, before_s: float) -> str:
    if any(_was_there(state, before_s) for state in observation.states):
        return _STATE
    return _NEUTRAL if observation.counts_as_judged else str(observation.suspended)


def _longest_first(times: Mapping[str, float]) -> dict[str, float]:
    ordered = sorted(times.items(), key=lambda pair: -pair[1])
    return {reason: rounded for reason, time_s in ordered if (rounded := round(time_s, 3)) > 0.0}
