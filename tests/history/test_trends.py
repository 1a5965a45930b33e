"""Made-up histories, and what may be said of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from formcheck.history.desk import DeskHour
from formcheck.history.sets import FallOff, Imbalance, SetOverview
from formcheck.history.trends import Trend, load_ratio, trends
from tests.history.kept import day_number

PRESS = "overhead-press"
MINUTE = timedelta(minutes=1)
TODAY = day_number("2026-11-27")


def a_set(days_ago: float, reps: int = 10, **given: object) -> SetOverview:
    start = (TODAY - days_ago) * 86400 + 12 * 3600.0
    usual = {"utc_offset_min": 0, "activity": PRESS, "reps": reps, "effort": "press", "model": "full"}
    return SetOverview(start, **{**usual, **given})  # type: ignore[arg-type]


def weeks(*reps: int, **given: object) -> list[SetOverview]:
    """One set a week with so many reps, the oldest first; the last one is of this week."""
    return [a_set(7 * (len(reps) - 1 - week) + 2, count, **given) for week, count in enumerate(reps) if count]


def said(sets: Sequence[SetOverview], kind: str, hours: Sequence[DeskHour] = ()) -> str:
    return " ".join(trend.text for trend in trends(sets, hours, TODAY) if trend.kind == kind)


@pytest.mark.parametrize(
    ("reps", "words"),
    [
        ((), ""),
        ((20,), ""),  # a first week
        ((20, 20, 20), ""),  # less than three weeks before this one
        ((20, 20, 20, 20), "20 reps, against 20 a week in the three weeks before."),
        ((20, 20, 20, 26), "26 reps, against 20 a week in the three weeks before."),
        ((20, 20, 20, 27), "27 reps, against 20 a week in the three weeks before: a bigger jump than usual."),
        ((20, 20, 20, 30), "30 reps, against 20 a week in the three weeks before: a bigger jump than usual."),
        ((20, 20, 20, 31), "a bigger jump than usual; consider holding it."),
        ((20, 20, 20, 0), ""),  # a week off
        (
            (30, 0, 30, 20),
            "against 20 a week in the three weeks before (nothing was kept in 1 of these weeks).",
        ),
        ((20, 0, 0, 0, 20), ""),  # three weeks of holiday: nothing to compare with
        ((9, 9, 9, 20), ""),  # too few reps to speak of a jump
        ((500, 20, 20, 20, 20), "20 reps, against 20 a week"),  # what was long ago does not count
    ],
)
def test_this_weeks_load_is_told_against_the_three_before(reps: tuple[int, ...], words: str) -> None:
    told = said(weeks(*reps), "load")
    assert words in told
    assert bool(told) is bool(words)
    assert ("jump" in told) is ("jump" in words)


def test_load_is_reps_times_kilograms_where_every_set_says_them() -> None:
    heavier = [*weeks(20, 20, 20, 0, load_kg=40.0), a_set(1, 20, load_kg=60.0)]
    assert "1200 kg lifted in all, against 800 a week" in said(heavier, "load")
    assert "bigger jump" in said(heavier, "load")
    unknown = [*heavier[:-1], a_set(1, 20)]
    assert "20 reps, against 20 a week" in said(unknown, "load")


def test_lifts_are_not_added_to_each_other() -> None:
    sets = [*weeks(20, 20, 20, 20), *weeks(10, 10, 10, 40, activity="upright-row")]
    by_lift = [trend for trend in trends(sets, (), TODAY) if trend.kind == "load"]
    assert [trend.is_notable for trend in by_lift] == [False, True]


def test_a_week_is_seven_days_of_the_clock_on_the_wall() -> None:
    """A set late in the evening belongs to that day, also where UTC has the next one already."""
    tokyo, new_york = timezone(timedelta(hours=9)), timezone(timedelta(hours=-5))
    for zone in (UTC, tokyo, new_york):
        offset = zone.utcoffset(None)
        assert offset is not None
        for hour, minute in ((0, 5), (23, 55)):
            first = datetime(2026, 11, 21, hour, minute, tzinfo=zone)  # the first of the seven days
            before = first - timedelta(days=1)
            own = [
                replace(a_set(0, 20), start_utc_s=at.timestamp(), utc_offset_min=offset // MINUTE)
                for at in (first, before, before - timedelta(days=7), before - timedelta(days=14))
            ]
            found = load_ratio(PRESS, own, TODAY)
            assert found is not None
            assert (found.this_week, found.before) == (20, 20)


def test_a_clock_change_moves_no_set_to_another_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for month, day in ((3, 29), (10, 25)):  # the nights in which the clock changes
        midnight = datetime(2026, month, day, 0, 30, tzinfo=berlin)
        evening = datetime(2026, month, day, 23, 30, tzinfo=berlin)
        today = day_number(f"2026-{month:02d}-{day:02d}")
        for at in (midnight, evening):
            offset = at.utcoffset()
            assert offset is not None
            one = replace(a_set(0), start_utc_s=at.timestamp(), utc_offset_min=offset // MINUTE)
            assert trends([one] * 5, (), today)[0].text.startswith("In four weeks 50 reps")
            assert trends([one] * 5, (), today - 1) == ()


def uneven(reps: int, against: int = 0, words: str = "left hand higher") -> Imbalance:
    return Imbalance(words, reps, against, 5, 0.08, 0.03, "trunk")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([None], ""),
        ([uneven(2)], ""),
        ([uneven(3)], "left hand higher in 3 of 5 reps of a set, by 0.08 ± 0.03 trunk lengths"),
        ([uneven(3, against=1)], ""),
        ([uneven(4), None, uneven(3)], "so in 2 of 3 sets in four weeks"),
        ([uneven(4), uneven(4, words="right hand higher")], ""),
    ],
)
def test_an_imbalance_is_told_only_where_three_reps_agree(
    found: Sequence[Imbalance | None], words: str
) -> None:
    sets = [a_set(5 - i, imbalance=one) for i, one in enumerate(found)]
    told = said(sets, "imbalance")
    assert words in told
    assert bool(told) is bool(words)


@pytest.mark.parametrize(
    ("press", "pull", "words"),
    [
        (10, 0, ""),
        (60, 0, "some more pulling would even it out"),
        (60, 20, "some more pulling would even it out"),
        (20, 60, "some more pressing would even it out"),
        (40, 30, "40 reps of pressing and 30 of pulling were kept."),
    ],
)
def test_pressing_is_told_against_pulling(press: int, pull: int, words: str) -> None:
    sets = [
        a_set(2, press),
        a_set(3, pull, effort="pull", activity="upright-row"),
        a_set(40, 500, effort="pull"),
    ]
    told = said(sets, "volume")
    assert words in told
    assert bool(told) is bool(words)


@pytest.mark.parametrize(
    ("fell", "words"),
    [
        (FallOff(20.0, 5.0), "by 20 ± 5 % in the last two reps"),
        (FallOff(20.0, 12.0), ""),  # within what the measurement can err
        (FallOff(20.0, None), ""),
        (FallOff(10.0, 1.0), ""),
        (FallOff(None, None, early=0.0, late=1.0), "more is found in the last two reps"),
        (FallOff(None, None, early=0.7, late=1.0), ""),
        (None, ""),
    ],
)
def test_what_falls_off_within_a_set_is_told(fell: FallOff | None, words: str) -> None:
    told = said([a_set(1, fall_off=fell)], "fall-off")
    assert words in told
    assert bool(told) is bool(words)


def an_hour(days_ago: int, hour: int = 9, **given: float) -> DeskHour:
    usual = {"watched_s": 3600.0, "present_s": 3000.0, "judged_s": 2000.0, "neutral_s": 1500.0, "breaks": 1}
    return DeskHour((TODAY - days_ago) * 24 + hour, **{**usual, **given})  # type: ignore[arg-type]


def test_hours_of_sitting_are_told_by_the_days_on_which_there_was_any() -> None:
    hours = [
        an_hour(0),
        an_hour(0, 10),
        an_hour(3),
        an_hour(3, 11),
        *[an_hour(9, hour) for hour in range(8, 14)],
    ]
    told = said([], "sitting", hours)
    assert "At the desk for 1 h 40 min a day on 2 days of seven" in told
    assert "in your neutral for 75 % of what was judged; 4 breaks" in told
    assert "The week before: 5 h a day." in told
    assert said([], "sitting", [an_hour(9)]) == ""


def test_nothing_is_said_about_injury() -> None:
    sets = [*weeks(20, 20, 20, 90, imbalance=uneven(4), fall_off=FallOff(40.0, 2.0))]
    texts = [trend.text for trend in trends(sets, [an_hour(0)], TODAY)]
    assert len(texts) == 5
    forbidden = ("injur", "damage", "harm", "pain", "risk", "danger", "correct", "upright")
    assert not [text for text in texts for word in forbidden if word in text.lower()]


def test_what_lies_ahead_is_not_looked_at() -> None:
    """A camera whose clock is ahead."""
    assert trends([a_set(-3, 100)], (), TODAY) == ()
    assert trends([a_set(-3, 100), *weeks(20, 20, 20, 20)], (), TODAY)[0] == Trend(
        "load", "Overhead press this week: 20 reps, against 20 a week in the three weeks before."
    )
