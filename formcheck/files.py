"""Reading and writing files: nothing without a bound is read, nothing half-written has its final name."""

import errno
import gzip
import os
import stat
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import IO, NoReturn

from formcheck.errors import FormcheckError, OutputError
from formcheck.locks import Busy, hold, if_left, release

# How the names begin of what is not finished yet, files as well as folders.
UNFINISHED = ".formcheck-"
_LONGEST_STEM = 60


@contextmanager
def atomic_path(path: Path, *, lasting: bool = True) -> Iterator[Path]:
    """Give a temporary path beside `path`; move it there, mode 0600, when the block succeeds.

    The temporary name keeps the suffix, since some writers choose their format by it. What is moved is on the
    disk before it gets its name, so that a power cut leaves the old file or the new one. Temporary files that
    a process which was killed has left of the same file are removed.

    Args:
        path: Where the file goes.
        lasting: Whether it has to outlast a power cut, which the disk takes some time for.

    Raises:
        OutputError: If the folder or the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_special(path)
        _sweep(path)
        temporary, lock = _temporary_beside(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        yield temporary
        temporary.chmod(0o600)
        if lasting:
            flush_to_disk(temporary)
        temporary.replace(path)
        if lasting:
            flush_to_disk(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        release(lock)


def _refuse_special(path: Path) -> None:
    if is_special(path):
        raise OSError(errno.EINVAL, "It is a device or a pipe and no file")


def is_special(path: Path) -> bool:
    """Whether something lies there that is neither a file nor a folder, such as a device or a pipe.

    Raises:
        OSError: If it may not be looked at.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _temporary_beside(path: Path) -> tuple[Path, int | None]:
    """A new file with a lock on it, by which others know that somebody works on it."""
    while True:
        handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=path.suffix, dir=path.parent)
        os.close(handle)
        try:
            return Path(name), hold(Path(name))
        except (Busy, FileNotFoundError):  # taken for left in the moment before the lock
            continue


def _prefix(path: Path) -> str:
    return f"{UNFINISHED}{path.stem[:_LONGEST_STEM]}-"


def _sweep(path: Path) -> None:
    for entry in os.scandir(path.parent):
        if not entry.is_file(follow_symlinks=False):
            continue
        if entry.name.startswith(_prefix(path)) and entry.name.endswith(path.suffix):
            with if_left(Path(entry)) as is_left, suppress(OSError):
                if is_left:
                    Path(entry).unlink()


def flush_to_disk(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk and not only on the way there.

    A system that cannot do that for what it is asked is left alone.

    Raises:
        OSError: If the disk is full or broken.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH:
            raise
    finally:
        os.close(handle)


_CANNOT_FLUSH = {errno.EINVAL, errno.EBADF, errno.EOPNOTSUPP}  # not for this kind of file


def user_data_folder() -> Path:
    """Where what the user keeps with this program lies; it may not exist.

    A user without a home, as in some containers, has nothing: then it is a folder that is not there.
    """
    from platformdirs import user_data_path

    return _of_user(user_data_path)


def user_config_folder() -> Path:
    """Where the user's settings of this program lie; as `user_data_folder`."""
    from platformdirs import user_config_path

    return _of_user(user_config_path)


def _of_user(folder_of: Callable[..., Path]) -> Path:
    try:
        folder = folder_of("formcheck", appauthor=False)
    except (RuntimeError, OSError, KeyError):
        return _NOWHERE
    return folder if folder.is_absolute() else _NOWHERE


_NOWHERE = Path("/nonexistent/formcheck")  # as systems call the home of those who have none


def without_tilde(path: Path) -> Path:
    """A path with the user's home in place of ~; as it stands where there is none."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def give_up(opened: AbstractContextManager[object]) -> None:
    """Leave what is open as after an exception: a file that was begun does not get its name.

    What cannot be closed, such as a file on a full disk, is not wanted any more either.

    Args:
        opened: What was entered, such as an `atomic_path` or a stack that holds one.
    """
    with suppress(OSError, FormcheckError):
        opened.__exit__(_GivenUp, _GivenUp(), None)


class _GivenUp(Exception):  # noqa: N818 - not an error: says that what was begun is not wanted any more
    pass


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        OutputError: If it cannot be written.
    """
    with atomic_path(path) as temporary:
        temporary.write_bytes(data)


def write_text(path: Path, text: str, *, lasting: bool = True) -> None:
    """Write a text file in UTF-8, whole or not at all.

    Args:
        path: Where it goes.
        text: What it holds.
        lasting: As of `atomic_path`.

    Raises:
        OutputError: If it cannot be written.
    """
    with atomic_path(path, lasting=lasting) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def read_bounded(path: Path, most_bytes: int, *, packed: bool = False) -> bytes:
    """Read a regular file, up to a bound; what is packed counts as it is unpacked.

    Args:
        path: The file.
        most_bytes: More than this is not read.
        packed: Whether it is gzip.

    Raises:
        TooLongError: If it is longer.
        OSError: If it cannot be read, is no regular file (a pipe would be waited for, a device has no end),
            or is not gzip though it should be.
        EOFError: If it is packed and was cut off.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        check_regular(path, os.fstat(handle).st_mode)
        try:
            data = gzip.GzipFile(fileobj=file).read(most_bytes + 1) if packed else file.read(most_bytes + 1)
        except zlib.error:
            raise OSError("is not gzip") from None
    if len(data) > most_bytes:
        raise TooLongError(f"is longer than {most_bytes / 1e6:g} MB")
    return data


def check_regular(path: Path, mode: int) -> None:
    """Refuse what is no file that has an end.

    Raises:
        IsADirectoryError: If it is a folder.
        OSError: If it is a pipe, a device or the like.
    """
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError("is not a regular file")


class TooLongError(OSError):
    """A file is longer than anything of its kind."""


@contextmanager
def scratch_file() -> Iterator[IO[bytes]]:
    """A file without a name, for a moment; in memory where there is no folder for temporary files.

    Raises:
        OSError: If there is no place at all.
    """
    try:
        file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed below
    except OSError:
        if not hasattr(os, "memfd_create"):
            raise
        file = os.fdopen(os.memfd_create("formcheck"), "w+b")
    with file:
        yield file


def printable(text: str) -> str:
    """A text that can be written to a terminal: a question mark for whatever is no character to be seen.

    So for every byte of a file's name that is no UTF-8, for control characters, which could steer the
    terminal, and for those that turn the direction of what follows. Line breaks and tabs stay.
    """
    return text.encode("utf-8", "replace").decode("utf-8").translate(_UNSEEN)


_STEER = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSEEN = {code: "?" for code in _STEER if chr(code) not in "\n\t"}


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The one-line error for a path that cannot be written."""
    why = error.strerror or str(error)
    return OutputError(
        f"cannot write {shown_path(path)}: {why}. Free some space or choose another folder with -o"
    )


def shown_path(path: Path) -> Path:
    """Where a file is going to be: its path without the folder in which it waits until all are ready."""
    return Path(*(part for part in path.parts if not part.startswith(UNFINISHED)))


def for_owner(path: Path, error: BaseException) -> FormcheckError:
    """What went wrong in a thread that writes a file, as an error for who handed the work over."""
    if isinstance(error, FormcheckError):
        return error
    return OutputError(f"cannot write {shown_path(path)}: {type(error).__name__}: {error}")


def raise_for_owner(path: Path, error: BaseException) -> NoReturn:
    """Raise what `for_owner` gives.

    Raises:
        FormcheckError: The error itself, or an `OutputError` instead of any other.
    """
    raise for_owner(path, error) from error
