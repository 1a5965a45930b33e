"""What a summary says of sides: which arm lifted, and which hand is higher."""

from collections.abc import Callable

import pytest

from formcheck.activities.load import load_activity
from formcheck.pose.models import DEFAULT_MODEL
from formcheck.results.digest import Digest
from formcheck.results.summary import Summary
from formcheck.results.verdict import verdict
from tests.people import FRONT, Arm, Posture, film, height_at, lifted, one_rep, route, watch

PRESS = load_activity("overhead-press")
SET = route(0, (1.5, 0), *one_rep() * 3)


def summed(posture: Callable[[float], Posture]) -> Summary:
    """The summary of three presses."""
    frames = film(lambda time_s: posture(height_at(SET, time_s)), SET[-1][0])
    digest = Digest(PRESS)
    for seen in watch(PRESS, frames).everything:
        digest.write(seen)
    return digest.summary(FRONT.info(), DEFAULT_MODEL, kind="poses", interrupted=False)


@pytest.mark.parametrize(
    ("left", "right", "expected"), [(1.0, 0.8, "left hand higher"), (0.8, 1.0, "right hand higher")]
)
def test_an_uneven_press_says_which_hand_is_higher(left, right, expected) -> None:
    summary = summed(lambda height: lifted(left * height, right * height))
    uneven = [f for f in summary.findings if f.rule == "overhead-press.uneven"]
    assert [f.direction for f in uneven] == [expected] * 3
    assert {f.aside for f in uneven} == {expected}


def test_what_has_no_direction_says_none() -> None:
    summary = summed(lifted)
    assert all(f.direction is None for f in summary.findings)
    assert [rep.side for rep in summary.reps] == [None] * 3


def test_reps_of_one_arm_are_named_in_the_verdict() -> None:
    summary = summed(lambda height: Posture(lifted(height).left, Arm(8, 172), arms_ahead_deg=60))
    assert [rep.side for rep in summary.reps] == ["left"] * 3
    assert verdict(summary).startswith("3 reps of the left arm.")
