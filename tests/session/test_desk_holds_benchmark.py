"""`benchmarks.desk_holds`: what it counts as a name that changes."""

from dataclasses import replace

from benchmarks.desk_holds import Hold, named
from formcheck.pose.pose import Pose
from tests.people import FRONT
from tests.seats import UPRIGHT, Seat

FPS = 6.0
INFO = replace(FRONT.info(FPS), pose_model="full")
TILTED = Seat(head_left=14.0)


def held_as(seat: Seat, seconds: float = 2.0) -> tuple[Pose, ...]:
    return (seat.photo(),) * round(seconds * FPS)


def hold_of(*held: Pose) -> Hold:
    return Hold("made", 1, "head_tilt", "front", INFO, held_as(UPRIGHT), held)


def test_a_posture_that_is_held_for_a_minute_has_one_name() -> None:
    found = named(hold_of(*held_as(TILTED)))
    assert set(found.names) == {"desk.head-tilt"}
    assert found.changes == 0


def test_sitting_well_has_no_name() -> None:
    assert set(named(hold_of(*held_as(UPRIGHT))).names) == {""}


def test_what_comes_and_goes_is_counted_each_time() -> None:
    found = named(hold_of(*held_as(TILTED, 6.0), *held_as(UPRIGHT, 6.0)))
    assert found.changes >= 4
    assert set(found.names) == {"desk.head-tilt", ""}
