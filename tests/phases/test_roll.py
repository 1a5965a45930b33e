"""The camera's roll is seen on somebody who stands still, and taken out of what is measured."""

from dataclasses import replace

import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.geometry import turned
from formcheck.measurements.view import View
from formcheck.phases.roll import RollWatch
from formcheck.pose.pose import Pose
from formcheck.results.digest import Digest
from formcheck.results.verdict import verdict
from tests.people import (
    BACK,
    FRONT,
    OBLIQUE,
    Camera,
    Posture,
    Watched,
    along,
    film,
    photo,
    press_set,
    watch,
)

PRESS = load_activity("overhead-press")
UPRIGHT, CROOKED = Posture(), Posture(trunk_left_deg=8)


def rolled(pose: Pose, roll_deg: float, camera: Camera = FRONT) -> Pose:
    """What a rolled camera shows: everything turned clockwise about the middle of the picture."""
    points, middle = pose.points.copy(), np.array([camera.width_px, camera.height_px]) / 2
    points[:, :2] = middle + turned(points[:, :2] - middle, roll_deg)
    return Pose(points)


def estimate(posture: Posture, roll_deg: float, camera: Camera, view: View, frames: int = 10) -> float | None:
    seen = RollWatch(camera.info())
    for index in range(frames):
        seen.update(index / 30, rolled(photo(posture, camera), roll_deg, camera), view)
    return seen.roll_deg


NEAR = Camera(trunk_px=130)
CASES = {
    "level": (UPRIGHT, 0.0, NEAR, View.FRONT, 0.0),
    "clockwise": (UPRIGHT, 6.0, NEAR, View.FRONT, 6.0),
    "the other way": (UPRIGHT, -8.0, NEAR, View.FRONT, -8.0),
    "from behind": (UPRIGHT, 5.0, replace(BACK, trunk_px=130), View.BACK, 5.0),
    "between front and side": (UPRIGHT, 5.0, replace(OBLIQUE, trunk_px=130), View.OBLIQUE, 5.0),
    "more than a telephone leans": (UPRIGHT, 14.0, NEAR, View.FRONT, None),
    "from the side, where who leans forwards looks the same": (UPRIGHT, 5.0, NEAR, View.SIDE, None),
    "a trunk that leans over level hips and head": (CROOKED, 0.0, NEAR, View.FRONT, 0.0),
}


@pytest.mark.parametrize("name", CASES)
def test_the_roll_that_somebody_who_stands_shows(name) -> None:
    posture, roll_deg, camera, view, expected = CASES[name]
    found = estimate(posture, roll_deg, camera, view)
    assert found == (None if expected is None else pytest.approx(expected, abs=0.5))


def test_a_few_frames_do_not_tell_it() -> None:
    assert estimate(UPRIGHT, 6.0, NEAR, View.FRONT, frames=3) is None


def pressed(roll_deg: float, lean_deg: float) -> Watched:
    """Presses before a rolled camera, by somebody who leans only while the weight is up."""
    path = press_set(2)

    def leans(posture: Posture, height: float) -> Posture:
        return replace(posture, trunk_left_deg=lean_deg * min(1.0, max(0.0, 2 * height)))

    frames = film(along(path, leans), path[-1][0], NEAR, fps=15)
    turned_frames = [replace(f, pose=rolled(f.pose, roll_deg, NEAR)) for f in frames if f.pose is not None]
    return watch(PRESS, turned_frames, NEAR, 15)


@pytest.mark.parametrize(
    ("roll_deg", "lean_deg", "expected"),
    [(0, 0, None), (7, 0, None), (-7, 0, None), (7, 8, "caution"), (-7, 8, "caution"), (-7, -13, "poor")],
)
def test_a_rolled_camera_is_no_lean_and_a_lean_in_the_rep_is_found_all_the_same(
    roll_deg, lean_deg, expected
) -> None:
    seen = pressed(roll_deg, lean_deg)
    assert seen.count == 2
    assert seen.found().get("lateral-lean") == expected
    assert seen.observations[-1].roll_deg == pytest.approx(roll_deg, abs=0.7)


def test_hands_at_one_height_are_even_to_a_rolled_camera() -> None:
    assert "uneven" not in pressed(7, 0).found()


@pytest.mark.parametrize(("roll_deg", "said"), [(0, False), (2, False), (6, True)])
def test_the_verdict_says_what_was_taken_out(roll_deg, said) -> None:
    digest = Digest(PRESS)
    for seen in pressed(roll_deg, 0).everything:
        digest.write(seen)
    summary = digest.summary(NEAR.info(15), None, kind="poses", interrupted=False)
    assert summary.coverage.roll_deg == pytest.approx(roll_deg, abs=0.7)
    assert ("rolled by 6 deg" in verdict(summary)) is said
