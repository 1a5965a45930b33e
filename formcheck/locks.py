"""Whether another process still works on a file or folder: locks that the system takes off when it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: folders cannot be locked there, and what is left is never taken for left
    fcntl = None  # type: ignore[assignment]


class Busy(Exception):  # noqa: N818 - an answer, not an error
    """Another process holds the lock."""


def hold(path: Path) -> int:
    """Lock a file or folder that is there, for as long as the descriptor that is given is open.

    The lock ends with the process, however that ends. Where locks are not known nothing is locked.

    Raises:
        Busy: If another one holds it.
        OSError: If the path cannot be opened.
    """
    while True:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            _lock(descriptor)
            if _is_still(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # removed meanwhile by who had it: begin anew with what is there now


def _lock(descriptor: int) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Busy from None
    except OSError:  # a file system without locks
        return


def _is_still(path: Path, descriptor: int) -> bool:
    ours, there = os.fstat(descriptor), path.stat()
    return (ours.st_dev, ours.st_ino) == (there.st_dev, there.st_ino)


def release(descriptor: int | None) -> None:
    """Let go of what `hold` gave."""
    if descriptor is not None:
        with suppress(OSError):
            os.close(descriptor)


@contextmanager
def if_left(path: Path) -> Iterator[bool]:
    """Whether a file or folder was left by a process that has ended; nobody else gets it within the block.

    Where that cannot be known it was not left.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        yield False
        return
    try:
        yield _is_free(descriptor)
    finally:
        os.close(descriptor)


def _is_free(descriptor: int) -> bool:
    if fcntl is None:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
