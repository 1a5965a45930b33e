"""What is written: minutes and days, also where clocks are set and daylight saving begins."""

import pytest

from formcheck.monitor.settings import DeskSettings
from tests.monitor.day import FORWARD, MONDAY_S, NOBODY, UPRIGHT, Day

CALM = DeskSettings(shift_min=0, break_min=0)


def test_minutes_add_up_to_what_was_seen() -> None:
    day = Day(CALM, utc_s=MONDAY_S + 30.0).sits(UPRIGHT, 600.0).sits(FORWARD, 90.0).sits(UPRIGHT, 300.0)
    day.sits(NOBODY, 120.0).finish()
    assert day.minutes[0].start_utc_s == MONDAY_S + 30.0
    assert all(m.start_utc_s % 60 == 0 for m in day.minutes[1:])
    assert len({m.start_utc_s for m in day.minutes}) == len(day.minutes)
    assert day.total(lambda m: m.watched_s) == pytest.approx(1110.0, abs=5.0)
    assert day.total(lambda m: m.present_s) == pytest.approx(990.0, abs=5.0)
    assert day.total(lambda m: m.states_s.get(FORWARD, 0.0)) == pytest.approx(90.0, abs=3.0)
    assert day.total(lambda m: m.neutral_s) == pytest.approx(900.0, abs=5.0)
    assert day.total(lambda m: m.events.get(FORWARD, 0)) == 1
    assert day.total(lambda m: m.alerts.get(FORWARD, 0)) == 1
    assert day.total(lambda m: m.looks) == day.looks


def test_a_minute_holds_a_minute_at_most() -> None:
    day = Day(CALM).sits(UPRIGHT, 1800.0).finish()
    assert all(m.watched_s <= 60.0 + 2.1 for m in day.minutes)
    assert all(0.0 <= m.neutral_s <= m.judged_s <= m.present_s <= m.watched_s for m in day.minutes)


def test_a_day_is_told_in_one_line_at_midnight_and_at_the_end() -> None:
    day = Day(CALM).sits(UPRIGHT, 3600.0).sits(FORWARD, 60.0).sits(NOBODY, 14.5 * 3600.0)
    day.sits(UPRIGHT, 640.0).finish()
    monday, tuesday = [line for line in day.lines if "watched" in line]
    assert monday.startswith("2026-03-02: watched 1 h ")
    assert "head forward once; 1 alert; no breaks" in monday
    assert tuesday.startswith("2026-03-03: watched 10 min, 100 % in neutral; no posture that lasted")


@pytest.mark.parametrize(
    ("by_s", "offset_min"), [(-3 * 3600.0, 0), (3 * 3600.0, 0), (0.0, 60), (0.0, -60), (-1.0, 0), (90.0, 0)]
)
def test_a_clock_that_is_set_changes_no_duration(by_s: float, offset_min: int) -> None:
    day = Day(DeskSettings()).sits(UPRIGHT, 1000.0).sits(FORWARD, 20.0).set_clock(by_s, offset_min=offset_min)
    day.sits(FORWARD, 60.0).sits(UPRIGHT, 500.0).finish()
    (told_s,) = day.told()
    assert told_s == pytest.approx(1045.0, abs=2.1)
    assert day.told("break") == pytest.approx([1500.0], abs=1.0)
    assert day.total(lambda m: m.watched_s) == pytest.approx(1580.0, abs=5.0)
    assert sum("watched" in line for line in day.lines) == 1


def test_two_days_with_clock_changes_lose_nothing() -> None:
    # Sunday 2026-03-29: in central Europe one hour is left out at 01:00 UTC.
    day = Day(CALM, utc_s=MONDAY_S + 26 * 86400.0, offset_min=60)
    for hour in range(48):
        if hour == 16:
            day.set_clock(offset_min=120)
        if hour == 30:
            day.set_clock(-600.0)
        if hour == 31:
            day.set_clock(600.0)
        at_work = hour % 24 < 8
        day.sits(UPRIGHT if at_work else NOBODY, 3540.0).sits(FORWARD if at_work else NOBODY, 60.0)
    day.finish()
    assert day.total(lambda m: m.alerts.get(FORWARD, 0)) == 16
    assert day.total(lambda m: m.present_s) == pytest.approx(16 * 3600.0, rel=0.005)
    assert sum("watched" in line for line in day.lines) in (2, 3)
    size = sum(len(repr(m)) for m in day.minutes)
    assert size < 2_000_000


def test_a_clock_that_is_set_over_midnight_begins_no_day_twice() -> None:
    day = Day(CALM, utc_s=MONDAY_S + 15 * 3600.0 - 300.0).sits(UPRIGHT, 600.0)
    day.set_clock(-400.0).sits(UPRIGHT, 600.0).finish()
    assert sum("watched" in line for line in day.lines) == 2
