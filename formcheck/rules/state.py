"""Follows one "state" rule: something that is there for a while, such as a slump. No reps are needed.

However often the value crosses its threshold in between, one slump is one event.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from statistics import median

from formcheck.measurements.neutral import Neutral
from formcheck.measurements.quantity import Side
from formcheck.measurements.view import View
from formcheck.pose.models import FITTED_MODEL
from formcheck.pose.time_window import TimeWindow
from formcheck.rules.dwell import Dwell
from formcheck.rules.finding import Fault, Severity, badness
from formcheck.rules.rule import Check, Rule
from formcheck.rules.sample import RuleSample
from formcheck.rules.stretches import Stretch, Stretches
from formcheck.rules.threshold import Limit, as_compared, limits_of, sided_values, spread_of

# Values are averaged over this time: less makes single jumps a state, more makes states late.
# Where pictures are few, it is so many of them, none older than the last number.
_AVERAGED_OVER, _OLDEST_S = (0.6, 3), 5.0
# A state that is gone for no longer is still there, unless the value is nearly normal again, or another state
# of its family is there instead: who holds a posture near to a limit, or turns for a moment, holds one.
_STAYS_S, _NEARLY_NORMAL = 2.0, 0.25


@dataclass(frozen=True, slots=True)
class StateNow:
    """A state that is present.

    Attributes:
        since_s: When it began, be it with gaps.
        there_since_s: Since when it is there without a gap.
        certain: Whether the value is past the threshold by more than its error.
        due: None at first, then CAUTION once it is to be shown, then POOR once it is to be alerted.
    """

    rule: str
    severity: Severity
    side: Side | None
    since_s: float
    certain: bool
    due: Severity | None
    there_since_s: float


@dataclass(frozen=True, slots=True)
class StateEvent:
    """A state that is over, from its beginning to its end.

    Attributes:
        fault: The worst value that lasted, and when.
        alert_s: When it had lasted long enough for an alert, or None.
        stretches: When it was there, from and to; what lies between was bridged.
    """

    fault: Fault
    alert_s: float | None
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a rule makes of one frame before states of the same family are told apart.

    Attributes:
        excess: The value as a share of its caution threshold, 1 at the threshold; None where it is unknown.
    """

    excess: float | None
    seen: tuple["_Seen", ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One test on one side: its averaged value against one limit."""

    test: Check
    side: Side | None
    limit: Limit
    value: float | None
    error: float


@dataclass(slots=True)
class _Running:
    start_s: float
    last_s: float
    seen_s: float
    fault: Fault
    alert_s: float | None = None
    stretches: Stretches = field(default_factory=Stretches)


class StateWatch:
    """Follows one "state" rule from frame to frame.

    In every frame: first `look`, then `update` with what `look` gave, or with nothing where another state of
    its family is nearer to the truth.

    Args:
        rule: The rule.
        model: The pose model whose points are measured, or None where it is not known.
    """

    def __init__(self, rule: Rule, model: str | None = FITTED_MODEL) -> None:
        self._rule, self._model = rule, model
        self._tests = tuple(map(as_compared, rule.tests))
        self._recent = defaultdict[tuple[int, str | None], TimeWindow[float]](
            lambda: TimeWindow(*_AVERAGED_OVER)
        )
        self._dwells: dict[tuple[str, str | None, Severity, bool], Dwell] = {}
        self._limits_for: Neutral | None = None
        self._limits: dict[tuple[int, Side | None, View], tuple[Limit, ...]] = {}
        self._running: _Running | None = None
        self._now: StateNow | None = None
        self._frame_s: float | None = None

    @property
    def rule(self) -> Rule:
        """The rule."""
        return self._rule

    @property
    def running(self) -> bool:
        """Whether an event is going on, be it in a gap."""
        return self._running is not None

    def look(self, sample: RuleSample, neutral: Neutral) -> Claim:
        """What the rule's tests say of this frame."""
        if sample.view not in self._rule.views:
            self._recent.clear()
            return Claim(None, ())
        seen = tuple(self._averaged(sample, neutral))
        known = [s for s in seen if s.value is not None and s.limit.severity is _mildest(s.test)]
        return Claim(max((_share(s) for s in known), default=None), seen)

    def update(
        self, time_s: float, claim: Claim | None, family_since_s: float | None = None
    ) -> tuple[StateNow | None, StateEvent | None]:
        """Take the frame into account: what is there now, and what ended with it.

        Args:
            time_s: Time of the frame.
            claim: What `look` gave, or None where another state of the family is nearer to the truth.
            family_since_s: Since when some state of the family has been there, by whatever name.
        """
        faults = [] if claim is None else list(self._faults(time_s, claim, family_since_s))
        known = claim is None or claim.excess is not None
        event = self._end_if_over(time_s, there=bool(faults), known=known)
        before_s, self._frame_s = self._frame_s, time_s
        if not faults:
            return self._still_there(time_s, claim, before_s), event
        fault = max(faults, key=_worst_moment)
        running = self._go_on(time_s, fault)
        there_since_s = running.stretches.add(time_s, since_s=fault.start_s, before_s=before_s)
        due, certain = self._due(time_s, running), not fault.uncertain
        self._now = StateNow(
            self._rule.id, fault.severity, fault.side, running.start_s, certain, due, there_since_s
        )
        return self._now, event

    def _still_there(self, time_s: float, claim: Claim | None, before_s: float | None) -> StateNow | None:
        """What was there just before, where it is gone for a moment only."""
        running = self._running
        normal_again = claim is None or (claim.excess is not None and claim.excess < _NEARLY_NORMAL)
        if normal_again or running is None or time_s - running.seen_s > _STAYS_S:
            self._now = None
        elif self._now is not None:
            running.last_s = time_s
            running.stretches.add(time_s, since_s=time_s, before_s=before_s)
        return self._now

    def finish(self) -> StateEvent | None:
        """The source has ended: the event that was going on."""
        return self._end()

    def _averaged(self, sample: RuleSample, neutral: Neutral) -> Iterator[_Seen]:
        for number, test in enumerate(self._tests):
            for side, measured in sided_values(
                self._rule.tests[number], sample.measurements, neutral, sample.view
            ):
                value = self._average(sample.time_s, (number, side), measured.value)
                for limit in self._limits_of(number, side, neutral, sample.view):
                    yield _Seen(test, side, limit, value, measured.error)

    def _average(self, time_s: float, key: tuple[int, Side | None], value: float | None) -> float | None:
        """The median of the last values, if there is one now."""
        if value is None:
            return None
        recent = self._recent[key]
        recent.forget_before(time_s - _OLDEST_S)
        recent.add(time_s, value)
        return median(recent)

    def _limits_of(self, number: int, side: Side | None, neutral: Neutral, view: View) -> tuple[Limit, ...]:
        """The thresholds of a test; they stay the same as long as the neutral does."""
        if neutral is not self._limits_for:
            self._limits_for = neutral
            self._limits.clear()
        key = (number, side, view)
        if key not in self._limits:
            test = self._tests[number]
            spread = spread_of(test, side, neutral, view, self._model)
            self._limits[key] = limits_of(test, self._rule.hysteresis, spread)
        return self._limits[key]

    def _faults(self, time_s: float, claim: Claim, family_since_s: float | None) -> Iterator[Fault]:
        """What is past a threshold for long enough."""
        for seen in claim.seen:
            dwell = self._dwell(seen)
            dwell.update(time_s, seen.value, family_since_s, before_s=self._frame_s)
            if seen.value is not None and dwell.firing and dwell.since_s is not None:
                yield Fault(
                    dwell.limit.severity, dwell.since_s, time_s, time_s, seen.side, seen.test.measure,
                    seen.value, dwell.limit.on, seen.error,
                )  # fmt: skip

    def _dwell(self, seen: _Seen) -> Dwell:
        """One for each threshold, which may move while the neutral is still being learned."""
        key = (seen.test.measure, seen.side, seen.limit.severity, seen.limit.above)
        dwell = self._dwells.get(key)
        if dwell is None or (dwell.since_s is None and dwell.limit != seen.limit):
            dwell = self._dwells[key] = Dwell(seen.limit, self._rule.times.onset_s, returned=False)
        return dwell

    def _go_on(self, time_s: float, fault: Fault) -> _Running:
        if self._running is None:
            self._running = _Running(fault.start_s, time_s, time_s, fault)
        running = self._running
        running.last_s = running.seen_s = time_s
        if _worst_moment(fault) > _worst_moment(running.fault):
            running.fault = fault
        return running

    def _due(self, time_s: float, running: _Running) -> Severity | None:
        times, lasted_s = self._rule.times, time_s - running.start_s
        if lasted_s >= times.alert_s:
            running.alert_s = time_s if running.alert_s is None else running.alert_s
            return Severity.POOR
        return Severity.CAUTION if lasted_s >= times.caution_s else None

    def _end_if_over(self, time_s: float, *, there: bool, known: bool) -> StateEvent | None:
        """End the event when it has been gone, or out of sight, for too long."""
        times = self._rule.times
        patience_s = times.gap_s if there or not known else times.clear_s
        if self._running is None or time_s - self._running.last_s <= patience_s:
            return None
        return self._end()

    def _end(self) -> StateEvent | None:
        running, self._running = self._running, None
        if running is None:
            return None
        self._dwells.clear()
        fault = replace(running.fault, start_s=running.start_s, end_s=running.last_s)
        return StateEvent(fault, running.alert_s, running.stretches.all())


def _mildest(test: Check) -> Severity:
    given = [g for g in (test.above, test.below) if g is not None]
    return Severity.CAUTION if any(g.caution is not None for g in given) else Severity.POOR


def _share(seen: _Seen) -> float:
    """How far towards its threshold a value is, counted from normal: 1 at the threshold."""
    assert seen.value is not None
    normal = 1.0 if seen.test.compare == "ratio" else 0.0
    way = seen.limit.on - normal
    return (seen.value - normal) / way if abs(way) > 1e-9 else 0.0


def _worst_moment(fault: Fault) -> tuple[float, float]:
    """Of the moments of one state, which all have one unit, the worst is where the value is largest."""
    return badness(fault)[0], abs(fault.value - fault.threshold)
