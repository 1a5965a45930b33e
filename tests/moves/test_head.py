"""How a head is turned, from its eleven points."""

import math

import numpy as np
import pytest

from formcheck.moves.head import _inverse, head_of

POINTS = np.linalg.pinv(_inverse())


def seen(turn_deg: float, nod_deg: float = 0.0, roll_deg: float = 0.0, size_px: float = 40.0) -> np.ndarray:
    """The mean head, nodded, turned and rolled, in the picture."""
    turn, nod, roll = map(math.radians, (turn_deg, nod_deg, roll_deg))
    about_x = [[1, 0, 0], [0, math.cos(nod), -math.sin(nod)], [0, math.sin(nod), math.cos(nod)]]
    about_y = [[math.cos(turn), 0, -math.sin(turn)], [0, 1, 0], [math.sin(turn), 0, math.cos(turn)]]
    about_z = [[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]]
    rotation = np.array(about_z) @ np.array(about_y) @ np.array(about_x)
    return size_px * (POINTS @ rotation.T)[:, :2] + (240.0, 120.0)


@pytest.mark.parametrize("turn_deg", [-80.0, -45.0, 0.0, 30.0, 70.0, 100.0])
@pytest.mark.parametrize("size_px", [8.0, 200.0])
def test_a_turn_is_read_also_past_the_profile(turn_deg: float, size_px: float) -> None:
    head = head_of(seen(turn_deg, size_px=size_px))
    assert head.turn_deg == pytest.approx(turn_deg, abs=0.1)
    assert head.flat_ratio == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(("nod_deg", "roll_deg"), [(20.0, 0.0), (-15.0, 0.0), (0.0, 25.0), (0.0, -25.0)])
def test_a_nod_and_a_roll_are_told_apart(nod_deg: float, roll_deg: float) -> None:
    head = head_of(seen(0.0, nod_deg, roll_deg))
    assert (head.nod_deg, head.roll_deg) == (
        pytest.approx(nod_deg, abs=0.1),
        pytest.approx(roll_deg, abs=0.1),
    )


@pytest.mark.parametrize("broken", [np.full((11, 2), np.nan), np.zeros((11, 2))])
def test_points_that_are_none_tell_nothing(broken: np.ndarray) -> None:
    assert math.isnan(head_of(broken).turn_deg)
