"""Writing files so that nothing half-written ever stands under its final name."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from formcheck.errors import FormcheckError, OutputError


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; move it there, mode 0600, when the block succeeds.

    The temporary name keeps the suffix, since some writers choose their format by it.

    Raises:
        OutputError: If the folder or the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise cannot_write(path, error) from error
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o600)
        temporary.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


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


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all.

    Raises:
        OutputError: If it cannot be written.
    """
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def printable(text: str) -> str:
    """A text with a question mark for every byte of a file's name that is no UTF-8: it can be written."""
    return text.encode("utf-8", "replace").decode("utf-8")


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The one-line error for a path that cannot be written."""
    why = error.strerror or str(error)
    return OutputError(f"cannot write {path}: {why}. Free some space or choose another folder with -o")


def raise_for_owner(path: Path, error: BaseException) -> NoReturn:
    """Raise what went wrong in a thread that writes a file, for who handed the work over.

    Raises:
        FormcheckError: The error itself.
        OutputError: Instead of any other error.
    """
    if isinstance(error, FormcheckError):
        raise error
    raise OutputError(f"cannot write {path}: {type(error).__name__}: {error}") from error
