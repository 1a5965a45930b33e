"""When head and shoulders that are turned alike are a camera that is not level."""

from collections.abc import Mapping

import pytest

from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.postures.camera_roll import RollWatch
from formcheck.postures.sideways import sideways

KNOWN = {
    "shoulders_x_px": 300.0,
    "shoulder_width_px": 200.0,
    "shoulder_roll_deg": 1.0,
    "head_roll_deg": -1.0,
}
WITHOUT_PLACES = {name: value for name, value in KNOWN.items() if name != "shoulders_x_px"}


def rolled_after(
    seconds: float,
    shoulders_deg: float,
    head_deg: float,
    *,
    moved_px: float = 0.0,
    judged: bool = True,
    known: Mapping[str, float] = KNOWN,
    step_s: float = 0.1,
) -> Mapping[str, float] | None:
    """The neutral after so long in one position, if it was taken for a tilted camera."""
    neutral = Neutral(View.FRONT, {View.FRONT: known})
    seen = {
        "shoulders_x_px": 300.0 + moved_px,
        "shoulder_width_px": 200.0,
        "shoulder_roll_deg": 1.0 + shoulders_deg,
        "head_roll_deg": -1.0 + head_deg,
    }
    watch = RollWatch()
    for number in range(round(seconds / step_s) + 1):
        aside = sideways({k: Measurement(v) for k, v in seen.items()}, neutral, View.FRONT)
        found = watch.update(number * step_s, aside, neutral, judged=judged)
        if found is not None:
            return found.by_view[View.FRONT]
    return None


def test_what_turns_both_alike_for_three_seconds_is_the_camera() -> None:
    assert rolled_after(2.8, 5.0, -5.0) is None
    neutral = rolled_after(3.2, 5.0, -5.0)
    assert neutral is not None
    assert neutral["shoulder_roll_deg"] == pytest.approx(6.0)
    assert neutral["head_roll_deg"] == pytest.approx(-6.0)


def test_the_line_of_the_neck_is_compared_with_that_of_the_rolled_camera_from_then_on() -> None:
    known = {**KNOWN, "neck_roll_deg": 2.0}
    neutral = Neutral(View.FRONT, {View.FRONT: known})
    rolled = {**known, "shoulder_roll_deg": 6.0, "head_roll_deg": -6.0, "neck_roll_deg": -3.0}
    watch, found = RollWatch(), None
    for number in range(40):
        aside = sideways({k: Measurement(v) for k, v in rolled.items()}, neutral, View.FRONT)
        found = found or watch.update(number / 10, aside, neutral, judged=True)
    assert found is not None
    assert found.by_view[View.FRONT] == pytest.approx(rolled)


@pytest.mark.parametrize(
    "how",
    [
        {"shoulders_deg": -9.0, "head_deg": 16.0},
        {"shoulders_deg": -9.0, "head_deg": 14.0},
        {"shoulders_deg": -5.0, "head_deg": 10.0},
        {"shoulders_deg": 9.0, "head_deg": -4.0},
        {"shoulders_deg": 5.0, "head_deg": 5.0},
        {"shoulders_deg": 2.0, "head_deg": -2.0},
        {"shoulders_deg": 5.0, "head_deg": -5.0, "moved_px": -40.0},
        {"shoulders_deg": 5.0, "head_deg": -5.0, "judged": False},
        {"shoulders_deg": 5.0, "head_deg": -5.0, "step_s": 3.5},
    ],
    ids=["head", "head more", "head less", "shoulder", "towards it", "little", "aside", "hand up", "gaps"],
)
def test_a_person_who_tilts_is_no_camera(how: dict) -> None:
    assert rolled_after(9.0, **how) is None


def test_where_no_place_is_known_it_has_to_last_for_longer() -> None:
    assert rolled_after(9.5, 5.0, -5.0, known=WITHOUT_PLACES) is None
    assert rolled_after(10.5, 5.0, -5.0, known=WITHOUT_PLACES) is not None
