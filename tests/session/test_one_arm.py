"""Lifts with one arm, and with the arms taking turns: counted, judged and named by arm."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from formcheck.activities.find import activity_ids
from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Reason
from formcheck.pose.pose import PosedFrame
from formcheck.recognition.recognizer import Recognizer
from tests.lifts import reps_between
from tests.people import (
    BACK,
    FRONT,
    OBLIQUE,
    RIGHT_SIDE,
    Arm,
    Camera,
    Motion,
    Posture,
    Route,
    Watched,
    arm_at,
    film,
    height_at,
    one_rep,
    route,
    watch,
)

PRESS, ROW, RAISE = map(load_activity, ("overhead-press", "upright-row", "lateral-raise"))
HANGS, ON_HIP, AT_SHOULDER, HELD_UP = Arm(8, 172), Arm(45, 80), Arm(45, 40), arm_at(0.0)
STRAIGHT_ON = [FRONT, BACK, OBLIQUE, Camera(-30), Camera(150)]
OTHERS = {"hangs": HANGS, "on the hip": ON_HIP, "at the shoulder": AT_SHOULDER}

Moving = Callable[[float], Arm]


def pressing(height: float) -> Arm:
    return arm_at(height)


def rowing(height: float) -> Arm:
    deg = 12 + 72 * height
    return Arm(deg, 188 + deg)


def raising(height: float) -> Arm:
    return Arm(8 + 80 * height, 175)


def one_arm(path: Route, side: str, other: Arm, arm: Moving = pressing, ahead_deg: float = 60) -> Motion:
    def motion(time_s: float) -> Posture:
        lifts = arm(height_at(path, time_s))
        left, right = (lifts, other) if side == "left" else (other, lifts)
        return Posture(left, right, arms_ahead_deg=ahead_deg)

    return motion


def in_turn(count: int, arm: Moving = pressing, ahead_deg: float = 60) -> tuple[Motion, float]:
    """Left, right, left, ...: the other arm waits at the bottom."""
    rep_s = 4.0
    path = route(0, *(one_rep(1.2, 0.4, 1.4, 1.0)))

    def height(side: int, time_s: float) -> float:
        number, within_s = divmod(time_s - 1.5, rep_s)
        return height_at(path, within_s) if 0 <= number < count and number % 2 == side else 0.0

    def motion(time_s: float) -> Posture:
        return Posture(arm(height(0, time_s)), arm(height(1, time_s)), arms_ahead_deg=ahead_deg)

    return motion, 1.5 + count * rep_s + 0.5


SET = route(0, (1.5, 0), *one_rep() * 3)
LIFTS = {"press": (PRESS, pressing, 60.0), "row": (ROW, rowing, 0.0), "raise": (RAISE, raising, 0.0)}


def sides(watched: Watched) -> list[str | None]:
    return [judged.rep.side for judged in watched.reps]


@pytest.mark.parametrize("camera", STRAIGHT_ON, ids=lambda camera: f"{camera.turn_deg:g}")
@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("side", ["left", "right"])
def test_presses_of_one_arm_are_counted_and_said_to_be_its(side, other, camera) -> None:
    frames = film(one_arm(SET, side, OTHERS[other]), SET[-1][0], camera)
    watched = watch(PRESS, frames, camera)
    assert sides(watched) == [side] * 3
    assert [judged.rep.index for judged in watched.reps] == [1, 2, 3]


@pytest.mark.parametrize("side", ["left", "right"])
def test_presses_of_one_arm_are_counted_from_the_side_whichever_arm_it_is(side) -> None:
    frames = film(one_arm(SET, side, HANGS), SET[-1][0], RIGHT_SIDE)
    assert len(watch(PRESS, frames, RIGHT_SIDE).reps) == 3


@pytest.mark.parametrize("lift", LIFTS)
@pytest.mark.parametrize("side", ["left", "right"])
def test_every_lift_can_be_done_with_one_arm(side, lift) -> None:
    activity, arm, ahead_deg = LIFTS[lift]
    frames = film(one_arm(SET, side, HANGS, arm, ahead_deg), SET[-1][0])
    assert sides(watch(activity, frames)) == [side] * 3


@pytest.mark.parametrize("lift", LIFTS)
def test_arms_that_take_turns_are_counted_one_rep_each(lift) -> None:
    activity, arm, ahead_deg = LIFTS[lift]
    motion, seconds = in_turn(6, arm, ahead_deg)
    watched = watch(activity, film(motion, seconds))
    assert sides(watched) == ["left", "right"] * 3
    assert not any(seen.attempts for seen in watched.everything)


def test_what_compares_the_arms_is_not_judged_of_one() -> None:
    watched = watch(PRESS, film(one_arm(SET, "left", HANGS), SET[-1][0]))
    for judged in watched.reps:
        for rule in ("overhead-press.uneven", "overhead-press.wide-grip"):
            assert judged.verdicts[rule].value.reason is Reason.ONE_ARM
        assert judged.findings == ()


def test_a_fault_of_the_arm_that_lifts_is_found_and_one_of_the_other_is_not() -> None:
    high, seconds = reps_between(12, 118, 3)
    motion = one_arm(high, "right", HANGS, lambda deg: Arm(deg, 188 + deg), 0)
    found = [f for seen in watch(ROW, film(motion, seconds)).everything for f in seen.findings]
    assert {(f.rule, f.side) for f in found} >= {("upright-row.elbows-too-high", "right")}
    assert {f.side for f in found} <= {"right", None}


def test_both_arms_together_are_no_rep_of_one() -> None:
    motion = one_arm(SET, "left", HANGS)
    both = film(lambda t: replace(motion(t), right=motion(t).left), SET[-1][0])
    assert sides(watch(PRESS, both)) == [None] * 3


def test_one_gesture_of_one_arm_is_no_rep() -> None:
    once = route(0, (1.5, 0), *one_rep(), (12.0, 0.0))
    assert sides(watch(PRESS, film(one_arm(once, "left", HANGS), once[-1][0]))) == []


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("lift", LIFTS)
def test_a_set_of_one_arm_is_recognised(lift, other) -> None:
    activity, arm, ahead_deg = LIFTS[lift]
    motion = one_arm(SET, "right", OTHERS[other], arm, ahead_deg)
    assert recognised(film(motion, SET[-1][0])) == [(activity.id, 3, True)]


@pytest.mark.parametrize("lift", LIFTS)
def test_a_set_of_arms_that_take_turns_is_recognised(lift) -> None:
    activity, arm, ahead_deg = LIFTS[lift]
    motion, seconds = in_turn(6, arm, ahead_deg)
    assert recognised(film(motion, seconds)) == [(activity.id, 6, True)]


def recognised(frames: list[PosedFrame]) -> list[tuple[str, int, bool]]:
    recognizer = Recognizer([load_activity(name) for name in activity_ids()], FRONT.info(30.0))
    for frame in frames:
        recognizer.push(frame)
    return [(one.activity, one.reps, one.one_arm) for one in recognizer.finish().sets]
