"""Writes records into the tables of the history, and deletes them."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from formcheck.history.coding import (
    ReadSet,
    Record,
    Tallies,
    overview_parts,
    own_overview,
    packed,
    plain,
)
from formcheck.history.desk import DeskHour, added, local_day_of, local_hour_of
from formcheck.history.minute_table import MinuteTable, Row
from formcheck.history.records import DeskMinute, MobilitySet
from formcheck.history.sets import RuleTally, SetRecord
from formcheck.history.wanted import DAY_OF, Wanted, same_sets, where_of

MINUTE = ", ".join(
    (
        "athlete", "start_utc_s", "utc_offset_min", "looks",
        "watched_ms", "present_ms", "judged_ms", "neutral_ms", "breaks", "rules",
    )
)  # fmt: skip


Item = Record | ReadSet | MinuteTable


def write_records(database: sqlite3.Connection, records: Iterable[Item]) -> int:
    """Write records, in the transaction that is going on; gives how many."""
    minutes: list[Row] = []
    titles: dict[str, RuleTally] = {}
    count = 0
    for record in records:
        match record:
            case DeskMinute():
                minutes.append(_row_of(record))
            case MinuteTable():
                minutes += record.rows
            case MobilitySet():
                _write_mobility(database, record)
                count += 1
            case SetRecord():
                _write_set(database, record, None)
                titles |= record.rules
                count += 1
            case ReadSet():
                _write_set(database, record.record, record.body)
                titles |= record.record.rules
                count += 1
    database.executemany(
        "INSERT OR REPLACE INTO rule_names VALUES (?, ?, ?)",
        [(rule, tally.title, tally.heading) for rule, tally in titles.items()],
    )
    _write_minutes(database, minutes)
    return count + len(minutes)


def _row_of(minute: DeskMinute) -> Row:
    times = (minute.watched_s, minute.present_s, minute.judged_s, minute.neutral_s)
    return (
        minute.athlete, minute.start_utc_s, local_hour_of(minute.start_utc_s, minute.utc_offset_min),
        minute.utc_offset_min, minute.looks, *(round(1000 * time_s) for time_s in times), minute.breaks,
        packed(_rules_of(minute)),
    )  # fmt: skip


def _write_minutes(database: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Write them, and add up the hours that changed: also those that they were in under another time zone."""
    starts: dict[str, list[float]] = {}
    hours: dict[str, set[int]] = {}
    for athlete, start_utc_s, local_hour, *_ in rows:
        starts.setdefault(athlete, []).append(start_utc_s)
        hours.setdefault(athlete, set()).add(local_hour)
    for athlete, own in starts.items():
        before = database.execute(
            "SELECT DISTINCT local_hour FROM minutes WHERE athlete = ? AND start_utc_s BETWEEN ? AND ?",
            (athlete, min(own), max(own)),
        )
        hours[athlete].update(row[0] for row in before)
    database.executemany("INSERT OR REPLACE INTO minutes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for athlete, changed in hours.items():
        _add_up(database, athlete, changed)


_SUMS = "sum(watched_ms), sum(present_ms), sum(judged_ms), sum(neutral_ms), sum(breaks)"


def _add_up(database: sqlite3.Connection, athlete: str, changed: set[int]) -> None:
    where = "FROM minutes WHERE athlete = ? AND local_hour BETWEEN ? AND ?"
    span = (athlete, min(changed), max(changed))
    rules: dict[int, list[dict[str, tuple[float, int, int]]]] = {}
    for hour, text in database.execute(
        f"SELECT local_hour, rules {where} AND rules <> '{{}}' ORDER BY start_utc_s", span
    ):
        if hour in changed:
            rules.setdefault(hour, []).append(json.loads(text))
    bodies = {}
    for hour, *times, breaks in database.execute(
        f"SELECT local_hour, {_SUMS} {where} GROUP BY local_hour", span
    ):
        if hour in changed:
            bodies[hour] = packed(plain(_hour(athlete, hour, times, breaks, rules.get(hour, ()))))
    database.executemany(
        "INSERT OR REPLACE INTO hours VALUES (?, ?, ?)",
        [(athlete, hour, body) for hour, body in bodies.items()],
    )
    database.executemany(
        "DELETE FROM hours WHERE athlete = ? AND local_hour = ?",
        [(athlete, hour) for hour in changed if hour not in bodies],
    )


def _hour(
    athlete: str,
    hour: int,
    times_ms: Sequence[int],
    breaks: int,
    rules: Sequence[dict[str, tuple[float, int, int]]],
) -> DeskHour:
    """The sum of an hour's minutes."""
    watched_s, present_s, judged_s, neutral_s = (time_ms / 1000 for time_ms in times_ms)
    states_s, events, alerts = (
        added({name: one[place] for name, one in minute.items() if one[place]} for minute in rules)
        for place in range(3)
    )
    return DeskHour(
        hour, athlete, watched_s, present_s, judged_s, neutral_s, breaks,
        states_s, {name: int(n) for name, n in events.items()}, {name: int(n) for name, n in alerts.items()},
    )  # fmt: skip


def _write_mobility(database: sqlite3.Connection, done: MobilitySet) -> None:
    day = local_day_of(done.start_utc_s, done.utc_offset_min)
    database.execute(
        "INSERT OR REPLACE INTO mobility VALUES (?, ?, ?, ?, ?)",
        (done.athlete, done.start_utc_s, day, done.exercise, packed(plain(done))),
    )


def _write_set(database: sqlite3.Connection, this: SetRecord, body: bytes | None) -> None:
    """Write a set.

    Args:
        database: Where.
        this: The set.
        body: Its text, if it has one already.
    """
    same = [row[0] for row in database.execute(*same_sets(this))]
    was, this = this, _as_early_as(database, this, same)
    for number in same:
        database.execute("DELETE FROM sets WHERE id = ?", (number,))
        database.execute("DELETE FROM set_details WHERE id = ?", (number,))
    cursor = database.execute(
        "INSERT INTO sets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            same[0] if same else None, this.start_utc_s,
            local_day_of(this.start_utc_s, this.utc_offset_min), this.athlete, this.activity, this.film,
            this.film_start_s, this.film_end_s, this.pattern, *overview_parts(this.overview),
        ),
    )  # fmt: skip
    text = body if body and this is was else packed(plain(this)).encode()
    database.execute("INSERT INTO set_details VALUES (?, ?)", (cursor.lastrowid, zlib.compress(text)))


