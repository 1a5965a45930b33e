"""When each rule of a session judged, and which of them passed."""

from collections.abc import Iterator
from dataclasses import dataclass

from formcheck.activities.activity import Activity
from formcheck.measurements.covered import LONGEST_STEP_S
from formcheck.measurements.view import View
from formcheck.rules.finding import Severity, Verdict
from formcheck.rules.quantities import quantities, takes_time
from formcheck.rules.rule import Check, Rule
from formcheck.rules.threshold import Limit, limits_of
from formcheck.session.observation import JudgedRep, Observation

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PassedCheck:
    """A rule that could be judged and found nothing in a lift.

    Attributes:
        rule, test: What was judged.
        reps: The reps that it was judged in, and found nothing.
        value: The value that came nearest to the limit.
        error: Its typical error.
        limit: That limit.
        own_best: How much worse than the best rep a fault has to be as well, in the view that was judged;
            None where that was not asked.
    """

    rule: Rule
    test: Check
    reps: tuple[int, ...]
    value: float
    error: float
    limit: Limit
    own_best: float | None = None


class Judgements:
    """Remembers the judged reps, or when a posture was judged.

    Args:
        activity: What is watched.
    """

    def __init__(self, activity: Activity) -> None:
        self._activity = activity
        self.reps: list[JudgedRep] = []
        self._stretches: dict[View, list[Span]] = {}
        self._views: dict[int, View] = {}
        self._last: tuple[float, View] | None = None
        self._seen: dict[View, int] = {}

    def write(self, observation: Observation) -> None:
        """Take one frame, and what ended with it."""
        self.reps.extend(observation.reps)
        if observation.is_end:
            return
        if observation.pose is not None:
            self._seen[observation.view] = self._seen.get(observation.view, 0) + 1
        if self._activity.reps is None:
            self._extend(observation)

    def _extend(self, observation: Observation) -> None:
        is_judged = observation.pose is not None and observation.suspended is None
        now = (observation.time_s, observation.view)
        before, self._last = self._last, now if is_judged else None
        if not is_judged:
            return
        spans = self._stretches.setdefault(now[1], [])
        if before is not None and before[1] is now[1] and now[0] - before[0] <= LONGEST_STEP_S and spans:
            spans[-1] = (spans[-1][0], now[0])
        else:
            spans.append((now[0], now[0]))

    def judged_s(self, rule: Rule) -> float:
        """For how long a state was judged."""
        return sum(end - start for view in rule.views for start, end in self._stretches.get(view, ()))

    def spans(self, rule: Rule, test: Check, threshold: float) -> tuple[Span, ...]:
        """When values were held against a threshold of a test.

        A rep that passed although its value is past it, because the person's best rep is the standard, was
        not held against it.
        """
        if self._activity.reps is None:
            return tuple(sorted(s for view in rule.views for s in self._stretches.get(view, ())))
        judged = (rep for rep in self.reps if _was_held(rep, rule, test, threshold))
        return tuple(sorted(span for rep in judged for span in _looked_at(rep, rule)))

    def passed(self) -> tuple[PassedCheck, ...]:
        """The rules of a lift that found nothing in any rep, and were judged in some; in their order."""
        faulty = {finding.rule for rep in self.reps for finding in rep.findings}
        checks = (self._passed(rule) for rule in self._activity.faults() if rule.id not in faulty)
        return tuple(check for check in checks if check is not None)

    def _passed(self, rule: Rule) -> PassedCheck | None:
        judged = {rep.rep.index: v for rep in self.reps if (v := rep.verdicts.get(rule.id)) and v.judged}
        found = [nearest for v in judged.values() if (nearest := _nearest(rule, v)) is not None]
        if not found:
            return None
        _, test, value, error, limit = max(found, key=lambda one: one[0])
        return PassedCheck(rule, test, tuple(judged), value, error, limit, self._own_best(test))

    def _own_best(self, test: Check) -> float | None:
        view = max(self._seen, key=lambda view: self._seen[view], default=View.UNKNOWN)
        return test.beyond_best.get(view)

    def passed_states(self) -> Iterator[tuple[Rule, float]]:
        """The states that were judged and never there, each with how long it was judged.

        What has to last longer than the session to be there at all has not passed.
        """
        for rule in self._activity.faults():
            judged_s = self.judged_s(rule)
            if judged_s > 0.0 and not any(takes_time(test.measure) for test in rule.tests):
                yield rule, judged_s


def _nearest(rule: Rule, verdict: Verdict) -> tuple[float, Check, float, float, Limit] | None:
    """How near to its limit a verdict's value is, with all that says so."""
    value = verdict.value.value
    test = next((test for test in rule.tests if test.measure == verdict.measure), None)
    if value is None or test is None or verdict.fault is not None:
        return None
    limit = max(first_limits(test), key=lambda limit: limit.excess(value))
    return limit.excess(value), test, value, verdict.value.error, limit


def first_limits(test: Check) -> list[Limit]:
    """Where a fault begins, in each direction."""
    limits = limits_of(test, 1.0)
    found = []
    for above in (True, False):
        own = [limit for limit in limits if limit.above is above]
        mild = [limit for limit in own if limit.severity is Severity.CAUTION]
        found += mild or own
    return found


def _was_held(rep: JudgedRep, rule: Rule, test: Check, threshold: float) -> bool:
    verdict = rep.verdicts.get(rule.id)
    if verdict is None or verdict.value.value is None or test.load not in (None, rep.rep.load):
        return False
    if quantities()[test.measure].name != verdict.measure:
        return verdict.fault is None
    passed = next((limit for limit in limits_of(test, 1.0) if limit.on == threshold), None)
    return verdict.fault is not None or passed is None or not passed.passed(verdict.value.value)


def _looked_at(rep: JudgedRep, rule: Rule) -> Iterator[Span]:
    for phase in rule.phases:
        yield from rep.rep.intervals.get(phase, ())
