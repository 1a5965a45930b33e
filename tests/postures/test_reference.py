"""What a sitter is compared with, from the first frame on and while camera and chair are moved."""

from dataclasses import replace

import pytest

from formcheck.measurements.face import POSITIONS
from formcheck.measurements.neutral import Neutral, Origin
from formcheck.measurements.view import View
from formcheck.pose.pose import PosedFrame
from formcheck.postures.reference import SeatedReference
from formcheck.postures.sideways import sideways
from tests.seats import UPRIGHT, Seat, measured, sitting, sitting_neutral

CALIBRATED = sitting_neutral()
WIDTH_PX = CALIBRATED.by_view[View.FRONT]["shoulder_width_px"]


def after(
    frames: list[PosedFrame], given: Neutral | None = CALIBRATED, *, judged: bool = True, quiet: bool = True
) -> SeatedReference:
    reference = SeatedReference(given)
    for seen in measured(frames):
        reference.follow_camera(seen)
        aside = sideways(seen.measurements, reference.neutral, seen.sight.view)
        reference.learn(seen, aside, judged=judged, quiet=quiet)
    return reference


def place_px(reference: SeatedReference) -> tuple[float | None, float | None]:
    """Where the neutral has the shoulders, across, and the ears, down: in pixels from the calibrated ones."""
    known, given = reference.neutral.by_view.get(View.FRONT, {}), CALIBRATED.by_view[View.FRONT]
    across, down = (
        known[name] - given[name] if name in known else None for name in ("shoulders_x_px", "ears_y_px")
    )
    return across, down


def without_places() -> Neutral:
    """As a profile gives it."""
    known = {k: v for k, v in CALIBRATED.by_view[View.FRONT].items() if k not in POSITIONS}
    return replace(CALIBRATED, by_view={View.FRONT: known})


def nudged(across: float, down: float) -> list[PosedFrame]:
    """The picture jumps by so many widths of the shoulders."""
    return sitting((UPRIGHT, 2.0), (Seat(aside=across, down=down), 2.0), moving_s=0.0)


def test_nothing_is_known_before_anybody_was_seen() -> None:
    assert SeatedReference(None).neutral == Neutral()
    assert SeatedReference(None).moved_s is None
    assert SeatedReference(CALIBRATED).neutral == CALIBRATED


def test_without_a_calibration_the_first_still_seconds_serve() -> None:
    reference = after(sitting((UPRIGHT, 2.0)), None)
    assert reference.neutral.origin(View.FRONT) is Origin.PROVISIONAL
    assert place_px(reference) == (pytest.approx(0.0, abs=0.5), pytest.approx(0.0, abs=0.5))


def test_what_cannot_be_judged_is_no_neutral() -> None:
    assert after(sitting((UPRIGHT, 5.0)), None, judged=False).neutral == Neutral()


@pytest.mark.parametrize(("across", "down"), [(0.3, 0.0), (-0.3, 0.0), (0.0, 0.3), (0.2, -0.2)])
def test_a_nudged_camera_takes_the_places_along_and_is_remembered(across: float, down: float) -> None:
    reference = after(nudged(across, down))
    assert reference.moved_s == pytest.approx(2.3, abs=0.3)
    moved_px = place_px(reference)
    assert moved_px == (pytest.approx(across * WIDTH_PX, abs=1.0), pytest.approx(down * WIDTH_PX, abs=1.0))


def test_who_moves_there_in_a_second_and_a_half_is_no_camera() -> None:
    reference = after(sitting((UPRIGHT, 2.0), (Seat(aside=0.3), 2.0)))
    assert reference.moved_s is None
    assert place_px(reference) == (0.0, 0.0)


def test_a_camera_that_is_not_level_is_seen_in_time() -> None:
    # Turned about the shoulders, not about the middle of the picture: who leans moves aside as well.
    reference = after(sitting((Seat(whole_left=5, aside=-0.076), 12.0)))
    assert reference.moved_s is not None
    roll_deg = reference.neutral.by_view[View.FRONT]["shoulder_roll_deg"]
    assert abs(roll_deg - CALIBRATED.by_view[View.FRONT]["shoulder_roll_deg"]) == pytest.approx(5.0, abs=0.5)


LOWER = Seat(down=0.3)


@pytest.mark.parametrize(
    ("seat", "quiet", "follows"),
    [
        (LOWER, True, True),
        (LOWER, False, False),
        (replace(LOWER, left_up=2.0), True, True),
        (replace(LOWER, left_up=3.0), True, False),
    ],
    ids=["lower", "while there was something to say", "hardly uneven", "one shoulder down"],
)
def test_a_chair_is_followed_by_who_sits_there_well(seat: Seat, quiet: bool, follows: bool) -> None:
    _, down_px = place_px(after(sitting((UPRIGHT, 2.0), (seat, 8.0)), quiet=quiet))
    assert down_px == pytest.approx(0.3 * WIDTH_PX if follows else 0.0, abs=2.0)


@pytest.mark.parametrize(
    ("seat", "learns"),
    [(UPRIGHT, True), (Seat(trunk_left=8, whole_left=2), True), (Seat(trunk_left=8, whole_left=4), False)],
    ids=["upright", "hardly aside", "aside"],
)
def test_places_that_a_profile_does_not_hold_are_learned_from_who_sits_level(
    seat: Seat, learns: bool
) -> None:
    across_px, _ = place_px(after(sitting((seat, 4.0)), without_places()))
    assert (across_px is not None) is learns


def test_half_a_minute_of_sitting_well_is_the_neutral_of_the_day() -> None:
    reference = after(sitting((UPRIGHT, 36.0)), without_places())
    assert reference.sat_well is not None
    assert reference.sat_well.view is View.FRONT
    ears = CALIBRATED.by_view[View.FRONT]["ear_height"]
    assert reference.sat_well.medians["ear_height"] == pytest.approx(ears, abs=0.01)


@pytest.mark.parametrize(
    ("seconds", "given", "quiet"),
    [(20.0, CALIBRATED, True), (40.0, None, True), (40.0, CALIBRATED, False)],
    ids=["too short", "learned on the way", "something to say"],
)
def test_what_is_no_neutral_of_a_day(seconds: float, given: Neutral | None, quiet: bool) -> None:
    assert after(sitting((UPRIGHT, seconds)), given, quiet=quiet).sat_well is None


def test_from_another_chair_nothing_is_learned_of_the_person() -> None:
    nearer = Seat(farther=-0.08)
    reference = after(sitting((UPRIGHT, 4.0), (nearer, 50.0)), without_places())
    assert reference.sat_well is None
    assert View.FRONT not in reference.neutral.between_by_view
