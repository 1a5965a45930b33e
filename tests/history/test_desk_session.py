"""A session of sitting, cut into minutes of the clock."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from formcheck.activities.load import load_activity
from formcheck.history.desk import local_hour_of
from formcheck.history.desk_session import DeskSession
from formcheck.history.logged import Log
from formcheck.history.records import DeskMinute
from formcheck.history.store import open_history
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.results.posture_tally import PostureTotals
from formcheck.results.summary import PostureSummary
from formcheck.session.observation import Observation
from formcheck.session.start import start_session
from tests.people import FRONT
from tests.seats import DESK, UPRIGHT, Seat, sitting, sitting_neutral


@pytest.fixture(scope="module")
def seen() -> list[Observation]:
    """Two and a half minutes, with a tilted head that lasts from the first into the second minute."""
    frames = sitting((UPRIGHT, 30.0), (Seat(head_left=12), 60.0), (UPRIGHT, 60.0))
    session = start_session(DESK, FRONT.info(6.0), OneEuroSmoother(), neutral=sitting_neutral())
    told = [observation for frame in frames for observation in session.push(frame)]
    return [*told, *session.finish()]


def minutes_of(seen: list[Observation], started: datetime) -> list[DeskMinute]:
    session = DeskSession(DESK, Log(started))
    over = [minute for observation in seen if (minute := session.write(observation)) is not None]
    last = session.minute()
    return [*over, *([last] if last else [])]


def whole(seen: list[Observation]) -> PostureSummary:
    totals = PostureTotals(load_activity("desk"))
    for observation in seen:
        if not observation.is_end:
            totals.write(observation)
    return totals.summary()


def test_minutes_begin_with_those_of_the_clock(seen: list[Observation]) -> None:
    started = datetime(2026, 11, 2, 9, 59, 40, tzinfo=timezone(timedelta(hours=1)))
    minutes = minutes_of(seen, started)
    starts = [round(minute.start_utc_s - started.timestamp()) for minute in minutes]
    assert starts == [0, 20, 80, 140]
    assert [local_hour_of(m.start_utc_s, m.utc_offset_min) % 24 for m in minutes] == [9, 10, 10, 10]


def test_the_minutes_add_up_to_the_session(seen: list[Observation], tmp_path: Path) -> None:
    with open_history(tmp_path / "history.db") as history:
        history.add_all(minutes_of(seen, datetime(2026, 11, 2, 9, 0, 5, tzinfo=UTC)))
        (added,) = history.hours()
    session = whole(seen)
    assert added.present_s == pytest.approx(session.seen_s, abs=0.5)
    assert added.judged_s == pytest.approx(session.judged_s, abs=0.5)
    assert added.neutral_s == pytest.approx(session.neutral_s, abs=0.5)
    assert added.states_s == pytest.approx({s.rule: s.time_s for s in session.states}, abs=0.5)
    assert added.events == {s.rule: s.events for s in session.states}
    assert sum(added.states_s.values()) > 40.0


def test_an_event_that_lasts_counts_once(seen: list[Observation]) -> None:
    minutes = minutes_of(seen, datetime(2026, 11, 2, 9, 0, 0, tzinfo=UTC))
    tilts = [m.events.get("desk.head-tilt", 0) for m in minutes]
    assert sum(tilts) == 1
    assert sum(m.states_s.get("desk.head-tilt", 0.0) > 5.0 for m in minutes) == 2


def test_nothing_seen_is_no_minute() -> None:
    assert DeskSession(DESK, Log(datetime(2026, 11, 2, tzinfo=UTC))).minute() is None
