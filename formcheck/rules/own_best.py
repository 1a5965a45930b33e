"""Holds each rep against the best one of the set: what is there in every rep may be how somebody is built."""

from dataclasses import replace

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.view import View
from formcheck.rules.finding import Verdict
from formcheck.rules.rule import Check, Rule


class OwnBest:
    """Remembers the best value of each rule that asks for it, and lets pass what is hardly worse.

    From the front some bodies read a bent elbow overhead, or a forward head, in every rep: how far the
    model's points are off stays the same through a set. So a rep counts as having the fault only if it is
    also worse than the person's own best by what the rule says. What seems a fault in the first rep only
    sets that standard.
    """

    def __init__(self) -> None:
        self._best: dict[tuple[str, View], float] = {}

    def is_worse(self, rule: Rule, view: View, value: float) -> bool:
        """Whether a value is worse than the best rep so far by what the rule asks; never before one."""
        test = rule.tests[0]
        beyond, best = test.beyond_best.get(view), self._best.get((rule.id, view))
        if beyond is None:
            return True
        return best is not None and (value - best if test.above is not None else best - value) >= beyond

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
            return verdict
        if best is None:
            return Verdict(None, Measurement.missing(Reason.FIRST_REP), verdict.measure)
        return verdict if self.is_worse(rule, view, value) else replace(verdict, fault=None)


def _read(verdict: Verdict) -> float | None:
    if verdict.fault is not None:
        return verdict.fault.value
    return verdict.too_close if verdict.value.value is None else verdict.value.value


def _better(test: Check, one: float, other: float) -> float:
    return min(one, other) if test.above is not None else max(one, other)
