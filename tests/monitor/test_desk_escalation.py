"""What somebody is told of their posture, on a clock that is turned."""

import pytest

from formcheck.desktop.control import Request
from formcheck.desktop.session_state import SessionState
from formcheck.monitor.settings import DailySpan, DeskSettings
from tests.monitor.day import FORWARD, NOBODY, SLUMP, UPRIGHT, Day

CALM = DeskSettings(shift_min=0, break_min=0)


def test_a_posture_is_a_hint_then_a_notice_then_a_sound() -> None:
    day = Day(CALM).sits(UPRIGHT, 60.0).sits(FORWARD, 14.0)
    assert day.monitor.view(day.now()).level == "good"
    day.sits(FORWARD, 4.0)
    assert day.monitor.view(day.now()).level == "hint"
    assert not day.shown
    day.sits(FORWARD, 30.0)
    ((told_s, key, title),) = day.shown
    assert (key, title) == ("posture", "Slide head back")
    assert 105.0 <= told_s <= 107.0
    assert not day.said
    day.sits(FORWARD, 60.0)
    assert len(day.shown) == len(day.said) == 1
    assert day.said[0][0] - told_s == pytest.approx(30.0, abs=2.1)


def test_one_slouch_is_told_once_however_long_it_lasts() -> None:
    day = Day(CALM).sits(SLUMP, 14 * 60.0)
    assert len(day.told()) == 1
    assert len(day.said) == 1


def test_what_lasts_for_a_quarter_of_an_hour_is_doubted_once() -> None:
    day = Day(CALM).sits(SLUMP, 3 * 3600.0)
    assert len(day.told()) == 2
    assert day.total(lambda m: sum(m.alerts.values())) == 1


@pytest.mark.parametrize(("apart_s", "alerts"), [(60.0, 1), (299.0, 2), (400.0, 2)])
def test_it_is_not_told_again_before_the_cooldown_is_over(apart_s: float, alerts: int) -> None:
    day = Day(CALM).sits(FORWARD, 50.0).sits(UPRIGHT, apart_s).sits(FORWARD, 100.0)
    assert len(day.told()) == alerts


def test_what_comes_in_the_cooldown_and_stays_is_told_when_that_is_over() -> None:
    day = Day(CALM).sits(FORWARD, 50.0).sits(UPRIGHT, 30.0).sits(FORWARD, 400.0)
    first_s, second_s = day.told()
    assert second_s - first_s == pytest.approx(300.0, abs=2.1)


def test_the_notice_goes_when_the_posture_does() -> None:
    day = Day(CALM).sits(FORWARD, 50.0).sits(UPRIGHT, 3.0)
    assert [key for _, key in day.withdrawn] == ["posture"]


def test_two_postures_are_not_told_in_one_breath() -> None:
    day = Day(CALM).sits(FORWARD, 47.0).sits(SLUMP, 120.0)
    first_s, second_s = day.told()
    assert second_s - first_s >= 60.0


@pytest.mark.parametrize(
    "quiet",
    [
        DeskSettings(shift_min=0, break_min=0, quiet_hours=(DailySpan(9 * 60, 10 * 60),)),
        DeskSettings(shift_min=0, break_min=0, quiet_hours=(DailySpan(22 * 60, 10 * 60),)),
    ],
)
def test_quiet_hours_are_watched_and_written_but_nothing_is_told(quiet: DeskSettings) -> None:
    day = Day(quiet).sits(FORWARD, 3000.0).sits(UPRIGHT, 620.0)
    assert not day.shown
    assert not day.said
    assert day.finish().total(lambda m: m.states_s.get(FORWARD, 0.0)) == pytest.approx(3000.0, abs=5.0)
    day.sits(FORWARD, 60.0)
    assert len(day.told()) == 1


def test_missed_alerts_are_not_queued() -> None:
    day = Day(CALM).tell(SessionState(do_not_disturb=True)).sits(FORWARD, 200.0).sits(UPRIGHT, 30.0)
    day.tell(SessionState()).sits(UPRIGHT, 600.0)
    assert not day.shown


def test_what_is_still_there_when_the_quiet_ends_has_to_last_anew() -> None:
    day = Day(CALM).tell(SessionState(do_not_disturb=True)).sits(FORWARD, 200.0)
    day.tell(SessionState()).sits(FORWARD, 44.0)
    assert not day.shown
    day.sits(FORWARD, 5.0)
    assert len(day.told()) == 1


def test_a_snooze_is_quiet_for_as_long_as_was_asked() -> None:
    day = Day(CALM).sits(UPRIGHT, 10.0)
    assert day.ask(Request("snooze")).text == "quiet for 15 min"
    day.sits(FORWARD, 850.0).sits(UPRIGHT, 60.0).sits(FORWARD, 40.0)
    assert not day.shown
    day.sits(FORWARD, 10.0)
    assert len(day.told()) == 1


def test_the_buttons_of_a_notice_do_what_they_say() -> None:
    day = Day(CALM).sits(FORWARD, 50.0)
    day.press("snooze")
    assert day.monitor.status(day.now()).quiet == "snoozed"
    day.press("calibrate")
    assert day.monitor.is_calibrating
    day.press("stop-today")
    assert not day.monitor.camera(day.now()).look
    day.press("what nobody made")
    assert day.monitor.status(day.now()).state == "paused"


def test_who_calibrates_by_a_button_is_told_how_and_what_came_of_it() -> None:
    """There may be no terminal."""
    day = Day(CALM).sits(FORWARD, 50.0)
    day.press("calibrate")
    day.take(day.monitor.calibrated(day.now(), "calibrated: stored as desk-front: desk-front.toml"))
    day.take(day.monitor.calibrated(day.now(), "not calibrated: hold still"))
    told = [title for _, key, title in day.shown if key == "calibration"]
    assert told == ["Calibrating", "Calibrated", "Not calibrated"]


def test_what_came_of_calibrating_does_not_disturb() -> None:
    day = Day(CALM).tell(SessionState(do_not_disturb=True))
    day.take(day.monitor.calibrated(day.now(), "not calibrated: hold still"))
    assert not day.shown


def test_no_sound_where_none_is_wanted() -> None:
    day = Day(DeskSettings(sound="off")).sits(FORWARD, 4000.0)
    assert day.shown
    assert not day.said


def test_who_leaves_while_slouching_is_not_told() -> None:
    assert not Day(CALM).sits(FORWARD, 40.0).sits(NOBODY, 600.0).shown


@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0, 5.0, None])
def test_the_times_are_the_same_at_any_rate(rate: float | None) -> None:
    day = Day(DeskSettings(rate=rate, shift_min=0, break_min=0)).sits(UPRIGHT, 100.0).sits(FORWARD, 60.0)
    (told_s,) = day.told()
    assert told_s == pytest.approx(145.0, abs=0.1 + 1.0 / (rate or 0.5))
