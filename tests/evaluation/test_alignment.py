"""Two clocks are brought together by one movement, whatever rate and scale it was recorded at."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.evaluation.alignment import Curve, align


def movement(time_s: np.ndarray) -> np.ndarray:
    """Five reps of different lengths and heights between 4 and 22 s, rest before and after."""
    starts = (4.0, 7.1, 10.6, 13.9, 18.0)
    lengths, heights = (2.6, 3.0, 2.7, 3.4, 3.1), (1.0, 0.9, 1.05, 0.95, 0.8)
    value = np.zeros(len(time_s))
    for start, length, height in zip(starts, lengths, heights, strict=True):
        inside = (time_s >= start) & (time_s <= start + length)
        value[inside] = height * np.sin(np.pi * (time_s[inside] - start) / length) ** 2
    return value


def filmed(fps: float, from_s: float, to_s: float, clock_s: float = 0.0, scale: float = 1.0) -> Curve:
    """The movement from one time to another, by a clock that shows so much more."""
    time_s = np.arange(from_s, to_s, 1 / fps)
    return Curve(time_s + clock_s, scale * movement(time_s) + 0.3)


@settings(max_examples=60, deadline=None)
@given(
    fps=st.floats(10, 60),
    from_s=st.floats(0, 8),
    clock_s=st.floats(-1000, 1000),
    scale=st.floats(0.2, 5),
    noise=st.floats(0, 0.03),
)
def test_the_offset_is_found(fps: float, from_s: float, clock_s: float, scale: float, noise: float) -> None:
    one, two = filmed(30, 0, 25), filmed(fps, from_s, 24, clock_s, scale)
    chance = np.random.default_rng(1).normal(0, noise * scale, len(two.value))
    found = align(one, Curve(two.time_s, two.value + chance))
    assert found is not None
    assert found.offset_s == pytest.approx(clock_s, abs=0.06)
    assert found.correlation > 0.95


@settings(max_examples=30, deadline=None)
@given(from_s=st.floats(0, 8), clock_s=st.floats(-50, 50))
def test_the_other_way_round_the_offset_has_the_other_sign(from_s: float, clock_s: float) -> None:
    one, two = filmed(25, 0, 25), filmed(30, from_s, 24, clock_s)
    there, back = align(one, two), align(two, one)
    assert there is not None
    assert back is not None
    assert there.offset_s == pytest.approx(-back.offset_s, abs=0.05)
    assert there.overlap_s == pytest.approx(back.overlap_s, abs=0.11)


def test_gaps_are_not_taken_for_movement() -> None:
    one, two = filmed(30, 0, 25), filmed(24, 0, 25, 3.0)
    hidden = two.value.copy()
    hidden[(two.time_s > 12) & (two.time_s < 15)] = np.nan
    found = align(one, Curve(two.time_s, hidden))
    assert found is not None
    assert found.offset_s == pytest.approx(3.0, abs=0.03)
    assert found.overlap_s == pytest.approx(22, abs=0.5)


def test_reps_that_are_all_alike_have_a_rival() -> None:
    time_s = np.arange(0, 30, 1 / 30)
    alike = np.sin(time_s * 2 * np.pi / 3) ** 2
    whole = align(Curve(time_s, alike), Curve(time_s[300:600] - 10, alike[300:600]))
    assert whole is not None
    assert whole.rival_s is not None
    reps_apart = (whole.rival_s - whole.offset_s) / 1.5
    assert abs(reps_apart) > 0.9
    assert reps_apart == pytest.approx(round(reps_apart), abs=0.1)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (filmed(30, 0, 25), filmed(30, 0, 3)),  # nothing moves in the second
        (filmed(30, 0, 25), filmed(30, 5, 7)),  # too short
        (filmed(30, 0, 25), Curve(np.arange(3.0), np.full(3, np.nan))),  # never seen
        (filmed(30, 0, 25), Curve(np.zeros(0), np.zeros(0))),  # no frame at all
    ],
)
def test_without_movement_in_common_there_is_no_offset(one: Curve, two: Curve) -> None:
    assert align(one, two) is None
    assert align(two, one) is None


def test_a_known_offset_narrows_the_search() -> None:
    found = align(filmed(30, 0, 25), filmed(30, 0, 25), near_s=-3.0)
    assert found is not None
    assert -4.0 <= found.offset_s <= -2.0
