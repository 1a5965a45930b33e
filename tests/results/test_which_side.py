"""What a summary says of sides: which arm lifted, and which hand is higher."""

import csv
from collections.abc import Callable

import pytest

from formcheck.activities.load import load_activity
from formcheck.phases.rep import Rep
from formcheck.pose.models import DEFAULT_MODEL
from formcheck.results.digest import Digest
from formcheck.results.set_lines import summary_lines
from formcheck.results.summary import Summary
from formcheck.results.verdict import verdict
from formcheck.session.observation import JudgedRep
from formcheck.sinks.report.reps import rep_table
from formcheck.sinks.tables import write_reps_table
from formcheck.sinks.terminal import rep_line
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


@pytest.fixture(scope="module")
def of_the_left_arm() -> Summary:
    return summed(lambda height: Posture(lifted(height).left, Arm(8, 172), arms_ahead_deg=60))


def test_reps_of_one_arm_are_named_in_the_verdict(of_the_left_arm) -> None:
    assert [rep.side for rep in of_the_left_arm.reps] == ["left"] * 3
    assert verdict(of_the_left_arm).startswith("3 reps of the left arm.")
    assert summary_lines(of_the_left_arm)[0] == "3 reps of the left arm"


def test_the_tables_name_the_arm(of_the_left_arm, tmp_path) -> None:
    write_reps_table(of_the_left_arm, tmp_path / "reps.csv")
    with (tmp_path / "reps.csv").open(encoding="utf-8", newline="") as file:
        assert [row["arm"] for row in csv.DictReader(file)] == ["left"] * 3
    table = rep_table(of_the_left_arm)
    assert table.columns[0] == "Arm"
    assert [row.cells[0].text for row in table.rows] == ["left"] * 3


def test_reps_of_both_arms_need_no_column_for_it() -> None:
    assert "Arm" not in rep_table(summed(lifted)).columns


@pytest.mark.parametrize(("side", "expected"), [(None, "rep 2: "), ("right", "rep 2 (right arm): ")])
def test_a_rep_that_is_over_is_told_with_its_arm(side, expected) -> None:
    rep = JudgedRep(Rep(2, 0.0, 1.0, 2.0, side=side), {}, ())
    assert rep_line(rep, PRESS).startswith(expected)
