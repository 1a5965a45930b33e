"""What a run is seen by: a window, or nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from formcheck.activities.activity import Activity
from formcheck.live.worker import ShownFrame
from formcheck.sinks.screen.screen import LiveScreen
from formcheck.sinks.screen.snapshot import write_snapshot
from formcheck.sinks.screen.status import LiveStatus
from formcheck.sinks.screen.window import Window
from formcheck.source.frame import Image, StreamInfo


class Display(Protocol):
    """Shows judged frames and tells which keys were pressed; all by the main thread."""

    def begin(self, info: StreamInfo) -> None:
        """The source is open, and this is what is known of it."""
        ...

    def show(self, shown: ShownFrame, status: LiveStatus) -> None:
        """Show a frame."""
        ...

    def pressed(self) -> Iterator[str]:
        """Names of the keys pressed since the last call; brings to the screen what was shown."""
        ...

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        ...

    def write_snapshot(self, path: Path) -> bool:
        """Write what is shown now; whether there was anything."""
        ...

    def close(self) -> None:
        """Go away."""
        ...


class NoDisplay:
    """For runs without a display."""

    def begin(self, info: StreamInfo) -> None:
        """Nothing to prepare."""

    def show(self, shown: ShownFrame, status: LiveStatus) -> None:
        """Nobody looks."""

    def pressed(self) -> Iterator[str]:
        """There are none."""
        return iter(())

    def toggle_full_screen(self) -> None:
        """There is no screen."""

    def write_snapshot(self, path: Path) -> bool:
        """There is nothing to write."""
        return False

    def close(self) -> None:
        """Nothing is open."""


class WindowDisplay:
    """A window with the live screen in it.

    Args:
        mirror: Whether it is a mirror.

    Raises:
        DisplayError: If there is no display.
    """

    def __init__(self, *, mirror: bool) -> None:
        self._mirror = mirror
        self._window = Window()
        self._info: StreamInfo | None = None
        self._screen: tuple[Activity, LiveScreen] | None = None
        self._image: Image | None = None

    def begin(self, info: StreamInfo) -> None:
        """The source is open."""
        self._info = info

    def show(self, shown: ShownFrame, status: LiveStatus) -> None:
        """Draw a frame and put it into the window."""
        judged = shown.judged
        self._image = self._screen_of(judged.activity).draw(
            shown.frame.image,
            judged.observation,
            judged.guidance,
            status,
            self._window.size_px,
            neutral=judged.neutral,
        )
        self._window.show(self._image)

    def pressed(self) -> Iterator[str]:
        """Names of the keys pressed since the last call."""
        return self._window.pressed()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self._window.toggle_full_screen()

    def write_snapshot(self, path: Path) -> bool:
        """Write what is shown now."""
        if self._image is None:
            return False
        write_snapshot(self._image, path)
        return True

    def close(self) -> None:
        """Close the window."""
        self._window.close()

    def _screen_of(self, activity: Activity) -> LiveScreen:
        assert self._info is not None
        if self._screen is None or self._screen[0] is not activity:
            self._screen = activity, LiveScreen(self._info, activity, mirror=self._mirror)
        return self._screen[1]
