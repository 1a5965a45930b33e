"""The one window: shows pictures, tells which keys were pressed. No other module has window code."""

import sys
import time
from collections.abc import Iterator

import cv2
import numpy as np

from formcheck.errors import DisplayError
from formcheck.sinks.screen.x_display import HEADLESS, XDisplay
from formcheck.source.fitting import size_within
from formcheck.source.frame import Image

_TITLE = "formcheck"
_SIZE_PX = 1280, 720
_SMALLEST_PX = 160
_NAMES = {27: "esc", 32: "space", 13: "enter", 9: "tab"}
# Of a screen that is too small for it, a frame around the window needs a little.
_OF_SCREEN = 0.95
# From here on what is drawn is enlarged: at 3840 x 2160 drawing alone takes 8 ms, and 1.6 at 1280 x 720.
_LARGE_PX = 2560 * 1440
# From here on OpenCV's own painter is slower than scaling before: 21 ms for 3840 x 2160, instead of 12.
_SCALED_FROM = 1.5
# How often it is looked whether the window is still there.
_LOOK_S = 0.5


class Window:
    """The window, a `Surface`; to be used by the main thread alone.

    Args:
        size_px: Width and height that it opens with, on a screen that is large enough.

    Attributes:
        shown: The picture that it shows, or None before the first one.

    Raises:
        DisplayError: If there is no display to open it on.
    """

    def __init__(self, size_px: tuple[int, int] = _SIZE_PX) -> None:
        # Before any window: where none can be opened, OpenCV ends the whole process.
        self._display = XDisplay() if sys.platform == "linux" else None
        # Another formcheck may have one on the same display.
        self._others = self._display.all(_TITLE) if self._display else frozenset()
        self._number: int | None = None
        self._looked_s = 0.0
        self._size_px = size_px = self._on_screen(size_px)
        self._is_full = False
        self._was_there = self._is_closed = False
        self.shown: Image | None = None
        try:
            # Plain: no toolbar and no menu of OpenCV's own, and free to resize.
            cv2.namedWindow(_TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_FREERATIO | cv2.WINDOW_GUI_NORMAL)
            cv2.resizeWindow(_TITLE, *size_px)
        except cv2.error:
            raise DisplayError(
                "this OpenCV can open no window; reinstall opencv-python instead of its headless kind, "
                f"or {HEADLESS}"
            ) from None
        self._look()

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture that fills it now; of a very large window it is enlarged."""
        if self.shown is not None and not self._is_closed:
            _, _, width, height = cv2.getWindowImageRect(_TITLE)
            if width >= _SMALLEST_PX and height >= _SMALLEST_PX:
                self._size_px = width, height
        width, height = self._size_px
        return size_within(width, height, _SIZE_PX[0]) if width * height > _LARGE_PX else self._size_px

    def show(self, image_bgr: Image) -> None:
        """Show a picture, after the next `pressed`; a window that was closed stays closed."""
        if not self._is_closed:  # OpenCV would open a new one
            cv2.imshow(_TITLE, self._enlarged(image_bgr))
            self.shown = image_bgr

    def pressed(self) -> Iterator[str]:
        """Names of the keys pressed since the last call; "close" when the window was closed."""
        while (code := cv2.pollKey()) >= 0:
            name = _NAMES.get(code & 0xFF) or chr(code & 0xFF).lower()
            yield name
        self._look()
        if self._is_closed:
            yield "close"

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self._look()
        if self._is_closed:
            return
        self._is_full = not self._is_full
        kind = cv2.WINDOW_FULLSCREEN if self._is_full else cv2.WINDOW_NORMAL
        cv2.setWindowProperty(_TITLE, cv2.WND_PROP_FULLSCREEN, kind)

    def close(self) -> None:
        """Close it, if the user has not."""
        if self._display is not None:
            self._display.close()
            self._display = None
        try:
            cv2.destroyWindow(_TITLE)
            cv2.pollKey()  # lets it go from the screen
        except cv2.error:
            return

    def _on_screen(self, size_px: tuple[int, int]) -> tuple[int, int]:
        """The size, or a smaller one of its shape where the screen is too small."""
        screen_px = self._display.size_px() if self._display is not None else None
        if screen_px is None:
            return size_px
        fits = min(screen / own for screen, own in zip(screen_px, size_px, strict=True))
        if fits >= 1:
            return size_px
        width, height = (max(1, round(_OF_SCREEN * fits * own)) for own in size_px)
        return width, height

    def _enlarged(self, image_bgr: Image) -> Image:
        """The picture, at the size of a window that is much larger."""
        height, width = image_bgr.shape[:2]
        if self._size_px[0] * self._size_px[1] < _SCALED_FROM * width * height:
            return image_bgr
        return np.asarray(cv2.resize(image_bgr, self._size_px), np.uint8)

    def _look(self) -> None:
        """Note whether the window is there; some systems open it with its first picture only."""
        is_there = self._is_there()
        self._is_closed = self._is_closed or (self._was_there and not is_there)
        self._was_there = self._was_there or is_there

    def _is_there(self) -> bool:
        """Whether the user has not closed it, and nobody else has destroyed it."""
        try:
            if cv2.getWindowProperty(_TITLE, cv2.WND_PROP_VISIBLE) < 1:
                return False
        except cv2.error:
            return False
        now_s = time.monotonic()
        if self._display is None or now_s - self._looked_s < _LOOK_S:
            return True
        self._looked_s = now_s
        if self._number is None:
            self._number = next(iter(self._display.all(_TITLE) - self._others), None)
        return self._number is None or self._display.has(self._number)
