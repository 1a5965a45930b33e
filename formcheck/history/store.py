"""The history: one SQLite file, which one process at a time writes and any number read."""

import json
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from formcheck.errors import HistoryError
from formcheck.history.coding import (
    NO_RECORD,
    Record,
    Tallies,
    minute_from_row,
    mobility_of,
    own_overview,
    set_of,
)
from formcheck.history.desk import DeskHour
from formcheck.history.minute_table import statements, table_texts
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
from formcheck.history.wanted import ALL, Wanted, same_sets, where_of
from formcheck.history.words import counted
from formcheck.history.writing import MINUTE, Item, delete_records, write_records

_BUSY_S = 5.0
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_NOT_ALLOWED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_PRIMARY = 0xFF
_MOST_LOOKED_AT = 200
_WHOSE = ("sets", "mobility", "hours")
_Read = TypeVar("_Read")


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

    def add_all(self, records: Iterable[Item], *, lasting: bool = True) -> int:
        """Keep several records, all of them or none; gives how many.

        Raises:
            HistoryError: If they cannot be written.
        """
        kept = tuple(records)
        with self._lock:
            self._follow_the_file()
            try:
                return self._write_all(kept, lasting=lasting)
            except DamagedError:
                self._begin_anew()
                return self._write_all(kept, lasting=lasting)

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
                count = delete_records(self._database, Wanted(before_day=before_day, athlete=athlete))
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

    def activities(self, athlete: str) -> tuple[str, ...]:
        """The lifts of which sets of a person are kept, in the order of their ids."""
        statement = "SELECT DISTINCT activity FROM sets WHERE athlete = ? ORDER BY 1"
        return tuple(self._read(statement, (athlete,), lambda row: str(row[0])))

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
        same = self._read(*same_sets(this), lambda row: row[0])
        return next((s for s in earlier if s.variant == this.variant and s.number not in same), None)

    def hours(self, wanted: Wanted = ALL) -> tuple[DeskHour, ...]:
        """The hours at the desk, in order of time."""
        return tuple(self._select("body", "hours", wanted, lambda row: DeskHour(**json.loads(row[0]))))

    def minutes(self, wanted: Wanted = ALL) -> tuple[DeskMinute, ...]:
        """The minutes at the desk, in order of time."""
        return tuple(self._select(MINUTE, "minutes", wanted, minute_from_row))

    def texts(self, wanted: Wanted = ALL) -> dict[str, list[bytes]]:
        """Everything as JSON texts, a list each of ``sets``, ``minutes`` and ``mobility``, to write.

        The minutes are tables, one of each person.
        """
        where, values = where_of("minutes", wanted)
        whole, others, broken = (self._read(one, values, tuple) for one in statements(where))
        self._say_unread(broken[0][0])
        tables = table_texts(whole, others)
        return {
            "sets": self.set_bodies(wanted),
            "minutes": [table.encode() for table in tables],
            "mobility": self._select("body", "mobility", wanted, lambda row: str(row[0]).encode()),
        }

    def set_bodies(self, wanted: Wanted = ALL) -> list[bytes]:
        """The sets with their single reps as JSON, in order of time."""
        body = "(SELECT body FROM set_details WHERE set_details.id = sets.id)"
        return self._select(body, "sets", wanted, lambda row: zlib.decompress(row[0]))

    def minute_rows(self, wanted: Wanted = ALL) -> list[tuple[Any, ...]]:
        """The minutes at the desk as rows: athlete, and the columns of a `MinuteTable`."""
        return self._select(MINUTE, "minutes", wanted, tuple)

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
                (type(one), one.athlete, one.start_utc_s, _kind(one)): one for one in rescued(aside, MINUTE)
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
        except UnicodeDecodeError as error:  # of a name in the file that SQLite complains of
            raise DamagedError(f"the history {self.path} is damaged") from error
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
            except NO_RECORD:
                continue
        self._say_unread(len(rows) - len(found))
        return found

    def _say_unread(self, count: int) -> None:
        if count:
            self._say(f"{counted(count, 'record')} of the history cannot be read, and left out")

    def _select(
        self, columns: str, table: str, wanted: Wanted, decoded: Callable[[Any], _Read]
    ) -> list[_Read]:
        where, values = where_of(table, wanted)
        order = "local_hour" if table == "hours" else "start_utc_s"
        return self._read(f"SELECT {columns} FROM {table}{where} ORDER BY {order}, athlete", values, decoded)

    def _write_all(self, records: tuple[Item, ...], *, lasting: bool) -> int:
        with self._writing(lasting=lasting):
            return write_records(self._database, records)

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


def _kind(record: Record) -> str:
    """What tells records of one person and beginning apart."""
    return getattr(record, "exercise", "") or getattr(record, "activity", "")


def _in_memory() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    upgrade(database)
    return database


def _full(row: Any) -> SetRecord:
    return set_of(json.loads(zlib.decompress(row[0])))
