"""What is told of a set, and of several in one clip."""

import numpy as np
import pytest

from renderer.movements.faults import FaultSpan
from renderer.movements.rep import Tempo, series
from renderer.movements.work_set import WorkSet
from renderer.truth.fault_truth import Curves
from renderer.truth.set_truth import POSTURE_CURVES, judge

TIME_S = np.arange(0, 12, 0.1)


def curves(**values):
    flat = dict.fromkeys(POSTURE_CURVES, np.zeros(len(TIME_S)))
    return Curves(TIME_S, flat | values, TIME_S < 1)


def a_set(faults=({}, {}), first=1):
    reps = series(1.0, Tempo(), list(faults))
    return WorkSet("press", reps, (), (), (0.0, 1.0), first=first)


def test_reps_are_numbered_on_and_say_their_activity():
    rows = judge(a_set(first=4), curves()).reps
    assert [(row["number"], row["activity"], row["complete"]) for row in rows] == [
        (4, "press", True),
        (5, "press", True),
    ]


@pytest.mark.parametrize(
    ("faults", "complete"),
    [
        (({"shallow": 0.45}, {}), [True, True]),
        (({"shallow": 0.77}, {}), [True, False]),
        (({"unfinished": 0.5}, {}), [False, True]),
    ],
)
def test_a_rep_that_hardly_moves_up_is_an_attempt(faults, complete):
    assert [row["complete"] for row in judge(a_set(faults), curves()).reps] == complete


def test_a_set_that_comes_later_has_everything_later():
    span = FaultSpan("layback", 20, 1.0, 4.0, 1)
    moved = WorkSet("press", series(1.0, Tempo(), [{}]), (span,), (), (0.0, 0.9)).moved(6.0, 3)
    assert (moved.reps[0].start_s, moved.faults[0].start_s, moved.neutral_s) == (7.0, 7.0, (6.0, 6.9))
    leaning = curves(trunk_inclination_deg=np.where((TIME_S > 7.5) & (TIME_S < 9), -15.0, 0.0))
    truth = judge(moved, leaning)
    assert [(row["name"], row["rep"], row["size"]) for row in truth.faults] == [("layback", 3, -15.0)]
    assert truth.reps[0]["faults"] == ["layback"]
    assert truth.about == {"activity": "press", "reps": [3, 1], "neutral_s": [6.0, 6.9]}


def test_a_change_of_posture_tells_what_it_did_to_every_curve():
    held = (TIME_S > 4) & (TIME_S < 8)
    moved = curves(
        ear_shoulder_inclination_deg=5 + 10.0 * held,
        craniovertebral_deg=50 - 16.0 * held,
        head_forward_ratio=0.1 + 0.09 * held,
    )
    spans = (FaultSpan("forward_head", 10, 3.5, 8.5),)
    sitting = WorkSet("desk", (), spans, (), (0.0, 1.0), events=(FaultSpan("drink", 1, 9.0, 11.0),))
    truth = judge(sitting, moved)
    (fault,) = truth.faults
    assert fault["size"] == pytest.approx(10)
    assert (fault["start_s"], fault["end_s"]) == pytest.approx((4.1, 7.9))
    assert fault["changes"]["craniovertebral_deg"] == pytest.approx(-16)
    assert fault["changes"]["head_forward_ratio"] == pytest.approx(0.09)
    assert truth.events == [{"name": "drink", "size": 1, "start_s": 9.0, "end_s": 11.0}]
