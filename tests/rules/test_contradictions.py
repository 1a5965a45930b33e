"""Of two rules that say opposite things of one rep, the surer one stays."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.rules.contradictions import without_contradictions
from formcheck.rules.finding import Fault, Severity, Verdict
from formcheck.rules.rule import Rule

ROW = load_activity("upright-row")
HIGH, LOW = ROW.rule("upright-row.elbows-too-high"), ROW.rule("upright-row.elbows-too-low")
UNEVEN = ROW.rule("upright-row.uneven")


def found(rule: Rule, value: float, threshold: float, error: float = 5.0, side: str | None = None) -> Verdict:
    measure = rule.tests[0].measure
    fault = Fault(Severity.CAUTION, 0.0, 1.0, 0.5, side, measure, value, threshold, error)
    return Verdict(fault, Measurement(value, error), measure)


CASES = {
    "the surer one stays": ((HIGH, 110, 95), (LOW, 66, 70), {HIGH.id}),
    "whichever comes first": ((HIGH, 97, 95), (LOW, 30, 70), {LOW.id}),
    "other things do not contradict it": ((HIGH, 110, 95), (UNEVEN, 0.1, 0.05), {HIGH.id, UNEVEN.id}),
}


@pytest.mark.parametrize("name", CASES)
def test_no_two_findings_ask_for_opposite_things(name) -> None:
    *said, expected = CASES[name]
    verdicts = {rule.id: found(rule, value, limit) for rule, value, limit in said}
    kept = without_contradictions([rule for rule, _, _ in said], verdicts)
    assert {rule for rule, verdict in kept.items() if verdict.fault is not None} == expected
    assert kept.keys() == verdicts.keys()


def test_of_the_other_one_it_is_said_why_it_is_not_judged() -> None:
    verdicts = {HIGH.id: found(HIGH, 110, 95, side="left"), LOW.id: found(LOW, 66, 70, side="right")}
    assert without_contradictions([HIGH, LOW], verdicts)[LOW.id].value.reason is Reason.CONTRADICTED


def test_a_value_that_lies_on_its_threshold_has_the_direction_of_its_rule() -> None:
    verdicts = {HIGH.id: found(HIGH, 95, 95), LOW.id: found(LOW, 60, 70)}
    kept = without_contradictions([HIGH, LOW], verdicts)
    assert [kept[rule.id].fault is None for rule in (HIGH, LOW)] == [True, False]
