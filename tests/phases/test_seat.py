"""Who sits is told from who stands, rep by rep."""

from dataclasses import replace

import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.body import Body, Lengths
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import Facing, View
from formcheck.phases.rep import Rep
from formcheck.phases.seat import SeatWatch
from formcheck.pose.landmarks import LANDMARK_COUNT
from formcheck.pose.pose import Pose
from formcheck.rules.judge import judge

REP = Rep(2, 1.0, 2.0, 3.0)
SITS, STANDS = Measurement(0.9, 0.1), Measurement(0.1, 0.1)


def seen(*told: Measurement | None, from_s: float = 1.0) -> list[tuple[float, Body]]:
    """Bodies of a rep, of each of which it is known whether it sits."""
    found = []
    for number, sits in enumerate(told):
        pose = Pose(np.zeros((LANDMARK_COUNT, 5)))
        body = Body(pose, (None,) * LANDMARK_COUNT, View.FRONT, Facing.CAMERA, None, Lengths())
        body.known["seat"] = None if sits is None else {"sits": sits}
        found.append((from_s + number * 0.1, body))
    return found


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([SITS] * 8, True),
        ([STANDS] * 8, False),
        # A frame or two that read otherwise change nothing.
        ([SITS, STANDS] + [SITS] * 6, True),
        ([None] * 8, None),
        ([SITS, SITS] + [None] * 6, None),
        ([], None),
    ],
)
def test_most_frames_of_a_rep_tell(told: list[Measurement | None], expected: bool | None) -> None:
    assert SeatWatch().of(REP, seen(*told)) == expected


def test_a_rep_that_does_not_show_it_is_done_as_the_one_before() -> None:
    watch = SeatWatch()
    assert watch.of(replace(REP, index=1), seen(*[SITS] * 8)) is True
    assert watch.of(REP, seen(*[None] * 8)) is True
    assert watch.so_far is True
    # What was seen before the rep is not of it.
    assert watch.of(REP, seen(*[STANDS] * 8, from_s=0.0)) is True


@pytest.mark.parametrize(
    ("seated", "reason"), [(True, Reason.SEATED), (False, Reason.TOO_SHORT), (None, Reason.TOO_SHORT)]
)
def test_bent_knees_are_not_judged_of_who_sits(seated: bool | None, reason: Reason) -> None:
    rule = next(rule for rule in load_activity("overhead-press").rules if rule.short_id == "knee-bend")
    verdict = judge(rule, replace(REP, seated=seated), [], Neutral({}))
    assert verdict.value.reason is reason
