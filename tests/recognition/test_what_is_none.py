"""What is no press, row, raise or sitting is not taken for one, and why is said."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from formcheck.activities.find import activity_ids
from formcheck.activities.load import load_activity
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.recognition.recognizer import Recognizer
from formcheck.recognition.sets import Recognised
from formcheck.source.frame import StreamInfo
from tests.lifts import both, lift, shown, standing
from tests.people import FRONT, LEFT_SIDE, RIGHT_SIDE, Arm, Camera, Posture, film_set, photo, press_set

ACTIVITIES = [load_activity(name) for name in activity_ids()]
RECORDINGS = Path(__file__).parents[2] / "benchmarks" / "recordings"


def told(frames: list[PosedFrame], info: StreamInfo) -> Recognised:
    recognizer = Recognizer(ACTIVITIES, info)
    for frame in frames:
        recognizer.push(frame)
    return recognizer.finish()


def front_raising(count: int = 3):
    """Straight arms come up in front."""
    return lift(8, 88, lambda deg: both(Arm(deg, 175), 85), count)


def waving_up(count: int = 3):
    """Straight arms go up sideways until they are overhead, as in jumping jacks."""
    return lift(8, 165, lambda deg: both(Arm(deg, 172)), count)


def curling_in_turns():
    """One forearm comes up while the other hangs."""
    return lift(170, 45, lambda deg: Posture(left=Arm(8, deg), right=Arm(8, 170), arms_ahead_deg=85), 3)


def bending(count: int = 3):
    """The trunk goes down while the arms hang from it, and the elbows bend a little."""
    return lift(
        0, 60, lambda deg: replace(both(Arm(12 + deg / 4, 170 - deg / 2), 85), trunk_forward_deg=deg), count
    )


@pytest.mark.parametrize("camera", [FRONT, Camera(30), RIGHT_SIDE, LEFT_SIDE])
@pytest.mark.parametrize("other", [front_raising, waving_up, curling_in_turns, bending])
def test_movements_that_are_near_to_a_lift_are_none(camera, other) -> None:
    found = told(shown([standing(1), other(), standing(1)], camera), camera.info())
    assert found.sets == ()
    assert not found.sits
    assert found.why_not


def test_a_press_that_lies_in_the_picture_is_lying_down() -> None:
    tipped = []
    for frame in film_set(press_set(3), RIGHT_SIDE):
        assert frame.pose is not None
        points = frame.pose.points.copy()
        points[:, 0], points[:, 1] = frame.pose.points[:, 1], 900 - frame.pose.points[:, 0]
        tipped.append(PosedFrame(frame.index, frame.time_s, Pose(points)))
    found = told(tipped, StreamInfo("camera", 1000, 1000, 30.0))
    assert found.sets == ()
    assert found.why_not == "lying down"


def test_straight_arms_overhead_are_said_to_be_straight() -> None:
    found = told(shown([standing(1), waving_up()]), FRONT.info())
    assert "the arms" in found.why_not


def seated(hand_height: "np.ndarray") -> list[PosedFrame]:
    """Somebody who fills the picture, whose right hand is at these heights over the shoulder, in trunks."""
    near = Camera(trunk_px=400, y=2.2)
    frames = []
    for number, height in enumerate(hand_height):
        points = photo(camera=near).points.copy()
        trunk_px = Pose(points.copy()).trunk_px
        points[16, :2] = points[12, 0] - 40, points[12, 1] - height * trunk_px
        points[16, 3] = 1.0
        frames.append(PosedFrame(number, number / 30, Pose(points)))
    return frames


def test_who_sits_with_quiet_hands_sits_and_one_drink_changes_nothing() -> None:
    info = Camera(trunk_px=400, y=2.2).info()
    still = np.full(300, -0.5)
    drink = still.copy()
    drink[100:140] = 0.1
    assert told(seated(still), info).sits
    assert told(seated(drink), info).sits


@pytest.mark.parametrize(
    ("heights", "why"),
    [
        (np.where(np.arange(300) % 60 < 30, -0.5, 0.1), "sitting, but the hands go up and down"),
        (np.full(300, 0.1), "sitting, but a hand is held up"),
        (np.full(45, -0.5), "sitting, but seen for less than 3 s"),
    ],
    ids=["eating", "phoning", "a moment"],
)
def test_who_does_something_else_while_sitting_is_not_at_a_desk(heights, why) -> None:
    found = told(seated(heights), Camera(trunk_px=400, y=2.2).info())
    assert not found.sits
    assert found.why_not == why


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("027-bench_press-good-left45", "lying down"),
        ("030-push_up-good-right45", "lying down"),
        ("031-pull_up-good-right30", "the whole body goes up and down"),
        ("033-front_raise-good-left45", "the hands do not go out to the sides, no raise"),
        ("037-shrug-good-right30", "no repetition of a press, row or raise"),
        ("038-triceps_overhead-good-left60", "the elbows stay above the shoulders, no press"),
        ("039-triceps_pushdown-good-left45", "the elbows stay where they are, no row"),
        ("041-bent_row-good-left75", "bent over"),
        ("042-swing-good-right45", "the trunk goes down and up"),
        ("046-wave_both-good-right60", "the arms stay straight, no press"),
    ],
)
def test_rendered_people_who_do_something_else_are_told_why_it_is_no_lift(name: str, why: str) -> None:
    with PoseRecording(RECORDINGS / f"dev-pastimes-{name}.poses.jsonl.gz") as recording:
        found = told(list(recording), recording.info)
    assert (found.activities, found.sits, found.why_not) == ((), False, why)
