"""Where the control socket of this user lies: a folder that nobody else can enter."""

import os
import stat
import warnings
from collections.abc import Iterator
from pathlib import Path

from formcheck.files import user_data_folder

_ROOT = 0
_SOCKET, _LOCK = "desk.sock", "desk.lock"
# What the address of a socket may hold, with the zero at its end: 108 bytes on Linux, 104 on macOS.
_LONGEST_ADDRESS = 103


class UnusableError(OSError):
    """A socket cannot lie there; says why."""


class ControlPlace:
    """One folder for the socket and its lock.

    Args:
        folder: It need not be there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def socket(self) -> Path:
        """The socket."""
        return self.folder / _SOCKET

    @property
    def lock(self) -> Path:
        """A file that whoever runs holds a lock on."""
        return self.folder / _LOCK

    def make(self) -> None:
        """Have the folder there, for this user alone.

        Raises:
            OSError: If that cannot be.
        """
        if len(os.fsencode(self.socket)) > _LONGEST_ADDRESS:
            raise UnusableError(f"{self.folder} is too long a path for a socket")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.check()
        if stat.S_IMODE(self.folder.stat().st_mode) != 0o700:
            self.folder.chmod(0o700)
        self.lock.touch(mode=0o600)

    def check(self) -> None:
        """See that the folder is there, and whose it is.

        Raises:
            OSError: If it is not there or not this user's.
        """
        known = self.folder.lstat()
        if not stat.S_ISDIR(known.st_mode):
            raise UnusableError(f"{self.folder} is no folder")
        if known.st_uid != os.geteuid():
            raise UnusableError(f"{self.folder} belongs to somebody else")
        # Who owns the folder above could put another one in its place.
        if self.folder.parent.stat().st_uid not in (os.geteuid(), _ROOT):
            raise UnusableError(f"{self.folder.parent} belongs to somebody else")


def places() -> Iterator[ControlPlace]:
    """Where the socket may lie, the best place first: it goes with the session, the second one stays."""
    runtime = _runtime_folder()
    if runtime is not None:
        yield ControlPlace(runtime)
    yield ControlPlace(user_data_folder() / "control")


def _runtime_folder() -> Path | None:
    from platformdirs import user_runtime_path

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one that is not private is not used, and another one is
        try:
            return user_runtime_path("formcheck", appauthor=False)
        except (RuntimeError, OSError, KeyError):  # a user without a home
            return None
