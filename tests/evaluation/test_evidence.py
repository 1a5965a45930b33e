"""The figures with intervals, counted by hand: directions, agreement, rules beside flagging everything."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from formcheck.activities.load import load_activity
from formcheck.evaluation.direction import Direction, direction_of
from formcheck.evaluation.labels import Labels
from formcheck.evaluation.outcomes import Outcome, Truth
from formcheck.evaluation.rule_evidence import RuleEvidence, rule_evidence
from formcheck.measurements.view import View

RULE = load_activity("overhead-press").rule("overhead-press.layback")
INF = float("inf")
FRONT, OBLIQUE, SIDE, BEHIND = Direction.FRONT, Direction.OBLIQUE, Direction.SIDE, Direction.BEHIND


@pytest.mark.parametrize(
    ("azimuths_deg", "direction"),
    [
        ((0, 20, -20, 345, 360), FRONT),
        ((25, -25, 45, 65, -65, 300), OBLIQUE),
        ((70, 90, -90, 110, -110, 270), SIDE),
        ((111, 135, 180, -180, -150, 200), BEHIND),
        ((22, -22, 67, -69, 338), Direction.BETWEEN),
    ],
)
def test_left_and_right_are_one_direction(azimuths_deg: Sequence[float], direction: Direction) -> None:
    assert {direction_of(azimuth_deg) for azimuth_deg in azimuths_deg} == {direction}


def labels(**keys: object) -> Labels:
    return Labels.model_validate({"format": "formcheck.truth/1", "reps": [], **keys})


def test_a_rendered_person_is_known_by_the_body_and_a_real_one_by_name() -> None:
    tall = {"scene": {"body": {"stature_m": 1.9}, "camera": {"azimuth_deg": 30}}}
    again = {"scene": {"body": {"stature_m": 1.9}, "camera": {}}}
    assert labels(**tall).who == labels(**again).who != ""
    assert (labels(**tall).azimuth_deg, labels(**again).azimuth_deg) == (30.0, 0.0)
    assert labels(person="Ann", **tall).who == "Ann"
    assert (labels(scene={}).who, labels(scene={}).azimuth_deg) == ("", None)


def rep(
    person: str,
    direction: Direction,
    size: float | None = None,
    *,
    flagged: bool = False,
    judged: bool = True,
    clear: bool = False,
) -> Outcome:
    truth = Truth(size, -INF if size is None else size, RULE.tests[0])
    score = 1.0 if flagged else -1.0
    return Outcome(View.SIDE, truth, clear, size is None, judged, flagged, score, person, direction)


def rows(**found: Sequence[Outcome]) -> dict[tuple[str, str], RuleEvidence]:
    return {(row.rule, row.direction): row for row in rule_evidence(found)}


def value(row: RuleEvidence, name: str) -> float | None:
    found = getattr(row, name)
    return None if found is None else found.value


FOUND = rep("Ann", SIDE, 5.0, flagged=True, clear=True)
MISSED = rep("Ben", SIDE, 5.0, clear=True)
UNSEEN = rep("Cid", FRONT, 5.0, judged=False, clear=True)
SPARED = rep("Ann", SIDE)
FALSE_FLAG = rep("Cid", SIDE, flagged=True)


def test_one_rule_over_six_reps() -> None:
    row = rows(lean=[FOUND, MISSED, UNSEEN, SPARED, replace(SPARED, person="Ben"), FALSE_FLAG])["lean", "all"]
    assert (row.people, row.asked, row.faults, row.clear_faults, row.good_reps) == (3, 6, 3, 3, 3)
    assert value(row, "judged") == pytest.approx(5 / 6)
    assert (value(row, "recall"), value(row, "clear_recall")) == (1 / 2, 1 / 2)
    assert value(row, "clear_found") == pytest.approx(1 / 3)
    assert (value(row, "precision"), value(row, "f1")) == (1 / 2, 1 / 2)
    # Flagging all five that are judged finds both faults: precision 2/5, recall 1.
    assert value(row, "always_f1") == pytest.approx(2 * 0.4 / 1.4)
    assert value(row, "false_flags") == pytest.approx(100 / 3)
    assert value(row, "always_false_flags") == pytest.approx(100.0)
    assert value(row, "balanced_accuracy") == pytest.approx((1 / 2 + 2 / 3) / 2)
    # Of two faulty and three good reps: the found one is above two and level with one, the missed one level
    # with two and below one.
    assert value(row, "auc") == pytest.approx((2 + 0.5 + 2 * 0.5) / 6)


def test_all_rules_together_ask_each_rep_once_a_rule() -> None:
    both = rows(lean=[FOUND, SPARED, FALSE_FLAG], knees=[SPARED, SPARED, replace(SPARED, judged=False)])
    row = both["", "side"]
    assert (row.asked, value(row, "judged")) == (6, pytest.approx(5 / 6))
    assert both["lean", "side"].asked == 3


def test_the_mix_weighs_front_oblique_and_side_alike_however_many_clips_each_has() -> None:
    people = ("Ann", "Ben", "Cid")
    front = [rep(person, FRONT) for person in people] * 7
    oblique = [rep(person, OBLIQUE, judged=False) for person in people]
    side = [rep(person, SIDE, judged=number > 0) for number, person in enumerate(people)] * 2
    behind = [rep("Ann", BEHIND, judged=False)] * 50
    found = rows(lean=[*front, *oblique, *side, *behind])
    assert value(found["", "mix"], "judged") == pytest.approx((1 + 0 + 2 / 3) / 3)
    mix = found["", "mix"].judged
    assert mix is not None
    assert mix.low is not None
    assert mix.low < mix.value


def test_without_one_of_the_three_there_is_no_mix() -> None:
    assert ("", "mix") not in rows(lean=[FOUND, UNSEEN])


def test_a_rule_that_is_judged_nowhere_from_a_direction_has_no_row_there() -> None:
    assert {direction for rule, direction in rows(lean=[FOUND, UNSEEN]) if rule} == {"all", "side"}


def test_where_no_flag_is_false_the_bound_is_a_share_of_people() -> None:
    row = rows(lean=[rep(f"person {n}", SIDE) for n in range(9)] * 3)["lean", "side"]
    assert row.false_flags is not None
    assert (row.false_flags.value, row.false_flags.exact) == (0.0, True)
    assert row.false_flags.high == pytest.approx(0.283, abs=1e-3)
