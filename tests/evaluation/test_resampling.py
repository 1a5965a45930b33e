"""Intervals over people, against what is known of them."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from formcheck.evaluation.resampling import Estimate, estimate, estimate_weighted, rate, share

Numbers = NDArray[np.float64]


def mean_of(values: Numbers) -> Estimate:
    """The mean of one value a person."""
    found = estimate(np.stack([values, np.ones(len(values))], 1), lambda sums: sums[..., 0] / sums[..., 1])
    assert found is not None
    return found


def ends(found: Estimate | None) -> tuple[float, float]:
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


VALUES = st.lists(st.floats(-50, 50), min_size=3, max_size=30).filter(lambda v: float(np.ptp(v)) > 1e-3)
PEOPLE = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda pair: (min(pair), max(pair))),
    min_size=1,
    max_size=25,
)


@given(VALUES)
def test_the_interval_lies_about_the_figure_and_within_what_was_seen(values: list[float]) -> None:
    found = mean_of(np.array(values))
    low, high = ends(found)
    assert found.value == pytest.approx(np.mean(values))
    assert min(values) - 1e-9 <= low <= found.value + 1e-9
    assert found.value - 1e-9 <= high <= max(values) + 1e-9


@given(VALUES, st.floats(-20, 20), st.floats(0.1, 5))
def test_another_unit_moves_the_interval_along(values: list[float], shift: float, scale: float) -> None:
    before, after = ends(mean_of(np.array(values))), ends(mean_of(scale * np.array(values) + shift))
    assert after == pytest.approx([scale * end + shift for end in before], abs=1e-6)


@given(PEOPLE, st.integers(2, 5))
def test_more_of_the_same_from_each_person_is_no_more_evidence(
    people: list[tuple[int, int]], times: int
) -> None:
    hits, trials = np.array(people, dtype=float).T
    assert share(times * hits, times * trials) == share(hits, trials)


@given(PEOPLE)
def test_a_share_and_its_complement_have_mirrored_intervals(people: list[tuple[int, int]]) -> None:
    hits, trials = np.array(people, dtype=float).T
    found, other = share(hits, trials), share(trials - hits, trials)
    assert (found is None) == (other is None)
    if found is None or other is None:
        return
    assert found.value == pytest.approx(1 - other.value)
    assert found.exact == other.exact
    if found.low is not None:
        assert ends(found) == pytest.approx([1 - end for end in reversed(ends(other))], abs=1e-9)


@given(PEOPLE)
def test_a_share_stays_between_0_and_1(people: list[tuple[int, int]]) -> None:
    hits, trials = np.array(people, dtype=float).T
    found = share(hits, trials)
    if found is None:
        assert not trials.any()
    elif found.low is not None:
        low, high = ends(found)
        assert 0 <= low <= found.value <= high <= 1


@pytest.mark.parametrize(("people", "bound"), [(1, 0.95), (9, 0.2831), (22, 0.1273), (300, 0.00994)])
def test_where_nobody_differs_the_bound_is_exact_over_people(people: int, bound: float) -> None:
    """So likely is it that none of so many people shows what this share of all people has: 5 %."""
    trials = np.full(people, 40.0)
    none, every = share(np.zeros(people), trials), share(trials, trials)
    assert none is not None
    assert every is not None
    assert (none.value, none.exact, every.value, every.exact) == (0.0, True, 1.0, True)
    assert ends(none) == pytest.approx((0.0, bound), abs=1e-4)
    assert ends(every) == pytest.approx((1 - bound, 1.0), abs=1e-4)
    assert (1 - bound) ** people == pytest.approx(0.05, rel=0.01)


def test_a_rate_may_be_past_1() -> None:
    found = rate(np.array([3.0, 4.0, 2.0, 5.0]), np.ones(4))
    assert found is not None
    assert (found.value, found.exact) == (3.5, False)


@pytest.mark.parametrize("trials", [[], [0.0, 0.0]])
def test_without_a_trial_there_is_no_share(trials: list[float]) -> None:
    assert share(np.zeros(len(trials)), np.array(trials)) is None


def test_who_has_no_trial_is_no_person_of_the_share() -> None:
    found = share(np.array([1.0, 0.0, 2.0, 0.0]), np.array([2.0, 3.0, 4.0, 0.0]))
    assert found is not None
    assert found.people == 3


def test_two_people_have_a_figure_and_no_interval() -> None:
    found = mean_of(np.array([1.0, 2.0]))
    assert (found.value, found.low, found.high) == (1.5, None, None)


def test_the_same_input_gives_the_same_interval() -> None:
    values = np.random.default_rng(1).normal(size=12)
    assert mean_of(values) == mean_of(values.copy())


def test_a_figure_that_is_mostly_undefined_has_no_interval() -> None:
    """Only one person of three has what it divides by: in a third of the draws that person is missing."""
    sums = np.array([[1.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
    found = estimate(sums, lambda sums: sums[..., 0] / sums[..., 1])
    assert found == Estimate(3.0, None, None, 3)


def test_of_many_people_it_is_the_interval_of_the_textbook() -> None:
    """Mean -+ 1.96 standard errors."""
    values = np.random.default_rng(7).normal(size=400)
    error = values.std(ddof=1) / np.sqrt(400)
    assert ends(mean_of(values)) == pytest.approx(
        (values.mean() - 1.966 * error, values.mean() + 1.966 * error), abs=0.05 * error
    )


@pytest.mark.parametrize(("people", "least"), [(5, 0.90), (9, 0.92), (22, 0.93)])
def test_95_of_100_intervals_hold_the_truth_nearly_so_of_few_people(people: int, least: float) -> None:
    """A thousand studies with a known truth. The usual percentiles hold it in 85 of 100 for five people."""
    chance = np.random.default_rng(people)
    held = 0
    for _ in range(1000):
        levels = chance.normal(size=people)
        low, high = ends(mean_of(levels))
        held += low <= 0.0 <= high
    assert least <= held / 1000 <= 0.98


def test_frames_that_are_taken_for_independent_would_promise_too_much() -> None:
    chance = np.random.default_rng(3)
    levels = chance.normal(0, 5, size=9)
    frames = [level + chance.normal(0, 1, size=200) for level in levels]
    sums = np.array([[f.sum(), len(f)] for f in frames])
    by_person = estimate(sums, lambda sums: sums[..., 0] / sums[..., 1])
    every = np.concatenate(frames)
    naive = 2 * 1.96 * every.std() / np.sqrt(len(every))
    low, high = ends(by_person)
    assert high - low > 5 * naive


WEIGHTED: list[tuple[str, Callable[[Numbers], Numbers]]] = [
    ("a sum", lambda weights: weights.sum(axis=-1)),
    ("a constant", lambda weights: np.ones(len(weights))),
]


@pytest.mark.parametrize(("name", "figure"), WEIGHTED)
def test_what_no_draw_varies_has_no_interval(name: str, figure: Callable[[Numbers], Numbers]) -> None:
    found = estimate_weighted(6, figure)
    assert found is not None, name
    assert (found.low, found.high) == (None, None)
