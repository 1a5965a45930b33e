"""Which arms lift, and what is told of a repetition that only one of them does."""

import numpy as np
import pytest

from renderer.clips.scene_file import SceneError, scene_of
from renderer.movements.arms import arms_of, lifts
from renderer.movements.faults import FaultSpan
from renderer.movements.rep import Rep, Tempo, series
from renderer.movements.work_set import WorkSet
from renderer.people.arm_angles import ArmAngles
from renderer.truth.fault_truth import Curves, measured
from renderer.truth.set_truth import judge

TIME_S = np.arange(0, 6, 0.1)
FLAT = np.zeros(len(TIME_S))


def curves(values):
    return Curves(TIME_S, values, TIME_S < 1)


def press(**change):
    return {"name": "x", "movement": {"kind": "press", "reps": [{"count": 2}]} | change}


def test_alternating_arms_take_turns_beginning_with_the_left():
    assert [arms_of("alternating", number) for number in range(3)] == ["left", "right", "left"]
    assert [rep.arms for rep in series(1.0, Tempo(), [{}, {}], "right")] == ["right", "right"]


def test_only_the_lifting_arm_lifts():
    assert [lifts(arms, 1.0) for arms in ("both", "left", "right")] == [True, True, False]
    assert [lifts(arms, -1.0) for arms in ("both", "left", "right")] == [True, False, True]


@pytest.mark.parametrize(("arms", "size"), [("both", 90), ("left", 150), ("right", 90)])
def test_a_short_lockout_is_that_of_the_arm_that_lifts(arms, size):
    values = {"left_elbow_deg": FLAT + 150, "right_elbow_deg": FLAT + 90}
    row = measured(
        FaultSpan("lockout", 20, 1.0, 4.0, 1), Curves(TIME_S, values, TIME_S < 1), [Rep(1.0, arms=arms)]
    )
    assert row["size"] == size


def test_a_weight_in_one_hand_is_in_front_of_its_own_shoulder():
    values = {"bar_forward_ratio": FLAT, "right_hand_forward_ratio": FLAT + 0.2}
    span = FaultSpan("bar_forward", 0.1, 1.0, 4.0, 1)
    assert measured(span, curves(values), [Rep(1.0, arms="right")])["size"] == 0.2


def test_a_repetition_with_one_arm_says_which():
    reps = series(1.0, Tempo(), [{}, {}], "alternating")
    rows = judge(WorkSet("press", reps, (), (), (0.0, 0.9)), curves({})).reps
    assert [row["arms"] for row in rows] == ["left", "right"]
    both = judge(
        WorkSet("press", series(1.0, Tempo(), [{}]), (), (), (0.0, 0.9)), Curves(TIME_S, {}, TIME_S < 1)
    )
    assert "arms" not in both.reps[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"arms": "left", "reps": [{"faults": {"uneven": 9}}]}, "uneven cannot be with arms = left"),
        ({"arms": "alternating", "reps": [{"faults": {"shallow": 0.5}}]}, "shallow cannot be"),
        ({"arms": "third"}, "movement.arms: Input should be 'both'"),
        ({"other_arm": "away"}, "movement.other_arm: Input should be 'hanging'"),
    ],
)
def test_what_one_arm_cannot_do_is_refused(change, message):
    with pytest.raises(SceneError, match="here: ") as caught:
        scene_of(press(**change), "here")
    assert message in str(caught.value)


@pytest.mark.parametrize("outward", [1.0, -1.0])
@pytest.mark.parametrize(
    ("elevation_deg", "plane_deg", "rotation_deg", "way"),
    [
        (0, 0, 0, (0, -1, 0)),  # hanging: forward
        (0, 0, 90, (1, 0, 0)),  # hanging, turned outward: to the side
        (90, 0, 0, (0, -1, 0)),  # sideways: forward
        (90, 0, 90, (0, 0, 1)),  # sideways, turned outward: up
        (90, 0, -90, (0, 0, -1)),  # sideways, turned inward: down
        (90, 90, 0, (0, 0, 1)),  # forward: up
    ],
)
def test_the_forearm_bends_where_the_shoulder_turns_it(outward, elevation_deg, plane_deg, rotation_deg, way):
    found = ArmAngles(elevation_deg, plane_deg, rotation_deg).forearm_way(outward)
    assert found == pytest.approx(np.array(way) * [outward, 1, 1], abs=1e-9)
