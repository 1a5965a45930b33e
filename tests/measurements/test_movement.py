import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.measurements.movement import Movement

WINDOW_S, STEP_S = 1.0, 0.25
NOWHERE = (math.nan, math.nan)

points = st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
films = st.lists(st.tuples(points | st.just(NOWHERE), points), min_size=1, max_size=12)
Film = list[tuple[tuple[float, float], tuple[float, float]]]


def _followed(film: Film, *, whole: bool = False) -> Movement:
    """What was seen of two points, four times a second."""
    movement = Movement(WINDOW_S, whole=whole)
    for number, places in enumerate(film):
        movement.add(number * STEP_S, [axis for point in places for axis in point])
    return movement


@pytest.mark.parametrize(
    ("film", "extent", "from_now"),
    [
        ([((1, 1), (2, 2))], 0.0, 0.0),
        ([((0, 0), (5, 5)), ((3, 4), (5, 6))], 5.0, 5.0),
        # To and fro: the box is as large as the way, though both are where they were.
        ([((0, 0), (5, 5)), ((3, 4), (5, 6)), ((0, 0), (5, 5))], 5.0, 5.0),
        # Round a corner: no place is as far from now as the corners of the box from each other.
        ([((3, 0), (5, 5)), ((0, 4), (5, 5)), ((0, 0), (5, 5))], 5.0, 4.0),
        # What is more than a second ago is forgotten.
        ([((90, 90), (5, 5))] + 5 * [((1, 1), (5, 5))], 0.0, 0.0),
        # A point that was out of sight for a moment has no box, but was where it was.
        ([((0, 0), (5, 5)), (NOWHERE, (5, 6)), ((6, 8), (5, 5))], 1.0, 10.0),
    ],
)
def test_it_tells_how_far_the_point_that_moved_most_has_moved(
    film: Film, extent: float, from_now: float
) -> None:
    movement = _followed(film)
    assert (movement.extent(), movement.from_now()) == (extent, from_now)


@pytest.mark.parametrize("film", [[], [(NOWHERE, NOWHERE)], [((0, 0), (0, 0)), (NOWHERE, NOWHERE)]])
def test_of_what_is_not_seen_no_movement_is_known(film: Film) -> None:
    movement = _followed(film)
    assert math.isnan(movement.extent())
    assert math.isnan(movement.from_now())


@given(films)
def test_it_is_what_the_places_of_the_last_second_show(film: Film) -> None:
    movement, lately = _followed(film), np.array(film[-round(WINDOW_S / STEP_S) - 1 :], float)
    boxes = np.hypot(*np.moveaxis(lately.max(0) - lately.min(0), -1, 0))
    ways = np.hypot(*np.moveaxis(lately - lately[-1], -1, 0))
    assert movement.extent() == pytest.approx(np.nanmax(boxes))
    assert movement.from_now() == pytest.approx(np.nanmax(ways))
    assert movement.span_s == (len(lately) - 1) * STEP_S


@given(films.map(lambda film: [(point, point) for _, point in film]))
def test_nothing_is_farther_from_now_than_its_box_is_wide_nor_nearer_than_half(film: Film) -> None:
    movement = _followed(film)
    assert movement.from_now() <= movement.extent() + 1e-9
    assert movement.extent() <= 2 * math.sqrt(2) * movement.from_now() + 1e-9


def test_asked_for_the_whole_window_it_looks_back_over_all_of_it_at_any_frame_rate() -> None:
    film: Film = [((time, 0.0), (0.0, 0.0)) for time in range(3)]
    slow, whole = Movement(WINDOW_S), Movement(WINDOW_S, whole=True)
    for number, places in enumerate(film):
        for movement in (slow, whole):
            movement.add(1.5 * number, [axis for point in places for axis in point])
    assert (slow.span_s, slow.extent()) == (0.0, 0.0)
    assert (whole.span_s, whole.extent()) == (1.5, 1.0)


def test_cleared_it_knows_of_no_movement() -> None:
    movement = _followed([((0, 0), (0, 0)), ((9, 9), (0, 0))])
    movement.clear()
    movement.add(9.0, (9.0, 9.0, 0.0, 0.0))
    assert (movement.extent(), movement.span_s) == (0.0, 0.0)
