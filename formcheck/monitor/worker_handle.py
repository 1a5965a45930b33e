"""The monitor's side of its worker: starts it, gives it orders, and ends it when it hangs."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Protocol

from formcheck.monitor.wire import Told, order_line, read_told

# The first look waits for the libraries and the model; later ones for a picture, which may take 8 s.
_FIRST_S, _LOOK_S = 60.0, 12.0
# So long a camera may take to close; then its process is ended, and it is free at once.
_CLOSE_S = 0.7


class Ended:
    """The worker has ended by itself."""


Hear = Callable[[Told | Ended], None]


class Looker(Protocol):
    """Looks, in a process of its own or not. What it tells comes through the function it was made with."""

    def look(self, number: int, now_s: float) -> None:
        """Look once, and stay open; start whatever is needed for it."""
        ...

    def close_camera(self, now_s: float) -> None:
        """Let go of the camera."""
        ...

    def overdue(self, now_s: float) -> bool:
        """Whether what was asked is not done after far too long."""
        ...

    def next_check_s(self) -> float | None:
        """When to ask `overdue`, or None."""
        ...

    def heard(self) -> None:
        """It has answered."""
        ...

    def end(self) -> None:
        """End it, by force if need be; whatever it holds is free then."""
        ...

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        ...


class Worker:
    """A worker in a process of its own.

    Args:
        source: As of `opening.open_device`.
        model: Name of the pose model.
        hear: Takes what it tells, in a thread of its own.
        command: What is started; for tests.
    """

    def __init__(self, source: str, model: str, hear: Hear, command: tuple[str, ...] | None = None) -> None:
        # Without the folder it is started in, in which other modules may lie.
        self._command = command or (sys.executable, "-P", "-m", "formcheck.monitor.worker", model)
        # Not on the command line, where everybody could read a password.
        self._environment = {
            **os.environ,
            "FORMCHECK_DESK_SOURCE": source,
            "MALLOC_ARENA_MAX": "1",  # of glibc: one pool of memory for all threads
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        self._hear = hear
        self._process: subprocess.Popen[bytes] | None = None
        self._warm = False
        self._due_s: float | None = None

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return self._process is not None

    @property
    def pid(self) -> int | None:
        """Number of the process."""
        return None if self._process is None else self._process.pid

    def look(self, number: int, now_s: float) -> None:
        """Look once."""
        if self._process is None:
            self._start()
        self._due_s = now_s + (_LOOK_S if self._warm else _FIRST_S)
        self._order(order_line("look", number))

    def close_camera(self, now_s: float) -> None:
        """Let go of the camera."""
        if self._process is not None:
            self._due_s = now_s + _CLOSE_S
            self._order(order_line("close"))

    def overdue(self, now_s: float) -> bool:
        """Whether what was asked is not done after far too long."""
        return self._due_s is not None and now_s >= self._due_s

    def next_check_s(self) -> float | None:
        """When to ask `overdue`, or None."""
        return self._due_s

    def heard(self) -> None:
        """It has answered."""
        self._due_s, self._warm = None, True

    def end(self) -> None:
        """End it; the system frees the camera with the process."""
        process, self._process = self._process, None
        self._due_s, self._warm = None, False
        if process is None:
            return
        with suppress(OSError):
            process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(2.0)
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def _start(self) -> None:
        self._process = process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=self._environment, start_new_session=True,
        )  # fmt: skip
        assert process.stdout is not None
        threading.Thread(
            target=self._listen, args=(process, process.stdout), name="worker", daemon=True
        ).start()

    def _order(self, line: bytes) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        with suppress(OSError):  # it has ended, which its reader tells
            process.stdin.write(line)
            process.stdin.flush()

    def _listen(self, process: subprocess.Popen[bytes], stream: IO[bytes]) -> None:
        with suppress(OSError, ValueError):
            for line in stream:
                told = read_told(line)
                if told is not None and process is self._process:
                    self._hear(told)
        if process is self._process:
            self._hear(Ended())
