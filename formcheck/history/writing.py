"""Writes records into the tables of the history, and deletes them."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from formcheck.history.coding import (
    Record,
    Tallies,
    minute_from_row,
    overview_parts,
    own_overview,
    packed,
    plain,
)
from formcheck.history.desk import hour_of, local_day_of, local_hour_of
from formcheck.history.records import DeskMinute, MobilitySet
from formcheck.history.sets import SetRecord
from formcheck.history.wanted import DAY_OF, Wanted, same_sets, where_of

MINUTE = ", ".join(
    (
        "athlete", "start_utc_s", "utc_offset_min", "looks",
        "watched_ms", "present_ms", "judged_ms", "neutral_ms", "breaks", "rules",
    )
)  # fmt: skip


def write_records(database: sqlite3.Connection, records: Iterable[Record]) -> None:
    """Write records, in the transaction that is going on."""
    hours = set()
    for record in records:
        match record:
            case DeskMinute():
                hours.update(_write_minute(database, record))
            case MobilitySet():
                _write_mobility(database, record)
            case SetRecord():
                _write_set(database, record)
    for athlete, local_hour in hours:
        _add_up(database, athlete, local_hour)


def _write_minute(database: sqlite3.Connection, minute: DeskMinute) -> set[tuple[str, int]]:
    """Write it; gives the hours that changed: two where it was put down under another time zone."""
    key = (minute.athlete, minute.start_utc_s)
    before = database.execute(
        "SELECT local_hour FROM minutes WHERE athlete = ? AND start_utc_s = ?", key
    ).fetchall()
    hour = local_hour_of(minute.start_utc_s, minute.utc_offset_min)
    times = (minute.watched_s, minute.present_s, minute.judged_s, minute.neutral_s)
    database.execute(
        "INSERT OR REPLACE INTO minutes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *key, hour, minute.utc_offset_min, minute.looks,
            *(round(1000 * time_s) for time_s in times), minute.breaks, packed(_rules_of(minute)),
        ),
    )  # fmt: skip
    return {(minute.athlete, one) for one in (hour, *(row[0] for row in before))}


def _add_up(database: sqlite3.Connection, athlete: str, local_hour: int) -> None:
    key = (athlete, local_hour)
    rows = database.execute(
        f"SELECT {MINUTE} FROM minutes WHERE athlete = ? AND local_hour = ?", key
    ).fetchall()
    if not rows:
        database.execute("DELETE FROM hours WHERE athlete = ? AND local_hour = ?", key)
        return
    body = packed(plain(hour_of(local_hour, athlete, map(minute_from_row, rows))))
    database.execute("INSERT OR REPLACE INTO hours VALUES (?, ?, ?)", (*key, body))


def _write_mobility(database: sqlite3.Connection, done: MobilitySet) -> None:
    day = local_day_of(done.start_utc_s, done.utc_offset_min)
    database.execute(
        "INSERT OR REPLACE INTO mobility VALUES (?, ?, ?, ?, ?)",
        (done.athlete, done.start_utc_s, day, done.exercise, packed(plain(done))),
    )


def _write_set(database: sqlite3.Connection, this: SetRecord) -> None:
    same = [row[0] for row in database.execute(*same_sets(this))]
    this = _as_early_as(database, this, same)
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
    database.executemany(
        "INSERT OR REPLACE INTO rule_names VALUES (?, ?, ?)",
        [(rule, tally.title, tally.heading) for rule, tally in this.rules.items()],
    )
    body = zlib.compress(packed(plain(this)).encode())
    database.execute("INSERT INTO set_details VALUES (?, ?)", (cursor.lastrowid, body))


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
