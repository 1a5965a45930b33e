"""How well each rule finds its fault and leaves good reps alone, beside a rule that always flags."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from formcheck.activities.activity import Activity
from formcheck.evaluation.outcomes import Outcome
from formcheck.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Score:
    """What a rule achieves on some reps; None where there is nothing to tell it from.

    Attributes:
        reps: Reps there were.
        judged: Share of them that the rule had a value for.
        faults: Reps that have the fault, past caution, judged or not.
        clear_faults: Of these, past poor by more than the measure's error.
        recall: Share of the judged faults that it found.
        recall_clear: The same of the judged clear faults.
        found_clear: Share of all clear faults that it found: what was not judged was not found.
        always_f1: F1 of flagging every rep; balanced accuracy of that is always 0.5.
        smallest_95: Smallest true size from which on 95 % of the judged faults are found.
        good_reps: Reps without any fault that a rule claims to see from there.
        false_flags: Flags on these.
    """

    reps: int
    judged: float
    faults: int
    clear_faults: int
    recall: float | None
    recall_clear: float | None
    found_clear: float | None
    precision: float | None
    f1: float | None
    balanced_accuracy: float | None
    auc: float | None
    always_precision: float | None
    always_f1: float | None
    smallest_95: float | None
    good_reps: int
    false_flags: int


@dataclass(frozen=True, slots=True)
class RuleScore:
    """A rule over the views that it claims, and in each of them.

    Attributes:
        elsewhere: Reps seen from views that it does not claim.
        overall: All claimed views together.
        by_view: Each claimed view that the set has, by its name.
    """

    rule: str
    elsewhere: int
    overall: Score
    by_view: Mapping[str, Score]


def rule_scores(found: Mapping[str, Sequence[Outcome]], activity: Activity) -> list[RuleScore]:
    """A score for each rule, in the order of the activity."""
    return [_of_rule(rule, found[rule.id]) for rule in activity.rules]


def _of_rule(rule: Rule, every: Sequence[Outcome]) -> RuleScore:
    claimed = [o for o in every if o.view in rule.views]
    by_view = {view: [o for o in claimed if o.view is view] for view in rule.views}
    return RuleScore(
        rule=rule.id,
        elsewhere=len(every) - len(claimed),
        overall=_score(claimed),
        by_view={view.value: _score(some) for view, some in by_view.items() if some},
    )


def _score(every: Sequence[Outcome]) -> Score:
    judged = [o for o in every if o.judged]
    faults = [o for o in judged if o.truth.is_fault]
    without = [o for o in judged if not o.truth.is_fault]
    recall = _share(o.flagged for o in faults)
    precision = _share(o.truth.is_fault for o in judged if o.flagged)
    spared = _share(not o.flagged for o in without)
    prevalence = _share(o.truth.is_fault for o in judged)
    good = [o for o in every if o.is_good_rep]
    return Score(
        reps=len(every),
        judged=len(judged) / len(every) if every else 0.0,
        faults=sum(o.truth.is_fault for o in every),
        clear_faults=sum(o.is_clear for o in every),
        recall=recall,
        recall_clear=_share(o.flagged for o in judged if o.is_clear),
        found_clear=_share(o.flagged for o in every if o.is_clear),
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
    ordered = sorted((o for o in faults if o.truth.size is not None), key=lambda o: o.truth.excess)
    for outcome in ordered:
        # Of faults of one size, either all count or none.
        rest = [o for o in ordered if o.truth.excess >= outcome.truth.excess]
        if sum(o.flagged for o in rest) >= 0.95 * len(rest):
            return outcome.truth.size
    return None
