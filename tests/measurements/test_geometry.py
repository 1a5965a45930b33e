import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.measurements.geometry import (
    angle_deg,
    distance_px,
    distance_to_segment_px,
    from_horizontal_deg,
    from_vertical_deg,
    middle,
)
from formcheck.pose.pose import FloatArray

coordinates = st.floats(-2000, 2000)
points = st.builds(lambda x, y: np.array((x, y)), coordinates, coordinates)
directions_deg = st.floats(-179.5, 179.5)
lengths_px = st.floats(1, 1000)


def up_by(deg: float, length: float = 100.0) -> FloatArray:
    """A step in pixels: 0 goes up, 90 to the right."""
    return length * np.array((np.sin(np.radians(deg)), -np.cos(np.radians(deg))))


ORIGIN = np.zeros(2)


@pytest.mark.parametrize("expected", [0, 1, 45, 90, 120, 179, 180])
@pytest.mark.parametrize("start", [0, 77, 180, -90])
def test_inside_angle_is_the_one_that_was_built(expected, start) -> None:
    for turn in (expected, -expected):
        assert angle_deg(up_by(start), ORIGIN, up_by(start + turn, 30)) == pytest.approx(expected, abs=1e-9)


@given(points, points, points)
def test_inside_angle_is_between_0_and_180_and_does_not_care_for_order(a, vertex, b) -> None:
    assert 0 <= angle_deg(a, vertex, b) <= 180
    assert angle_deg(a, vertex, b) == pytest.approx(angle_deg(b, vertex, a))


@given(points, directions_deg, lengths_px)
def test_angle_from_the_vertical_is_signed_towards_the_side_that_was_named(low, deg, length_px) -> None:
    high = low + up_by(deg, length_px)
    assert from_vertical_deg(low, high, 1.0) == pytest.approx(deg, abs=1e-6)
    assert from_vertical_deg(low, high, -1.0) == pytest.approx(-deg, abs=1e-6)


@given(points, st.floats(-89, 89), lengths_px)
def test_angle_from_the_horizontal_is_positive_upwards_whichever_way_it_points(start, deg, length_px) -> None:
    rising = np.array((np.cos(np.radians(deg)), -np.sin(np.radians(deg)))) * length_px
    assert from_horizontal_deg(start, start + rising, 1.0) == pytest.approx(deg, abs=1e-6)
    assert from_horizontal_deg(start, start + rising * (-1, 1), -1.0) == pytest.approx(deg, abs=1e-6)


@pytest.mark.parametrize(
    ("point", "expected"),
    [((5, 3), 3), ((0, 0), 0), ((-3, 4), 5), ((13, 4), 5), ((10, 0), 0)],
)
def test_distance_to_a_segment_ends_where_the_segment_ends(point, expected) -> None:
    a, b = np.array((0.0, 0.0)), np.array((10.0, 0.0))
    assert distance_to_segment_px(np.array(point, float), a, b) == pytest.approx(expected)


@given(points, points)
def test_a_segment_of_no_length_is_a_point(point, end) -> None:
    assert distance_to_segment_px(point, end, end) == pytest.approx(distance_px(point, end))


@given(points, points)
def test_the_middle_is_as_far_from_both(a, b) -> None:
    assert distance_px(a, middle(a, b)) == pytest.approx(distance_px(b, middle(a, b)), abs=1e-6)
