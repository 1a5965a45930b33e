"""What is left of the history when its writer is killed, when the disk fails, and after a year of heavy use.

    python -m benchmarks.durability [--kills 200] [--writes 60] [--days 365] [--seed 0] [--json] [--write F]

Kills: a process writes minutes that grow, as a session before a camera does, and sets, and erases now and
then; SIGKILL ends it at a random moment, also while it makes the file. Writes: the n-th write, flush or
change of length fails, alone (the disk hiccups) or with all that follow (the disk is full); needs `strace`,
and is left out without it. Afterwards the file must be whole, and hold everything that was acknowledged.

A year: twelve sets and eight hours at a desk on every day; its size, and how long each command takes, its
start included. An import is held against the least that any takes: the file parsed, the sets packed, the same
rows written into the same tables without a look at them, and the start of the program.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks.durability_writer import START_UTC_S, made_minute, name_of
from benchmarks.figures import Figure, put_between_marks, show, table_of
from benchmarks.made_history import a_year
from formcheck.history.sets import SetRecord
from formcheck.history.store import History, open_history
from formcheck.history.wanted import Wanted
from formcheck.sinks.history_log import KEEP_EVERY_S

_MOST_LOST_S, _MOST_MB, _MOST_COMMAND_S = 5.0, 50.0, 0.5
_BEGINNING_S, _LONGEST_RUN_S = 0.1, 1.0
_AT_ONCE, _KILLS_A_FILE = 4, 5
_TRACED = "pwrite64,write,fsync,fdatasync,ftruncate"
_TIMES = 3
# As installed: modules are compiled once.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_COMMANDS = {
    "history": ("--since", "30d"),
    "history_of_a_year": ("--since", "1y"),
    "history_page": ("--since", "30d", "--html", "{scratch}/month.html"),
    "history_page_of_a_year": ("--since", "1y", "--html", "{scratch}/year.html"),
    "history_of_one_lift": ("-a", "press", "--since", "1y"),
    "export_json": ("export", "--json", "-o", "{scratch}/year.json", "--force"),
    "export_csv": ("export", "--csv", "-o", "{scratch}/tables", "--force"),
}
# Five million cells are more than the half second has room for.
_ALL_OF_IT = {"export_csv"}
_TABLES = ("sets", "rule_names", "set_details", "mobility", "minutes", "hours")
_IMPORT_TIMES = 1.5


def main() -> int:
    """Disturb, look, measure, print; 1 where a promise does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writes", type=int, default=60)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="put the table between the marks of this page"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="formcheck-durability-") as scratch:
        chance = random.Random(arguments.seed)
        figures = _killed(Path(scratch), arguments.kills, chance)
        if shutil.which("strace") and arguments.writes:
            figures += _failing(Path(scratch), arguments.writes)
        if arguments.days:
            figures += _year(Path(scratch), arguments.days)
    if arguments.write:
        put_between_marks(arguments.write, "benchmarks/durability.py", table_of(figures))
    return show(figures, as_json=arguments.json)


# Kills


def _killed(scratch: Path, kills: int, chance: random.Random) -> list[Figure]:
    damaged, missing, lost_s, acknowledged = 0, 0, 0.0, 0
    # Several files at once, and each is met again by the next writers: every fifth kill meets one that is
    # just being made.
    for first in range(0, kills, _AT_ONCE * _KILLS_A_FILE):
        for number in range(first, min(first + _AT_ONCE * _KILLS_A_FILE, kills), _AT_ONCE):
            running = [
                _Writer.started(scratch / f"kills-{first}-{place}" / "history.db", number + place, chance)
                for place in range(min(_AT_ONCE, kills - number))
            ]
            for writer in sorted(running, key=lambda one: one.until_s):
                said = writer.killed()
                whole, kept = _look(writer.path)
                acknowledged += len(said["acknowledged"])
                damaged += not whole
                for name, seen_s in said["acknowledged"].items():
                    missing += kept.get(name, 0.0) < seen_s
                lost_s = max(
                    lost_s, *(seen - kept.get(name, 0.0) for name, seen in said["seen"].items()), 0.0
                )
    return [
        Figure("kills", kills, "runs"),
        Figure("minutes_before_kills", acknowledged, "records"),
        Figure("damaged_by_kills", damaged, "files", bound=0),
        Figure("acknowledged_and_missing", missing, "records", bound=0),
        Figure("most_lost", lost_s, "s of watching", bound=_MOST_LOST_S),
    ]


