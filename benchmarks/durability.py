"""What is left of the history when its writer is killed, when the disk fails, and after a year of heavy use.

    python -m benchmarks.durability [--kills 200] [--writes 60] [--days 365] [--seed 0] [--json]

Kills: a process writes minutes that grow, as a session before a camera does, and sets, and erases now and
then; SIGKILL ends it at a random moment, also while it makes the file. Writes: the n-th write, flush or
change of length fails, alone (the disk hiccups) or with all that follow (the disk is full); needs `strace`,
and is left out without it. Afterwards the file must be whole, and hold everything that was acknowledged.

A year: twelve sets and eight hours at a desk on every day; its size, and how long each command takes, its
start included.
"""

import argparse
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.figures import Figure, show
from benchmarks.made_history import a_year
from formcheck.errors import HistoryError
from formcheck.history.records import DeskMinute
from formcheck.history.sets import SetRecord
from formcheck.history.store import History, open_history
from formcheck.history.wanted import Wanted
from formcheck.sinks.history_log import KEEP_EVERY_S

_MOST_LOST_S, _MOST_MB, _MOST_COMMAND_S = 5.0, 50.0, 0.5
_START_UTC_S = 1_800_000_000.0
_BEGINNING_S, _LONGEST_RUN_S = 0.1, 1.0
_AS_WRITER = "--as-writer"
_TRACED = "pwrite64,write,fsync,fdatasync,ftruncate"
_TIMES = 3
_COMMANDS = {
    "history": ("--since", "30d"),
    "history_of_a_year": ("--since", "1y"),
    "history_page": ("--since", "30d", "--html", "{scratch}/month.html"),
    "history_page_of_a_year": ("--since", "1y", "--html", "{scratch}/year.html"),
    "history_of_one_lift": ("-a", "press", "--since", "1y"),
}


def main() -> int:
    """Disturb, look, measure, print; 1 where a promise does not hold."""
    if sys.argv[1:2] == [_AS_WRITER]:
        return _as_writer(Path(sys.argv[2]))
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writes", type=int, default=60)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="formcheck-durability-") as scratch:
        chance = random.Random(arguments.seed)
        figures = _killed(Path(scratch), arguments.kills, chance)
        if shutil.which("strace") and arguments.writes:
            figures += _failing(Path(scratch), arguments.writes)
        if arguments.days:
            figures += _year(Path(scratch), arguments.days)
    return show(figures, as_json=arguments.json)


# Kills


def _killed(scratch: Path, kills: int, chance: random.Random) -> list[Figure]:
    damaged, missing, lost_s, acknowledged = 0, 0, 0.0, 0
    for number in range(kills):
        # Every fifth kill meets a file that is just being made.
        path = scratch / f"kills-{number // 5}" / "history.db"
        longest_s = _LONGEST_RUN_S if number % 2 else _BEGINNING_S
        said = _run_and_kill(path, number, chance.uniform(0.0, longest_s))
        acknowledged += len(said["acknowledged"])
        whole, kept = _look(path)
        damaged += not whole
        for name, seen_s in said["acknowledged"].items():
            missing += kept.get(name, 0.0) < seen_s
        lost_s = max(lost_s, *(seen - kept.get(name, 0.0) for name, seen in said["seen"].items()), 0.0)
    return [
        Figure("kills", kills, "runs"),
        Figure("minutes_before_kills", acknowledged, "records"),
        Figure("damaged_by_kills", damaged, "files", bound=0),
        Figure("acknowledged_and_missing", missing, "records", bound=0),
        Figure("most_lost", lost_s, "s of watching", bound=_MOST_LOST_S),
    ]


def _run_and_kill(path: Path, number: int, after_s: float) -> dict[str, dict[str, float]]:
    """What the writer said before it was killed: seconds that it saw and that were kept, of each minute."""
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        os.close(receive)
        with contextlib.suppress(BaseException):
            _write(path, number, send)
        os._exit(1)
    os.close(send)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(receive) as told:
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
                    history.add(_minute(number, minute, second), lasting=minute % 2 == 0)
                    os.write(tell, f"acknowledged {name} {second}\n".encode())
            history.add(replace(lift, start_utc_s=_START_UTC_S + 1000 * number + minute))
            if minute % 7 == 6:
                history.delete(athlete="nobody")


def _minute(number: int, minute: int, seconds: float) -> DeskMinute:
    start_utc_s = _START_UTC_S + 10_000_000.0 * number + 60 * minute
    return DeskMinute(start_utc_s, 0, int(seconds), seconds, seconds, seconds, seconds, athlete=f"{number}")


def _look(path: Path) -> tuple[bool, dict[str, float]]:
    """Whether the file is whole, and how much of each minute it has."""
    if not path.exists():
        return True, {}
    with sqlite3.connect(path) as raw:
        whole = raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    with open_history(path) as history:
        kept = {}
        for one in history.minutes():
            since_s = one.start_utc_s - _START_UTC_S - 10_000_000.0 * int(one.athlete)
            kept[f"{one.athlete}-{round(since_s / 60)}"] = one.watched_s
        sets, full = history.sets(), history.full_sets()
        whole = whole and not history.notice and len(sets) == len(full) and _hours_agree(history)
    return whole, kept


def _hours_agree(history: History) -> bool:
    return abs(sum(h.watched_s for h in history.hours()) - sum(m.watched_s for m in history.minutes())) < 0.1


# A disk that fails


def _as_writer(path: Path) -> int:
    """Write a few minutes; what is acknowledged is told, and an error is one line."""
    try:
        with open_history(path) as history:
            for minute in range(6):
                history.add(_minute(0, minute, 60))
                print(f"acknowledged 0-{minute} 60", flush=True)
            history.delete(athlete="nobody")
    except HistoryError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _failing(scratch: Path, writes: int) -> list[Figure]:
    defects, done = [], 0
    for number in range(1, writes + 1):
        for lasting in (False, True):
            error, when = ("ENOSPC", f"{number}+") if lasting else ("EIO", f"{number}")
            path = scratch / f"writes-{number}-{lasting}" / "history.db"
            path.parent.mkdir()
            told = _disturbed(path, f"inject={_TRACED}:error={error}:when={when}")
            done += 1
            defects += [f"{error} at {when}: {line}" for line in _defects(path, told)]
    for line in defects:
        print(line, file=sys.stderr)
    return [Figure("failing_writes", done, "runs"), Figure("defects", len(defects), "runs", bound=0)]


def _disturbed(path: Path, fault: str) -> subprocess.CompletedProcess[str]:
    # Only what is done to the history's own files fails: not what is printed.
    files = [f"{path}{part}" for part in ("", "-wal", "-shm", "-journal")]
    only = [option for name in files for option in ("-P", name)]
    command = ["strace", "-f", "-qq", "-o", "/dev/null", *only, "-e", fault, sys.executable]
    command += ["-m", "benchmarks.durability", _AS_WRITER, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


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
        command = [sys.executable, "-m", "formcheck", "history"]
        command += [option.replace("{scratch}", str(scratch)) for option in options]
        took_s = min(_takes_s(command, path) for _ in range(_TIMES))
        figures.append(Figure(name, took_s, "s", bound=_MOST_COMMAND_S))
    return figures


def _takes_s(command: list[str], path: Path) -> float:
    environment = {**os.environ, "FORMCHECK_HISTORY": str(path)}
    started_s = time.monotonic()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - started_s


if __name__ == "__main__":
    sys.exit(main())
