"""Who comes back to where they sat before is known there at once, whatever it looked like meanwhile."""

from dataclasses import replace

import pytest

from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.postures.known_seats import KnownSeats
from formcheck.postures.reference import SeatedReference
from formcheck.postures.sideways import sideways
from tests.seats import UPRIGHT, Seat, measured, sitting, sitting_neutral

HOME = sitting_neutral()
MOVED = Seat(down=0.3, aside=0.2)


def reference_after(*scenes: tuple[Seat, float], quiet_s: float, fps: float = 6.0) -> SeatedReference:
    """What somebody is compared with in the end; a posture seems to be there from a time on."""
    reference = SeatedReference(HOME)
    for seen in measured(sitting(*scenes, fps=fps)):
        reference.follow_camera(seen)
        aside = sideways(seen.measurements, reference.neutral, seen.sight.view)
        reference.learn(seen, aside, judged=True, quiet=seen.frame.time_s < quiet_s)
    return reference


@pytest.mark.parametrize("fps", [1.0, 2.0, 6.0])
def test_a_chair_that_comes_back_is_at_home_though_it_looks_like_a_posture(fps: float) -> None:
    moved = reference_after((UPRIGHT, 4.0), (MOVED, 12.0), quiet_s=17.0, fps=fps)
    assert moved.neutral.by_view[View.FRONT]["ears_y_px"] > HOME.by_view[View.FRONT]["ears_y_px"] + 5
    back = reference_after((UPRIGHT, 4.0), (MOVED, 12.0), (UPRIGHT, 6.0), quiet_s=17.0, fps=fps)
    assert back.neutral == HOME


@pytest.mark.parametrize(
    "elsewhere",
    [Seat(neck_forward=20.0), Seat(down=0.15, aside=0.2), Seat(farther=0.08), Seat(aside=0.1)],
    ids=repr,
)
def test_what_is_only_near_to_it_is_not_taken_for_it(elsewhere: Seat) -> None:
    there = reference_after((UPRIGHT, 4.0), (MOVED, 12.0), (elsewhere, 6.0), quiet_s=17.0)
    assert there.neutral != HOME


def test_a_moment_there_is_not_enough() -> None:
    there = reference_after((UPRIGHT, 4.0), (MOVED, 12.0), (UPRIGHT, 1.5), (MOVED, 3.0), quiet_s=17.0)
    assert there.neutral != HOME


def kept_after(*left: Neutral) -> Neutral | None:
    seats = KnownSeats()
    for neutral in left:
        seats.leave(neutral, View.FRONT)
    found = None
    now = replace(HOME, by_view={View.FRONT: {**HOME.by_view[View.FRONT], "ears_y_px": -900.0}})
    for seen in measured(sitting((UPRIGHT, 4.0))):
        again = seats.update(seen.frame.time_s, View.FRONT, seen.measurements, now, still=True)
        found = found or again
    return found


def test_the_first_seat_and_the_newest_are_kept() -> None:
    far = [
        replace(HOME, by_view={View.FRONT: {**HOME.by_view[View.FRONT], "ears_y_px": 900.0 + number}})
        for number in range(4)
    ]
    assert kept_after(HOME, *far) is HOME
    assert kept_after(*far, HOME) is HOME
    assert kept_after(far[0], HOME, *far[1:]) is None


def test_a_seat_without_places_is_none() -> None:
    known = {k: v for k, v in HOME.by_view[View.FRONT].items() if not k.endswith("_px")}
    assert kept_after(replace(HOME, by_view={View.FRONT: known})) is None
