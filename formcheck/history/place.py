"""Where the history lies, whether the file there is one, and what becomes of one that is not."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from formcheck.errors import HistoryError
from formcheck.files import UNFINISHED, flush_to_disk, is_special, user_data_folder, without_tilde
from formcheck.history.schema import APPLICATION_ID, VERSION, steps_from
from formcheck.locks import Busy, hold, release

# Where the history is kept instead of the user's data folder.
PATH_VARIABLE = "FORMCHECK_HISTORY"
_NAME = "history.db"
_SET_ASIDE = "set-aside"
_PARTS = ("", "-wal", "-shm", "-journal")
_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES, _VERSION_AT, _APPLICATION_AT = 100, 60, 68
_OWNER_ONLY = 0o600
_WAIT_S, _LOOK_AGAIN_S = 5.0, 0.02


def history_path() -> Path:
    """The file that the history is kept in (it may not exist yet)."""
    given = os.environ.get(PATH_VARIABLE, "").strip()
    return without_tilde(Path(given)) if given else user_data_folder() / _NAME


def prepare(path: Path) -> str:
    """Have a database of this program at a path: made, left as it is, or made in place of what was none.

    Args:
        path: Where.

    Returns:
        What was set aside, as one line for people; "" where nothing was.

    Raises:
        HistoryError: If it is of a newer version, or cannot be read or made.
    """
    try:
        if is_special(path):
            raise cannot(path, "it is a device or a pipe and no file")
        if _is_ours(path):
            make_private(path)
            return ""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(path):
            why = "" if not path.exists() or _is_ours(path) else _what_is_wrong(path)
            told = _moved_aside(path, _free_name(path), why) if why else ""
            if not path.exists():
                _make(path)
            return told
    except OSError as error:
        raise cannot(path, error.strerror or str(error)) from error


def set_aside(path: Path, damaged: tuple[int, int] | None) -> tuple[Path | None, str]:
    """Move a database that turned out to be damaged out of the way, and begin a new one.

    Args:
        path: Where it lies.
        damaged: Device and number of the file that is; where another one lies there by now, that one stays.

    Returns:
        Where it is now, and what was done, as one line for people; None and "" where another program has
        done so meanwhile.

    Raises:
        HistoryError: If that cannot be done.
    """
    try:
        with _alone(path):
            if not path.exists():
                _make(path)
            known = path.stat()
            if (known.st_dev, known.st_ino) != damaged:
                return None, ""
            aside = _free_name(path)
            told = _moved_aside(path, aside, "is damaged")
            _make(path)
            return aside, told
    except OSError as error:
        raise cannot(path, error.strerror or str(error)) from error


def aside_files(path: Path) -> tuple[Path, ...]:
    """What was set aside of this history, with what belongs to it."""
    with suppress(OSError):
        return tuple(sorted(path.parent.glob(f"{path.stem}.{_SET_ASIDE}-*")))
    return ()


def make_private(path: Path) -> None:
    """Take from others the right to read it, where they have it."""
    if os.name != "posix":
        return
    for part in _PARTS:
        with suppress(OSError):
            one = Path(f"{path}{part}")
            if one.stat().st_mode & 0o077:
                one.chmod(_OWNER_ONLY)


def cannot(path: Path, why: str) -> HistoryError:
    """The one-line error for a history that cannot be used."""
    return HistoryError(
        f"the history {path} cannot be used: {why}. Free some space, make it yours and writable, "
        f"or set {PATH_VARIABLE} to another file"
    )


def busy(path: Path) -> HistoryError:
    """The one-line error for a history that is in use for longer than one can wait."""
    return HistoryError(f"another program keeps the history {path} busy; try again")


def newer(path: Path, version: int) -> HistoryError:
    """The one-line error for a history that a newer version has written."""
    return HistoryError(
        f"the history {path} was written by a newer formcheck (version {version} of it, this one knows "
        f"{VERSION}): update formcheck. Nothing was changed"
    )


def _is_ours(path: Path) -> bool:
    """Whether the header says so; nothing is opened as a database, so nothing is touched.

    Raises:
        HistoryError: If it is ours, and of a newer version.
        OSError: If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        return False
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        return False
    if int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4], "big") != APPLICATION_ID:
        return False
    version = int.from_bytes(header[_VERSION_AT : _VERSION_AT + 4], "big")
    if version > VERSION:
        raise newer(path, version)
    return True


def _what_is_wrong(path: Path) -> str:
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if not header:
        path.unlink()  # nothing is in it that could be kept
        return ""
    return "is another program's database" if header.startswith(_MAGIC) else "is no history or is damaged"


def _free_name(path: Path) -> Path:
    stamp = f"{datetime.now():%Y%m%d-%H%M%S}"
    target = path.with_name(f"{path.stem}.{_SET_ASIDE}-{stamp}{path.suffix}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.stem}.{_SET_ASIDE}-{stamp}-{number}{path.suffix}")
    return target


def _moved_aside(path: Path, target: Path, why: str) -> str:
    for part in reversed(_PARTS):  # the database last: a log never lies beside another one's database
        with suppress(FileNotFoundError):
            Path(f"{path}{part}").rename(f"{target}{part}")
    return f"the history {path} {why}: it was set aside as {target.name}, and a new one begun"


def _make(path: Path) -> None:
    """Make an empty one under another name first, so that no half-made one has its name."""
    temporary = path.with_name(f"{UNFINISHED}{path.stem}-{os.getpid()}{path.suffix}")
    temporary.unlink(missing_ok=True)
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as made:
            made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            upgrade(made)
        flush_to_disk(temporary)
        temporary.replace(path)
        flush_to_disk(path.parent)
    except sqlite3.Error as error:
        raise cannot(path, str(error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def upgrade(database: sqlite3.Connection) -> None:
    """Bring the tables up to date, all of it or nothing; another program may have done so meanwhile.

    Raises:
        sqlite3.Error: If that cannot be done.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        for script in steps_from(version):
            for statement in filter(str.strip, script.split(";")):
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """No other process makes or moves this history meanwhile."""
    lock = path.with_name(f"{path.name}.lock")
    lock.touch(mode=_OWNER_ONLY)
    give_up_s = time.monotonic() + _WAIT_S
    while True:
        try:
            held = hold(lock)
            break
        except Busy:
            if time.monotonic() > give_up_s:
                raise busy(path) from None
            time.sleep(_LOOK_AGAIN_S)
    try:
        yield
    finally:
        release(held)
