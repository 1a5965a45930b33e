"""What the live screen is shown on: a window, or a picture in a test."""

from collections.abc import Iterator
from typing import Protocol

from formcheck.source.frame import Image


class Surface(Protocol):
    """What the live screen is shown on, and its keys; for the main thread alone."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture that fills it now."""
        ...

    @property
    def shown(self) -> Image | None:
        """The picture that it shows, (height, width, 3) uint8 BGR; None before the first one."""
        ...

    def show(self, image_bgr: Image) -> None:
        """Show a picture; it is there after the next `pressed`."""
        ...

    def pressed(self) -> Iterator[str]:
        """Names of the keys pressed since the last call; "close" when it was closed."""
        ...

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        ...

    def close(self) -> None:
        """Go away."""
        ...
