"""Holds each rep against the best one of the set: what is there in every rep may be how somebody is built."""

from dataclasses import replace

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.view import View
from formcheck.rules.finding import Verdict
from formcheck.rules.rule import Check, Rule
from formcheck.rules.threshold import limits_of

# However alike all reps are: what is past a limit by so many of its own errors is past it. Of 287 straight
# reps of rendered people that the networks have not seen, 2 are flagged so (4 at 3 errors), and from the
# front the same 5 of 7 reps of elbows that are clearly bent are found.
_SURELY = 4.0


class OwnBest:
    """Remembers the best value of each rule that asks for it, and lets pass what is hardly worse.

    From the front some bodies read a bent elbow overhead, or a forward head, in every rep: how far the
    model's points are off stays the same through a set. So a rep counts as having the fault only if it is
    also worse than the person's own best by what the rule says. What seems a fault in the first rep only
    sets that standard. What is past a limit by far more than its error is a fault in every rep.
    """

    def __init__(self) -> None:
        self._best: dict[tuple[str, View], float] = {}

    def is_worse(self, rule: Rule, view: View, value: float, error: float) -> bool:
        """Whether a value is worse than the best rep so far by what the rule asks, or surely past a limit."""
        test = rule.tests[0]
        beyond, best = test.beyond_best.get(view), self._best.get((rule.id, view))
        if beyond is None or error < test.sure_below or _is_surely_past(test, value, error):
            return True
        return best is not None and _worse_by(test, best, value) >= beyond

    def settle(self, rule: Rule, verdict: Verdict, view: View) -> Verdict:
        """The verdict on a rep, with no fault where the set's best rep is nearly the same."""
        test = rule.tests[0]
        beyond = test.beyond_best.get(view)
        value = _read(verdict)
        if beyond is None or value is None or verdict.measure != test.measure:
            return verdict
        key = rule.id, view
        best = self._best.get(key)
        self._best[key] = value if best is None else _better(test, best, value)
        if verdict.fault is None:
            return self._as_good(rule, verdict, view, best)
        if self.is_worse(rule, view, value, verdict.fault.error):
            return verdict
        if best is None:
            return Verdict(None, Measurement.missing(Reason.FIRST_REP), verdict.measure)
        return replace(verdict, fault=None)

    def _as_good(self, rule: Rule, verdict: Verdict, view: View, best: float | None) -> Verdict:
        """What is too close to a limit to tell is no fault where it is as good as a rep that has none."""
        close = verdict.too_close
        if close is None or close.value is None or best is None:
            return verdict
        if self.is_worse(rule, view, close.value, close.error):
            return verdict
        if any(limit.passed(best) for limit in limits_of(rule.tests[0], 1.0)):
            return verdict
        return Verdict(None, close, verdict.measure)


def _is_surely_past(test: Check, value: float, error: float) -> bool:
    return error > 0 and any(limit.excess(value) > _SURELY * error for limit in limits_of(test, 1.0))


def _read(verdict: Verdict) -> float | None:
    if verdict.fault is not None:
        return verdict.fault.value
    return verdict.value.value if verdict.too_close is None else verdict.too_close.value


def _better(test: Check, one: float, other: float) -> float:
    """The better of two values: of what may be off to either side, the one nearer to none."""
    if test.above is None:
        return max(one, other)
    return min(one, other) if test.below is None else min(one, other, key=abs)


def _worse_by(test: Check, best: float, value: float) -> float:
    """How much worse a value is than the best one, on the side that it is off to."""
    is_above = test.above is not None and (test.below is None or value > 0)
    return value - best if is_above else best - value
