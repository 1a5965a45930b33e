"""The small window that stays in front, in a process of its own, and what the monitor has of it.

A window of its own process costs the monitor nothing while it is not there, and where the display goes away,
which ends every process with a window on it, the monitor goes on.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from importlib.util import find_spec

from formcheck.desktop.control import Request
from formcheck.desktop.control_wire import WireError, parse_request
from formcheck.desktop.window_view import WindowView

_CLOSE_S = 3.0
_MOST_BYTES = 4096
_MODULE = "formcheck.desktop.window_process"
_NO_TK = "this Python has no Tk; on Debian or Ubuntu: sudo apt-get install python3-tk"
# What the process says before it ends by itself; anything else it says is a request.
_CLOSED, _PROBLEM = b"closed", b"problem "


class SmallWindow:
    """Shows what it is told, and gives what was clicked; closed by the user, it stays closed."""

    def __init__(self) -> None:
        self.problem = ""
        self._view: WindowView | None = None
        self._heard = b""
        self._process: subprocess.Popen[bytes] | None = None
        if not hasattr(os, "set_blocking"):
            self.problem = "no small window: on Windows it needs Python 3.12"
            return
        if find_spec("_tkinter") is None:
            self.problem = f"no small window: {_NO_TK}"
            return
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", _MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, bufsize=0,
            )  # fmt: skip
            assert self._process.stdout is not None
            os.set_blocking(self._process.stdout.fileno(), False)
        except OSError as error:
            self.problem = f"no small window: {error.strerror or error}"

    @property
    def pid(self) -> int | None:
        """The number of its process, or None where there is none any more."""
        return None if self._process is None else self._process.pid

    def show(self, view: WindowView) -> None:
        """Show this from now on."""
        if self._process is None or view == self._view:
            return
        self._view = view
        assert self._process.stdin is not None
        with suppress(OSError):  # it has ended, which `pump` notices
            self._process.stdin.write(json.dumps(asdict(view)).encode() + b"\n")

    def pump(self) -> tuple[Request, ...]:
        """What was asked with keys or clicks since the last time."""
        if self._process is None:
            return ()
        ended = self._process.poll() is not None  # first, so that its last words are among the lines
        lines = self._lines()
        requests: list[Request] = []
        for line in lines:
            if line.startswith(_PROBLEM):
                why = line.removeprefix(_PROBLEM).decode(errors="replace")
                self.problem = f"no small window: {why}"
            elif line == _CLOSED:
                self.close()
                return tuple(requests)
            else:
                with suppress(WireError):
                    requests.append(parse_request(line))
        if ended:
            self.problem = self.problem or "the small window has gone with its display"
            self.close()
        return tuple(requests)

    def close(self) -> None:
        """Close it."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(OSError):
            process.stdin.close()  # which ends it
        try:
            process.wait(_CLOSE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def _lines(self) -> list[bytes]:
        assert self._process is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            while part := self._process.stdout.read(_MOST_BYTES):
                self._heard += part
        *lines, self._heard = self._heard.split(b"\n")
        self._heard = self._heard[:_MOST_BYTES]
        return lines


def open_window() -> SmallWindow:
    """A small window; at once, while its process still starts."""
    return SmallWindow()
