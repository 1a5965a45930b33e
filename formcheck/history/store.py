"""The history: one SQLite file, which one process at a time writes and any number read."""

import json
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from formcheck.errors import HistoryError
from formcheck.history.coding import (
    Record,
    Tallies,
    minute_from_row,
    minute_text,
    mobility_of,
    overview_parts,
    own_overview,
    packed,
    plain,
    set_of,
)
from formcheck.history.desk import DeskHour, hour_of, local_day_of, local_hour_of
from formcheck.history.place import (
    aside_files,
    busy,
    cannot,
    history_path,
    make_private,
    newer,
    prepare,
    set_aside,
    upgrade,
)
from formcheck.history.records import DeskMinute, MobilitySet
from formcheck.history.schema import VERSION
from formcheck.history.sets import SetOverview, SetRecord
from formcheck.history.words import counted

_BUSY_S = 5.0
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_NOT_ALLOWED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_PRIMARY = 0xFF
_MOST_LOOKED_AT = 200
# Table -> the day that a row belongs to.
_DAY_OF = {
    "sets": "local_day",
    "mobility": "local_day",
    "minutes": "local_hour / 24",
    "hours": "local_hour / 24",
}
_WHOSE = ("sets", "mobility", "hours")
_MINUTE = ", ".join(
    (
        "athlete", "start_utc_s", "utc_offset_min", "looks",
        "watched_ms", "present_ms", "judged_ms", "neutral_ms", "breaks", "rules",
    )
)  # fmt: skip
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records.

    Attributes:
        since_day: Not what began on a day before this one, in days since 1970-01-01 of the clock that the
            person had then (`local_day_of`); None: from the beginning.
        before_day: Nor what began on this day or later; None: to the end.
        athlete: Whose; None: everybody's. "" is the owner of the computer.
        activity: Of which lift; None: of all. What is no set of a lift is not asked.
    """

    since_day: int | None = None
    before_day: int | None = None
    athlete: str | None = None
    activity: str | None = None


ALL = Wanted()


class DamagedError(HistoryError):
    """The file turned out to be damaged while it was used."""


def open_history(path: Path | None = None, *, reading: bool = False) -> "History":
    """Open the history, and make it where there is none.

    A file that is no history, or a damaged one, is set aside under another name, which `History.notice` says.

    Args:
        path: Its file; by default that in the user's data folder.
        reading: Only to read: where there is no file none is made, and the history is empty.

    Returns:
        The history, a context manager.

    Raises:
        HistoryError: If it is of a newer version, or cannot be opened.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, open_history(Path(folder) / "history.db") as history:
        ...     history.add(DeskMinute(1_800_000_000.0, 60, looks=20, watched_s=60.0, present_s=58.0))
        ...     history.hours()[0].present_s
        58.0
    """
    return History(path or history_path(), reading=reading)


class History:
    """What is kept from one session to the next. Its methods may be called from any thread.

    Args:
        path: Its file.
        reading: As of `open_history`.

    Attributes:
        path: Its file.
        notice: What was set aside when it was opened or since, one line for people; "" where nothing was.
    """

    def __init__(self, path: Path, *, reading: bool = False) -> None:
        self.path, self.notice = path, ""
        self._lock = threading.RLock()
        self._file: tuple[int, int] | None = None
        self._reading = reading
        self._database = self._open()

    # Writing

    def add(self, record: Record, *, lasting: bool = True) -> None:
        """Keep a record; on return it outlasts the end of the program, however that comes.

        One that is there already is replaced: a minute of the same person and beginning, an exercise of the
        same person and beginning, a set of the same film at the same place in it, or of the same beginning.
        So what grows, such as the minute that is going on, can be added again every few seconds.

        Args:
            record: What to keep.
            lasting: Whether it has to outlast a power cut too, which the disk takes some time for.

        Raises:
            HistoryError: If it cannot be written.
        """
        self.add_all((record,), lasting=lasting)

    def add_all(self, records: Iterable[Record], *, lasting: bool = True) -> int:
        """Keep several records, all of them or none; gives how many.

        Raises:
            HistoryError: If they cannot be written.
        """
        kept = tuple(records)
        with self._lock:
            self._follow_the_file()
            try:
                self._write_all(kept, lasting=lasting)
            except DamagedError:
                self._begin_anew()
                self._write_all(kept, lasting=lasting)
        return len(kept)

    def delete(self, *, before_day: int | None = None, athlete: str | None = None) -> int:
        """Erase records so that nothing of them is left in the file.

        Args:
            before_day: Those of days before this one, as in `Wanted`; None: of all days, and with
                everybody's also what was set aside.
            athlete: Those of one person, "" for the owner of the computer; None: everybody's.

        Returns:
            How many were erased.

        Raises:
            HistoryError: If they cannot be erased.
        """
        with self._lock:
            self._follow_the_file()
            with self._writing(lasting=True):
                count = self._delete(Wanted(before_day=before_day, athlete=athlete))
            with self._told():
                self._database.execute("VACUUM")
                self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if before_day is None and athlete is None:
                self._remove_what_was_set_aside()
        return count

    # Reading

    def athletes(self) -> tuple[str, ...]:
        """The names of all who have records, "" for the owner of the computer.

        Raises:
            HistoryError: If the history cannot be read; the same of all that follow. One that turns out to be
                damaged is set aside, as when it is opened.
        """
        union = " UNION ".join(f"SELECT athlete FROM {table}" for table in _WHOSE)
        return tuple(self._read(f"{union} ORDER BY 1", (), lambda row: str(row[0])))

    def sets(self, wanted: Wanted = ALL, *, numbers: bool = False) -> tuple[SetOverview, ...]:
        """The sets without their single reps, in order of time.

        Args:
            wanted: Which.
            numbers: With all their numbers; else those alone that all sets are compared by (`MAIN`).
        """
        columns = "id, overview, numbers" if numbers else "id, overview"
        return tuple(self._select(columns, "sets", wanted, self._overview_reader()))

    def numbered_sets(self, numbers: Sequence[int]) -> tuple[SetOverview, ...]:
        """Some sets with all their numbers, in the order that is given, without those that are not there."""
        statement, reader = "SELECT id, overview, numbers FROM sets WHERE id = ?", self._overview_reader()
        return tuple(one for number in numbers for one in self._read(statement, (number,), reader))

    def full_sets(self, wanted: Wanted = ALL) -> tuple[SetRecord, ...]:
        """The sets with all that is kept of them, in order of time."""
        body = "(SELECT body FROM set_details WHERE set_details.id = sets.id)"
        return tuple(self._select(body, "sets", wanted, _full))

    def full_set(self, number: int) -> SetRecord | None:
        """A set by its number, with all that is kept of it; None where there is none."""
        found = self._read("SELECT body FROM set_details WHERE id = ?", (number,), _full)
        return found[0] if found else None

    def set_before(self, this: SetRecord) -> SetOverview | None:
        """The last set of the same lift, variant and person that began earlier; None where there is none."""
        earlier = self._read(
            "SELECT id, overview FROM sets WHERE athlete = ? AND activity = ? AND start_utc_s < ? "
            "ORDER BY start_utc_s DESC, id DESC LIMIT ?",
            (this.athlete, this.activity, this.start_utc_s, _MOST_LOOKED_AT),
            self._overview_reader(),
        )
        same = self._read(*_same_sets(this), lambda row: row[0])
        return next((s for s in earlier if s.variant == this.variant and s.number not in same), None)

    def hours(self, wanted: Wanted = ALL) -> tuple[DeskHour, ...]:
        """The hours at the desk, in order of time."""
        return tuple(self._select("body", "hours", wanted, lambda row: DeskHour(**json.loads(row[0]))))

    def minutes(self, wanted: Wanted = ALL) -> tuple[DeskMinute, ...]:
        """The minutes at the desk, in order of time."""
        return tuple(self._select(_MINUTE, "minutes", wanted, minute_from_row))

    def texts(self, wanted: Wanted = ALL) -> dict[str, list[str]]:
        """Everything as JSON texts, a list each of ``sets``, ``minutes`` and ``mobility``, to write."""
        body = "(SELECT body FROM set_details WHERE set_details.id = sets.id)"
        return {
            "sets": self._select(body, "sets", wanted, lambda row: zlib.decompress(row[0]).decode()),
            "minutes": self._select(_MINUTE, "minutes", wanted, minute_text),
            "mobility": self._select("body", "mobility", wanted, lambda row: str(row[0])),
        }

    def mobility(self, wanted: Wanted = ALL) -> tuple[MobilitySet, ...]:
        """The neck exercises, in order of time."""
        return tuple(self._select("body", "mobility", wanted, lambda row: mobility_of(json.loads(row[0]))))

    def close(self) -> None:
        """Close it; does nothing the second time."""
        with self._lock, suppress(sqlite3.Error):
            self._database.close()

    def __enter__(self) -> Self:
        """The history itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    # The file

    def _open(self) -> sqlite3.Connection:
        if self._reading and not self.path.exists():
            return _in_memory()
        self._say(prepare(self.path))
        try:
            return self._connected()
        except DamagedError:
            return self._made_anew()

    def _connected(self) -> sqlite3.Connection:
        with self._told():
            known = self.path.stat()
            self._file = (known.st_dev, known.st_ino)
            database = sqlite3.connect(
                self.path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
            )
            try:
                self._set_up(database)
            except BaseException:
                database.close()
                raise
            make_private(self.path)
            return database

    def _set_up(self, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA secure_delete = ON")
        database.execute("PRAGMA journal_mode = WAL")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise newer(self.path, version)
        if version < VERSION:
            upgrade(database)
        database.execute("SELECT count(*) FROM sqlite_schema").fetchone()

    def _follow_the_file(self) -> None:
        """Where somebody has put another file in its place, write into that one."""
        try:
            known = self.path.stat()
            if (known.st_dev, known.st_ino) == self._file:
                return
        except FileNotFoundError:
            pass
        except OSError as error:
            raise cannot(self.path, error.strerror or str(error)) from error
        self.close()
        self._reading = False
        self._database = self._open()

    def _begin_anew(self) -> None:
        self.close()
        self._database = self._made_anew()

    def _made_anew(self) -> sqlite3.Connection:
        """A new one in place of the damaged one, with what can be read of that."""
        aside, told = set_aside(self.path, self._file)
        self._database = self._connected()
        count = 0
        if aside is not None:
            from formcheck.history.rescue import rescued

            records = {
                (type(one), one.athlete, one.start_utc_s, _kind(one)): one for one in rescued(aside, _MINUTE)
            }
            self._write_all(tuple(records.values()), lasting=True)
            count = len(records)
        self._say(f"{told}, with {counted(count, 'record')} of it" if count else told)
        return self._database

    def _say(self, line: str) -> None:
        self.notice = line or self.notice

    def _remove_what_was_set_aside(self) -> None:
        try:
            for one in aside_files(self.path):
                one.unlink(missing_ok=True)
        except OSError as error:
            raise cannot(self.path, error.strerror or str(error)) from error

    # Statements

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite says, as an error of our own."""
        try:
            yield
        except sqlite3.Error as error:
            code = (getattr(error, "sqlite_errorcode", None) or 0) & _PRIMARY
            if code in _DAMAGED:
                raise DamagedError(f"the history {self.path} is damaged") from error
            if code in _BUSY:
                raise busy(self.path) from error
            if code == sqlite3.SQLITE_FULL:
                raise cannot(self.path, "the disk is full") from error
            raise cannot(
                self.path, "it may not be written" if code in _NOT_ALLOWED else str(error)
            ) from error
        except OSError as error:
            raise cannot(self.path, error.strerror or str(error)) from error

    @contextmanager
    def _writing(self, *, lasting: bool) -> Iterator[None]:
        with self._told():
            self._database.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'NORMAL'}")
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._database.execute("ROLLBACK")
                raise

    def _read(
        self, statement: str, values: tuple[object, ...], decoded: Callable[[Any], _Read]
    ) -> list[_Read]:
        """What a statement gives; of a damaged file what the new one has."""
        with self._lock:
            try:
                return self._read_once(statement, values, decoded)
            except DamagedError:
                self._begin_anew()
                return self._read_once(statement, values, decoded)

    def _read_once(
        self, statement: str, values: tuple[object, ...], decoded: Callable[[Any], _Read]
    ) -> list[_Read]:
        with self._told():
            rows = self._database.execute(statement, values).fetchall()
        found = []
        for row in rows:
            try:
                found.append(decoded(row))
            except (ValueError, TypeError, KeyError, AttributeError, zlib.error, HistoryError):
                continue
        if len(found) < len(rows):
            self._say(
                f"{counted(len(rows) - len(found), 'record')} of the history cannot be read, and left out"
            )
        return found

    def _select(
        self, columns: str, table: str, wanted: Wanted, decoded: Callable[[Any], _Read]
    ) -> list[_Read]:
        where, values = _where(table, wanted)
        order = "local_hour" if table == "hours" else "start_utc_s"
        return self._read(f"SELECT {columns} FROM {table}{where} ORDER BY {order}, athlete", values, decoded)

    def _overview_reader(self) -> Callable[[Any], SetOverview]:
        """What reads rows of overviews, with what the rules are called."""
        rows = self._read("SELECT rule, title, heading FROM rule_names", (), tuple)
        tallies = Tallies({rule: (title, heading) for rule, title, heading in rows})

        def read(row: Any) -> SetOverview:
            number, text, *others = row
            data = json.loads(text)
            for more in others:
                data["numbers"] |= json.loads(more)
            return own_overview(number, data, tallies)

        return read

    # One record

    def _write_all(self, records: tuple[Record, ...], *, lasting: bool) -> None:
        with self._writing(lasting=lasting):
            hours = set()
            for record in records:
                match record:
                    case DeskMinute():
                        hours.update(self._write_minute(record))
                    case MobilitySet():
                        self._write_mobility(record)
                    case SetRecord():
                        self._write_set(record)
            for athlete, local_hour in hours:
                self._add_up(athlete, local_hour)

    def _write_minute(self, minute: DeskMinute) -> set[tuple[str, int]]:
        """Write it; gives the hours that changed: two where it was put down under another time zone."""
        key = (minute.athlete, minute.start_utc_s)
        before = self._database.execute(
            "SELECT local_hour FROM minutes WHERE athlete = ? AND start_utc_s = ?", key
        ).fetchall()
        hour = local_hour_of(minute.start_utc_s, minute.utc_offset_min)
        times = (minute.watched_s, minute.present_s, minute.judged_s, minute.neutral_s)
        self._database.execute(
            "INSERT OR REPLACE INTO minutes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *key, hour, minute.utc_offset_min, minute.looks,
                *(round(1000 * time_s) for time_s in times), minute.breaks, packed(_rules_of(minute)),
            ),
        )  # fmt: skip
        return {(minute.athlete, one) for one in (hour, *(row[0] for row in before))}

    def _add_up(self, athlete: str, local_hour: int) -> None:
        key = (athlete, local_hour)
        rows = self._database.execute(
            f"SELECT {_MINUTE} FROM minutes WHERE athlete = ? AND local_hour = ?", key
        ).fetchall()
        if not rows:
            self._database.execute("DELETE FROM hours WHERE athlete = ? AND local_hour = ?", key)
            return
        body = packed(plain(hour_of(local_hour, athlete, map(minute_from_row, rows))))
        self._database.execute("INSERT OR REPLACE INTO hours VALUES (?, ?, ?)", (*key, body))

    def _write_mobility(self, done: MobilitySet) -> None:
        day = local_day_of(done.start_utc_s, done.utc_offset_min)
        self._database.execute(
            "INSERT OR REPLACE INTO mobility VALUES (?, ?, ?, ?, ?)",
            (done.athlete, done.start_utc_s, day, done.exercise, packed(plain(done))),
        )

    def _write_set(self, this: SetRecord) -> None:
        same = [row[0] for row in self._database.execute(*_same_sets(this))]
        this = self._as_early_as(this, same)
        for number in same:
            self._database.execute("DELETE FROM sets WHERE id = ?", (number,))
            self._database.execute("DELETE FROM set_details WHERE id = ?", (number,))
        cursor = self._database.execute(
            "INSERT INTO sets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                same[0] if same else None, this.start_utc_s,
                local_day_of(this.start_utc_s, this.utc_offset_min), this.athlete, this.activity, this.film,
                this.film_start_s, this.film_end_s, this.pattern, *overview_parts(this.overview),
            ),
        )  # fmt: skip
        self._database.executemany(
            "INSERT OR REPLACE INTO rule_names VALUES (?, ?, ?)",
            [(rule, tally.title, tally.heading) for rule, tally in this.rules.items()],
        )
        body = zlib.compress(packed(plain(this)).encode())
        self._database.execute("INSERT INTO set_details VALUES (?, ?)", (cursor.lastrowid, body))

    def _as_early_as(self, this: SetRecord, same: Sequence[int]) -> SetRecord:
        """A film was taken when the earliest of its copies and recordings says so: others were made later."""
        for number in same if this.film else ():
            (text,) = self._database.execute("SELECT overview FROM sets WHERE id = ?", (number,)).fetchone()
            other = own_overview(number, json.loads(text), Tallies({}))
            if other.start_utc_s < this.start_utc_s:
                this = replace(
                    this,
                    start_utc_s=other.start_utc_s,
                    utc_offset_min=other.utc_offset_min,
                    timed=other.timed,
                )
        return this

    def _delete(self, wanted: Wanted) -> int:
        count = 0
        for table in _DAY_OF:
            where, values = _where(table, wanted)
            erased = self._database.execute(f"DELETE FROM {table}{where}", values).rowcount
            count += erased if table != "hours" else 0
        self._database.execute("DELETE FROM set_details WHERE id NOT IN (SELECT id FROM sets)")
        return count


def _kind(record: Record) -> str:
    """What tells records of one person and beginning apart."""
    return getattr(record, "exercise", "") or getattr(record, "activity", "")


def _in_memory() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    upgrade(database)
    return database


def _where(table: str, wanted: Wanted) -> tuple[str, tuple[object, ...]]:
    day = _DAY_OF[table]
    tests = [
        (f"{day} >= ?", wanted.since_day),
        (f"{day} < ?", wanted.before_day),
        ("athlete = ?", wanted.athlete),
        *([("activity = ?", wanted.activity)] if table == "sets" else []),
    ]
    given = [(test, value) for test, value in tests if value is not None]
    where = f" WHERE {' AND '.join(test for test, _ in given)}" if given else ""
    return where, tuple(value for _, value in given)


def _same_sets(this: SetRecord) -> tuple[str, tuple[object, ...]]:
    """What finds the numbers of what is the same set: of one film at one place, or of one beginning."""
    return (
        "SELECT id FROM sets WHERE athlete = ? AND ("
        "(film <> '' AND film = ? AND film_start_s < ? AND film_end_s > ?) "
        "OR (film <> '' AND ? <> '' AND pattern <> '' AND pattern = ?) "
        "OR (film = '' AND ? = '' AND activity = ? AND start_utc_s = ?)) ORDER BY id",
        (
            this.athlete, this.film, this.film_end_s, this.film_start_s, this.film, this.pattern,
            this.film, this.activity, this.start_utc_s,
        ),
    )  # fmt: skip


def _full(row: Any) -> SetRecord:
    return set_of(json.loads(zlib.decompress(row[0])))


def _rules_of(minute: DeskMinute) -> dict[str, tuple[float, int, int]]:
    return {
        name: (minute.states_s.get(name, 0), minute.events.get(name, 0), minute.alerts.get(name, 0))
        for name in sorted({*minute.states_s, *minute.events, *minute.alerts})
    }
