"""When somebody is told to shift, and to take a break; being away is one only when they were really away."""

import pytest

from formcheck.desktop.control import Request
from formcheck.desktop.session_state import SessionState
from formcheck.monitor.actions import Action, Show
from formcheck.monitor.settings import DeskSettings
from tests.monitor.day import FORWARD, NOBODY, UPRIGHT, Day

ONLY_BREAKS = DeskSettings(shift_min=0)
ONLY_SHIFTS = DeskSettings(break_min=0)


@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0, 5.0, None])
@pytest.mark.parametrize(
    ("minutes", "settings"),
    [(25, DeskSettings(break_min=0)), (20, DeskSettings(shift_min=20, break_min=0)), (55, ONLY_BREAKS)],
)
def test_a_nudge_comes_on_time_to_the_second(
    rate: float | None, minutes: int, settings: DeskSettings
) -> None:
    fields = {name: getattr(settings, name) for name in ("shift_min", "break_min")}
    day = Day(DeskSettings(rate=rate, **fields)).sits(UPRIGHT, 60.0 * minutes + 30)
    ((told_s, _, _),) = day.shown
    assert told_s == pytest.approx(60.0 * minutes, abs=1.0)


def test_who_shifts_is_not_told_to() -> None:
    day = Day(ONLY_SHIFTS)
    for _ in range(8):
        day.sits(UPRIGHT, 20 * 60.0, shifts=True)
    assert not day.shown


def test_who_does_not_shift_is_told_again_after_as_long() -> None:
    day = Day(ONLY_SHIFTS).sits(UPRIGHT, 76 * 60.0)
    assert day.told("break") == pytest.approx([1500.0, 3000.0, 4500.0], abs=1.0)


def test_who_is_told_to_stand_up_is_not_told_to_shift_at_once() -> None:
    day = Day(DeskSettings(shift_min=27, break_min=55)).sits(UPRIGHT, 60 * 60.0)
    assert [title for _, _, title in day.shown] == ["Time to move", "Time to move", "Time for a break"]


@pytest.mark.parametrize(("away_s", "breaks"), [(60.0, 0), (150.0, 0), (240.0, 1), (3600.0, 1)])
def test_being_away_for_long_enough_is_a_break(away_s: float, breaks: int) -> None:
    day = Day(ONLY_BREAKS).sits(UPRIGHT, 40 * 60.0).sits(NOBODY, away_s).sits(UPRIGHT, 20 * 60.0).finish()
    assert day.total(lambda m: m.breaks) == breaks
    assert len(day.told("break")) == (0 if breaks else 1)


def test_a_short_absence_is_a_shift() -> None:
    day = Day(ONLY_SHIFTS).sits(UPRIGHT, 20 * 60.0).sits(NOBODY, 30.0).sits(UPRIGHT, 20 * 60.0)
    assert not day.shown


def test_a_screen_that_was_locked_for_long_enough_is_a_break() -> None:
    day = Day(ONLY_BREAKS).sits(UPRIGHT, 40 * 60.0).tell(SessionState(locked=True)).sits(NOBODY, 400.0)
    day.tell(SessionState()).sits(UPRIGHT, 20 * 60.0).finish()
    assert day.total(lambda m: m.breaks) == 1
    assert not day.shown


@pytest.mark.parametrize("unseen", ["pause", "camera in use"])
def test_what_was_not_seen_is_neither_sitting_nor_a_break(unseen: str) -> None:
    day = Day(ONLY_BREAKS).sits(UPRIGHT, 30 * 60.0)
    if unseen == "pause":
        day.ask(Request("pause", 3600.0))
        day.sits(UPRIGHT, 3600.0)
    else:
        day.sits(unseen, 3600.0)
    day.sits(UPRIGHT, 20 * 60.0)
    assert not day.shown
    day.sits(UPRIGHT, 7 * 60.0).finish()
    assert len(day.told("break")) == 1
    assert day.total(lambda m: m.breaks) == 0


def test_a_nudge_is_held_back_until_nobody_is_disturbed() -> None:
    day = Day(ONLY_BREAKS).sits(UPRIGHT, 50 * 60.0).tell(SessionState(do_not_disturb=True))
    day.sits(UPRIGHT, 20 * 60.0)
    assert not day.shown
    day.tell(SessionState())
    assert day.told("break") == [70 * 60.0]


@pytest.mark.parametrize("settings", [DeskSettings(shift_min=0, break_min=0)])
def test_both_can_be_turned_off(settings: DeskSettings) -> None:
    assert not Day(settings).sits(UPRIGHT, 8 * 3600.0).shown


def test_an_alert_of_posture_is_no_shift() -> None:
    day = Day(ONLY_SHIFTS).sits(FORWARD, 10 * 60.0).sits(UPRIGHT, 16 * 60.0)
    assert len(day.told("break")) == 1


def test_a_break_offers_neck_exercises() -> None:
    texts: list[str] = []

    class Reading(Day):
        def take(self, actions: tuple[Action, ...]) -> None:
            texts.extend(action.notice.text for action in actions if isinstance(action, Show))
            super().take(actions)

    Reading(ONLY_BREAKS).sits(UPRIGHT, 56 * 60.0)

    assert ["formcheck mobility" in text for text in texts] == [True]


def test_neck_exercises_that_were_done_count_as_a_break() -> None:
    day = Day(ONLY_BREAKS).sits(UPRIGHT, 50 * 60.0)
    day.take(day.monitor.exercised(day.now()))
    day.sits(UPRIGHT, 50 * 60.0)

    assert not day.shown
    assert sum(minute.breaks for minute in day.minutes) == 1
