"""What the set was like so far, for the moments between the reps when there is time to read."""

from collections import Counter

from formcheck.activities.activity import Activity
from formcheck.measurements.view import View
from formcheck.phases.rep import Phase
from formcheck.results.extent import ExtentTally
from formcheck.results.not_judged import better_side
from formcheck.results.set_lines import set_lines
from formcheck.session.observation import Observation

_MOST_FAULTS = 4
# Rests shorter than this are part of the set: the gauges stay.
_REST_S = 1.5


class RestSummary:
    """Adds up the reps of a set.

    Args:
        activity: For the titles of its rules.
    """

    def __init__(self, activity: Activity) -> None:
        self._rules = activity.rules
        self._titles = {rule.id: rule.title for rule in activity.rules}
        self._faults: Counter[str] = Counter()
        self._down_s: list[float] = []
        self._sides: list[str | None] = []
        self._extent = ExtentTally()
        self._doubtful = False
        self._count = 0
        self._resting_since_s: float | None = None

    def update(self, seen: Observation) -> tuple[str, ...]:
        """The lines to show after the next observation: none while a rep goes on, or before the first.

        What is nearer to its limit than its error is left out, as it is from the cues.
        """
        self._count = seen.rep_count
        for judged in seen.reps:
            self._sides.append(judged.rep.side)
            self._extent.add(judged)
            self._doubtful = self._doubtful or any(f.uncertain for f in judged.findings)
            certain = dict.fromkeys(f.rule for f in judged.findings if not f.uncertain)
            self._faults.update(self._titles.get(rule, rule) for rule in certain)
            down = judged.rep.measurements.get("eccentric_time_s")
            if down is not None and down.value is not None:
                self._down_s.append(down.value)
        rests = self._count > 0 and seen.phase in (Phase.SETUP, Phase.UNKNOWN)
        if not rests:
            self._resting_since_s = None
        elif self._resting_since_s is None:
            self._resting_since_s = seen.time_s
        if self._resting_since_s is None or seen.time_s - self._resting_since_s < _REST_S:
            return ()
        return self._lines(seen.view)

    def _lines(self, view: View) -> tuple[str, ...]:
        lines = set_lines(
            self._count, self._faults, self._extent.extent, _MOST_FAULTS, self._sides, doubtful=self._doubtful
        )
        extent = self._extent.extent
        if extent.is_none or extent.is_too_little:
            return (*lines, better_side(self._rules, view))
        if not self._down_s:
            return lines
        return (*lines, f"Lowering: {sum(self._down_s) / len(self._down_s):.1f} s")
