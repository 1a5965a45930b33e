"""Of a change a view may show a part: limits are held against what it stands for."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.rules.threshold import sided_values, spread_of

TEST = (
    load_activity("upright-row")
    .rule("upright-row.body-swing")
    .tests[0]
    .model_copy(update={"shows": {View.OBLIQUE: 0.5}})
)
NAME = "trunk_inclination_deg"


@pytest.mark.parametrize(("view", "value", "error"), [(View.SIDE, 4.0, 1.5), (View.OBLIQUE, 8.0, 3.0)])
def test_value_and_error_count_as_so_much_larger(view: View, value: float, error: float) -> None:
    neutral = Neutral(view, {view: {NAME: 2.0}})
    ((side, seen),) = sided_values(TEST, {NAME: Measurement(6.0, 1.5)}, neutral, view)
    assert (side, seen.value, seen.error) == (None, pytest.approx(value), pytest.approx(error))


def test_so_does_how_much_it_varies_at_rest() -> None:
    still = {View.OBLIQUE: {NAME: 2.0}}
    neutral = Neutral(View.OBLIQUE, still, {View.OBLIQUE: {NAME: 0.4}})
    assert spread_of(TEST, None, neutral, View.OBLIQUE) == pytest.approx(0.8)


def test_what_is_not_known_stays_so() -> None:
    ((_, seen),) = sided_values(TEST, {NAME: Measurement(6.0, 1.5)}, Neutral(), View.OBLIQUE)
    assert seen.value is None
