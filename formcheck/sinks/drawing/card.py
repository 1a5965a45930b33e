"""The card with the verdict: over the last picture of a video, and below a still picture."""

from collections.abc import Sequence

import numpy as np

from formcheck.results.card import CardRow, RowKind
from formcheck.sinks.drawing.plates import GREY, INK, MEDIUM, WHITE, Sign, Style, draw_sign, put_row, wrapped
from formcheck.source.frame import Image

_SIGNS: dict[RowKind, Sign] = {
    "poor": Sign.POOR,
    "caution": Sign.CAUTION,
    "unsure": Sign.NOTICE,
    "not judged": Sign.NOTICE,
    "clear": Sign.PRAISE,
}
_HEADING, _LINE, _BETWEEN = 1.25, 1.25, 0.35
# Font sizes as shares of the picture's height, the largest that fits.
_LARGEST, _SMALLEST, _STEP = 0.062, 0.02, 0.92
_SMALLEST_PX = 6
_DIMMED = 4


def card_over(image: Image, rows: Sequence[CardRow]) -> Image:
    """A picture with a card before it: the picture is dimmed, and stays as it is itself."""
    height, width = image.shape[:2]
    dimmed = image // _DIMMED
    card = _fitting(rows, width, height, height)
    top = (height - card.shape[0]) // 2
    dimmed[top : top + card.shape[0]] = card
    return dimmed


def card_below(image: Image, rows: Sequence[CardRow]) -> Image:
    """A picture with a card below it, which hides nothing."""
    height, width = image.shape[:2]
    return np.vstack((image, _fitting(rows, width, height, height // 2)))


def _fitting(rows: Sequence[CardRow], width: int, height: int, room_px: int) -> Image:
    """The card as wide as the picture, in the largest letters that fit."""
    size_px = _LARGEST * min(height, 1.2 * width)
    while size_px > max(_SMALLEST_PX, _SMALLEST * height):
        card = _painted(rows, width, round(size_px))
        if card is not None and card.shape[0] <= room_px:
            return card
        size_px *= _STEP
    card = _painted(rows, width, _SMALLEST_PX)
    return np.zeros((1, width, 3), np.uint8) if card is None else card[:room_px]


def _painted(rows: Sequence[CardRow], width: int, size_px: int) -> Image | None:
    """The card at one font size, or None where a word is wider than it."""
    pad = size_px
    lines: list[
        tuple[Sign | None, str, Style, float]
    ] = []  # sign, words, style, distance from the one before
    for row in rows:
        style = _style(row.kind, size_px)
        room = width - 2 * pad - (0 if row.kind == "heading" else 2 * size_px)
        broken = wrapped(row.text, style, room)
        if broken is None:
            return None
        sign = _SIGNS.get(row.kind)
        lines += [
            (None if place else sign, words, style, 0.0 if place else _BETWEEN * size_px)
            for place, words in enumerate(broken)
        ]
    height = round(sum(style.size_px * _LINE + between for *_, style, between in lines) + 2 * pad)
    card = np.empty((height, width, 3), np.uint8)
    card[:] = INK
    top = float(pad)
    for sign, words, style, between in lines:
        top += between
        middle = top + style.size_px * _LINE / 2
        is_heading = style.size_px > size_px
        if sign is not None:
            draw_sign(card, sign, (pad + 0.6 * size_px, middle), 0.55 * size_px)
        put_row(card, words, pad if is_heading else pad + 2 * size_px, middle, style)
        top += style.size_px * _LINE
    return card


def _style(kind: RowKind, size_px: int) -> Style:
    if kind == "heading":
        return Style(round(_HEADING * size_px), WHITE)
    return Style(size_px, GREY, MEDIUM) if kind == "not judged" else Style(size_px, WHITE)
