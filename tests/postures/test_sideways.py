"""Uneven sitting: which turns are a tilt, and which turned everything."""

import math

import pytest

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.postures.sideways import sideways

NEUTRAL = Neutral(
    View.FRONT,
    {
        View.FRONT: {
            "shoulders_x_px": 300.0,
            "shoulder_width_px": 200.0,
            "head_turn_deg": 2.0,
            "shoulder_roll_deg": 1.0,
            "head_roll_deg": -1.0,
        }
    },
)


def seen(
    shoulders_deg: float, head_deg: float, moved_px: float = 0.0, turn_deg: float = 0.0
) -> dict[str, Measurement]:
    """Changes from the neutral, as measured."""
    values = {
        "head_turn_deg": 2.0 + turn_deg,
        "shoulders_x_px": 300.0 + moved_px,
        "shoulder_width_px": 200.0,
        "shoulder_roll_deg": 1.0 + shoulders_deg,
        "head_roll_deg": -1.0 + head_deg,
    }
    return {name: Measurement(value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("shoulders_deg", "head_deg", "moved_px", "tilt_deg", "bend_deg", "turned_deg"),
    [
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        (6.0, 0.0, 0.0, 6.0, 0.0, 0.0),
        (0.0, 9.0, 0.0, 0.0, 9.0, 0.0),
        # A phone held by the shoulder: one up, the head towards it.
        (6.0, 8.0, 0.0, 6.0, 8.0, 0.0),
        # The camera is not level: the left side goes up, as if the head tilted to the right.
        (5.0, -5.0, 0.0, 0.0, 0.0, 5.0),
        (-5.0, 4.5, 0.0, -0.5, 0.0, -4.5),
        # A head that tilts takes the line of the shoulders along a little.
        (2.5, -9.0, 0.0, 2.5, -9.0, 0.0),
        # Leaning to the left by 20 % of the shoulder width lowers the left one.
        (-6.0, 0.0, 40.0, 0.0, 0.0, 0.0),
        (-11.0, 0.0, 40.0, -2.0, 0.0, 0.0),
        # What is not tilted needs no explanation, nor does what is tilted the other way.
        (-1.0, 0.0, 40.0, 0.0, 0.0, 0.0),
        (4.0, 0.0, 40.0, 4.0, 0.0, 0.0),
    ],
)
def test_what_turns_head_and_shoulders_alike_is_neither(
    shoulders_deg: float,
    head_deg: float,
    moved_px: float,
    tilt_deg: float,
    bend_deg: float,
    turned_deg: float,
) -> None:
    found = sideways(seen(shoulders_deg, head_deg, moved_px), NEUTRAL, View.FRONT)
    assert found.shoulder_tilt_deg.value == pytest.approx(tilt_deg)
    assert found.neck_bend_deg.value == pytest.approx(bend_deg)
    assert found.turned_deg.value == pytest.approx(turned_deg)
    assert found.moved_percent.value == pytest.approx(moved_px / 2.0)


@pytest.mark.parametrize(
    ("neck_deg", "tilt_deg", "turned_deg"),
    [(-4.0, 0.5, 4.5), (-2.6, 0.5, 4.5), (-1.0, 5.0, 0.0), (0.0, 5.0, 0.0), (1.0, 5.0, 0.0)],
    ids=["camera rolled", "camera rolled, head turned", "shoulder up", "neck as it was", "the other way"],
)
def test_a_turn_that_the_neck_does_not_share_is_a_raised_shoulder(neck_deg, tilt_deg, turned_deg) -> None:
    known = {**NEUTRAL.by_view[View.FRONT], "neck_roll_deg": 2.0}
    changed = {**seen(5.0, -4.5), "neck_roll_deg": Measurement(2.0 + neck_deg)}
    found = sideways(changed, Neutral(View.FRONT, {View.FRONT: known}), View.FRONT)
    assert found.shoulder_tilt_deg.value == pytest.approx(tilt_deg)
    assert found.turned_deg.value == pytest.approx(turned_deg)


def test_a_neutral_that_does_not_know_the_neck_serves_all_the_same() -> None:
    changed = {**seen(5.0, -4.5), "neck_roll_deg": Measurement(1.0)}
    assert sideways(changed, NEUTRAL, View.FRONT).turned_deg.value == pytest.approx(4.5)


def test_from_the_side_nothing_is_known_of_it() -> None:
    found = sideways(seen(5.0, 5.0), NEUTRAL, View.SIDE)
    assert {m.reason for m in found.values().values()} == {Reason.WRONG_VIEW}


def test_without_a_place_the_tilt_is_known_and_the_lean_is_not() -> None:
    known = {k: v for k, v in NEUTRAL.by_view[View.FRONT].items() if k != "shoulders_x_px"}
    found = sideways(seen(6.0, 0.0), Neutral(View.FRONT, {View.FRONT: known}), View.FRONT)
    assert found.moved_percent.reason is Reason.NO_NEUTRAL
    assert found.shoulder_tilt_deg.value == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("moved_px", "shoulders_deg", "lean_percent"),
    [(40.0, -8.0, 20.0), (-40.0, 8.0, -20.0), (40.0, 0.0, 0.0), (40.0, 8.0, 0.0), (80.0, -2.0, 10.0)],
    ids=["leans left", "leans right", "chair aside", "tilts the other way", "hardly tilts"],
)
def test_who_went_aside_with_level_shoulders_does_not_lean(moved_px, shoulders_deg, lean_percent) -> None:
    found = sideways(seen(shoulders_deg, 0.0, moved_px), NEUTRAL, View.FRONT)
    assert found.lean_percent.value == pytest.approx(lean_percent)


@pytest.mark.parametrize(
    ("moved_px", "turn_deg", "width_px", "neck_deg"),
    [
        (0.0, 20.0, 640.0, 20.0),
        # From 20 px left of the middle to 60 px right of it, before a camera that sees 64 deg.
        (80.0, 0.0, 640.0, -8.9),
        (80.0, 8.9, 640.0, 0.0),
        (-80.0, -10.9, 640.0, -2.1),
        # Of a picture of unknown width no place tells an angle.
        (80.0, 20.0, math.inf, 20.0),
    ],
)
def test_who_sits_further_aside_has_not_turned_the_head(moved_px, turn_deg, width_px, neck_deg) -> None:
    found = sideways(seen(0.0, 0.0, moved_px, turn_deg), NEUTRAL, View.FRONT, width_px)
    assert found.head_turned_deg.value == pytest.approx(neck_deg, abs=0.1)


def test_a_turn_needs_no_places() -> None:
    known = {k: v for k, v in NEUTRAL.by_view[View.FRONT].items() if k != "shoulders_x_px"}
    found = sideways(seen(0.0, 0.0, 80.0, 15.0), Neutral(View.FRONT, {View.FRONT: known}), View.FRONT, 640.0)
    assert found.head_turned_deg.value == pytest.approx(15.0)
