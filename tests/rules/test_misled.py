"""A fault that looks like another one: that one is not judged beside it."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.rules.finding import Fault, Severity, Verdict
from formcheck.rules.misled import is_misled, without_misled
from formcheck.rules.rule import Rule

PRESS = load_activity("overhead-press")
HEAD, KNEES = PRESS.rule("overhead-press.head-poke"), PRESS.rule("overhead-press.knee-bend")


def said(rule: Rule, value: float | None, *, faulty: bool) -> Verdict:
    measured = Measurement.missing(Reason.UNSURE) if value is None else Measurement(value, 1.0)
    fault = None
    if faulty:
        assert value is not None
        fault = Fault(Severity.POOR, 1.0, 2.0, 1.5, None, rule.tests[0].measure, value, 8.0, 1.0)
    return Verdict(fault, measured, rule.tests[0].measure)


@pytest.mark.parametrize(
    ("head", "knees_bend", "head_is_judged", "head_is_faulty"),
    [
        (said(HEAD, 12.0, faulty=True), False, True, True),
        (said(HEAD, 12.0, faulty=True), True, False, False),
        (said(HEAD, 1.0, faulty=False), True, False, False),
        (said(HEAD, 1.0, faulty=False), False, True, False),
    ],
)
def test_a_head_is_not_judged_while_the_knees_bend(head, knees_bend, head_is_judged, head_is_faulty) -> None:
    verdicts = {HEAD.id: head, KNEES.id: said(KNEES, 30.0, faulty=knees_bend)}
    kept = without_misled([HEAD, KNEES], verdicts)
    assert (kept[HEAD.id].judged, kept[HEAD.id].fault is not None) == (head_is_judged, head_is_faulty)
    assert kept[KNEES.id] == verdicts[KNEES.id]
    if not head_is_judged:
        assert kept[HEAD.id].value.reason is Reason.MISLED


def test_why_nothing_was_judged_before_stays() -> None:
    verdicts = {HEAD.id: said(HEAD, None, faulty=False), KNEES.id: said(KNEES, 30.0, faulty=True)}
    assert without_misled([HEAD, KNEES], verdicts)[HEAD.id].value.reason is Reason.UNSURE


def test_a_rule_of_another_activity_misleads_nobody() -> None:
    assert is_misled(HEAD, {KNEES.id})
    assert not is_misled(HEAD, {"squat.knee-bend", HEAD.id})
    assert not is_misled(KNEES, {HEAD.id, KNEES.id})
