import math

import numpy as np
import pytest

from formcheck.pose.landmarks import LANDMARK_COUNT
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Part, Pose


def _somewhere() -> FloatArray:
    return np.random.default_rng(3).uniform(0, 500, (LANDMARK_COUNT, 5))


@pytest.mark.parametrize("part", ["ear", "shoulder", "hip", "knee"])
def test_the_middle_of_a_part_lies_half_way_between_left_and_right(part: Part) -> None:
    points = _somewhere()
    left, right = (points[L[f"{side}_{part.upper()}"], :2] for side in ("LEFT", "RIGHT"))
    assert Pose(points).middle(part) == tuple((left + right) / 2)


def test_the_trunk_reaches_from_the_middle_of_the_shoulders_to_that_of_the_hips() -> None:
    points = _somewhere()
    points[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], :2] = (100, 50), (200, 50)
    points[[L.LEFT_HIP, L.RIGHT_HIP], :2] = (160, 290), (220, 290)
    assert Pose(points).trunk_px == math.hypot(40, 240)


@pytest.mark.parametrize("missing", [L.LEFT_SHOULDER, L.RIGHT_HIP])
def test_with_a_point_missing_there_is_no_middle_and_no_trunk(missing: L) -> None:
    points = _somewhere()
    points[missing] = np.nan
    pose = Pose(points)
    assert math.isnan(pose.trunk_px)
    assert all(map(math.isnan, pose.middle("shoulder" if missing is L.LEFT_SHOULDER else "hip")))
    assert not any(map(math.isnan, pose.middle("ear")))
