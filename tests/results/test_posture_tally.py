"""How the time of a sitting is added up."""

from dataclasses import replace

from formcheck.activities.activity import Activity
from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import View
from formcheck.results.digest import Digest
from formcheck.results.posture_tally import PostureTotals
from formcheck.rules.finding import Severity
from formcheck.source.frame import StreamInfo
from tests.sinks.observed import body, observed

DESK = load_activity("desk")
TILT = {"desk.head-tilt": Severity.CAUTION}


def test_time_in_which_a_state_is_named_is_judged_also_while_others_are_suspended() -> None:
    digest = PostureTotals(DESK)
    seated = body(640, 480)
    for second in range(11):
        turned = second > 4
        firing = TILT if second > 7 else {}
        digest.write(
            observed(
                second, float(second), seated,
                firing=firing, suspended=Reason.TURNED_AWAY if turned else None,
            )
        )  # fmt: skip
    total = digest.summary([])
    assert (total.seen_s, total.neutral_s, total.judged_s) == (10.0, 4.0, 7.0)
    assert sum(total.not_judged.values()) == 3.0
    (tilt,) = total.states
    assert (tilt.time_s, tilt.share) == (3.0, round(3 / 7, 4))


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
