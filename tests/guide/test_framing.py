"""The one step that mends how somebody stands or sits in the picture."""

from dataclasses import replace

import pytest

from formcheck.activities.activity import Activity
from formcheck.activities.load import load_activity
from formcheck.guide.framing import Advice, framing_advice
from formcheck.measurements.view import Facing, Sight, View
from formcheck.pose.landmarks import Landmark as L
from tests.people import FRONT, Camera, photo

PRESS, ROW, DESK = (load_activity(name) for name in ("overhead-press", "upright-row", "desk"))
FACING, ASIDE = Sight(View.FRONT, Facing.CAMERA), Sight(View.SIDE, Facing.RIGHT)
# The trunk is 110 of 720 px, and the shoulders are 0.44 of the height below the upper edge.
STANDING = replace(FRONT, trunk_px=110, y=0.85)
# The shoulders are 310 of 1280 px apart.
SEATED = replace(FRONT, trunk_px=500, y=2.55)


def advice(
    activity: Activity, camera: Camera, sight: Sight = FACING, slack: float = 0.0, **seen: list[L]
) -> Advice | None:
    return framing_advice(activity, camera.info(), photo(camera=camera, **seen), sight, slack)


def said(*how, **more) -> tuple[str, str]:
    """The words on the screen, and where the arrow points."""
    found = advice(*how, **more)
    return ("", "") if found is None else (found.message, found.arrow)


@pytest.mark.parametrize(
    ("change", "slack", "expected"),
    [
        ({}, 0.0, ("", "")),
        ({"x": 0.07}, 0.0, ("Move left", "left")),
        ({"x": 0.08}, 0.0, ("", "")),  # 0.9 trunks from the edge
        ({"x": 0.07}, 0.1, ("", "")),  # not so strict once the framing was good
        ({"x": 0.93}, 0.0, ("Move right", "right")),
        ({"y": 0.63}, 0.0, ("Tilt camera up", "up")),
        ({"y": 0.65}, 0.0, ("", "")),  # 1.5 trunks of room over the shoulders
        ({"y": 1.26}, 0.0, ("Tilt camera down", "down")),
        ({"y": 1.24}, 0.0, ("", "")),  # 1.1 trunks below them
        ({"trunk_px": 69, "y": 0.7}, 0.0, ("Come closer", "closer")),
        ({"trunk_px": 73, "y": 0.7}, 0.0, ("", "")),
        ({"trunk_px": 69, "y": 0.7}, 0.1, ("", "")),
        ({"trunk_px": 270, "y": 1.588}, 0.0, ("", "")),
        ({"trunk_px": 285, "y": 1.65}, 0.0, ("Step back", "back")),  # 2.6 trunks are more than the picture
        ({"trunk_px": 200, "y": 1.0}, 0.0, ("Step back", "back")),  # near: that shows the legs as well
        ({"trunk_px": 150, "y": 0.8}, 0.0, ("Tilt camera up", "up")),
        ({"width_px": 190}, 0.0, ("Step back", "back")),  # the elbows need 1.8 trunks
        ({"width_px": 205}, 0.0, ("", "")),
    ],
    ids=str,
)
def test_for_a_press_the_hands_overhead_have_to_be_in_the_picture(change, slack, expected) -> None:
    assert said(PRESS, replace(STANDING, **change), slack=slack) == expected


def test_for_a_row_the_head_is_enough() -> None:
    lower = replace(STANDING, y=0.54)
    assert said(PRESS, lower) == ("Tilt camera up", "up")
    assert said(ROW, lower) == ("", "")
    assert said(ROW, replace(STANDING, y=0.52)) == ("Tilt camera up", "up")


def test_who_stands_sideways_takes_less_room_and_is_not_told_to_step_back() -> None:
    narrow = replace(STANDING, x=0.065)
    assert said(PRESS, narrow) == ("Move left", "left")
    assert said(PRESS, narrow, ASIDE) == ("", "")
    assert said(PRESS, replace(STANDING, x=0.055), ASIDE) == ("Step forward", "left")
    near = replace(STANDING, trunk_px=330, y=1.5)
    assert said(PRESS, near) == ("Step back", "back")
    assert said(PRESS, near, ASIDE) == ("Further from camera", "back")


@pytest.mark.parametrize(
    ("sight", "message"),
    [
        (FACING, "Move left"),
        (Sight(View.BACK), "Move right"),
        (Sight(View.OBLIQUE, Facing.LEFT), "Move left"),
        (Sight(View.SIDE, Facing.RIGHT), "Step forward"),
        (Sight(View.SIDE, Facing.LEFT), "Step backward"),
    ],
)
def test_at_the_left_edge_the_arrow_is_the_same_and_the_words_are_the_subjects(sight, message) -> None:
    assert said(PRESS, replace(STANDING, x=0.01), sight) == (message, "left")


def test_where_the_hips_are_not_in_the_picture_the_shoulders_tell_the_size() -> None:
    hips = [L.LEFT_HIP, L.RIGHT_HIP]
    assert said(PRESS, replace(STANDING, trunk_px=75, y=0.7), missing=hips) == ("", "")
    assert said(PRESS, replace(STANDING, trunk_px=50, y=0.6), missing=hips) == ("Come closer", "closer")


def test_without_shoulders_there_is_nothing_to_go_by() -> None:
    assert said(PRESS, STANDING, missing=[L.LEFT_SHOULDER]) == ("Step back", "back")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("", "")),
        ({"width_px": 720, "height_px": 1280, "trunk_px": 915, "y": 2.63}, ("", "")),  # 0.79 of the width
        ({"width_px": 720, "height_px": 1280, "trunk_px": 940, "y": 2.68}, ("Move screen back", "back")),
        ({"trunk_px": 210, "y": 1.3}, ("", "")),
        ({"trunk_px": 200, "y": 1.3}, ("Come closer", "closer")),
        ({"x": 0.11}, ("Move left", "left")),
        ({"x": 0.13}, ("", "")),
        ({"x": 0.89}, ("Move right", "right")),
        ({"y": 2.3}, ("Tilt camera up", "up")),
        ({"y": 2.32}, ("", "")),
        ({"y": 2.86}, ("", "")),
        ({"y": 2.9}, ("Tilt camera down", "down")),
    ],
    ids=str,
)
def test_at_a_desk_face_and_shoulders_have_to_be_in_the_picture(change, expected) -> None:
    assert said(DESK, replace(SEATED, **change)) == expected


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({"hidden": [L.LEFT_SHOULDER]}, ""),  # the far one, from the side
        ({"hidden": [L.LEFT_SHOULDER, L.RIGHT_SHOULDER]}, "Show face and shoulders"),
        ({"missing": [L.LEFT_SHOULDER]}, "Show face and shoulders"),
        ({"missing": [L.LEFT_EYE]}, "Show face and shoulders"),
        ({"missing": [L.LEFT_HIP, L.RIGHT_HIP, L.LEFT_WRIST]}, ""),
    ],
    ids=str,
)
def test_at_a_desk_one_shoulder_may_be_hidden_but_not_both(seen, expected) -> None:
    assert said(DESK, SEATED, **seen)[0] == expected


def test_from_the_side_narrow_shoulders_are_not_far_away() -> None:
    far = replace(SEATED, trunk_px=200, y=1.3)
    assert said(DESK, far)[0] == "Come closer"
    assert said(DESK, far, ASIDE)[0] == ""
