"""What a day at the desk makes of poses, and what waits until a calibration has proved itself."""

from collections.abc import Sequence
from typing import Any

import pytest

from formcheck.calibration.starting_neutral import StartingNeutral
from formcheck.monitor.look import Look
from formcheck.monitor.settings import DeskSettings
from formcheck.monitor.sitting import SittingWatch
from tests.people import FRONT
from tests.seats import DESK, UPRIGHT, Seat, sitting, sitting_neutral

FORWARD = Seat(neck_forward=25.0)
FPS = 5.0


class OfAnotherDay:
    """Finds a calibration at once."""

    wants_to_look, has_looked = False, True

    def choose(self) -> StartingNeutral:
        return StartingNeutral(sitting_neutral())


def looks(*scenes: tuple[Seat, float]) -> Sequence[Look]:
    def chooser(info: object) -> Any:
        return OfAnotherDay()

    watch = SittingWatch(DESK, DeskSettings(rate=FPS), chooser)
    watch.begin(FRONT.info(FPS))
    return [watch.take(frame) for frame in sitting(*scenes, fps=FPS)]


def test_a_calibration_of_another_day_accuses_nobody_before_it_has_proved_itself() -> None:
    seen = looks((FORWARD, 38.0))
    assert all(look.present for look in seen)
    assert not any(look.states or look.judged for look in seen)
    assert all(look.learning for look in seen)


@pytest.mark.parametrize("upright_s", [4.0, 20.0])
def test_once_it_has_a_posture_that_lasts_is_there(upright_s: float) -> None:
    seen = looks((UPRIGHT, upright_s), (FORWARD, 20.0))
    assert any(look.judged and not look.states for look in seen)
    assert seen[-1].states
    assert not seen[-1].learning


def test_who_never_holds_still_is_not_asked_for_ever() -> None:
    """While a neutral is taken nothing is told: so that has to end."""
    lines: list[str] = []
    watch = SittingWatch(DESK, DeskSettings(rate=FPS), lambda info: OfAnotherDay(), lines.append)
    watch.begin(FRONT.info(FPS))
    watch.calibrate()
    restless = [(Seat(aside=0.3 * (second % 2)), 3.0) for second in range(50)]
    outcomes = []
    for frame in sitting(*restless, fps=FPS):
        watch.take(frame)
        if watch.outcome:
            outcomes.append((frame.time_s, watch.outcome))
    ((at_s, outcome),) = outcomes
    assert 119.0 < at_s < 122.0
    assert outcome.startswith("not calibrated: ")
    assert "formcheck desk calibrate" in outcome
    assert outcome in lines
    assert not watch.is_calibrating
