"""Who sits there: as before, elsewhere, somebody else, or never as calibrated."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral, Origin
from formcheck.measurements.view import View
from formcheck.postures.arrival import ArrivalWatch, Arrived, Place

FPS = 6.0
FRONT = View.FRONT
HERE: Place = (300.0, 200.0, 100.0)
KNOWN = {
    "shoulders_x_px": 300.0, "ears_y_px": 140.0, "ear_height": 0.6, "shoulder_width_px": 100.0,
    "face_scale": 0.30,
}  # fmt: skip
NEUTRAL = Neutral(FRONT, {FRONT: KNOWN}, {FRONT: {}}, frozenset({FRONT}), {FRONT: {"ear_height": 0.1}})


@dataclass
class Desk:
    """Somebody before a camera, one scene after the other."""

    given: bool = False
    neutral: Neutral = NEUTRAL
    fps: float = FPS
    time_s: float = 0.0
    found: list[tuple[Arrived, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watch = ArrivalWatch(is_given=self.given)

    def sits(
        self,
        seconds: float,
        place: Place | None = HERE,
        *,
        still: bool = True,
        calm: bool = True,
        **changed: float,
    ) -> "Desk":
        """So long, with the shoulders there and some measures changed."""
        for _ in range(round(seconds * self.fps)):
            self.watch.see(self.time_s, place, known=FRONT in self.neutral.by_view)
            if place is not None:
                measured = {name: Measurement(value) for name, value in {**KNOWN, **changed}.items()}
                new = self.watch.learn(self.time_s, FRONT, measured, self.neutral, still=still, calm=calm)
                if new is not None:
                    self.neutral, why = new
                    self.found.append((why, self.time_s))
            self.time_s += 1 / self.fps
        return self

    def why(self) -> list[Arrived]:
        return [why for why, _ in self.found]


def back_after(away_s: float, place: Place = HERE, **changed: float) -> Desk:
    return Desk().sits(10.0).sits(away_s, None).sits(10.0, place, **changed)


@pytest.mark.parametrize(
    ("place", "changed", "expected"),
    [
        (HERE, {}, []),
        ((305.0, 200.0, 100.0), {"shoulders_x_px": 305.0}, []),
        ((330.0, 200.0, 100.0), {"shoulders_x_px": 330.0}, [Arrived.ELSEWHERE]),
        ((300.0, 230.0, 100.0), {"ears_y_px": 170.0}, [Arrived.ELSEWHERE]),
        ((300.0, 200.0, 120.0), {"shoulder_width_px": 120.0}, [Arrived.ELSEWHERE]),
        ((330.0, 200.0, 100.0), {"shoulders_x_px": 330.0, "face_scale": 0.36}, [Arrived.SOMEBODY_ELSE]),
        # Nobody else sits down so exactly: a face that differs alone is turned, or nearer.
        (HERE, {"face_scale": 0.36}, []),
        # A collar lifts or lowers the shoulders as the camera sees them, and leaves the head where it was.
        ((300.0, 195.0, 100.0), {"ear_height": 0.55}, [Arrived.ELSEWHERE]),
        ((300.0, 206.0, 100.0), {"ear_height": 0.64, "ears_y_px": 142.0}, [Arrived.ELSEWHERE]),
        # Who comes back in a posture is in one.
        (HERE, {"ear_height": 0.52, "ears_y_px": 148.0}, []),
        ((300.0, 205.0, 100.0), {"ear_height": 0.56, "ears_y_px": 149.0}, []),
    ],
    ids=[
        "the same",
        "almost",
        "aside",
        "lower",
        "nearer",
        "somebody else",
        "face alone",
        "collar up",
        "collar down",
        "head forward",
        "slump",
    ],
)
def test_who_comes_back(place, changed, expected) -> None:
    desk = back_after(10.0, place, **changed)
    assert desk.why() == expected
    assert desk.neutral.origin(FRONT) is (Origin.PROVISIONAL if expected else Origin.CALIBRATED)
    assert (desk.neutral.between_by_view == {}) is bool(expected)


def test_who_is_away_for_a_moment_was_not_away() -> None:
    desk = back_after(2.0, (330.0, 200.0, 100.0), shoulders_x_px=330.0)
    assert desk.why() == []


def test_nothing_is_judged_until_it_is_known_who_came() -> None:
    desk = Desk().sits(10.0).sits(10.0, None).sits(2.0)
    assert desk.watch.is_looking
    assert not desk.sits(2.0).watch.is_looking


def test_only_still_seconds_say_who_came() -> None:
    desk = Desk().sits(10.0).sits(10.0, None).sits(20.0, still=False)
    assert desk.watch.is_looking


@pytest.mark.parametrize("unseen_s", [0.0, 0.5, 2.0])
def test_who_is_a_shoulder_width_aside_all_at_once_is_looked_at_anew(unseen_s) -> None:
    aside = (420.0, 200.0, 100.0)
    desk = Desk().sits(10.0).sits(unseen_s, None).sits(6.0, aside, shoulders_x_px=420.0)
    assert desk.why() == [Arrived.ELSEWHERE]


def test_who_moves_there_takes_a_while_and_is_the_same() -> None:
    desk = Desk().sits(10.0)
    for step in range(12):
        desk.sits(1 / FPS, (300.0 + 10 * step, 200.0, 100.0), still=False)
    assert desk.sits(6.0, (420.0, 200.0, 100.0), shoulders_x_px=420.0).why() == []


def test_without_a_neutral_there_is_nothing_to_doubt() -> None:
    assert Desk(neutral=Neutral()).sits(10.0).sits(10.0, None).sits(10.0).why() == []


def calm(*parts: tuple[bool, float], fps: float = FPS) -> Desk:
    desk = Desk(given=True, fps=fps)
    for is_calm, seconds in parts:
        desk.sits(seconds, calm=is_calm, ear_height=0.6 if is_calm else 0.5)
    return desk


def alternating(on_s: float, off_s: float, times: int) -> Iterator[tuple[bool, float]]:
    for _ in range(times):
        yield True, on_s
        yield False, off_s


@pytest.mark.parametrize("fps", [1.0, 2.0, 6.0, 30.0])
@pytest.mark.parametrize(
    ("parts", "doubted"),
    [
        ([(True, 4.0), (False, 100.0)], False),
        ([(False, 10.0), (True, 5.0), (False, 100.0)], False),
        ([(False, 60.0)], True),
        ([(False, 30.0), (True, 3.0), (False, 60.0)], True),
        ([*alternating(1.0, 3.0, 20)], True),
    ],
    ids=["upright at first", "upright soon", "never", "hardly ever", "a moment again and again"],
)  # fmt: skip
def test_a_calibration_has_to_prove_itself(parts, doubted, fps) -> None:
    desk = calm(*parts, fps=fps)
    assert desk.why() == ([Arrived.NOT_AS_CALIBRATED] if doubted else [])
    assert not desk.watch.is_unproved
    if doubted:
        assert desk.found[0][1] == pytest.approx(40.0, abs=2.0)
        assert desk.neutral.origin(FRONT) is Origin.PROVISIONAL


def test_it_is_unproved_until_then() -> None:
    assert calm((False, 30.0)).watch.is_unproved
    assert not calm((True, 4.0)).watch.is_unproved
    assert not Desk(given=False).watch.is_unproved


def test_what_is_learned_instead_is_how_they_sit() -> None:
    neutral = calm((False, 60.0)).neutral
    assert neutral.by_view[FRONT]["ear_height"] == 0.5
    assert neutral.calibrated == frozenset()
