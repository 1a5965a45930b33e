"""When rules judged, what passed, and with which value."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.phases.rep import Rep
from formcheck.results.curves import Curves
from formcheck.results.judgements import Judgements
from formcheck.rules.finding import Fault, Severity, Verdict
from formcheck.rules.rule import Rule
from formcheck.session.observation import JudgedRep
from tests.sinks.observed import body, observed

PRESS, DESK = load_activity("overhead-press"), load_activity("desk")
LOCKOUT, POKE = (PRESS.rule(f"overhead-press.{name}") for name in ("no-lockout", "head-poke"))
LOCKOUT_TEST = LOCKOUT.tests[0]


def rep(index: int, value: float | None, *, fault: bool = False, rule: Rule = LOCKOUT) -> JudgedRep:
    """A rep of which every rule but that of the lockout, or another one, could not be judged."""
    unseen = Verdict(None, Measurement.missing(Reason.WRONG_VIEW), "elbow_angle_deg")
    verdicts = {other.id: unseen for other in PRESS.rules}
    start_s = 3.0 * index
    measured = Measurement.missing(Reason.UNSURE) if value is None else Measurement(value, 5.0)
    found = Fault(Severity.POOR, start_s, start_s + 1, start_s, "left", "elbow_angle_deg", value or 0, 150, 5)
    verdicts[rule.id] = Verdict(found if fault else None, measured, rule.tests[0].measure)
    intervals = {"top": ((start_s + 0.8, start_s + 1.2),)}
    findings = (found.as_finding(index, LOCKOUT.id, rep=index),) if fault else ()
    return JudgedRep(Rep(index, start_s, start_s + 1, start_s + 2, intervals=intervals), verdicts, findings)


def judged(*reps: JudgedRep, view: View = View.SIDE) -> Judgements:
    known = Judgements(PRESS)
    for index, one in enumerate(reps):
        known.write(observed(index, index / 10, body(640, 480), view=view, reps=(one,)))
    return known


def test_what_passed_has_the_value_that_came_nearest_to_its_limit() -> None:
    (check,) = judged(rep(1, 174.0), rep(2, 166.0), rep(3, 171.0)).passed()
    assert (check.rule.id, check.value, check.limit.on, check.reps) == (LOCKOUT.id, 166.0, 160.0, (1, 2, 3))


def test_a_rule_with_a_finding_has_not_passed_in_any_rep() -> None:
    assert judged(rep(1, 174.0), rep(2, 140.0, fault=True)).passed() == ()


def test_only_reps_that_were_judged_are_said_to_have_passed() -> None:
    (check,) = judged(rep(1, 174.0), rep(2, None)).passed()
    assert check.reps == (1,)


def test_nothing_that_was_not_judged_has_passed() -> None:
    assert judged(rep(1, None)).passed() == ()
    assert judged().passed() == ()


@pytest.mark.parametrize(("rule", "value", "own_best"), [(LOCKOUT, 174.0, None), (POKE, 2.0, 5.0)])
def test_where_the_best_rep_is_the_standard_that_is_said(
    rule: Rule, value: float, own_best: float | None
) -> None:
    (check,) = judged(rep(1, value, rule=rule), view=View.FRONT).passed()
    assert check.own_best == own_best


@pytest.mark.parametrize(
    ("reps", "spans"),
    [
        ((rep(1, 174.0), rep(2, 140.0, fault=True)), ((3.8, 4.2), (6.8, 7.2))),
        ((rep(1, 174.0), rep(2, None)), ((3.8, 4.2),)),
        # It passed because the best rep is the standard: it was not held against this limit.
        ((rep(1, 158.0),), ()),
    ],
    ids=["with a finding", "not judged", "held against the best rep"],
)
def test_a_limit_stands_only_where_values_were_held_against_it(reps, spans) -> None:
    found = judged(*reps).spans(LOCKOUT, LOCKOUT_TEST, 160.0)
    assert [t for span in found for t in span] == pytest.approx([t for span in spans for t in span])


def test_the_bands_of_a_plot_say_when_they_hold() -> None:
    curves, known = Curves(PRESS), judged(rep(1, 174.0))
    for index in range(30):
        values = {name: Measurement(150.0 + index, 5.0) for name in PRESS.columns()}
        curves.write(observed(index, index / 10, view=View.SIDE, measurements=values))
    (plot,) = [p for p in curves.plots(Neutral(), known) if p.title == "Elbow angle"]
    at_top = [band for band in plot.bands if band.direction == "below"]
    at_turn = [band for band in plot.bands if band.direction == "above"]
    assert {band.spans for band in at_top} == {((3.8, 4.2),)}
    assert {band.counts for band in at_top} == {"highest"}
    assert {band.spans for band in at_turn} == {()}


def test_a_state_is_judged_while_nothing_hinders_it() -> None:
    known = Judgements(DESK)
    slump = DESK.rule("desk.slump")
    for index in range(100):
        away = 40 <= index < 60
        reason = Reason.TURNED_AWAY if away else None
        pose = body(640, 480) if index < 90 else None
        known.write(observed(index, index / 10, pose, view=View.FRONT, suspended=reason))
    assert known.spans(slump, slump.tests[0], 3.0) == ((0.0, 3.9), (6.0, 8.9))
    assert known.judged_s(slump) == pytest.approx(6.8)
    assert "desk.static" not in {rule.id for rule, _ in known.passed_states()}
