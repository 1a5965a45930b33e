"""Two rules that say opposite things of one rep: the surer one is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.rules.finding import Fault, Verdict
from formcheck.rules.rule import Rule

_NO_ERROR = 1e-9


def without_contradictions(rules: Iterable[Rule], verdicts: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """The verdicts on a rep, of which no two ask for opposite things.

    Two faults contradict each other when they are of the same measure in the same phase, and one is too much,
    the other too little: elbows that are too high and too low. The one that lies further past its threshold,
    in errors of its value, stays; of the other it is said that it could not be judged.

    Args:
        rules: The rules that were asked.
        verdicts: By rule id.
    """
    kept = dict(verdicts)
    for one, other in combinations(list(rules), 2):
        fault, against = kept[one.id].fault, kept[other.id].fault
        if fault is None or against is None or not {*one.phases} & {*other.phases}:
            continue
        if fault.measure != against.measure:
            continue
        if _is_too_much(one, fault) != _is_too_much(other, against):
            loser = other if _sureness(fault) >= _sureness(against) else one
            unsure = Measurement.missing(Reason.CONTRADICTED)
            kept[loser.id] = replace(kept[loser.id], fault=None, value=unsure)
    return kept


def _is_too_much(rule: Rule, fault: Fault) -> bool:
    tests = [test for test in rule.tests if test.measure == fault.measure]
    if all(test.below is None for test in tests):
        return True
    return any(test.above is not None for test in tests) and fault.value > fault.threshold


def _sureness(fault: Fault) -> float:
    return abs(fault.value - fault.threshold) / max(fault.error, _NO_ERROR)
