"""Which part of the body the camera has lost, in the words for the screen and for the voice."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.guide.missing import MISSING_S, MissingPart, MissingParts
from formcheck.measurements.view import Facing, Sight, View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from tests.people import FRONT, photo

PRESS, DESK = load_activity("overhead-press"), load_activity("desk")
FACING, ASIDE = Sight(View.FRONT, Facing.CAMERA), Sight(View.SIDE, Facing.LEFT)
THERE = photo()
ELBOWS, WRISTS = (L.LEFT_ELBOW, L.RIGHT_ELBOW), (L.LEFT_WRIST, L.RIGHT_WRIST)


def without(*hidden: L) -> Pose:
    return photo(hidden=hidden)


def outside(*points: L) -> Pose:
    moved = THERE.points.copy()
    moved[list(points), 1] = -50.0
    return Pose(moved)


def missing_after(
    *scenes: tuple[Pose | None, float], activity=PRESS, sight: Sight = FACING
) -> tuple[MissingPart, ...]:
    """What is missing at the end of scenes, each so many seconds long."""
    parts, found = MissingParts(activity, FRONT.info()), ()
    poses = [pose for pose, seconds in scenes for _ in range(round(seconds * 10))]
    for number, pose in enumerate(poses):
        found = parts.update(number / 10, pose, sight)
    return found


@pytest.mark.parametrize(
    ("pose", "expected"),
    [
        (THERE, []),
        (without(L.LEFT_WRIST), [("wrist", "left")]),
        (without(*WRISTS), [("wrist", "")]),
        (without(L.LEFT_WRIST, L.RIGHT_ELBOW), [("elbow", "right"), ("wrist", "left")]),
        (without(*WRISTS, *ELBOWS), [("elbow", ""), ("wrist", "")]),  # the nearest to the trunk first
        (without(L.LEFT_KNEE, L.RIGHT_KNEE, L.LEFT_ANKLE, L.NOSE), []),  # nothing that a rep is counted by
        (None, []),  # nobody: nothing in particular
    ],
)
def test_what_the_signal_needs_is_missed(pose: Pose | None, expected: list[tuple[str, str]]) -> None:
    found = missing_after((THERE, 1.0), (pose, MISSING_S + 0.3))
    assert [(part.part, part.side) for part in found] == expected


@pytest.mark.parametrize(
    ("scenes", "is_missing"),
    [
        ([(without(L.LEFT_WRIST), 0.9)], False),
        ([(without(L.LEFT_WRIST), 1.3)], True),
        ([(without(L.LEFT_WRIST), 0.8), (THERE, 0.1), (without(L.LEFT_WRIST), 0.8)], False),
        ([(without(L.LEFT_WRIST), 3.0), (THERE, 0.1)], False),
        ([(without(L.LEFT_WRIST), 0.8), (None, 0.1), (without(L.LEFT_WRIST), 0.8)], False),
        ([(without(L.LEFT_WRIST), 0.8), (without(L.RIGHT_WRIST), 0.8)], False),
    ],
    ids=[
        "not yet",
        "for a second",
        "came back meanwhile",
        "is back",
        "nobody meanwhile",
        "in turns",
    ],
)
def test_it_has_to_be_missing_for_a_second_on_end(scenes, is_missing: bool) -> None:
    assert bool(missing_after((THERE, 0.5), *scenes)) is is_missing


@pytest.mark.parametrize("sight", [ASIDE, Sight(View.OBLIQUE, Facing.LEFT)])
def test_where_the_far_side_hides_one_is_enough(sight: Sight) -> None:
    assert missing_after((without(L.LEFT_ELBOW), 2.0), sight=sight) == ()
    (both,) = missing_after((without(*ELBOWS), 2.0), sight=sight)
    assert (both.part, both.side) == ("elbow", "")


def test_at_a_desk_it_is_the_face_and_a_shoulder() -> None:
    assert missing_after((without(*WRISTS, *ELBOWS, L.LEFT_SHOULDER, L.LEFT_EYE), 2.0), activity=DESK) == ()
    found = missing_after((without(L.LEFT_EYE, L.RIGHT_EYE), 2.0), activity=DESK)
    assert [(part.part, part.message) for part in found] == [("eye", "Can't see your face")]


@pytest.mark.parametrize(
    ("pose", "message", "spoken"),
    [
        (without(L.LEFT_WRIST), "Can't see left hand", "I can't see your left hand."),
        (without(*WRISTS), "Can't see your hands", "I can't see your hands."),
        (
            outside(L.RIGHT_WRIST),
            "Can't see right hand",
            "Your right hand is out of the picture. Move away from the camera.",
        ),
        (
            outside(*ELBOWS),
            "Can't see your elbows",
            "Your elbows are out of the picture. Move away from the camera.",
        ),
    ],
)
def test_what_is_said_tells_what_helps(pose: Pose, message: str, spoken: str) -> None:
    part = missing_after((THERE, 0.5), (pose, 2.0))[0]
    assert (part.message, part.spoken) == (message, spoken)
