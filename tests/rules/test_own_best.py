"""Each rep against the best one of the set: what every rep has may be how somebody is built."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.phases.rep import Phase
from formcheck.phases.segmenter import PhaseState
from formcheck.rules.finding import Fault, Severity, Verdict
from formcheck.rules.own_best import OwnBest
from formcheck.rules.sample import RuleSample
from formcheck.rules.watch import RuleWatch

PRESS = load_activity("overhead-press")
SHORT, POKE, LEAN = (PRESS.rule(f"overhead-press.{name}") for name in ("no-lockout", "head-poke", "layback"))
# As if arms could be read no better than that.
LOCKOUT = SHORT.model_copy(
    update={
        "tests": tuple(
            test.model_copy(update={"beyond_best": {View.FRONT: 12.0, View.OBLIQUE: 12.0}})
            for test in SHORT.tests
        )
    }
)


def bent(angle_deg: float, measure: str = "elbow_angle_deg", error: float = 16.0) -> Verdict:
    """A rep that was found to have a fault."""
    fault = Fault(Severity.POOR, 0.0, 1.0, 0.5, "left", measure, angle_deg, 150.0, error)
    return Verdict(fault, Measurement(angle_deg, error), measure)


def fine(angle_deg: float) -> Verdict:
    return Verdict(None, Measurement(angle_deg, 8.0), "elbow_angle_deg")


def close(angle_deg: float) -> Verdict:
    unsure = Measurement.missing(Reason.TOO_CLOSE)
    return Verdict(None, unsure, "elbow_angle_deg", too_close=Measurement(angle_deg, 8.0))


@pytest.mark.parametrize(
    ("reps", "faults"),
    [
        ([fine(170), bent(140)], [False, True]),
        ([fine(170), fine(165)], [False, False]),
        # Alike in every rep: how far the model is off, not how the lifter lifts.
        ([bent(132), bent(130), bent(135)], [False, False, False]),
        ([bent(132), bent(105)], [False, True]),
        # A first rep that is too close to tell sets the standard all the same.
        ([close(155), bent(128)], [False, True]),
        # The best rep may come later: what was said before stays.
        ([bent(120), fine(172), bent(125)], [False, False, True]),
    ],
)
def test_from_the_front_a_rep_has_to_be_worse_than_the_best_one(
    reps: list[Verdict], faults: list[bool]
) -> None:
    best = OwnBest()
    assert [best.settle(LOCKOUT, rep, View.FRONT).fault is not None for rep in reps] == faults


def test_what_is_past_a_limit_by_far_more_than_its_error_is_a_fault_in_every_rep() -> None:
    best = OwnBest()
    found = [best.settle(LOCKOUT, bent(118.0, error=10.0), View.FRONT) for _ in range(3)]
    assert all(verdict.fault is not None for verdict in found)
    # Where nothing is known of the error, nothing is sure.
    assert OwnBest().settle(LOCKOUT, bent(118.0, error=0.0), View.FRONT).fault is None


def test_who_locks_out_in_no_rep_is_told_in_every_one() -> None:
    best = OwnBest()
    found = [best.settle(SHORT, bent(140), view) for view in (View.FRONT, View.OBLIQUE) for _ in range(3)]
    assert all(verdict.fault is not None for verdict in found)


def test_what_seems_a_fault_in_the_first_rep_is_not_judged_and_says_why() -> None:
    found = OwnBest().settle(LOCKOUT, bent(120), View.OBLIQUE)
    assert found.value.reason is Reason.FIRST_REP
    assert not found.judged


@pytest.mark.parametrize(
    ("reps", "judged"),
    [
        ([fine(165), close(158)], True),
        # Worse than the best by what the rule asks for.
        ([fine(172), close(158)], False),
        # The best one is past the limit itself: nothing shows that such a reading is a straight arm.
        ([close(159), close(158)], False),
        ([close(158)], False),
    ],
)
def test_what_is_too_close_to_tell_is_no_fault_where_it_is_as_good_as_a_rep_without(
    reps: list[Verdict], judged: bool
) -> None:
    best = OwnBest()
    settled = [best.settle(LOCKOUT, rep, View.FRONT) for rep in reps][-1]
    assert (settled.judged, settled.fault) == (judged, None)


@pytest.mark.parametrize(("error", "faults"), [(0.03, [True, True]), (0.08, [False, False])])
def test_a_value_that_is_sure_needs_no_better_rep_beside_it(error: float, faults: list[bool]) -> None:
    """Hands that are uneven in every rep are, where the body faces the camera squarely."""
    uneven = PRESS.rule("overhead-press.uneven")
    best, found = OwnBest(), []
    for height in (0.13, 0.14):
        verdict = bent(height, "wrist_height_difference", error)
        found.append(best.settle(uneven, verdict, View.FRONT).fault is not None)
    assert found == faults


def test_from_the_side_the_limit_alone_counts() -> None:
    best = OwnBest()
    assert all(best.settle(LOCKOUT, bent(130), View.SIDE).fault is not None for _ in range(3))


def test_views_are_not_compared_with_each_other() -> None:
    best = OwnBest()
    best.settle(LOCKOUT, fine(175), View.OBLIQUE)
    assert best.settle(LOCKOUT, bent(130), View.FRONT).value.reason is Reason.FIRST_REP


def test_of_a_value_that_is_too_high_the_lowest_is_the_best() -> None:
    best = OwnBest()
    poked = [Verdict(None, Measurement(1.0, 3.0), "head_protraction_deg"), bent(12.0, "head_protraction_deg")]
    assert [best.settle(POKE, rep, View.FRONT).fault is not None for rep in poked] == [False, True]


def leaning(lean_deg: float) -> Verdict:
    """A rep that leans to the left, or, below zero, to the right, past the limit of 5 deg or not."""
    value, limit = Measurement(lean_deg, 2.0), 5.0 if lean_deg > 0 else -5.0
    is_past = abs(lean_deg) > 5.0
    fault = Fault(Severity.POOR, 0.0, 1.0, 0.5, None, "trunk_lean_deg", lean_deg, limit, 2.0)
    return Verdict(fault if is_past else None, value, "trunk_lean_deg")


@pytest.mark.parametrize(
    ("reps", "faults"),
    [
        ([1.0, 9.0, -9.0], [False, True, True]),
        # Alike in every rep, to whichever side.
        ([-7.0, -9.0], [False, False]),
        ([7.0, 9.0], [False, False]),
        # As far to the other side is far from the best rep.
        ([4.0, -6.0], [False, True]),
        # The best is the one nearest to upright.
        ([-8.0, 2.0, 6.5], [False, False, True]),
    ],
)
def test_what_may_be_off_to_either_side_is_held_against_the_rep_nearest_to_none(
    reps: list[float], faults: list[bool]
) -> None:
    sideways = PRESS.rule("overhead-press.lateral-lean")
    test = sideways.tests[0].model_copy(update={"beyond_best": {View.OBLIQUE: 4.0}})
    rule, best = sideways.model_copy(update={"tests": (test,)}), OwnBest()
    settled = [best.settle(rule, leaning(lean_deg), View.OBLIQUE) for lean_deg in reps]
    assert [verdict.fault is not None for verdict in settled] == faults


def test_a_rule_that_asks_for_no_standard_is_left_alone() -> None:
    verdict = bent(-25.0, "trunk_inclination_deg")
    assert OwnBest().settle(LEAN, verdict, View.SIDE) is verdict


@pytest.mark.parametrize(("value", "fires"), [(4.0, False), (9.0, False), (14.0, True)])
def test_no_cue_tells_during_a_rep_what_the_verdict_lets_pass(value: float, fires: bool) -> None:
    best, watch = OwnBest(), RuleWatch(POKE)
    state = PhaseState(Phase.TOP, lower_half=False, rep_count=2, still=False)

    def fired() -> bool:
        values = {"head_protraction_deg": Measurement(value, 4.0)}
        return any(
            watch.update(
                RuleSample(frame / 20, View.FRONT, values),
                state,
                Neutral(View.FRONT, {View.FRONT: {"head_protraction_deg": 0.0}}),
                best,
            )
            for frame in range(20)
        )

    # Before any rep is over there is no standard yet.
    assert not fired()
    best.settle(POKE, Verdict(None, Measurement(7.0, 2.0), "head_protraction_deg"), View.FRONT)
    assert fired() == fires
