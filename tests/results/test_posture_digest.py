"""How the time of a sitting is added up."""

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Reason
from formcheck.results.posture_digest import PostureDigest
from formcheck.rules.finding import Severity
from tests.sinks.observed import body, observed

TILT = {"desk.head-tilt": Severity.CAUTION}


def test_time_in_which_a_state_is_named_is_judged_also_while_others_are_suspended() -> None:
    digest = PostureDigest(load_activity("desk"))
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
