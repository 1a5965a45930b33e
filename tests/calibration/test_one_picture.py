"""What one picture is compared with: places as calibrated, and a distance that is no posture."""

from dataclasses import replace

import pytest

from formcheck.calibration.one_picture import in_one_picture
from formcheck.calibration.setup import EARS_DOWN, Setup
from formcheck.measurements.view import View
from tests.calibration.samples import SETUP, profile

SIGNED = replace(SETUP, signs={EARS_DOWN: 0.4})
MEDIANS = {"shoulder_width_px": 192.0, "ear_height": 0.6}


def compared_with(now: Setup, calibrated: Setup = SIGNED) -> dict[str, float]:
    made = profile(setup=calibrated, medians=MEDIANS)
    neutral = in_one_picture(made.as_neutral(now.width_px), made, now)
    return dict(neutral.by_view[calibrated.view])


@pytest.mark.parametrize(
    ("width", "expected_px"), [(0.4, 192.0), (0.38, 192.0), (0.5, 192.0), (0.34, 0.34 * 480), (0.3, 144.0)]
)
def test_who_looks_clearly_smaller_sits_farther_away(width: float, expected_px: float) -> None:
    now = compared_with(replace(SIGNED, sizes={"shoulder_width": width}))
    assert now == {"shoulder_width_px": pytest.approx(expected_px), "ear_height": 0.6, "ears_y_px": 192.0}


def test_another_resolution_of_the_same_picture_has_its_own_pixels() -> None:
    now = compared_with(replace(SIGNED, width_px=1280, height_px=960))
    assert (now["ears_y_px"], now["shoulder_width_px"]) == (384.0, 384.0)


@pytest.mark.parametrize("calibrated", [SETUP, replace(SIGNED, view=View.SIDE)], ids=["older", "side"])
def test_where_no_places_are_known_none_are_made_up(calibrated: Setup) -> None:
    assert compared_with(calibrated, calibrated) == MEDIANS
