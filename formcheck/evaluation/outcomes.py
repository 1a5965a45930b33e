"""One rule and one labelled rep: what is true of it, and what the rule said."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from formcheck.activities.activity import Activity
from formcheck.activities.truth import FaultTruth, TruthNames
from formcheck.evaluation.direction import Direction, filmed_from, who
from formcheck.evaluation.labels import LabelledRep, Labels
from formcheck.evaluation.lower_half import size_in_lower_half
from formcheck.evaluation.replay import Replay
from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import View
from formcheck.rules.finding import Severity, Verdict
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Check, Rule
from formcheck.rules.threshold import limits_of


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a rep by one rule.

    Attributes:
        size: Size of what the rule looks for, in the unit of `test`; None where only a label has it.
        excess: How far it is past caution; minus infinity where nothing is there.
        test: The rule's test that has the unit.
    """

    size: float | None
    excess: float
    test: Check

    @property
    def is_fault(self) -> bool:
        """Whether it is past the rule's lowest threshold."""
        return self.excess > 0

    def is_clear(self, error: float) -> bool:
        """Whether it is past poor, or caution where there is no poor, by more than the measure's error."""
        if self.size is None:
            return self.is_fault
        worst = past(self.test, self.size, Severity.POOR)
        return (worst if np.isfinite(worst) else self.excess) > error


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule, one rep.

    Attributes:
        view: From where the rep was seen for the most part.
        truth: What is true of it by this rule.
        is_clear: The fault is past poor by more than the measure's error.
        is_good_rep: No rule that claims this view has a fault to find, and no fault was put into the rep or
            labelled: one that stays below a rule's limit makes no good rep of it.
        judged: The rule had a value.
        applies: The rule is about such a rep: not, for example, about a bar where dumbbells are lifted.
        too_close: Not judged, because what was read is too close to a limit to tell.
        flagged: The rule found a fault.
        score: How far the measured value is past caution; larger is worse.
        person: Whose rep it is.
        direction: From where it was filmed in truth.
    """

    view: View
    truth: Truth
    is_clear: bool
    is_good_rep: bool
    judged: bool
    flagged: bool
    score: float
    person: str = ""
    direction: Direction = Direction.BETWEEN
    applies: bool = True
    too_close: bool = False


# Why a rule has nothing to say of a rep that it is not about.
_NOT_ABOUT_IT = frozenset(
    {Reason.ONE_ARM, Reason.DUMBBELLS, Reason.BAR, Reason.SEATED, Reason.FIRST_REPS, Reason.NEVER_SO}
)


def outcomes(replays: Sequence[Replay], activity: Activity) -> dict[str, list[Outcome]]:
    """By rule id, an outcome for every labelled rep; a rep that was not counted is not judged."""
    found: dict[str, list[Outcome]] = {rule.id: [] for rule in activity.rules}
    for each in replays:
        judged = {labelled.number: rep for rep, labelled in each.pairs}
        labels = each.clip.labels
        person, direction = who(each), filmed_from(each)
        for labelled in labels.full_reps:
            view = seen_from(each, labelled)
            truths = {rule.id: truth_of(rule, activity.truth, labels, labelled) for rule in activity.rules}
            seen = [truths[rule.id] for rule in activity.rules if view in rule.views]
            good = not (any(truth.is_fault for truth in seen) or _has_label(labels, labelled))
            rep = judged.get(labelled.number)
            for rule in activity.rules:
                verdict = rep.verdicts[rule.id] if rep else None
                outcome = _outcome(rule, verdict, truths[rule.id], view, is_good_rep=good, model=each.model)
                found[rule.id].append(replace(outcome, person=person, direction=direction))
    return found


def _has_label(labels: Labels, rep: LabelledRep) -> bool:
    return any(fault.rep in (0, rep.number) for fault in labels.faults)


def seen_from(each: Replay, rep: LabelledRep) -> View:
    """The view that most of a rep's frames were seen from."""
    views = Counter(o.view for o in each.observed if rep.start_s <= o.time_s <= rep.end_s)
    return views.most_common(1)[0][0] if views else View.UNKNOWN


def truth_of(rule: Rule, names: TruthNames, labels: Labels, rep: LabelledRep) -> Truth:
    """The true size of what a rule looks for: measured where the file has it, else as labelled."""
    by_size = [
        _sized(rule, name.test, name.in_units_of_rule(_looked_at(name, labels, rep, size)))
        for key, size in rep.sizes.items()
        if (name := names.fault(key)).rule == rule.short_id and rep.number >= name.from_rep
    ]
    if by_size:
        return max(by_size, key=lambda truth: truth.excess)
    for fault in labels.faults:
        name = names.fault(fault.name)
        if fault.rep in (0, rep.number) and name.rule == rule.short_id:
            if fault.size is not None:
                return _sized(rule, name.test, name.in_units_of_rule(fault.size))
            return Truth(None, 1.0, rule.tests[0])
    return Truth(None, -np.inf, rule.tests[0])


def _looked_at(name: FaultTruth, labels: Labels, rep: LabelledRep, size: float) -> float:
    if not name.in_lower_half:
        return size
    return size_in_lower_half(labels, rep, name.in_lower_half, size)


def past(test: Check, value: float, severity: Severity) -> float:
    """How far a value is past a severity's threshold, on the side where it is further; in its unit."""
    of_severity = [limit for limit in limits_of(test, 1.0) if limit.severity is severity]
    return max((limit.excess(value) for limit in of_severity), default=-np.inf)


def _sized(rule: Rule, test_number: int, size: float) -> Truth:
    test = rule.tests[min(test_number, len(rule.tests) - 1)]
    return Truth(size, past(test, size, Severity.CAUTION), test)


def _outcome(
    rule: Rule, verdict: Verdict | None, truth: Truth, view: View, *, is_good_rep: bool, model: str | None
) -> Outcome:
    judged = verdict is not None and verdict.judged
    error = verdict.value.error if verdict is not None and judged else _typical_error(truth.test, view, model)
    return Outcome(
        view=view,
        truth=truth,
        is_clear=truth.is_clear(error),
        is_good_rep=is_good_rep,
        judged=judged,
        flagged=verdict is not None and verdict.fault is not None,
        score=-np.inf if verdict is None else _measured_score(rule, verdict),
        applies=verdict is None or verdict.value.reason not in _NOT_ABOUT_IT,
        too_close=verdict is not None and verdict.value.reason is Reason.TOO_CLOSE,
    )


def _typical_error(test: Check, view: View, model: str | None) -> float:
    measure = quantities(model).get(test.measure)
    return 0.0 if measure is None else measure.errors.get(view, 0.0)


def _measured_score(rule: Rule, verdict: Verdict) -> float:
    value = verdict.value.value
    if value is None:
        return -np.inf
    if verdict.fault is None:
        test = next((t for t in rule.tests if t.measure == verdict.measure), rule.tests[0])
        return past(test, value, Severity.CAUTION)
    test = next(t for t in rule.tests if t.measure == verdict.fault.measure)
    return past(test, verdict.fault.value, Severity.CAUTION)
