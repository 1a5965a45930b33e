"""A bar is told from dumbbells by the hands, which come together overhead with dumbbells alone."""

from dataclasses import replace

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Reason
from formcheck.phases.load import LoadWatch, load_of
from formcheck.phases.rep import Phase, Rep
from formcheck.results.digest import Digest
from formcheck.results.verdict import verdict
from tests.people import FRONT, RIGHT_SIDE, Camera, Posture, Watched, along, film, press_set, watch

PRESS = load_activity("overhead-press")
REP = Rep(1, 0.5, 1.5, 3.0, intervals={Phase.BOTTOM: ((0.0, 0.6),), Phase.TOP: ((1.4, 1.8),)})
BAR = [(0.0, 0.80), (0.3, 0.80), (1.5, 0.78), (1.6, 0.78)]
DUMBBELLS = [(0.0, 1.10), (0.3, 1.10), (1.5, 0.60), (1.6, 0.60)]

CASES = {
    "the hands keep their distance": (BAR, REP, "bar"),
    "they come together": (DUMBBELLS, REP, "dumbbells"),
    "between the two": ([(0.0, 1.0), (0.3, 1.0), (1.5, 0.83), (1.6, 0.83)], REP, None),
    "they part overhead, as neither does": ([(0.0, 0.8), (0.3, 0.8), (1.5, 1.1), (1.6, 1.1)], REP, None),
    "one behind the other, from the side": ([(0.0, 0.1), (0.3, 0.1), (1.5, 0.1), (1.6, 0.1)], REP, None),
    "guessed behind the body": ([(0.0, 0.5), (0.3, 0.5), (1.5, 0.2), (1.6, 0.2)], REP, None),
    "not seen at the top": (DUMBBELLS[:2], REP, None),
    "not seen at the bottom": (DUMBBELLS[2:], REP, None),
    "one arm": (DUMBBELLS, replace(REP, side="left"), None),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_rep_shows_of_its_load(name) -> None:
    apart, rep, expected = CASES[name]
    assert load_of(rep, apart) == expected


def test_a_rep_that_does_not_show_it_has_the_load_of_the_set() -> None:
    watch = LoadWatch(overhead=True)
    seen = [watch.of(REP, apart) for apart in (BAR[:1], DUMBBELLS, BAR[:1], BAR, BAR[:1])]
    assert seen == [None, "dumbbells", "dumbbells", "bar", None]


def test_it_is_not_told_of_a_lift_that_does_not_end_overhead() -> None:
    assert LoadWatch(overhead=False).of(REP, BAR) is None


def pressed(arms_ahead_deg: float, camera: Camera = FRONT) -> Watched:
    """Presses of a figure whose hands come together on their way up, the more the wider they start."""

    def wide(posture: Posture, height: float) -> Posture:
        return replace(posture, arms_ahead_deg=arms_ahead_deg)

    path = press_set(2)
    return watch(PRESS, film(along(path, wide), path[-1][0], camera, fps=15), camera, 15)


@pytest.mark.parametrize("name", ["wide-grip", "forearm-tilt"])
def test_what_is_about_a_bar_is_not_judged_with_dumbbells(name) -> None:
    reps = pressed(20).reps
    assert [one.rep.load for one in reps] == ["dumbbells"] * 2
    assert {one.verdicts[f"overhead-press.{name}"].value.reason for one in reps} == {Reason.DUMBBELLS}


def test_from_the_side_the_load_is_not_known() -> None:
    assert [one.rep.load for one in pressed(20, RIGHT_SIDE).reps] == [None, None]


def test_summary_and_verdict_say_that_dumbbells_are_lifted() -> None:
    digest = Digest(PRESS)
    for seen in pressed(20).everything:
        digest.write(seen)
    summary = digest.summary(FRONT.info(15), None, kind="poses", interrupted=False)
    assert summary.load == "dumbbells"
    assert verdict(summary).startswith("2 reps with dumbbells.")
    told = {item.rule: item.reason for item in summary.not_judged}
    assert told["overhead-press.wide-grip"] == "these are dumbbells, and it is about a bar"