@dataclass(frozen=True)
class _Writer:
    """A process that writes until it is killed.

    Attributes:
        path: The history that it writes into.
        child: Its number.
        told: What it says comes out of here.
        until_s: When it is killed.
    """

    path: Path
    child: int
    told: int
    until_s: float

    @classmethod
    def started(cls, path: Path, number: int, chance: random.Random) -> "_Writer":
        """Start one, to be killed at a random moment."""
        longest_s = _LONGEST_RUN_S if number % 2 else _BEGINNING_S
        receive, send = os.pipe()
        child = os.fork()
        if not child:
            os.close(receive)
            with contextlib.suppress(BaseException):
                _write(path, number, send)
            os._exit(1)
        os.close(send)
        return cls(path, child, receive, time.monotonic() + chance.uniform(0.0, longest_s))

    def killed(self) -> dict[str, dict[str, float]]:
        """What it said before it was killed: seconds that it saw and that were kept, of each minute."""
        time.sleep(max(0.0, self.until_s - time.monotonic()))
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        with os.fdopen(self.told) as told:
            lines = [line.split() for line in told.read().splitlines()]
        said: dict[str, dict[str, float]] = {"seen": {}, "acknowledged": {}}
        for what, name, seen_s in (line for line in lines if len(line) == 3):
            said[what][name] = float(seen_s)
        return said


def _write(path: Path, number: int, tell: int) -> None:
    """Watch for ever: a second of watching takes no time here, but what is kept is kept as often."""
    (lift,) = [one for one in a_year(date(2027, 1, 15), days=1, sets_a_day=1) if isinstance(one, SetRecord)]
    with open_history(path) as history:
        for minute in range(100_000):
            name = f"{number}-{minute}"
            for second in range(1, 61):
                os.write(tell, f"seen {name} {second}\n".encode())
                if second % KEEP_EVERY_S == 0:
                    history.add(made_minute(number, minute, second), lasting=minute % 2 == 0)
                    os.write(tell, f"acknowledged {name} {second}\n".encode())
            history.add(replace(lift, start_utc_s=START_UTC_S + 1000 * number + minute))
            if minute % 7 == 6:
                history.delete(athlete="nobody")


def _look(path: Path) -> tuple[bool, dict[str, float]]:
    """Whether the file is whole, and how much of each minute it has."""
    if not path.exists():
        return True, {}
    with sqlite3.connect(path) as raw:
        whole = raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    with open_history(path) as history:
        kept = {name_of(one): one.watched_s for one in history.minutes()}
        sets, full = history.sets(), history.full_sets()
        whole = whole and not history.notice and len(sets) == len(full) and _hours_agree(history)
    return whole, kept


def _hours_agree(history: History) -> bool:
    return abs(sum(h.watched_s for h in history.hours()) - sum(m.watched_s for m in history.minutes())) < 0.1


# A disk that fails


