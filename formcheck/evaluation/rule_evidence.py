"""What the rules achieve by the true direction, with intervals over people, beside flagging everything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from formcheck.evaluation.direction import Direction
from formcheck.evaluation.outcomes import Outcome
from formcheck.evaluation.resampling import Estimate, estimate, estimate_weighted, rate, share
from formcheck.evaluation.tally import Tally
from formcheck.pose.pose import FloatArray

ALL, MIX = "all", "mix"
# What a home has: a third of the clips from each of these.
_MIXED = (Direction.FRONT, Direction.OBLIQUE, Direction.SIDE)
_COLUMNS = (
    "asked", "judged", "faults", "clear", "clear_found", "judged_faults", "found", "flagged", "judged_clear",
    "good", "good_judged", "good_flagged", "applies", "too_close",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleEvidence:
    """What one rule, or all of them together, achieves from one direction; None where nothing can be told.

    Attributes:
        rule: The rule's id; "" for all rules together, each rep asked once a rule.
        direction: A `Direction`, "all", or "mix": a third each from the front, the side and in between.
        people: Whose reps they are.
        asked: Reps times rules.
        faults: Of these, those with the rule's fault, past caution; judged or not.
        clear_faults: Of the faults, those past poor by more than the measure's error.
        judged: Share of what was asked that the rule had a value for.
        judged_of_its_own: The same without the reps that the rule is not about: of one arm for a rule that
            compares both, with dumbbells for one about a bar, the first three of a set for lost range.
        too_close: Share of what was asked that was read, but is too close to a limit to tell.
        recall: Share of the judged faults that were found.
        clear_recall: The same of the judged clear faults.
        clear_found: Share of all clear faults that were found: what was not judged was not found.
        precision: Share of the flags that are on such a fault.
        f1, always_f1: Of the rule, and of a rule that flags whatever is judged: its recall is 1.
        balanced_accuracy, auc: Of the judged; for flagging everything both are 0.5. Only of a single rule.
        good_reps: Reps without any fault that a rule claims to see from there.
        false_flags: Flags on 100 of these.
        always_false_flags: The same of flagging whatever is judged.
    """

    rule: str
    direction: str
    people: int
    asked: int
    faults: int
    clear_faults: int
    judged: Estimate | None
    judged_of_its_own: Estimate | None
    too_close: Estimate | None
    recall: Estimate | None
    clear_recall: Estimate | None
    clear_found: Estimate | None
    precision: Estimate | None
    f1: Estimate | None
    always_f1: Estimate | None
    balanced_accuracy: Estimate | None
    auc: Estimate | None
    good_reps: int
    false_flags: Estimate | None
    always_false_flags: Estimate | None


def rule_evidence(found: Mapping[str, Sequence[Outcome]]) -> list[RuleEvidence]:
    """All rules together from each direction, then each rule from all directions and from each.

    Args:
        found: By rule id, an outcome for every rep.
    """
    rows = []
    whole = {d: [o for every in found.values() for o in every if o.direction is d] for d in Direction}
    rows += [_evidence("", d.value, some, len(found)) for d, some in whole.items() if some]
    if found and all(whole[d] for d in _MIXED):
        rows.append(_mixed([_tally(whole[d]) for d in _MIXED], len(found)))
    rows.append(_evidence("", ALL, [o for some in whole.values() for o in some], len(found)))
    for rule, every in found.items():
        rows.append(_evidence(rule, ALL, every, 1))
        by_direction = {d: [o for o in every if o.direction is d] for d in Direction}
        rows += [_evidence(rule, d.value, some, 1) for d, some in by_direction.items() if _tells(some)]
    return [row for row in rows if row.asked]


def _tells(some: Sequence[Outcome]) -> bool:
    return any(outcome.judged for outcome in some)


def _tally(every: Iterable[Outcome]) -> Tally:
    tally = Tally(_COLUMNS)
    for o in every:
        fault = o.truth.is_fault
        tally.add(
            o.person, 1, o.judged, fault, o.is_clear, o.is_clear and o.flagged, o.judged and fault,
            o.judged and fault and o.flagged, o.judged and o.flagged, o.judged and o.is_clear,
            o.is_good_rep, o.is_good_rep and o.judged, o.is_good_rep and o.flagged, o.applies, o.too_close,
        )  # fmt: skip
    return tally


def _evidence(rule: str, direction: str, every: Sequence[Outcome], rules: int) -> RuleEvidence:
    tally = _tally(every)
    found, flagged, faults = tally["found"], tally["flagged"], tally["judged_faults"]
    has_faults = bool(faults.any())
    return RuleEvidence(
        rule=rule,
        direction=direction,
        people=len(tally.people),
        asked=tally.total("asked"),
        faults=tally.total("faults"),
        clear_faults=tally.total("clear"),
        judged=share(tally["judged"], tally["asked"]),
        judged_of_its_own=share(tally["judged"], tally["applies"]),
        too_close=share(tally["too_close"], tally["asked"]),
        recall=share(found, faults),
        clear_recall=share(tally["clear_found"], tally["judged_clear"]),
        clear_found=share(tally["clear_found"], tally["clear"]),
        precision=share(found, flagged),
        # F1 = 2 found / (flagged + faults): a share of its own, 1 where both are the same reps.
        f1=share(2 * found, flagged + faults) if has_faults else None,
        always_f1=share(2 * faults, tally["judged"] + faults) if has_faults else None,
        balanced_accuracy=_balanced_accuracy(tally) if rule else None,
        auc=_auc(every) if rule else None,
        good_reps=tally.total("good") // rules if rules else 0,
        false_flags=_per_100(rate(tally["good_flagged"] * rules, tally["good"])),
        always_false_flags=_per_100(rate(tally["good_judged"] * rules, tally["good"])),
    )


def _mixed(tallies: Sequence[Tally], rules: int) -> RuleEvidence:
    """The mean over directions: the same people are drawn in all of them."""
    people = sorted({person for tally in tallies for person in tally.people})
    sums = np.stack([tally.sums(people) for tally in tallies], axis=1)

    def of(hits: str, trials: str, times: float = 1.0) -> Estimate | None:
        top, bottom = sums[:, :, _COLUMNS.index(hits)], sums[:, :, _COLUMNS.index(trials)]
        if not top.any() or (times == 1.0 and (top == bottom).all()):
            return share(top.sum(axis=1), bottom.sum(axis=1)) if bottom.any(axis=0).all() else None
        return estimate_weighted(len(people), lambda w: times * ((w @ top) / (w @ bottom)).mean(axis=-1))

    def total(column: str) -> int:
        return sum(tally.total(column) for tally in tallies)

    return RuleEvidence(
        rule="", direction=MIX, people=len(people), asked=total("asked"), faults=total("faults"),
        clear_faults=total("clear"), judged=of("judged", "asked"),
        judged_of_its_own=of("judged", "applies"), too_close=of("too_close", "asked"),
        recall=of("found", "judged_faults"),
        clear_recall=of("clear_found", "judged_clear"), clear_found=of("clear_found", "clear"),
        precision=of("found", "flagged"), f1=None, always_f1=None, balanced_accuracy=None, auc=None,
        good_reps=total("good") // rules, false_flags=of("good_flagged", "good", 100.0 * rules),
        always_false_flags=of("good_judged", "good", 100.0 * rules),
    )  # fmt: skip


def _balanced_accuracy(tally: Tally) -> Estimate | None:
    names = ("found", "judged_faults", "flagged", "judged")

    def figure(sums: FloatArray) -> FloatArray:
        found, faults, flagged, judged = (sums[..., number] for number in range(4))
        without = judged - faults
        return np.asarray((found / faults + (without - (flagged - found)) / without) / 2)

    return estimate(np.stack([tally[name] for name in names], axis=1), figure)


def _auc(every: Sequence[Outcome]) -> Estimate | None:
    """Chance that a faulty rep scores higher than a good one, of whatever two people; ties count half."""
    judged = [o for o in every if o.judged]
    people = sorted({o.person for o in judged})
    scores = [[np.array([o.score for o in judged if o.person == person and o.truth.is_fault is fault])
               for person in people] for fault in (True, False)]  # fmt: skip
    above = np.array([[_times_above(faulty, good) for good in scores[1]] for faulty in scores[0]])
    faults, goods = (np.array([float(len(some)) for some in which]) for which in scores)
    if not faults.any() or not goods.any():
        return None

    def figure(weights: FloatArray) -> FloatArray:
        return np.asarray(((weights @ above) * weights).sum(-1) / ((weights @ faults) * (weights @ goods)))

    return estimate_weighted(len(people), figure)


def _times_above(faulty: FloatArray, good: FloatArray) -> float:
    pairs = faulty[:, None], good[None, :]
    return float(np.greater(*pairs).sum() + 0.5 * np.equal(*pairs).sum())


def _per_100(found: Estimate | None) -> Estimate | None:
    if found is None:
        return None
    if found.exact:  # its bound is a share of people
        return replace(found, value=100.0 * found.value)
    low, high = (None if end is None else 100.0 * end for end in (found.low, found.high))
    return replace(found, value=100.0 * found.value, low=low, high=high)
