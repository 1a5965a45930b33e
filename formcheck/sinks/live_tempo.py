"""How long the way up and the way down take, while they are going on."""

from dataclasses import dataclass

from formcheck.activities.activity import Activity
from formcheck.phases.rep import Phase
from formcheck.rules.finding import Severity
from formcheck.rules.rule import Test
from formcheck.session.observation import Observation

_RULED = {"concentric_time_s": "up_s", "eccentric_time_s": "down_s"}


@dataclass(frozen=True, slots=True)
class Tempo:
    """The present rep's times, or the last one's while none is going on.

    Attributes:
        up_s, down_s: So far; None where it has not begun.
        is_up, is_down: Which one is going on.
        up_at_least_s, down_at_least_s: What the rules ask for, or None.
        severity: Of the way down that is over, or of the way up, whichever is worse.
    """

    up_s: float | None = None
    down_s: float | None = None
    is_up: bool = False
    is_down: bool = False
    up_at_least_s: float | None = None
    down_at_least_s: float | None = None
    severity: Severity | None = None


class TempoWatch:
    """Times the ways from the phases; a rep that is over is timed by its own measurements.

    Args:
        activity: Its rules say what is too fast.
    """

    def __init__(self, activity: Activity) -> None:
        self._tests = {
            test.measure: (rule.id, test)
            for rule in activity.rules
            for test in rule.tests
            if test.measure in _RULED and test.below is not None
        }
        self._up_at_least_s = self._limit("concentric_time_s")
        self._down_at_least_s = self._limit("eccentric_time_s")
        self._phase = Phase.UNKNOWN
        self._since_s = 0.0
        self._up_s: float | None = None
        self._down_s: float | None = None
        self._severity: Severity | None = None

    def _limit(self, measure: str) -> float | None:
        known: tuple[str, Test] | None = self._tests.get(measure)
        if known is None or known[1].below is None:
            return None
        below = known[1].below
        return below.poor if below.caution is None else below.caution

    def update(self, observation: Observation) -> Tempo:
        """The times at the next observation."""
        time_s, phase = observation.time_s, observation.phase
        if phase is not self._phase and phase in (Phase.ASCENT, Phase.DESCENT):
            self._since_s = time_s
            if phase is Phase.ASCENT:
                self._down_s, self._severity = None, None
        self._phase = phase
        if phase is Phase.ASCENT:
            self._up_s = time_s - self._since_s
        elif phase is Phase.DESCENT:
            self._down_s = time_s - self._since_s
        if observation.reps:
            self._take(observation)
        is_up, is_down = phase is Phase.ASCENT, phase is Phase.DESCENT
        return Tempo(
            self._up_s, self._down_s, is_up, is_down,
            self._up_at_least_s, self._down_at_least_s, self._severity,
        )  # fmt: skip

    def _take(self, observation: Observation) -> None:
        """The rep that ended just now, as it was judged."""
        judged = observation.reps[-1]
        up = judged.rep.measurements.get("concentric_time_s")
        down = judged.rep.measurements.get("eccentric_time_s")
        self._up_s = up.value if up is not None else None
        self._down_s = down.value if down is not None else None
        rules = {rule for rule, _ in self._tests.values()}
        found = [finding.severity for finding in judged.findings if finding.rule in rules]
        self._severity = max(found, key=lambda severity: severity.rank, default=None)
