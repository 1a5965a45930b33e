"""Which other programs have a camera open, where the system tells (Linux)."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")
_DEVICE = "/dev/video"


def users_of_cameras(processes: Path = _PROCESSES) -> tuple[str, ...]:
    """The names of this user's other programs that have a camera open, such as a meeting.

    Of other users' programs nothing can be seen, nor of those that get their pictures from another program.
    To be asked seldom: it looks at all open files.
    """
    return tuple(sorted(set(_users(processes))))


def _users(processes: Path) -> Iterator[str]:
    with suppress(OSError):
        for process in processes.iterdir():
            if process.name.isdecimal() and int(process.name) != os.getpid() and _has_camera(process):
                yield _name(process)


def _has_camera(process: Path) -> bool:
    with suppress(OSError):  # another user's, or it has just ended
        for entry in (process / "fd").iterdir():
            with suppress(OSError):
                if str(entry.readlink()).startswith(_DEVICE):
                    return True
    return False


def _name(process: Path) -> str:
    try:
        return (process / "comm").read_text(errors="replace").strip() or process.name
    except OSError:
        return process.name
