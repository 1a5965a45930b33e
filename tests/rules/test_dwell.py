from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.rules.dwell import Dwell, Episode
from formcheck.rules.finding import Severity
from formcheck.rules.threshold import Limit

ABOVE = Limit(Severity.CAUTION, 10.0, 8.0, above=True)
BELOW = Limit(Severity.CAUTION, -10.0, -8.0, above=False)
FPS = 30


def episodes(
    values: list[float | None], hold_s: float = 0.2, limit: Limit = ABOVE
) -> list[tuple[float, float]]:
    """What a dwell makes of values at 30 frames a second, in frames."""
    dwell = Dwell(limit, hold_s)
    found = [dwell.update(i / FPS, value) for i, value in enumerate(values)]
    found.append(dwell.finish())
    return [(round(e.start_s * FPS), round(e.end_s * FPS)) for e in found if isinstance(e, Episode)]


def test_a_value_has_to_stay_past_the_threshold() -> None:
    assert episodes([0.0] * 5 + [11.0] * 6 + [0.0] * 5) == []
    assert episodes([0.0] * 5 + [11.0] * 7 + [0.0] * 5) == [(5, 11)]


@pytest.mark.parametrize(("limit", "past"), [(ABOVE, 10.1), (BELOW, -10.1)])
def test_exactly_on_the_threshold_is_no_fault(limit, past) -> None:
    assert episodes([limit.on] * 30, limit=limit) == []
    assert episodes([past] * 30, limit=limit) == [(0, 29)]


def test_a_value_that_wobbles_between_the_two_thresholds_stays_one_fault() -> None:
    assert episodes([11.0, 8.1, 9.0, 12.0, 8.5] * 6) == [(0, 29)]


@pytest.mark.parametrize(("returned", "fires"), [(True, True), (False, False)])
def test_what_went_back_below_the_threshold_has_not_lasted(returned: bool, fires: bool) -> None:
    dwell = Dwell(ABOVE, 0.2, returned=returned)
    for i, value in enumerate([11.0, 11.0, *[9.0] * 20]):
        dwell.update(i / FPS, value)
    assert dwell.firing is fires
    dwell.update(22 / FPS, 11.0)
    assert dwell.firing


def test_the_fault_ends_where_the_value_is_clearly_back() -> None:
    assert episodes([11.0] * 10 + [8.0] * 3 + [9.9] * 30) == [(0, 9)]


def test_unknown_values_neither_fire_nor_clear() -> None:
    assert episodes([None] * 30) == []
    assert episodes([11.0] * 10 + [None] * 60 + [11.0] * 5) == [(0, 74)]


def test_a_pending_fault_is_forgotten_in_a_gap_and_survives_a_short_one() -> None:
    assert episodes([11.0] * 4 + [None] * 12 + [11.0] * 4) == []
    assert episodes([11.0] * 4 + [None] * 5 + [11.0] * 4) == [(0, 12)]


def test_no_hold_fires_at_once() -> None:
    assert episodes([0.0, 11.0, 0.0], hold_s=0.0) == [(1, 1)]


def test_firing_is_known_while_it_lasts() -> None:
    dwell = Dwell(ABOVE, 0.1)
    firing = []
    for i, value in enumerate([11.0] * 6 + [0.0] * 3):
        dwell.update(i / FPS, value)
        firing.append(dwell.firing)
    assert firing == [False] * 3 + [True] * 3 + [False] * 3


@given(st.lists(st.one_of(st.none(), st.floats(-30, 30)), max_size=120), st.floats(0, 1))
def test_episodes_are_long_enough_apart_and_in_order(values, hold_s) -> None:
    found = episodes(values, hold_s)
    assert found == sorted(found)
    for start, end in found:
        assert (end - start) / FPS >= hold_s - 1e-9
        assert values[start] is not None
        assert values[start] > 10
    for (_, end), (start, _) in pairwise(found):
        assert start > end


@given(st.lists(st.one_of(st.none(), st.floats(-30, 30)), max_size=60))
def test_below_is_the_mirror_image_of_above(values) -> None:
    flipped = [None if value is None else -value for value in values]
    assert episodes(values) == episodes(flipped, limit=BELOW)
