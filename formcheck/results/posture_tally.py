"""Adds up a session without reps: how much of the time was spent in which state."""

from collections import defaultdict
from collections.abc import Mapping

from formcheck.activities.activity import Activity
from formcheck.results.summary import PostureSummary, StateSummary
from formcheck.rules.finding import Finding
from formcheck.session.observation import Observation

# A longer gap between two frames is no time that was watched.
_LONGEST_GAP_S = 2.0


class PostureTotals:
    """Remembers times, and no frame."""

    def __init__(self, activity: Activity) -> None:
        self._titles = {rule.id: rule.title for rule in activity.rules}
        self._last_s: float | None = None
        self._seen_s = self._judged_s = self._neutral_s = 0.0
        self._not_judged: defaultdict[str, float] = defaultdict(float)
        self._present: defaultdict[str, float] = defaultdict(float)

    def write(self, observation: Observation) -> None:
        """Take one frame into account: it stands for the time since the one before."""
        step_s = 0.0 if self._last_s is None else observation.time_s - self._last_s
        self._last_s = observation.time_s
        if not 0.0 < step_s <= _LONGEST_GAP_S:
            return
        self._seen_s += step_s if observation.pose is not None else 0.0
        for rule in observation.firing:
            self._present[rule] += step_s
        if not observation.counts_as_judged:
            self._not_judged[str(observation.suspended)] += step_s
            return
        self._judged_s += step_s
        self._neutral_s += 0.0 if observation.firing else step_s

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
                share=round(min(1.0, time_s / self._judged_s), 4) if self._judged_s else 0.0,
                events=len(events.get(rule, ())),
                longest_s=round(max(events.get(rule, [0.0])), 3),
            )
            for rule, time_s in _longest_first(self._present)
        ]
        return PostureSummary(
            seen_s=round(self._seen_s, 3),
            judged_s=round(self._judged_s, 3),
            neutral_s=round(self._neutral_s, 3),
            not_judged={reason: round(time_s, 3) for reason, time_s in _longest_first(self._not_judged)},
            states=states,
        )


def _longest_first(times: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(times.items(), key=lambda pair: -pair[1])
