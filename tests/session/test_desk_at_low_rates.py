"""Sitting that is looked at now and then: the same is told at half a look a second as at six."""

import pytest

from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.session.observation import Observation
from formcheck.session.posture import PostureSession
from tests.people import FRONT
from tests.seats import DESK, UPRIGHT, Seat, sitting, sitting_neutral

RATES = (0.5, 1.0, 2.0, 3.0, 5.0, 6.0)
FORWARD, TILTED = Seat(neck_forward=25.0), Seat(head_left=12.0)


def looks(rate: float, *scenes: tuple[Seat, float]) -> list[PosedFrame]:
    """The film, looked at so often a second."""
    film = sitting(*scenes, fps=30.0)
    count = int(len(film) / 30.0 * rate)
    return [PosedFrame(n, n / rate, film[round(30.0 * n / rate)].pose) for n in range(count)]


def watched(frames: list[PosedFrame], *, calibrated: bool = True) -> list[Observation]:
    neutral = sitting_neutral() if calibrated else None
    session = PostureSession(DESK, FRONT.info(6.0), OneEuroSmoother(), neutral=neutral)
    return [*session.watch(frames)]


def alerts(seen: list[Observation]) -> list[tuple[str, float]]:
    return [(f.rule, f.alert_s) for each in seen for f in each.findings if f.alert_s is not None]


@pytest.mark.parametrize("calibrated", [True, False])
@pytest.mark.parametrize("rate", RATES)
def test_a_head_that_stays_forward_is_told_once(rate: float, calibrated: bool) -> None:
    seen = watched(looks(rate, (UPRIGHT, 30.0), (FORWARD, 60.0), (UPRIGHT, 12.0)), calibrated=calibrated)
    ((rule, alert_s),) = alerts(seen)
    assert rule == "desk.forward-head"
    # It came at 30 s and a little; the pictures that show it for sure are two looks later.
    assert 30.0 + 45.0 <= alert_s <= 31.5 + 45.0 + 2.5 / rate + 0.5


@pytest.mark.parametrize("rate", RATES)
def test_who_sits_well_hears_nothing(rate: float) -> None:
    seen = watched(looks(rate, (UPRIGHT, 120.0)), calibrated=False)
    assert not any(each.states for each in seen)
    judged = [each for each in seen if each.time_s > 20.0]
    assert all(each.counts_as_judged for each in judged)


@pytest.mark.parametrize("rate", RATES)
def test_a_head_that_is_tilted_for_a_while_is_told(rate: float) -> None:
    seen = watched(looks(rate, (UPRIGHT, 20.0), (TILTED, 60.0), (UPRIGHT, 10.0)))
    assert [rule for rule, _ in alerts(seen)] == ["desk.head-tilt"]


@pytest.mark.parametrize("rate", RATES)
def test_one_look_that_shows_nobody_is_no_absence(rate: float) -> None:
    frames = looks(rate, (UPRIGHT, 30.0), (FORWARD, 60.0))
    hole = round(60.0 * rate)
    frames[hole] = PosedFrame(hole, frames[hole].time_s, None)
    assert [rule for rule, _ in alerts(watched(frames))] == ["desk.forward-head"]


@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0])
def test_who_moves_between_two_looks_is_not_still(rate: float) -> None:
    swaying = [PosedFrame(n, n / rate, Seat(aside=0.5 * (n % 2)).photo()) for n in range(int(30 * rate))]
    seen = watched(swaying, calibrated=False)
    assert not any(each.counts_as_judged for each in seen)
