"""Limits of agreement for several readings of each person, and what a set says of its measures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.evaluation.agreement import limits_of_agreement

ERRORS = st.lists(st.lists(st.floats(-30, 30), min_size=1, max_size=12), min_size=2, max_size=12)


def limits(people: list[list[float]]) -> tuple[float, float]:
    """Of the errors of each person."""
    sums = np.array([[len(errors), sum(errors), sum(e * e for e in errors)] for errors in people])
    lower, upper = limits_of_agreement(*sums.T)
    return lower.value, upper.value


def test_a_case_by_hand() -> None:
    """Three people with two readings each: variance within 0.5, between means 4 - 0.5 / 2."""
    people = [[-2.5, -1.5], [-0.5, 0.5], [1.5, 2.5]]
    half = 1.96 * np.sqrt(0.5 + (4.0 - 0.5 / 2))
    assert limits(people) == pytest.approx((-half, half))


def test_people_who_are_all_alike_add_no_variance_between_them() -> None:
    within = np.var([-1, 0, 1], ddof=1)
    expected = 1.96 * np.sqrt(within)
    assert limits([[-1, 0, 1]] * 5)[1] == pytest.approx(expected)


def test_one_person_has_the_limits_of_the_own_readings() -> None:
    errors = [-1.0, 2.0, 4.0]
    assert limits([errors])[0] == pytest.approx(np.mean(errors) - 1.96 * np.std(errors, ddof=1))


@given(st.lists(st.floats(-30, 30), min_size=2, max_size=30))
def test_one_reading_of_each_person_is_the_usual_case(errors: list[float]) -> None:
    half = 1.96 * np.std(errors, ddof=1)
    expected = (np.mean(errors) - half, np.mean(errors) + half)
    assert limits([[error] for error in errors]) == pytest.approx(expected, abs=1e-4)


@given(ERRORS, st.floats(-10, 10))
def test_a_constant_error_moves_both_limits(people: list[list[float]], shift: float) -> None:
    moved = [[error + shift for error in errors] for errors in people]
    assert limits(moved) == pytest.approx([end + shift for end in limits(people)], abs=1e-3)


@given(ERRORS)
def test_they_lie_about_the_bias_alike(people: list[list[float]]) -> None:
    lower, upper = limits(people)
    bias = np.mean([error for errors in people for error in errors])
    assert lower <= upper
    assert (lower + upper) / 2 == pytest.approx(bias, abs=1e-6)
