"""How well each rule finds its fault and leaves good reps alone, beside a rule that always flags."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.activities.activity import Activity
from formcheck.evaluation.labels import LabelledRep, Labels
from formcheck.evaluation.replay import Replay
from formcheck.rules.finding import Severity
from formcheck.rules.judge import Verdict
from formcheck.rules.rule import Rule, Test
from formcheck.rules.threshold import Limit, limits


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule, one rep.

    Attributes:
        true_size: Size of the fault that is there, in the unit of its test; None where there is none.
        is_fault: The true size is past caution.
        is_clear: It is past poor by more than the measure's error.
        is_good_rep: The rep has no fault of any kind.
        flagged: The rule found a fault.
        score: How far the measured value is past caution; larger is worse.
        excess: How far the true size is past caution.
        judged: The rule had a value.
    """

    true_size: float | None
    is_fault: bool
    is_clear: bool
    is_good_rep: bool
    flagged: bool
    score: float
    excess: float
    judged: bool


@dataclass(frozen=True, slots=True)
class RuleScore:
    """What a rule achieves on a set; None where there is nothing to tell it from.

    Attributes:
        reps: Reps that it judged.
        not_judged: Share of all reps that it did not judge.
        faults: Judged reps that have the fault, past caution.
        clear_faults: Of these, past poor by more than the measure's error.
        recall_clear: Share of the clear faults that it found.
        always_f1: F1 of flagging every rep; balanced accuracy of that is always 0.5.
        smallest_95: Smallest true size from which on 95 % are found.
        false_flags: Flags on reps without any fault.
    """

    rule: str
    reps: int
    not_judged: float
    faults: int
    clear_faults: int
    recall: float | None
    recall_clear: float | None
    precision: float | None
    f1: float | None
    balanced_accuracy: float | None
    auc: float | None
    always_precision: float | None
    always_f1: float | None
    smallest_95: float | None
    good_reps: int
    false_flags: int


def rule_scores(replays: Iterable[Replay], activity: Activity) -> list[RuleScore]:
    """A score for each rule, in the order of the activity."""
    every = tuple(replays)
    return [_score(rule, _outcomes(rule, every)) for rule in activity.rules]


def _outcomes(rule: Rule, replays: Sequence[Replay]) -> list[Outcome]:
    return [
        _outcome(rule, judged.verdicts[rule.id], each.clip.labels, labelled)
        for each in replays
        for judged, labelled in each.pairs
    ]


def _outcome(rule: Rule, verdict: Verdict, labels: Labels, rep: LabelledRep) -> Outcome:
    faults = [f for f in labels.faults if f.rep in (0, rep.number)]
    mine = [f for f in faults if f.known.rule == rule.short_id]
    size = None
    test = rule.tests[0]
    if mine:
        test = rule.tests[min(mine[0].known.test, len(rule.tests) - 1)]
        size = None if mine[0].size is None else mine[0].known.convert(mine[0].size)
    value = verdict.value.value
    excess = _past(test, size, Severity.CAUTION) if size is not None else (1.0 if mine else -np.inf)
    clear = _past(test, size, Severity.POOR) > verdict.value.error if size is not None else bool(mine)
    return Outcome(
        true_size=size,
        is_fault=excess > 0,
        is_clear=clear,
        is_good_rep=not faults,
        flagged=verdict.fault is not None,
        score=_measured_score(rule, verdict),
        excess=excess,
        judged=value is not None,
    )


def _past(test: Test, value: float, severity: Severity) -> float:
    """How far a value is past a severity's threshold, on the side where it is further; in its unit."""
    of_severity: list[Limit] = [limit for limit in limits(test, 1.0) if limit.severity is severity]
    return max((limit.excess(value) for limit in of_severity), default=-np.inf)


def _measured_score(rule: Rule, verdict: Verdict) -> float:
    value = verdict.value.value
    if value is None:
        return -np.inf
    if verdict.fault is None:
        return _past(rule.tests[0], value, Severity.CAUTION)
    test = next(t for t in rule.tests if t.measure == verdict.fault.measure)
    return _past(test, verdict.fault.value, Severity.CAUTION)


def _score(rule: Rule, outcomes: list[Outcome]) -> RuleScore:
    judged = [o for o in outcomes if o.judged]
    faults = [o for o in judged if o.is_fault]
    clear = [o for o in judged if o.is_clear]
    without = [o for o in judged if not o.is_fault]
    flagged = [o for o in judged if o.flagged]
    recall = _share(o.flagged for o in faults)
    precision = _share(o.is_fault for o in flagged)
    spared = _share(not o.flagged for o in without)
    prevalence = _share(o.is_fault for o in judged)
    good = [o for o in judged if o.is_good_rep]
    return RuleScore(
        rule=rule.id,
        reps=len(judged),
        not_judged=1 - len(judged) / len(outcomes) if outcomes else 0.0,
        faults=len(faults),
        clear_faults=len(clear),
        recall=recall,
        recall_clear=_share(o.flagged for o in clear),
        precision=precision,
        f1=_f1(precision, recall),
        balanced_accuracy=None if recall is None or spared is None else (recall + spared) / 2,
        auc=_auc([o.score for o in faults], [o.score for o in without]),
        always_precision=prevalence if faults else None,
        always_f1=_f1(prevalence, 1.0) if faults else None,
        smallest_95=_smallest(faults),
        good_reps=len(good),
        false_flags=sum(o.flagged for o in good),
    )


def _share(flags: Iterable[bool]) -> float | None:
    values = list(flags)
    return sum(values) / len(values) if values else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None or precision + recall == 0:
        return None
    return 2 * precision * recall / (precision + recall)


def _auc(faulty: list[float], good: list[float]) -> float | None:
    """Chance that a faulty rep scores higher than a good one; ties count half."""
    if not faulty or not good:
        return None
    above = sum((f > g) + 0.5 * (f == g) for f in faulty for g in good)
    return above / (len(faulty) * len(good))


def _smallest(faults: list[Outcome]) -> float | None:
    ordered = sorted((o for o in faults if o.true_size is not None), key=lambda o: o.excess)
    for number, outcome in enumerate(ordered):
        rest = ordered[number:]
        if sum(o.flagged for o in rest) >= 0.95 * len(rest):
            return outcome.true_size
    return None
