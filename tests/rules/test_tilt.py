"""Limits for a camera that looks down, and how it is noticed."""

from dataclasses import replace

import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.phases.level import LevelWatch
from formcheck.pose.pose import Pose, Z
from formcheck.rules.tilt import for_tilted_camera
from tests.lifts import rowing
from tests.people import FRONT, Motion, film, photo, watch

ROW = load_activity("upright-row")


def leaning(pose: Pose, lean_deg: float) -> Pose:
    """The same picture, with the depth of a body that leans back in it from the feet up."""
    points = pose.points.copy()
    points[:, Z] = points[:, 1] * np.tan(np.radians(lean_deg))
    return replace(pose, points=points)


@pytest.mark.parametrize(("lean_deg", "expected"), [(5, False), (24, False), (33, False), (41, True)])
def test_feet_far_behind_the_hips_are_seen_from_above(lean_deg, expected) -> None:
    level = LevelWatch(FRONT.info())
    for index in range(20):
        level.update(index / 30, leaning(photo(), lean_deg))
    assert level.looks_down is expected


def test_without_feet_or_depth_it_cannot_be_told() -> None:
    level = LevelWatch(FRONT.info())
    low = replace(FRONT, y=1.4)
    for index in range(20):
        level.update(index / 30, leaning(photo(camera=low), 41))
        flat = photo().points.copy()
        flat[:, Z] = 0
        level.update(index / 30, Pose(flat))
    assert level.looks_down is None


def test_only_limits_that_say_so_move_and_away_from_normal() -> None:
    high, low = (ROW.rule(f"upright-row.elbows-too-{name}") for name in ("high", "low"))
    above, below = for_tilted_camera(high).tests[0].above, for_tilted_camera(low).tests[0].below
    assert above is not None
    assert below is not None
    assert (above.caution, above.poor) == (101, 111)
    assert (below.caution, below.poor) == (64, 34)
    swing = ROW.rule("upright-row.body-swing")
    assert for_tilted_camera(swing) is swing


def film_from(motion: Motion, seconds: float, lean_deg: float):
    return [
        replace(frame, pose=leaning(frame.pose, lean_deg)) for frame in film(motion, seconds) if frame.pose
    ]


@pytest.mark.parametrize(("lean_deg", "looks_down"), [(20, False), (42, True)])
def test_a_session_says_that_the_camera_looks_down(lean_deg, looks_down) -> None:
    seen = watch(ROW, film_from(*rowing(1), lean_deg))
    assert seen.observations[-1].looks_down is looks_down
    press = watch(load_activity("overhead-press"), film_from(*rowing(1), lean_deg))
    assert press.observations[-1].looks_down is None
