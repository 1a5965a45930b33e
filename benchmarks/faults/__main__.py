"""What is left behind when a run is killed, or when the disk fails, at any moment.

    python -m benchmarks.faults [--kills 200] [--writes 100] [--only COMMAND] [--seed 0] [--json]

`analyze` (over older results of another length), `live --record` and `calibrate` are run in turn. Kills:
SIGKILL at a random moment of the run. Writes: the n-th write, flush or rename of each thread
fails, alone (the disk hiccups) or with all that follow (the disk is full); needs `strace`, and is left out
without it. Afterwards everything that has its final name must be whole and of one run, no traceback and no
"unforeseen" may have been printed, and the next, undisturbed run must clear what a dead one left.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.faults.commands import Command, commands, finish, start
from benchmarks.faults.whole import defects, leftovers
from benchmarks.figures import Figure, show

_TRACED = "write,pwrite64,fsync,rename"
_WRONG_WORDS = ("Traceback", "unforeseen")


def main() -> int:
    """Disturb, look, print; 1 if anything was not whole."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writes", type=int, default=100)
    parser.add_argument("--only", default="", metavar="COMMAND")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    chosen = [command for command in commands() if arguments.only in ("", command.name)]
    chance, found, done = random.Random(arguments.seed), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="formcheck-faults-") as scratch:
        for command in chosen:
            folder = Path(scratch) / command.name.replace(" ", "") / "out"
            lasts_s = _lasts_s(command, folder)
            for _ in range(arguments.kills // len(chosen)):
                found.update(_killed(command, folder, chance.uniform(0, 1.05 * lasts_s)))
                done["kills"] += 1
            found.update(_next_run(command, folder))
            if shutil.which("strace"):
                for which, lasting in _some(
                    _writes(command, folder), arguments.writes // len(chosen), chance
                ):
                    found.update(_failing(command, folder, which, lasting=lasting))
                    done["writes"] += 1
    for line, times in sorted(found.items()):
        print(f"{times} x {line}", file=sys.stderr)
    figures = [
        Figure("kills", done["kills"], "runs"),
        Figure("failing_writes", done["writes"], "runs"),
        Figure("defects", sum(found.values()), "runs", bound=0),
    ]
    return show(figures, as_json=arguments.json)


def _lasts_s(command: Command, folder: Path) -> float:
    command.prepare(folder)
    started_s = time.monotonic()
    said = finish(start(command, folder))
    if not said.endswith("exit 0"):
        sys.exit(f"{command.name} does not work undisturbed: {said}")
    return time.monotonic() - started_s


def _killed(command: Command, folder: Path, after_s: float) -> list[str]:
    command.prepare(folder)
    process = start(command, folder)
    time.sleep(after_s)
    os.killpg(process.pid, signal.SIGKILL)
    finish(process)
    return [f"{command.name}, killed: {line}" for line in defects(folder)]


def _next_run(command: Command, folder: Path) -> list[str]:
    """What was left by the last dead run must not be there after the next one."""
    finish(start(command, folder))
    return [
        *(f"{command.name}, the run after: {line}" for line in defects(folder)),
        *(f"{command.name}, the run after: {name.split('-')[0]}... is left" for name in leftovers(folder)),
    ]


def _writes(command: Command, folder: Path) -> int:
    """How many writes, flushes and renames the busiest thread of an undisturbed run makes."""
    command.prepare(folder)
    trace = folder.parent / "trace.txt"
    finish(start(command, folder, _strace(f"trace={_TRACED}", trace)))
    threads = Counter(line.split()[0] for line in trace.read_text(errors="replace").splitlines())
    return max(threads.values())


def _failing(command: Command, folder: Path, which: int, *, lasting: bool) -> list[str]:
    command.prepare(folder)
    error, when = ("ENOSPC", f"{which}+") if lasting else ("EIO", f"{which}")
    fault = f"inject={_TRACED}:error={error}:when={when}"
    said = finish(start(command, folder, _strace(fault, folder.parent / "trace.txt")))
    about = f"{command.name}, {error} at write {which}{' and all that follow' if lasting else ''}"
    wrong = [word for word in _WRONG_WORDS if word in said]
    if "still running" in said:
        wrong.append("still running")
    return [f"{about}: {line}" for line in (*wrong, *defects(folder))]


def _strace(what: str, trace: Path) -> list[str]:
    return ["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(trace), "-e", what]


def _some(count: int, wanted: int, chance: random.Random) -> list[tuple[int, bool]]:
    """Writes spread over the run, the first and last included; in turn alone and with all that follow."""
    step = max(1.0, count / max(1, wanted))
    at = {min(count, 1 + int(step * number + chance.random() * (step - 1))) for number in range(wanted)}
    return [(which, number % 2 == 1) for number, which in enumerate(sorted({1, count, *at}))]


if __name__ == "__main__":
    sys.exit(main())
