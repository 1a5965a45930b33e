"""Where in the picture somebody sits: learned where it is not known, and followed when the chair is moved."""

from collections.abc import Mapping

import pytest

from formcheck.measurements.face import POSITIONS
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.postures.position import PositionTracker

FPS = 10
PLACE = {"shoulders_x_px": 320.0, "shoulders_y_px": 300.0, "ears_x_px": 320.0, "ears_y_px": 200.0}
BODY = {"shoulder_width_px": 200.0, "trunk_lean_deg": 3.0}


def placed(down_px: float | None) -> dict[str, Measurement]:
    """Lower by so much; None: the head is out of the picture."""
    values = {**BODY, **{k: v + ((down_px or 0.0) if "_y_" in k else 0.0) for k, v in PLACE.items()}}
    seen = {name: Measurement(value) for name, value in values.items()}
    return seen if down_px is not None else seen | {"ears_y_px": Measurement.missing(Reason.OUT_OF_PICTURE)}


def place_after(
    known: Mapping[str, float], *scenes: tuple[float, float | None, bool], view: View = View.FRONT
) -> float | None:
    """Height of the ears in the neutral after scenes: seconds, how much lower, whether calm."""
    tracker = PositionTracker()
    neutral = Neutral(View.FRONT, {View.FRONT: known})
    frames = [(down_px, calm) for seconds, down_px, calm in scenes for _ in range(round(seconds * FPS))]
    for number, (down_px, calm) in enumerate(frames):
        neutral = tracker.update(number / FPS, view, placed(down_px), neutral, calm=calm)
    learned = neutral.by_view[View.FRONT]
    assert {k: learned[k] for k in BODY} == BODY  # nothing but places changes
    return learned.get("ears_y_px")


def test_the_places_are_the_ones_that_the_face_has() -> None:
    assert set(POSITIONS) <= PLACE.keys()


@pytest.mark.parametrize(
    ("scenes", "expected"),
    [
        ([(1.9, 0.0, True)], None),
        ([(2.2, 0.0, True)], 200.0),
        ([(1.5, 0.0, True), (0.1, 0.0, False), (1.5, 0.0, True)], None),  # two seconds on end
        ([(9.0, 0.0, False)], None),
        ([(2.2, 40.0, True), (9.0, 0.0, False)], 240.0),
    ],
    ids=["too short", "long enough", "interrupted", "not calm", "stays"],
)
def test_places_that_are_not_known_are_learned_in_two_calm_seconds(scenes, expected) -> None:
    assert place_after(BODY, *scenes) == expected


@pytest.mark.parametrize(
    ("scenes", "expected"),
    [
        ([(9.0, 23.0, True)], 200.0),  # less than 0.12 widths of the shoulders
        ([(9.0, 25.0, True)], 225.0),
        ([(9.0, -25.0, True)], 175.0),
        ([(5.3, 25.0, True)], 225.0),
        ([(4.9, 25.0, True)], 200.0),
        ([(9.0, 25.0, False)], 200.0),
        ([(4.0, 25.0, True), (0.2, 0.0, True), (4.0, 25.0, True)], 200.0),
        ([(4.0, 25.0, True), (0.1, None, True), (4.0, 25.0, True)], 200.0),
        ([(5.2, 50.0, True), (5.2, 0.0, True)], 200.0),
    ],
    ids=["a little", "lower", "higher", "long enough", "a moment", "not calm", "back", "unseen", "and up"],
)  # fmt: skip
def test_a_chair_that_was_adjusted_is_followed_after_five_calm_seconds(scenes, expected) -> None:
    assert place_after({**BODY, **PLACE}, *scenes) == pytest.approx(expected)


def test_from_the_side_no_place_is_learned() -> None:
    assert place_after(BODY, (9.0, 0.0, True), view=View.SIDE) is None


@pytest.mark.parametrize(("step_s", "learns"), [(0.45, True), (2.0, True), (3.5, False)])
def test_frames_far_apart_are_no_calm_seconds(step_s: float, learns: bool) -> None:
    tracker, neutral = PositionTracker(), Neutral(View.FRONT, {View.FRONT: BODY})
    for number in range(20):
        neutral = tracker.update(step_s * number, View.FRONT, placed(0.0), neutral, calm=True)
    assert (neutral.by_view[View.FRONT] != BODY) is learns
