"""Adds up a session without reps: how much of the time was spent in which state, and how often."""

from collections import defaultdict
from collections.abc import Mapping

from formcheck.activities.activity import Activity
from formcheck.measurements.covered import covered_s
from formcheck.results.summary import PostureSummary, StateSummary
from formcheck.rules.finding import Finding
from formcheck.session.observation import Observation

# A longer gap between two frames is no time that was watched.
_LONGEST_GAP_S = 2.0


class PostureTotals:
    """Remembers times, and no frame.

    Args:
        activity: For the titles of its rules.

    Attributes:
        judged_s: Time that was judged.
        neutral_s: Of it, the time in which no state was present.
        came: How many states have come, whether or not they are over.
    """

    def __init__(self, activity: Activity) -> None:
        self._titles = {rule.id: rule.title for rule in activity.rules}
        self._last_s: float | None = None
        self._firing: frozenset[str] = frozenset()
        self._seen_s = self.judged_s = self.neutral_s = 0.0
        self.came = 0
        self._not_judged: defaultdict[str, float] = defaultdict(float)
        self._present: defaultdict[str, float] = defaultdict(float)

    def write(self, observation: Observation) -> None:
        """Take one frame into account: it stands for the time since the one before."""
        firing = frozenset(observation.firing)
        self.came += len(firing - self._firing)
        self._firing = firing
        before_s = observation.time_s if self._last_s is None else self._last_s
        step_s = covered_s((before_s, observation.time_s), _LONGEST_GAP_S)
        self._last_s = observation.time_s
        if step_s <= 0.0:
            return
        self._seen_s += step_s if observation.pose is not None else 0.0
        for rule in observation.firing:
            self._present[rule] += step_s
        if not observation.counts_as_judged:
            self._not_judged[str(observation.suspended)] += step_s
            return
        self.judged_s += step_s
        self.neutral_s += 0.0 if observation.firing else step_s

    def summary(self, findings: list[Finding]) -> PostureSummary:
        """The whole so far."""
        events: dict[str, list[float]] = {}
        for finding in findings:
            events.setdefault(finding.rule, []).append(finding.end_s - finding.start_s)
        states = [
            StateSummary(
                rule=rule,
                title=self._titles[rule],
                time_s=round(time_s, 3),
                share=round(min(1.0, time_s / self.judged_s), 4) if self.judged_s else 0.0,
                events=len(events.get(rule, ())),
                longest_s=round(max(events.get(rule, [0.0])), 3),
            )
            for rule, time_s in _longest_first(self._present)
        ]
        return PostureSummary(
            seen_s=round(self._seen_s, 3),
            judged_s=round(self.judged_s, 3),
            neutral_s=round(self.neutral_s, 3),
            not_judged={reason: round(time_s, 3) for reason, time_s in _longest_first(self._not_judged)},
            states=states,
        )


def _longest_first(times: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(times.items(), key=lambda pair: -pair[1])
