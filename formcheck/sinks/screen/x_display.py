"""What OpenCV does not say of an X display: whether it answers, and whether our window is still on it.

OpenCV ends the whole process where there is no display, and goes on for ever where its window was destroyed.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from typing import Any, Self

from formcheck.errors import DisplayError

HEADLESS = "run it with --headless for voice and lines in the terminal alone"
# A window manager puts a frame or two around a window.
_DEEPEST = 4
_ATOM_WM_NAME, _ANY_TYPE, _LONGEST_NAME = 39, 0, 16
# Fixed parts of X11's replies are 32 bytes: what follows is the list.
_REPLY_BYTES = 32


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Iterator(ctypes.Structure):
    _fields_ = (("root", ctypes.POINTER(ctypes.c_uint32)), ("rem", ctypes.c_int), ("index", ctypes.c_int))


class XDisplay:
    """A connection of our own to the display that DISPLAY names.

    Raises:
        DisplayError: If there is none, or it does not answer.
    """

    def __init__(self) -> None:
        name = os.environ.get("DISPLAY", "")
        if not name:
            wayland = "; under Wayland install xwayland" if os.environ.get("WAYLAND_DISPLAY") else ""
            raise DisplayError(f"there is no display (DISPLAY is not set){wayland}: {HEADLESS}")
        library = _xcb()
        if library is None:
            raise DisplayError(
                "the system library libxcb is missing; on Debian: sudo apt-get install -y libxcb1, "
                f"or {HEADLESS}"
            )
        self._xcb = _declared(library)
        self._free = ctypes.CDLL(None).free
        self._free.argtypes = [ctypes.c_void_p]
        self._connection = self._xcb.xcb_connect(name.encode(), None)
        if self._xcb.xcb_connection_has_error(self._connection):
            self._xcb.xcb_disconnect(self._connection)
            raise DisplayError(f"the display {name} does not answer: {HEADLESS}")

    def all(self, title: str) -> frozenset[int]:
        """The numbers of all windows with this title."""
        screens = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._connection))
        return frozenset(self._all_below(screens.root[0], title.encode(), _DEEPEST))

    def has(self, window: int) -> bool:
        """Whether a window is still there."""
        return self._reply("xcb_get_geometry", window) is not None

    def size_px(self) -> tuple[int, int] | None:
        """Width and height of the screen, or None where it does not say."""
        screens = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._connection))
        reply = self._reply("xcb_get_geometry", screens.root[0])
        if reply is None:
            return None
        width, height = (int.from_bytes(reply[at : at + 2], sys.byteorder) for at in (16, 18))
        return width, height

    def close(self) -> None:
        """Leave the display."""
        self._xcb.xcb_disconnect(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _all_below(self, window: int, title: bytes, depth: int) -> Iterator[int]:
        for child in self._children(window):
            if self._title(child) == title:
                yield child
            elif depth:
                yield from self._all_below(child, title, depth - 1)

    def _children(self, window: int) -> Iterator[int]:
        reply = self._reply("xcb_query_tree", window)
        if reply is not None:
            count = int.from_bytes(reply[16:18], sys.byteorder)
            for number in range(count):
                at = _REPLY_BYTES + 4 * number
                yield int.from_bytes(reply[at : at + 4], sys.byteorder)

    def _title(self, window: int) -> bytes:
        reply = self._reply("xcb_get_property", 0, window, _ATOM_WM_NAME, _ANY_TYPE, 0, _LONGEST_NAME)
        if reply is None:
            return b""
        return reply[_REPLY_BYTES : _REPLY_BYTES + int.from_bytes(reply[16:20], sys.byteorder)]

    def _reply(self, request: str, *arguments: int) -> bytes | None:
        """The bytes of the answer to a request about a window; None if there is no such window."""
        cookie = getattr(self._xcb, request)(self._connection, *arguments)
        error = ctypes.c_void_p()
        reply = getattr(self._xcb, f"{request}_reply")(self._connection, cookie, ctypes.byref(error))
        if error:
            self._free(error)
        if not reply:
            return None
        try:
            length = 4 * int.from_bytes(ctypes.string_at(reply + 4, 4), sys.byteorder)
            return ctypes.string_at(reply, _REPLY_BYTES + length)
        finally:
            self._free(reply)


def _xcb() -> ctypes.CDLL | None:
    """By the name that it has had for ever: looking for it would start the system's compiler and linker."""
    for name in ("libxcb.so.1", "libxcb.so"):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _declared(xcb: ctypes.CDLL) -> ctypes.CDLL:
    """Tell ctypes the types of what is used: pointers would be cut to 32 bits."""
    connection = ctypes.c_void_p
    xcb.xcb_connect.argtypes, xcb.xcb_connect.restype = [ctypes.c_char_p, ctypes.c_void_p], connection
    xcb.xcb_connection_has_error.argtypes = [connection]
    xcb.xcb_disconnect.argtypes = [connection]
    xcb.xcb_get_setup.argtypes, xcb.xcb_get_setup.restype = [connection], ctypes.c_void_p
    xcb.xcb_setup_roots_iterator.argtypes = [ctypes.c_void_p]
    xcb.xcb_setup_roots_iterator.restype = _Iterator
    window, byte = ctypes.c_uint32, ctypes.c_uint8
    requests: dict[str, list[Any]] = {
        "xcb_get_geometry": [window],
        "xcb_query_tree": [window],
        "xcb_get_property": [byte, window, window, window, window, window],
    }
    for name, types in requests.items():
        request, reply = getattr(xcb, name), getattr(xcb, f"{name}_reply")
        request.argtypes, request.restype = [ctypes.c_void_p, *types], _Cookie
        reply.argtypes = [connection, _Cookie, ctypes.POINTER(ctypes.c_void_p)]
        reply.restype = ctypes.c_void_p
    return xcb
