import math
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.measurements.covered import covered_s
from formcheck.pose.time_window import TimeWindow

WINDOW_S = 1.0


@st.composite
def _rising_times(draw: st.DrawFn) -> list[float]:
    """Times of frames: steady, uneven, with gaps, and some at the same moment."""
    time_s, times = draw(st.floats(-5, 5)), []
    steps = st.sampled_from((0.0, 1 / 30, 0.1, 0.5, 1.0, 3.0)) | st.floats(0, 2)
    for step_s in draw(st.lists(steps, max_size=50)):
        times.append(time_s)
        time_s += step_s
    return times


times = _rising_times()


@dataclass
class _Filled:
    window: TimeWindow[int]
    forgotten: list[int]


def _filled(times_s: list[float], window: TimeWindow[int]) -> _Filled:
    """A window that took the number of each frame at its time."""
    filled = _Filled(window, [])
    for number, time_s in enumerate(times_s):
        filled.forgotten += window.add(time_s, number)
    return filled


@given(times)
def test_it_holds_what_is_no_older_than_the_window_and_nothing_else(times_s: list[float]) -> None:
    window = TimeWindow[int](WINDOW_S)
    for number, time_s in enumerate(times_s):
        window.add(time_s, number)
        young = [(t, n) for n, t in enumerate(times_s[: number + 1]) if time_s - t <= WINDOW_S]
        assert [*window.items()] == young
        assert window.span_s <= WINDOW_S


@given(times, st.integers(0, 3), st.booleans())
def test_each_value_is_held_or_was_given_back_once_in_its_order(
    times_s: list[float], at_least: int, whole: bool
) -> None:
    filled = _filled(times_s, TimeWindow(WINDOW_S, at_least, whole=whole))
    assert [*filled.forgotten, *filled.window] == [*range(len(times_s))]


@given(times, st.integers(0, 3))
def test_so_many_of_the_newest_are_kept_however_old_they_are(times_s: list[float], at_least: int) -> None:
    window = _filled(times_s, TimeWindow(WINDOW_S, at_least)).window
    if times_s:
        window.forget(times_s[-1] + 100.0)
    assert [*window] == [*range(len(times_s))][max(0, len(times_s) - at_least) :]


@given(times.filter(bool))
def test_a_whole_window_is_covered_as_soon_as_so_much_time_has_passed(times_s: list[float]) -> None:
    window = _filled(times_s, TimeWindow(WINDOW_S, whole=True)).window
    assert (window.span_s >= WINDOW_S) == (times_s[-1] - times_s[0] >= WINDOW_S)
    # No more than one value is older than it.
    assert sum(times_s[-1] - t >= WINDOW_S for t in {*window.times_s()}) <= 1


@given(times)
def test_without_a_length_it_forgets_nothing_until_it_is_cleared(times_s: list[float]) -> None:
    window = _filled(times_s, TimeWindow()).window
    assert [*window] == [*range(len(times_s))]
    window.clear()
    assert not window
    assert window.span_s == 0.0


@given(times, st.floats(-5, 20))
def test_what_is_older_than_a_moment_can_be_forgotten_early(times_s: list[float], moment_s: float) -> None:
    window = _filled(times_s, TimeWindow()).window
    window.forget_before(moment_s)
    assert [*window.times_s()] == [time_s for time_s in times_s if time_s >= moment_s]


@given(times.filter(bool))
def test_it_tells_its_ends_and_can_be_read_backwards(times_s: list[float]) -> None:
    window = _filled(times_s, TimeWindow(WINDOW_S)).window
    assert (window.first, window.last) == (next(window.items()), (times_s[-1], len(times_s) - 1))
    assert window.span_s == window.last[0] - window.first[0]
    assert [*reversed(window)] == [*window][::-1]


def test_the_ends_of_an_empty_window_are_an_error() -> None:
    window = TimeWindow[int](WINDOW_S)
    with pytest.raises(IndexError):
        _ = window.first
    with pytest.raises(IndexError):
        _ = window.last


@given(times, st.floats(0.01, 2), st.booleans())
def test_the_time_covered_is_the_span_without_what_the_gaps_are_too_long(
    times_s: list[float], longest_s: float, gaps_count: bool
) -> None:
    window = _filled(times_s, TimeWindow()).window
    covered = covered_s(window.times_s(), longest_s, gap_s=longest_s if gaps_count else 0.0)
    steps = [later - earlier for earlier, later in pairwise(times_s)]
    gaps = [step for step in steps if step > longest_s]
    assert 0.0 <= covered <= window.span_s + 1e-9
    assert math.isclose(covered, window.span_s - sum(gaps) + gaps_count * longest_s * len(gaps), abs_tol=1e-9)
