"""A test that stands in is asked where the one before it cannot be judged, during a rep and after it."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.phases.rep import Phase, Rep
from formcheck.phases.segmenter import PhaseState
from formcheck.rules.judge import judge
from formcheck.rules.own_best import OwnBest
from formcheck.rules.sample import RuleSample
from formcheck.rules.watch import RuleWatch

TURNED = load_activity("overhead-press").rule("overhead-press.head-turned")
FACE, POINTS = (test.measure for test in TURNED.tests)
NEUTRAL = Neutral(View.FRONT, {View.FRONT: {FACE: 0.0, POINTS: 0.0}})
NO_FACE = Measurement.missing(Reason.NO_FACE)


def samples(face_deg: float | None, points_deg: float) -> list[RuleSample]:
    face = NO_FACE if face_deg is None else Measurement(face_deg, 3.0)
    values = {FACE: face, POINTS: Measurement(points_deg, 3.0)}
    return [RuleSample(frame / 20, View.FRONT, values) for frame in range(40)]


@pytest.mark.parametrize(
    ("face_deg", "points_deg", "measure", "is_fault"),
    [
        (30.0, 0.0, FACE, True),
        # The face was seen, and is straight: what the points say does not matter.
        (0.0, 30.0, FACE, False),
        (None, 30.0, POINTS, True),
        (None, 0.0, POINTS, False),
    ],
)
def test_the_points_tell_where_no_face_is_seen(face_deg, points_deg, measure, is_fault) -> None:
    rep = Rep(1, 0.0, 1.0, 2.0, intervals={Phase.ASCENT: ((0.0, 1.0),), Phase.TOP: ((1.0, 2.0),)})
    seen = samples(face_deg, points_deg)
    verdict = judge(TURNED, rep, seen, NEUTRAL)
    assert (verdict.measure, verdict.fault is not None) == (measure, is_fault)
    state, watch = PhaseState(Phase.TOP, lower_half=False, rep_count=1, still=False), RuleWatch(TURNED)
    fired = [watch.update(sample, state, NEUTRAL, OwnBest()) for sample in seen]
    assert any(firing is not None for firing in fired) == is_fault


def test_where_neither_can_be_judged_the_first_one_says_why() -> None:
    rep = Rep(1, 0.0, 1.0, 2.0, intervals={Phase.TOP: ((1.0, 2.0),)})
    unsure = {FACE: NO_FACE, POINTS: Measurement(0.0, 20.0)}
    seen = [RuleSample(frame / 20, View.FRONT, unsure) for frame in range(40)]
    assert judge(TURNED, rep, seen, NEUTRAL).value.reason is Reason.NO_FACE


def test_what_cannot_be_measured_from_there_is_not_the_reason() -> None:
    # Filmed from the front without the feet: another side would not help.
    knees = load_activity("overhead-press").rule("overhead-press.knee-bend")
    aside, anywhere = (test.measure for test in knees.tests)
    rep = Rep(1, 0.0, 1.0, 2.0, intervals={Phase.ASCENT: ((0.0, 2.0),)})
    no_feet = {
        f"left_{aside}": Measurement.missing(Reason.WRONG_VIEW),
        anywhere: Measurement.missing(Reason.OUT_OF_PICTURE),
    }
    seen = [RuleSample(frame / 20, View.FRONT, no_feet) for frame in range(40)]
    assert judge(knees, rep, seen, NEUTRAL).value.reason is Reason.OUT_OF_PICTURE
