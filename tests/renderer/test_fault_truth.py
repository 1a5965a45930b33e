"""What a fault truly became is read off the true curves."""

import numpy as np
import pytest

from renderer.movements.faults import EXERCISES, HARMLESS, PRESS_FAULTS, ROW_FAULTS, SHIFTS, FaultSpan
from renderer.movements.rep import Rep, Tempo, series
from renderer.truth.fault_truth import MEANINGS, Curves, came_about, measured
from renderer.truth.ratios import true_ratios

TIME_S = np.arange(0, 6, 0.1)


def curves(**values):
    return Curves(TIME_S, {name: np.asarray(v, float) for name, v in values.items()}, TIME_S < 1)


def bump(start_s, end_s, size):
    return size * np.clip(np.minimum(TIME_S - start_s, end_s - TIME_S), 0, 1)


def test_every_fault_has_a_meaning():
    elsewhere = {"fast_lower", "range_loss", "unfinished", "swing"}
    known = {*PRESS_FAULTS, *ROW_FAULTS, *SHIFTS} - HARMLESS - elsewhere
    assert known <= set(MEANINGS)
    assert set(MEANINGS) >= EXERCISES


def test_a_change_is_counted_from_neutral_and_timed_at_half_its_size():
    span = FaultSpan("layback", 20, 1.0, 5.0, 1)
    row = measured(span, curves(trunk_inclination_deg=3 - bump(1.5, 4.5, 20)), [Rep(1.0)])
    assert (row["size"], row["commanded"]) == (-20, 20)
    assert (row["start_s"], row["end_s"]) == pytest.approx((2.0, 4.0), abs=0.11)


def test_the_sign_of_the_command_picks_the_side():
    lean = bump(1, 3, 8) - bump(3, 5, 12)
    row = measured(FaultSpan("lateral_lean", -10, 0, 6), curves(trunk_lean_deg=lean), [])
    assert row["size"] == pytest.approx(-12)


def test_a_fault_that_did_not_come_about_is_recognised():
    row = measured(
        FaultSpan("head_forward", 10, 1, 5), curves(ear_shoulder_inclination_deg=-bump(1, 5, 9)), []
    )
    assert not came_about(row)


def test_lowering_is_timed_from_the_top():
    (rep,) = series(1.0, Tempo(up_s=1.0, top_s=0.5), [{"fast_lower": 0.5}])
    row = measured(FaultSpan("fast_lower", 0.5, rep.start_s, rep.end_s, 1), curves(), [rep])
    assert (row["size"], row["end_s"] - row["start_s"]) == (0.5, pytest.approx(0.5))


def test_a_shallow_rep_ends_where_the_next_starts():
    first, second = series(1.0, Tempo(), [{"shallow": 0.4}, {}])
    assert first.height(first.end_s) == pytest.approx(0.4)
    assert second.height(second.start_s) == pytest.approx(0.4)
    assert second.height(second.end_s) == 0


def test_an_unfinished_rep_turns_back_early():
    (rep,) = series(1.0, Tempo(), [{"unfinished": 0.4}])
    assert max(rep.height(t) for t in TIME_S) == pytest.approx(0.4)


def test_ratios_do_not_depend_on_where_the_person_faces():
    names = [
        f"{side}_{n}" for n in ("shoulder", "elbow", "wrist", "hip", "tragus") for side in ("left", "right")
    ]
    heights = {"shoulder": 1.4, "elbow": 1.1, "wrist": 1.3, "hip": 0.9, "tragus": 1.6}
    front = np.array(
        [
            [0.2 if side == "left" else -0.2, -0.3 if n == "wrist" else 0.0, heights[n]]
            for side, n in (name.split("_") for name in names)
        ]
    )
    turned = front[:, [1, 0, 2]] * [-1, 1, 1]
    both = [true_ratios(names, points[None]) for points in (front, turned)]
    for name in both[0]:
        assert both[0][name] == pytest.approx(both[1][name])
    assert both[0]["bar_forward_ratio"] == pytest.approx(0.6)
    assert both[0]["grip_ratio"] == pytest.approx(1.0)
