"""From a signal to movements: what counts, what is held, what falls short."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from formcheck.activities.moves import load_move, settings_of
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.view import View
from formcheck.moves.follower import Done, MoveFollower
from formcheck.moves.quantities import HOLD_S, REACH_PERCENT
from formcheck.phases.quantities import RANGE

FPS = 20
TILT = settings_of(load_move("side-tilt"))
Signal = Callable[[float], float | None]


def going(*steps: tuple[float, float]) -> Signal:
    """Straight lines through points of time and size; at rest before and after them."""

    def at(time_s: float) -> float:
        for (from_s, low), (to_s, high) in pairwise(steps):
            if from_s <= time_s < to_s:
                return low + (high - low) * (time_s - from_s) / (to_s - from_s)
        return 0.0

    return at


def held(size: float, hold_s: float, *, start_s: float = 1.0, way_s: float = 0.5) -> Signal:
    up_s, down_s = start_s + way_s, start_s + way_s + hold_s
    return going((start_s, 0.0), (up_s, size), (down_s, size), (down_s + way_s, 0.0))


def followed(signal: Signal, seconds: float, view: View = View.FRONT) -> Iterator[Done]:
    follower = MoveFollower(TILT)
    for frame in range(int(seconds * FPS)):
        value = signal(frame / FPS)
        measured = Measurement.missing(Reason.NOT_VISIBLE) if value is None else Measurement(value, 2.0)
        state = follower.update(frame / FPS, {"neck_tilt_deg": measured}, view)
        if state.done is not None:
            yield state.done
    if (last := follower.finish()) is not None:
        yield last


def test_a_tilt_that_is_held_counts_with_its_side_its_range_and_its_hold():
    (done,) = followed(held(-30.0, 3.0), 7.0)

    assert done.rep is not None
    assert (done.rep.side, done.rep.complete, done.attempt) == ("right", True, None)
    assert done.rep.measurements[RANGE].value == pytest.approx(30.0, abs=0.1)
    assert done.rep.measurements[HOLD_S].value == pytest.approx(3.25, abs=0.2)
    assert done.rep.measurements[REACH_PERCENT].value == 100.0


@pytest.mark.parametrize(
    ("signal", "why"),
    [
        (held(30.0, 0.2), "a glance aside"),
        (held(8.0, 3.0), "too small"),
        (going((1.0, 0.0), (1.1, 30.0), (1.2, 0.0)), "a jerk"),
        (held(30.0, 95.0), "a posture"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_short_small_or_a_posture_does_not_count(signal: Signal, why: str):
    assert [done.rep for done in followed(signal, 100.0) if done.rep is not None] == [], why


def test_what_nearly_counts_is_told_as_an_attempt():
    (done,) = followed(held(9.0, 2.0), 5.0)

    assert done.rep is None
    assert done.attempt is not None
    assert done.attempt.reached_percent == pytest.approx(90.0, abs=1.0)


def test_a_dip_of_one_moment_does_not_end_a_hold():
    steady = held(30.0, 3.0)

    (done,) = followed(lambda t: 17.0 if 2.5 <= t < 2.6 else steady(t), 7.0)

    assert done.held_s == pytest.approx(3.25, abs=0.2)


def test_two_tilts_that_do_not_come_back_all_the_way_are_two():
    signal = going((1, 0), (1.5, 30), (3.5, 30), (4.0, 12), (5.0, 12), (5.5, 30), (7.5, 30), (8.0, 0))

    assert [done.rep is not None for done in followed(signal, 9.0)] == [True, True]


def test_who_is_not_seen_for_a_while_has_ended_the_movement():
    steady = held(30.0, 6.0)

    (first, second) = followed(lambda t: None if 3.0 <= t < 5.0 else steady(t), 9.0)

    assert first.rep is not None
    assert not first.rep.complete
    assert second.rep is not None


def test_from_the_side_a_tilt_is_not_looked_for():
    assert list(followed(held(30.0, 3.0), 7.0, View.SIDE)) == []


def test_the_second_tilt_is_held_against_the_best():
    follower, reached = MoveFollower(TILT, {"left": 40.0}), []
    for frame in range(5 * FPS):
        value = Measurement(held(30.0, 2.0)(frame / FPS), 2.0)
        state = follower.update(frame / FPS, {"neck_tilt_deg": value}, View.FRONT)
        if state.done is not None and state.done.rep is not None:
            reached.append(state.done.rep.measurements[REACH_PERCENT].value)

    assert reached == [pytest.approx(75.0, abs=1.0)]
