"""How the time of a sitting is added up."""

from collections.abc import Sequence
from dataclasses import replace

from formcheck.activities.activity import Activity
from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import View
from formcheck.results.digest import Digest
from formcheck.results.posture_tally import PostureTotals
from formcheck.results.summary import PostureSummary
from formcheck.source.frame import StreamInfo
from tests.sinks.observed import body, in_state, observed

DESK = load_activity("desk")
TILT = "desk.head-tilt"


def test_time_in_which_a_state_is_named_is_judged_also_while_others_are_suspended() -> None:
    digest = PostureTotals(DESK)
    seated = body(640, 480)
    for second in range(11):
        turned = second > 4
        there = in_state(TILT, 7.0) if second > 7 else {}
        digest.write(
            observed(second, float(second), seated, suspended=Reason.TURNED_AWAY if turned else None, **there)
        )
    total = digest.summary()
    assert (total.seen_s, total.neutral_s, total.judged_s) == (10.0, 4.0, 7.0)
    assert sum(total.not_judged.values()) == 3.0
    (tilt,) = total.states
    assert (tilt.time_s, tilt.share) == (3.0, round(3 / 7, 4))


def spent_on(firing: Sequence[tuple[int, int, float, float]], until: int = 20) -> PostureSummary:
    """Twenty seconds at ten frames a second; `firing`: from which frame to which, and since when."""
    totals = PostureTotals(DESK)
    for step in range(10 * until + 1):
        known = [(since_s, there_s) for first, last, since_s, there_s in firing if first <= step <= last]
        there = in_state(TILT, *known[0]) if known else {}
        totals.write(observed(step, step / 10, body(640, 480), **there))
    return totals.summary()


def test_the_time_that_it_takes_to_know_a_state_is_its_own_and_not_neutral() -> None:
    spent = spent_on([(60, 100, 5.0, 5.0)])
    (tilt,) = spent.states
    assert (tilt.time_s, tilt.longest_s, tilt.events) == (5.0, 5.0, 1)
    assert spent.neutral_s == 15.0
    assert spent.judged_s == 20.0


def test_what_bridges_two_stretches_of_one_event_is_neither_time_nor_longest() -> None:
    spent = spent_on([(60, 80, 5.0, 5.0), (130, 140, 5.0, 12.5)])
    (tilt,) = spent.states
    assert (tilt.time_s, tilt.longest_s, tilt.events) == (4.5, 3.0, 1)
    assert spent.neutral_s == 15.5
    assert tilt.share == round(4.5 / 20, 4)


def not_judged_of(activity: Activity) -> list[str]:
    digest = Digest(activity)
    digest.write(observed(view=View.UNKNOWN, suspended=Reason.NO_PERSON))
    info = StreamInfo("camera", 640, 480, 30.0)
    summary = digest.summary(info, "full", kind="camera", interrupted=False)
    assert all(entry.fix for entry in summary.not_judged)
    return [entry.rule for entry in summary.not_judged]


def test_what_is_never_a_fault_is_no_check_that_is_missed() -> None:
    assert any(rule.harmless for rule in DESK.rules)
    assert not_judged_of(DESK) == [rule.id for rule in DESK.rules if not rule.harmless]


def test_a_rule_that_one_camera_cannot_judge_is_said_also_at_a_desk() -> None:
    off = DESK.rules[0].model_copy(update={"enabled": False, "off_because": "Look in a mirror."})
    assert not_judged_of(replace(DESK, rules=DESK.rules[1:], off=(off,)))[-1] == off.id