def _as_early_as(database: sqlite3.Connection, this: SetRecord, same: Sequence[int]) -> SetRecord:
    """A film was taken when the earliest of its copies and recordings says so: others were made later."""
    for number in same if this.film else ():
        (text,) = database.execute("SELECT overview FROM sets WHERE id = ?", (number,)).fetchone()
        other = own_overview(number, json.loads(text), Tallies({}))
        if other.start_utc_s < this.start_utc_s:
            this = replace(
                this,
                start_utc_s=other.start_utc_s,
                utc_offset_min=other.utc_offset_min,
                timed=other.timed,
            )
    return this


def delete_records(database: sqlite3.Connection, wanted: Wanted) -> int:
    """Delete what is wanted, in the transaction that is going on; gives how many records that were."""
    count = 0
    for table in DAY_OF:
        where, values = where_of(table, wanted)
        erased = database.execute(f"DELETE FROM {table}{where}", values).rowcount
        count += erased if table != "hours" else 0
    database.execute("DELETE FROM set_details WHERE id NOT IN (SELECT id FROM sets)")
    return count


def _rules_of(minute: DeskMinute) -> dict[str, tuple[float, int, int]]:
    return {
        name: (minute.states_s.get(name, 0), minute.events.get(name, 0), minute.alerts.get(name, 0))
        for name in sorted({*minute.states_s, *minute.events, *minute.alerts})
    }
