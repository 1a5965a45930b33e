"""One process that tries damaged files one after another, and writes down what should not have happened."""

import os
import random
import resource
import shutil
import signal
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from benchmarks.fuzz.mutations import damaged
from benchmarks.fuzz.readers import CommandError
from benchmarks.fuzz.targets import Target, targets
from formcheck.errors import FormcheckError
from renderer.clips.scene_file import SceneError

MOST_SECONDS, MOST_MB = 60, 400.0
_ALLOWED = (FormcheckError, SceneError)
_DISK_BYTES = 2_000_000_000
_LONGEST_LINE = 2000
# Of a busy computer an attempt may need so many times as long.
_WAITS = 20


class HangError(BaseException):
    """Not an Exception: what is tried must not be able to catch it."""


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that should not have happened.

    Attributes:
        target: Which kind of file.
        what: What happened, in a line; the same defect gives the same line.
        seed: Makes the same file again: `--only TARGET --seed SEED --executions 1`.
    """

    target: str
    what: str
    seed: int


@dataclass(slots=True)
class Tally:
    """What came of some attempts.

    Attributes:
        executions: Attempts per target.
        refused: How many of them ended with an error of formcheck's own.
        defects: The first one of each kind.
        slowest_s: The most processor time that an attempt took.
        peak_mb: The most memory that the process held, what was loaded before included.
    """

    executions: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    defects: dict[tuple[str, str], Defect] = field(default_factory=dict)
    slowest_s: float = 0.0
    peak_mb: float = 0.0

    def add(self, other: "Tally") -> None:
        """Count another process's attempts in."""
        self.executions.update(other.executions)
        self.refused.update(other.refused)
        self.defects = {**other.defects, **self.defects}
        self.slowest_s = max(self.slowest_s, other.slowest_s)
        self.peak_mb = max(self.peak_mb, other.peak_mb)


def attempt_many(
    seed: int, seconds: float, executions: int, only: str = "", keep: Path | None = None
) -> Tally:
    """Try files until the time is over or so many were tried.

    Args:
        seed: Of the first attempt; each further one has the next.
        seconds: For how long.
        executions: How many at most.
        only: The name of one target, or "" for all.
        keep: Where files that led to a defect are kept; None keeps none.
    """
    chosen = [target for target in targets() if only in ("", target.name)]
    tally = Tally()
    end_s = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="formcheck-fuzz-") as folder, _alarm(), _quiet():
        for number in range(executions):
            if time.monotonic() >= end_s:
                break
            started_s = time.process_time()
            chance = random.Random(seed + number)
            target = chance.choices(chosen, [one.share for one in chosen])[0]
            _attempt(target, chance, Path(folder), seed + number, tally, keep)
            tally.slowest_s = max(tally.slowest_s, time.process_time() - started_s)
    tally.peak_mb = _peak_mb()
    return tally


def _attempt(
    target: Target, chance: random.Random, folder: Path, seed: int, tally: Tally, keep: Path | None
) -> None:
    path = folder / target.file_name
    path.write_bytes(damaged(chance.choice(target.examples), target.mutations, chance))
    before_mb = _peak_mb()
    what, refused = _outcome(target, path)
    if _peak_mb() > max(MOST_MB, before_mb + 1):
        what = what or f"more than {MOST_MB:.0f} MB"
    tally.executions[target.name] += 1
    tally.refused[target.name] += refused
    if what and (target.name, what) not in tally.defects:
        tally.defects[target.name, what] = Defect(target.name, what, seed)
        if keep is not None:
            shutil.copy(path, keep / f"{target.name.replace(' ', '-')}-{seed}-{path.name}")
    _clear(folder)


def _outcome(target: Target, path: Path) -> tuple[str, bool]:
    """What went wrong, or "", and whether the file was refused as it should be."""
    _set_alarm()
    try:
        target.read(path)
    except _ALLOWED as error:
        return _wrong_with(str(error)), True
    except CommandError as error:
        return f"command: {error}"[:200], False
    except HangError:
        return f"longer than {MOST_SECONDS} s", False
    except Exception as error:  # noqa: BLE001 - any of them is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}", False
    finally:
        signal.alarm(0)
    return "", False


def _wrong_with(message: str) -> str:
    """What is wrong with an error's message: it is printed on a terminal, as one line."""
    if not message.strip():
        return "an error without a word"
    if len(message) > _LONGEST_LINE:
        return "an error of more than 2,000 characters"
    try:
        message.encode()
    except UnicodeEncodeError:
        return "an error that cannot be printed"
    return ""


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_begun: list[tuple[Callable[[], float], float]] = []


def _set_alarm() -> None:
    _begun[:] = [(now, now()) for now in (time.process_time, time.monotonic)]
    signal.alarm(MOST_SECONDS)


@contextmanager
def _alarm() -> Iterator[None]:
    def hang(_signal: int, _frame: FrameType | None) -> None:
        worked_s, passed_s = (now() - begun_s for now, begun_s in _begun)
        if worked_s < MOST_SECONDS / 2 and passed_s < _WAITS * MOST_SECONDS:
            signal.alarm(MOST_SECONDS)  # other programs have the processor
            return
        raise HangError

    before = signal.signal(signal.SIGALRM, hang)
    # A file that is written without an end must not fill the disk.
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_DISK_BYTES, limits[1]))
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextmanager
def _quiet() -> Iterator[None]:
    """Warnings are defects; what the libraries in C print on a damaged film is not wanted."""
    nowhere, screen = os.open(os.devnull, os.O_WRONLY), os.dup(2)
    os.dup2(nowhere, 2)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    finally:
        os.dup2(screen, 2)
        os.close(screen)
        os.close(nowhere)
