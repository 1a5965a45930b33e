"""When the camera is on, and when it is let go."""

import pytest

from formcheck.desktop.control import Request
from formcheck.desktop.session_state import SessionState
from formcheck.monitor.settings import DeskSettings
from tests.monitor.day import MONDAY_S, NOBODY, UPRIGHT, Day

OFF = [
    SessionState(locked=True),
    SessionState(asleep=True),
    SessionState(lid_closed=True),
    SessionState(on_low_battery=True),
]


@pytest.mark.parametrize("state", OFF)
def test_it_is_let_go_at_once_and_comes_back(state: SessionState) -> None:
    day = Day().sits(UPRIGHT, 60.0)
    assert day.monitor.camera(day.now()).keep
    day.tell(state)
    plan = day.monitor.camera(day.now())
    assert not plan.keep
    assert not plan.look
    looks = day.looks
    day.sits(UPRIGHT, 3600.0)
    assert day.looks == looks
    day.tell(SessionState()).sits(UPRIGHT, 3.0)
    assert day.looks > looks


def test_a_pause_lets_it_go_for_as_long_as_was_asked() -> None:
    day = Day().sits(UPRIGHT, 60.0)
    assert day.ask(Request("pause", 1800.0)).text == "paused for 30 min"
    on_s = day.camera_on_s
    day.sits(UPRIGHT, 1740.0)
    assert day.monitor.line(day.now()).startswith("paused · for 1 min · camera off")
    day.sits(UPRIGHT, 59.0)
    assert day.camera_on_s == on_s
    assert day.monitor.status(day.now()).paused_s == pytest.approx(1.0)
    day.sits(UPRIGHT, 5.0)
    assert day.monitor.camera(day.now()).keep


def test_a_pause_without_an_end_lasts_until_resume() -> None:
    day = Day().sits(UPRIGHT, 5.0)
    day.ask(Request("pause"))
    day.sits(UPRIGHT, 40 * 3600.0)
    assert day.monitor.line(day.now()).startswith("paused · until you resume · camera off")
    assert day.monitor.status(day.now()).state == "paused"
    day.ask(Request("resume"))
    assert day.monitor.camera(day.now()).keep


def test_who_does_neck_exercises_is_lent_the_camera_and_gives_it_back() -> None:
    day = Day().sits(UPRIGHT, 60.0)
    assert day.ask(Request("lend", 20.0)).text == "the camera is yours"
    on_s = day.camera_on_s
    for _ in range(30):
        day.sits(UPRIGHT, 10.0)
        day.ask(Request("lend", 20.0))
    assert day.camera_on_s == on_s
    assert day.monitor.status(day.now()).why == "neck exercises"
    day.ask(Request("return"))
    assert day.monitor.camera(day.now()).keep


def test_the_camera_is_taken_back_from_who_was_killed() -> None:
    day = Day().sits(UPRIGHT, 60.0)
    day.ask(Request("lend", 3600.0))
    day.sits(UPRIGHT, 59.0)
    assert not day.monitor.camera(day.now()).look
    day.sits(UPRIGHT, 2.0)
    assert day.monitor.camera(day.now()).keep
    assert day.lines[-1] == "the camera is on again"


def test_what_the_user_paused_and_snoozed_outlasts_the_exercises() -> None:
    day = Day().sits(UPRIGHT, 60.0)
    day.ask(Request("snooze", 3600.0))
    day.ask(Request("pause", 1800.0))
    day.ask(Request("lend"))
    day.sits(UPRIGHT, 10.0)
    day.ask(Request("return"))
    assert day.monitor.status(day.now()).state == "paused"
    day.sits(UPRIGHT, 1795.0)
    assert day.monitor.camera(day.now()).keep


def test_stop_for_today_ends_at_midnight() -> None:
    day = Day().sits(UPRIGHT, 5.0)
    day.press("stop-today")
    day.sits(UPRIGHT, 14 * 3600.0)
    assert not day.monitor.camera(day.now()).look
    day.sits(UPRIGHT, 2 * 3600.0)
    assert day.utc_s > MONDAY_S + 15 * 3600
    assert day.monitor.camera(day.now()).keep


def test_nobody_there_lets_it_go_but_for_a_glance_now_and_then() -> None:
    day = Day().sits(UPRIGHT, 60.0).sits(NOBODY, 200.0)
    assert not day.monitor.camera(day.now()).keep
    looks = day.looks
    day.sits(NOBODY, 3600.0)
    assert 100 <= day.looks - looks <= 125
    day.sits(UPRIGHT, 31.0)
    assert day.monitor.camera(day.now()).keep


def test_who_uses_the_keyboard_is_looked_at_sooner() -> None:
    day = Day().sits(NOBODY, 300.0)
    looks = day.looks
    day.tell(SessionState(idle_s=1.0)).sits(UPRIGHT, 11.0)
    assert day.looks > looks
    assert day.monitor.camera(day.now()).keep


def test_a_camera_in_a_meeting_is_waited_for_ever_more_seldom() -> None:
    day = Day().sits(UPRIGHT, 60.0).sits("camera in use", 5.0)
    assert day.monitor.status(day.now()).why == "camera in use"
    waits: list[float] = []
    while sum(waits) < 3600.0:
        again_s = day.monitor.next_look_s(day.now())
        assert again_s is not None
        wait_s = max(1.0, again_s - day.mono_s)
        waits.append(wait_s)
        day.sits("camera in use", wait_s)
    assert max(waits) <= 60.0
    assert len(waits) < 80
    assert sum("another program" in line for line in day.lines) == 1
    day.sits(UPRIGHT, 61.0)
    assert day.lines[-1] == "the camera is on again"


def test_a_camera_that_is_plugged_in_again_is_found_within_seconds() -> None:
    day = Day().sits(UPRIGHT, 60.0).sits("camera gone", 1800.0)
    looks = day.looks
    day.sits(UPRIGHT, 4.0)
    assert day.looks > looks
    assert [line for line in day.lines if "camera" in line] == [
        "the camera is gone: plug it in, and I go on",
        "the camera is on again",
    ]


def test_looks_are_seldom_while_all_is_well_and_often_when_something_changes() -> None:
    day = Day(DeskSettings(shift_min=0, break_min=0)).sits(UPRIGHT, 300.0)
    looks = day.looks
    day.sits(UPRIGHT, 600.0)
    assert (day.looks - looks) / 600.0 == pytest.approx(0.5, abs=0.02)
    looks = day.looks
    day.sits("desk.slump", 10.0)
    assert (day.looks - looks) / 10.0 > 1.0


def test_each_reason_is_said_once() -> None:
    day = Day().sits(UPRIGHT, 10.0)
    for _ in range(5):
        day.tell(SessionState(locked=True)).sits(UPRIGHT, 10.0)
    assert day.lines == ["the screen is locked: the camera is off"]
