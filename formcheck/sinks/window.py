"""The one window: shows pictures, tells which keys were pressed. No other module has window code."""

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Iterator

import cv2

from formcheck.errors import DisplayError
from formcheck.source.frame import Image

_TITLE = "formcheck"
_SIZE_PX = 1280, 720
_SMALLEST_PX = 160
_NAMES = {27: "esc", 32: "space", 13: "enter", 9: "tab"}
_HEADLESS = "run it with --headless for voice and lines in the terminal alone"


class Window:
    """The window, to be used by the main thread alone.

    Args:
        size_px: Width and height that it opens with.

    Raises:
        DisplayError: If there is no display to open it on.
    """

    def __init__(self, size_px: tuple[int, int] = _SIZE_PX) -> None:
        require_display()
        self._size_px = size_px
        self._is_full = False
        self._was_shown = False
        try:
            # Plain: no toolbar and no menu of OpenCV's own, and free to resize.
            cv2.namedWindow(_TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_FREERATIO | cv2.WINDOW_GUI_NORMAL)
            cv2.resizeWindow(_TITLE, *size_px)
        except cv2.error:
            raise DisplayError(
                "this OpenCV can open no window; reinstall opencv-python instead of its headless kind, "
                f"or {_HEADLESS}"
            ) from None

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture that fills it now."""
        if self._was_shown:
            _, _, width, height = cv2.getWindowImageRect(_TITLE)
            if width >= _SMALLEST_PX and height >= _SMALLEST_PX:
                self._size_px = width, height
        return self._size_px

    def show(self, image_bgr: Image) -> None:
        """Show a picture; it is on the screen after the next `pressed`."""
        cv2.imshow(_TITLE, image_bgr)
        self._was_shown = True

    def pressed(self) -> Iterator[str]:
        """Names of the keys pressed since the last call; "close" when the window was closed."""
        while (code := cv2.pollKey()) >= 0:
            name = _NAMES.get(code & 0xFF) or chr(code & 0xFF).lower()
            yield name
        if self._was_shown and cv2.getWindowProperty(_TITLE, cv2.WND_PROP_VISIBLE) < 1:
            yield "close"

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self._is_full = not self._is_full
        kind = cv2.WINDOW_FULLSCREEN if self._is_full else cv2.WINDOW_NORMAL
        cv2.setWindowProperty(_TITLE, cv2.WND_PROP_FULLSCREEN, kind)

    def close(self) -> None:
        """Close it, if the user has not."""
        try:
            cv2.destroyWindow(_TITLE)
        except cv2.error:
            return
        cv2.pollKey()  # lets it go from the screen


def require_display() -> None:
    """See that a window can be opened: where none can, OpenCV ends the whole process without a word of ours.

    Raises:
        DisplayError: If there is no display.
    """
    if sys.platform != "linux":
        return
    display = os.environ.get("DISPLAY", "")
    if not display:
        wayland = "; under Wayland install xwayland" if os.environ.get("WAYLAND_DISPLAY") else ""
        raise DisplayError(f"there is no display (DISPLAY is not set){wayland}: {_HEADLESS}")
    library = ctypes.util.find_library("xcb")
    if library is None:
        raise DisplayError(
            "the system library libxcb is missing; on Debian: sudo apt-get install -y libxcb1, "
            f"or {_HEADLESS}"
        )
    if not _answers(ctypes.CDLL(library), display):
        raise DisplayError(f"the display {display} does not answer: {_HEADLESS}")


def _answers(xcb: ctypes.CDLL, display: str) -> bool:
    """Whether a connection to an X display can be made."""
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    answers = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return answers
