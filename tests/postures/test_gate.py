"""When no posture can be judged, and why not."""

import numpy as np
import pytest

from formcheck.measurements.measurement import Reason
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.postures.gate import AwayGate
from formcheck.postures.sideways import sideways
from tests.people import FRONT, LEFT_SIDE, photo
from tests.seats import UPRIGHT, Seat, measured, sitting, sitting_neutral

NEUTRAL = sitting_neutral()
FPS = 6.0
AWAY = Seat(head_left=25)


def reasons(frames: list[PosedFrame]) -> list[Reason | None]:
    gate = AwayGate()
    return [
        gate.update(seen, NEUTRAL, sideways(seen.measurements, NEUTRAL, seen.sight.view))
        for seen in measured(frames)
    ]


@pytest.mark.parametrize(
    ("seat", "reason"),
    [
        (UPRIGHT, None),
        (Seat(turned=0.3), None),
        (Seat(turned=0.5), Reason.TURNED_AWAY),
        (Seat(turned=-0.5), Reason.TURNED_AWAY),
        (Seat(head_left=19), None),
        (Seat(head_left=21), Reason.TURNED_AWAY),
        (Seat(head_left=-21), Reason.TURNED_AWAY),
        (Seat(narrowed=0.04), None),
        (Seat(narrowed=0.08), Reason.TURNED_AWAY),
        (Seat(narrowed=0.08, down=0.05), Reason.TURNED_AWAY),
        (Seat(narrowed=0.08, down=0.07), None),  # slid down in the chair
        (Seat(farther=0.08), None),  # leans back: the face looks smaller as well
        (Seat(left_up=3.5), None),
        (Seat(left_up=4.5), Reason.SHOULDER_UP),
        (Seat(left_up=-4.5), Reason.SHOULDER_UP),
        (Seat(whole_left=8), None),  # the camera, or the whole body
        (Seat(hand_up=1), Reason.ARM_UP),
        (Seat(hand_up=0.5), None),
        (Seat(neck_forward=20), None),  # what is to be judged
        (Seat(trunk_left=8), None),
    ],
    ids=str,
)
def test_what_stops_the_judging(seat: Seat, reason: Reason | None) -> None:
    assert reasons(sitting((UPRIGHT, 1.0), (seat, 2.0)))[-1] is reason


@pytest.mark.parametrize(
    ("less", "reason"),
    [
        (Seat(head_left=17), Reason.TURNED_AWAY),
        (Seat(head_left=14), None),
        (Seat(turned=0.36), Reason.TURNED_AWAY),  # 27 degrees
        (Seat(turned=0.3), None),
        (Seat(left_up=3.6), Reason.SHOULDER_UP),
        (Seat(left_up=2.9), None),
        (Seat(narrowed=0.055), Reason.TURNED_AWAY),
        (Seat(narrowed=0.045), None),
    ],
    ids=str,
)
def test_once_stopped_it_takes_less_to_stay_so(less: Seat, reason: Reason | None) -> None:
    assert reasons(sitting((UPRIGHT, 1.0), (less, 2.0), moving_s=0.0))[-1] is None
    assert reasons(sitting((UPRIGHT, 1.0), (AWAY, 1.0), (less, 2.0), moving_s=0.0))[-1] is reason


def test_judging_stops_at_once_and_goes_on_half_a_second_after() -> None:
    said = reasons(sitting((UPRIGHT, 1.0), (AWAY, 1.0), (UPRIGHT, 1.0), moving_s=0.0))
    second = round(FPS)
    assert said[:second] == [None] * second
    assert set(said[second : 2 * second + 3]) == {Reason.TURNED_AWAY}
    assert said[2 * second + 3 :] == [None] * (second - 3)


def test_a_glance_back_does_not_count_as_back() -> None:
    glance = (UPRIGHT, 1 / 3)
    said = reasons(sitting((AWAY, 1.0), glance, (AWAY, 1.0), glance, (AWAY, 1.0), moving_s=0.0))
    assert set(said) == {Reason.TURNED_AWAY}


def test_from_the_side_only_an_arm_stops_it() -> None:
    aside = [PosedFrame(i, i / FPS, photo(camera=LEFT_SIDE)) for i in range(20)]
    assert reasons(aside)[-1] is None
    up = [PosedFrame(f.index, f.time_s, Seat(hand_up=1).photo(LEFT_SIDE)) for f in aside]
    assert reasons(up)[-1] is Reason.ARM_UP


def test_nobody_is_nobody_turned_away() -> None:
    assert reasons([PosedFrame(i, i / FPS, None) for i in range(10)]) == [None] * 10


def with_left_hand(at: str, size_px: tuple[float, float], visible: float = 1.0) -> Reason | None:
    """What stops the judging with the left hand somewhere: at the other shoulder, or above the picture."""
    pose = UPRIGHT.photo()
    points = pose.points.copy()
    place = points[L.RIGHT_SHOULDER, :2] if at == "other shoulder" else np.array((300.0, -40.0))
    points[L.LEFT_WRIST, :2] = place + 10.0
    points[L.LEFT_WRIST, 3:] = visible
    gate = AwayGate(size_px)
    (seen,) = measured([PosedFrame(0, 0.0, Pose(points))])
    return gate.update(seen, NEUTRAL, sideways(seen.measurements, NEUTRAL, seen.sight.view))


@pytest.mark.parametrize(
    ("at", "visible", "reason"),
    [
        ("other shoulder", 1.0, Reason.ARM_UP),
        ("other shoulder", 0.2, None),
        ("above the picture", 1.0, None),
    ],
    ids=["across the chest", "guessed", "out of the picture"],
)
def test_an_arm_is_up_only_where_it_is_seen(at: str, visible: float, reason: Reason | None) -> None:
    assert with_left_hand(at, (FRONT.width_px, FRONT.height_px), visible) is reason
