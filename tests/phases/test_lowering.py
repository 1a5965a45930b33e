"""The way down of a rep is timed by the hand that is longest on it."""

from dataclasses import replace

import numpy as np
import pytest

from formcheck.measurements.body import Body, Lengths
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.view import Facing, View
from formcheck.phases.lowering import lowered_by_both_hands
from formcheck.phases.quantities import ECCENTRIC_S
from formcheck.phases.rep import Rep
from formcheck.pose.landmarks import LANDMARK_COUNT
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose

FPS = 20


def lowering(left_s: float, right_s: float) -> list[tuple[float, Body]]:
    """A second at the top, from 1 s on down, each hand in its own time."""
    return [(n / FPS, body(height(n / FPS, left_s), height(n / FPS, right_s))) for n in range(5 * FPS)]


def height(time_s: float, down_s: float) -> float:
    way = min(1.0, max(0.0, (time_s - 1.0) / down_s))
    return 300.0 * (0.5 + 0.5 * np.cos(np.pi * way))


def body(left: float, right: float) -> Body:
    points = np.zeros((LANDMARK_COUNT, 5))
    points[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 1] = 400.0
    points[L.LEFT_WRIST, 1], points[L.RIGHT_WRIST, 1] = 400.0 - left, 400.0 - right
    return Body(Pose(points), (None,) * LANDMARK_COUNT, View.FRONT, Facing.CAMERA, None, Lengths())


def rep(down_s: float, *, side: str | None = None) -> Rep:
    """As the lower hand has it."""
    measured = {ECCENTRIC_S: Measurement(down_s, 0.35)}
    return Rep(1, 0.0, 0.9, 1.0 + down_s, measurements=measured, side=side)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left_s", "right_s", "known_s", "told_s"),
    [
        (2.0, 2.0, 2.0, 2.0),
        # One hand seems to drop: a plate is in the way.
        (2.0, 0.5, 2.0, 2.0),
        (0.5, 2.0, 1.9, 2.0),
        # Both are quick.
        (0.6, 0.6, 0.6, 0.6),
    ],
)
def test_the_longest_way_counts(left_s: float, right_s: float, known_s: float, told_s: float) -> None:
    found = lowered_by_both_hands(rep(known_s), lowering(left_s, right_s)).measurements[ECCENTRIC_S]
    assert found.value == pytest.approx(told_s, abs=0.25)
    assert found.error == pytest.approx(0.3)


def test_where_one_hand_is_not_followed_the_other_may_not_be_either() -> None:
    """A hand that stays overhead holds no weight that comes down."""
    found = lowered_by_both_hands(rep(0.6), lowering(1000.0, 0.6)).measurements[ECCENTRIC_S]
    assert found.value is not None
    assert found.value + found.error > 1.0


def test_of_one_arm_the_own_time_stays() -> None:
    one = rep(0.8, side="left")
    assert lowered_by_both_hands(one, lowering(2.0, 2.0)) is one


def test_a_way_that_was_not_seen_whole_has_no_time() -> None:
    cut = replace(rep(1.0), measurements={ECCENTRIC_S: Measurement.missing(Reason.NOT_SEEN_WHOLE)})
    assert lowered_by_both_hands(cut, lowering(2.0, 2.0)) is cut


def test_hands_that_the_recording_lacks_change_nothing() -> None:
    seen = [(time, body(np.nan, np.nan)) for time, _ in lowering(2.0, 2.0)]
    assert lowered_by_both_hands(rep(1.0), seen).measurements[ECCENTRIC_S].value == 1.0
