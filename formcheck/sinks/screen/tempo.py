"""How long the way up and the way down take, while they are going on."""

from dataclasses import dataclass
from math import inf

from formcheck.activities.activity import Activity
from formcheck.phases.rep import Phase
from formcheck.phases.signal import SignalReader
from formcheck.rules.finding import Severity
from formcheck.session.observation import Observation

_UP, _DOWN = "concentric_time_s", "eccentric_time_s"
# Nearer than this share of `rise` to the turning point is resting there, not moving.
_RESTING = 0.25
_IN_A_REP = (Phase.ASCENT, Phase.TOP, Phase.DESCENT)


@dataclass(frozen=True, slots=True)
class Tempo:
    """The present rep's times, or the last one's while none is going on.

    Attributes:
        up_s, down_s: So far; None where it has not begun.
        is_up, is_down: Which one is going on.
        up_at_least_s, down_at_least_s: What the rules ask for, or None.
        severity: What the rules say of the times of the rep that is over.
    """

    up_s: float | None = None
    down_s: float | None = None
    is_up: bool = False
    is_down: bool = False
    up_at_least_s: float | None = None
    down_at_least_s: float | None = None
    severity: Severity | None = None


class TempoWatch:
    """Times the ways by the signal that finds the reps; a rep that is over has its times as judged.

    The phases are too late for that: they change only when the movement is beyond doubt.

    Args:
        activity: Its rules say what is too fast.
    """

    def __init__(self, activity: Activity) -> None:
        reps = activity.reps
        self._signal = None if reps is None else reps.signal
        most_error = inf if reps is None else reps.rising.most_error
        self._reader = SignalReader(
            self._signal or "", falls=reps is not None and reps.falls, most_error=most_error
        )
        self._near = 0.0 if reps is None else _RESTING * reps.rise
        self._rules = {
            rule.id for rule in activity.rules if any(test.measure in (_UP, _DOWN) for test in rule.tests)
        }
        self._up_at_least_s, self._down_at_least_s = (_at_least(activity, m) for m in (_UP, _DOWN))
        self._phase = Phase.UNKNOWN
        self._shown = Tempo()
        self._low, self._low_s = inf, 0.0
        self._begin_rep()

    def _begin_rep(self) -> None:
        self._high, self._high_from_s, self._high_to_s = -inf, 0.0, 0.0
        self._floor, self._floor_s = inf, 0.0

    def update(self, seen: Observation) -> Tempo:
        """The times at the next observation."""
        before, self._phase = self._phase, seen.phase
        rises_anew = seen.phase is Phase.ASCENT and before is not Phase.ASCENT
        if rises_anew or (seen.phase in _IN_A_REP and before not in _IN_A_REP):
            if before is not Phase.BOTTOM:
                # No rest at the bottom: it turned where it was lowest, if it came down at all.
                self._low, self._low_s = self._floor, self._floor_s
            self._begin_rep()
        if seen.phase is Phase.BOTTOM and before is not Phase.BOTTOM:
            self._low = inf
        if seen.reps:
            self._shown = self._judged(seen)
        elif f"left_{self._signal}" in seen.measurements:
            value = self._reader.read(seen.time_s, seen.measurements).value
            if value is not None:
                self._follow(seen.time_s, value)
        return self._shown

    def _follow(self, time_s: float, value: float) -> None:
        if self._phase is Phase.BOTTOM and value <= self._low + self._near:
            self._low, self._low_s = min(self._low, value), time_s
        if self._phase in (Phase.ASCENT, Phase.TOP):
            if value > self._high + self._near:
                self._high, self._high_from_s = value, time_s
            if value >= self._high - self._near:
                # Back up: what went down before was a dip of the top, not the way down.
                self._high_to_s, self._floor = time_s, inf
        if self._phase in _IN_A_REP:
            self._shown = self._so_far(time_s, value)

    def _so_far(self, time_s: float, value: float) -> Tempo:
        is_down = value < self._high - self._near
        # A low that was passed after the high belongs to the next rep.
        has_low = self._low < inf and self._low_s <= self._high_from_s
        if is_down and value < self._floor - self._near:
            self._floor, self._floor_s = value, time_s
        return Tempo(
            self._high_from_s - self._low_s if has_low else None,
            self._floor_s - self._high_to_s if self._floor < inf else None,
            not is_down and self._high_from_s == time_s,
            is_down,
            self._up_at_least_s,
            self._down_at_least_s,
        )

    def _judged(self, seen: Observation) -> Tempo:
        """The rep that ended just now."""
        judged = seen.reps[-1]
        up_s, down_s = (
            measured.value if (measured := judged.rep.measurements.get(name)) is not None else None
            for name in (_UP, _DOWN)
        )
        found = [finding.severity for finding in judged.findings if finding.rule in self._rules]
        worst = max(found, key=lambda severity: severity.rank, default=None)
        return Tempo(up_s, down_s, False, False, self._up_at_least_s, self._down_at_least_s, worst)


def _at_least(activity: Activity, measure: str) -> float | None:
    """The shortest time that no rule holds against anybody."""
    for rule in activity.rules:
        for test in rule.tests:
            if test.measure == measure and test.below is not None:
                return test.below.poor if test.below.caution is None else test.below.caution
    return None
