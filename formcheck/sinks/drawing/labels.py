"""Small plates beside joints: what is there, in words, and how large it is."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from formcheck.sinks.drawing.plates import (
    INK,
    MEDIUM,
    WHITE,
    YELLOW,
    Colour,
    Style,
    put_row,
    text_width,
)
from formcheck.source.frame import Image

# Font size of the words over that of the number.
_WORDS = 0.68
_LINE, _PAD = 1.12, 0.2


@dataclass(frozen=True, slots=True)
class Label:
    """What stands beside a joint.

    Attributes:
        words: What it is: "right elbow".
        number: Such as "152°", or "".
        loud: Whether it is at fault: on a bright plate, with dark letters.
    """

    words: str
    number: str = ""
    loud: bool = False


def degrees(value: float) -> str:
    """An angle in whole degrees; rounded to nothing it has no sign.

    Example:
        >>> degrees(-0.3), degrees(-27.4)
        ('0°', '−27°')
    """
    return f"{round(value)}°".replace("-", "−")


@lru_cache(maxsize=256)
def label_patch(label: Label, size_px: int, bgr: bool) -> Image:
    """A label's plate, rendered once for all pictures that it stands in: not to be written into.

    Args:
        label: What it says.
        size_px: Font size of the number.
        bgr: Whether it is for BGR pictures.
    """
    ink, ground = (INK, YELLOW) if label.loud else (YELLOW, INK)
    rows = _rows(label, size_px, ink)
    pad = max(1, round(_PAD * size_px))
    width = max(text_width(text, style) for text, style in rows) + 2 * pad
    patch = np.empty((round(sum(style.size_px for _, style in rows) * _LINE) + pad, width, 3), np.uint8)
    patch[:] = ground
    top = pad / 2
    for text, style in rows:
        left = (width - text_width(text, style)) // 2
        put_row(patch, text, left, top + style.size_px * _LINE / 2, style)
        top += style.size_px * _LINE
    return np.ascontiguousarray(patch[:, :, ::-1]) if bgr else patch


def _rows(label: Label, size_px: int, ink: Colour) -> list[tuple[str, Style]]:
    words = ink if label.loud else WHITE
    small = Style(max(8, round(_WORDS * size_px)), words, MEDIUM if not label.loud else 700)
    rows = [(label.words, small), (label.number, Style(size_px, ink))]
    return [(text, style) for text, style in rows if text] or [(" ", small)]
