"""A display without a screen, and what a user's hands do on it."""

import ctypes
import ctypes.util
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from benchmarks.display import own_display
from tests.waiting import LAST_RESORT_S

MISSING = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
needs_display = pytest.mark.skipif(
    bool(MISSING), reason=f"{' and '.join(MISSING)} not installed; on Debian: apt-get install -y xvfb xdotool"
)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name of a display of our own."""
    with own_display() as name:
        yield name


def xdotool(*arguments: object) -> str:
    """Move the user's hands; what it prints."""
    done = subprocess.run(
        ["xdotool", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=LAST_RESORT_S
    )
    return done.stdout.strip()


def all_windows(title: str) -> list[int]:
    """The numbers of the windows of that title that are to be seen."""
    return [int(number) for number in xdotool("search", "--onlyvisible", "--name", f"^{title}$").split()]


class _ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("pad", ctypes.c_long * 24),
    ]  # fmt: skip


def click_close(window: int, display: str) -> None:
    """Do what a window manager does when the cross of a window is clicked."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XSendEvent.argtypes = [
        ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.POINTER(_ClientMessage)
    ]  # fmt: skip
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    connection = x11.XOpenDisplay(display.encode())
    message = _ClientMessage()
    message.type, message.window, message.format = 33, window, 32
    message.message_type = x11.XInternAtom(connection, b"WM_PROTOCOLS", 0)
    message.data[0] = x11.XInternAtom(connection, b"WM_DELETE_WINDOW", 0)
    x11.XSendEvent(connection, window, 0, 0, ctypes.byref(message))
    x11.XCloseDisplay(connection)
