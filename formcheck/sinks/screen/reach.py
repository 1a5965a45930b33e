"""How far each arm has come in the present rep: something to go by also while nothing is wrong."""

from dataclasses import dataclass
from math import inf

from formcheck.activities.activity import Activity
from formcheck.measurements.quantity import SIDES, Side
from formcheck.measurements.view import View
from formcheck.phases.quantities import RANGE
from formcheck.phases.rep import Phase
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.flags import flags_now

# Farther beyond the best rep than this is a point that jumped.
_MOST = 1.5


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the arms have come.

    Attributes:
        shares: By side, from 0 at the bottom to 1 at the top of the best rep so far; before the first one, of
            a rep that goes as far beyond what counts as reps usually do.
        counts_at: The share from which on it is a rep.
        of_own: Whether the top is the person's own.
        lags: The side that a rule finds lower than the other, or None.
    """

    shares: tuple[tuple[Side, float], ...] = ()
    counts_at: float = 0.6
    of_own: bool = False
    lags: Side | None = None


class ReachWatch:
    """Follows the signal that finds the reps, arm by arm.

    Args:
        activity: Says which signal, and what counts.
    """

    def __init__(self, activity: Activity) -> None:
        self._settings = None if activity.reps is None else activity.reps.rising
        self._sign = -1.0 if activity.reps is not None and activity.reps.falls else 1.0
        self._rules = {rule.id: rule for rule in activity.rules}
        self._phase = Phase.UNKNOWN
        self._low: dict[Side, float] = {}
        self._best = 0.0

    def update(self, seen: Observation) -> Reach:
        """How far they are at the next observation; nothing where there are no reps."""
        settings = self._settings
        if settings is None:
            return Reach()
        before, self._phase = self._phase, seen.phase
        if seen.phase is Phase.BOTTOM and before is not Phase.BOTTOM:
            self._low = {}
        for judged in seen.reps:
            measured = judged.rep.measurements.get(RANGE)
            if judged.rep.complete and measured is not None and measured.value is not None:
                self._best = max(self._best, measured.value)
        heights = self._heights(seen)
        if seen.phase is Phase.BOTTOM:
            for side, height in heights.items():
                self._low[side] = min(self._low.get(side, inf), height)
        shares = tuple(
            (side, min(_MOST, max(0.0, (height - self._low[side]) / self._whole(self._low[side]))))
            for side, height in heights.items()
            if side in self._low
        )
        flags = flags_now(seen, self._rules, seen.neutral) if seen.firing else ()
        lags = next((flag.side for flag in flags if flag.lags), None)
        return Reach(shares, settings.top_share, self._best > 0, lags)

    def _whole(self, low: float) -> float:
        """How far a whole rep goes; before any was seen it counts at the share where reps do."""
        assert self._settings is not None
        return self._best or max(self._settings.top - low, self._settings.rise) / self._settings.top_share

    def _heights(self, seen: Observation) -> dict[Side, float]:
        assert self._settings is not None
        measured = ((side, seen.measurements.get(f"{side}_{self._settings.signal}")) for side in SIDES)
        heights = {
            side: self._sign * m.value for side, m in measured if m is not None and m.value is not None
        }
        if seen.view is View.SIDE and len(heights) > 1:
            # The far arm hides behind the near one: two bars would tell of nothing.
            return dict([min(heights.items(), key=lambda known: known[1])])
        return heights