def _failing(scratch: Path, writes: int) -> list[Figure]:
    faults = [(n, lasting) for n in range(1, writes + 1) for lasting in (False, True)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        defects = [
            line for found in pool.map(lambda fault: _failed(scratch, *fault), faults) for line in found
        ]
    for line in defects:
        print(line, file=sys.stderr)
    return [Figure("failing_writes", len(faults), "runs"), Figure("defects", len(defects), "runs", bound=0)]


def _failed(scratch: Path, number: int, lasting: bool) -> list[str]:
    """What is wrong after the n-th write, or all from it on, failed."""
    error, when = ("ENOSPC", f"{number}+") if lasting else ("EIO", f"{number}")
    path = scratch / f"writes-{number}-{lasting}" / "history.db"
    path.parent.mkdir()
    told = _disturbed(path, f"inject={_TRACED}:error={error}:when={when}")
    return [f"{error} at {when}: {line}" for line in _defects(path, told)]


def _disturbed(path: Path, fault: str) -> subprocess.CompletedProcess[str]:
    # Only what is done to the history's own files fails: not what is printed.
    files = [f"{path}{part}" for part in ("", "-wal", "-shm", "-journal")]
    only = [option for name in files for option in ("-P", name)]
    command = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", *only, "-e", f"trace={_TRACED}"]
    command += ["-e", fault, sys.executable, "-m", "benchmarks.durability_writer", str(path)]
    cache = str(path.parents[1] / "pyc")
    environment = {**_ENVIRONMENT, "PYTHONPYCACHEPREFIX": cache}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def _defects(path: Path, told: subprocess.CompletedProcess[str]) -> list[str]:
    found = []
    if "Traceback" in told.stderr or told.returncode not in (0, 1):
        found.append(f"ended with {told.returncode}: {told.stderr.splitlines()[-1:]}")
    if len(told.stderr.splitlines()) > 1:
        found.append("more than one line")
    whole, kept = _look(path)
    if not whole:
        found.append("damaged")
    names = [line.split()[1] for line in told.stdout.splitlines()]
    found += [f"{name} is missing" for name in names if kept.get(name, 0.0) < 60]
    return found


# A year


def _year(scratch: Path, days: int) -> list[Figure]:
    path = scratch / "year" / "history.db"
    with open_history(path) as history:
        records = history.add_all(a_year(date.today(), days=days))
        assert len(history.sets(Wanted(activity="overhead-press")))
    size = sum(one.stat().st_size for one in path.parent.iterdir())
    figures = [
        Figure("days", days, "days"),
        Figure("records", records, "records"),
        Figure("size", size / 1e6, "MB", bound=_MOST_MB),
    ]
    for name, options in _COMMANDS.items():
        took_s = min(_takes_s(scratch, path, *options) for _ in range(_TIMES))
        figures.append(Figure(name, took_s, "s", bound=_MOST_COMMAND_S if name not in _ALL_OF_IT else None))
    least_s = _takes_s(scratch, path, "--help") + _least_s(path, scratch / "year.json", scratch / "raw.db")
    other = scratch / "other" / "history.db"
    took_s = _takes_s(scratch, other, "import", "{scratch}/year.json")
    _takes_s(scratch, other, "export", "--json", "-o", "{scratch}/again.json")
    same = (scratch / "year.json").read_bytes() == (scratch / "again.json").read_bytes()
    return [
        *figures,
        Figure("import_of_a_year", took_s, "s", bound=_IMPORT_TIMES * least_s),
        Figure("least_for_an_import", least_s, "s"),
        Figure("bytes_differ_after_import", int(not same), "files", bound=0),
        Figure("delete_half_a_year", _takes_s(scratch, other, *_delete(days)), "s"),
    ]


def _delete(days: int) -> tuple[str, ...]:
    return "delete", "--yes", "--before", (date.today() - timedelta(days=days // 2)).isoformat()


def _least_s(path: Path, exported: Path, raw: Path) -> float:
    """What any import takes: to parse the file, pack the sets, and write the same rows with no check."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        made = [row[0] for row in database.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")]
        rows = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in _TABLES}
    bodies = [zlib.decompress(body) for _, body in rows["set_details"]]
    started_s = time.monotonic()
    json.loads(exported.read_bytes())
    for body in bodies:
        zlib.compress(body)
    with contextlib.closing(sqlite3.connect(raw)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        for statement in made:
            database.execute(statement)
        for name, own in rows.items():
            places = ", ".join("?" * len(own[0]))
            database.executemany(f"INSERT INTO {name} VALUES ({places})", own)
        database.commit()
    return time.monotonic() - started_s


def _takes_s(scratch: Path, path: Path, *options: str) -> float:
    """How long `formcheck history` takes, as it is installed: its modules compiled once."""
    command = [sys.executable, "-m", "formcheck", "history"]
    command += [option.replace("{scratch}", str(scratch)) for option in options]
    cache = str(scratch / "pyc")
    environment = {**_ENVIRONMENT, "FORMCHECK_HISTORY": str(path), "PYTHONPYCACHEPREFIX": cache}
    started_s = time.monotonic()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - started_s


if __name__ == "__main__":
    sys.exit(main())
