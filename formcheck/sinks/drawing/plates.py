"""Words on plates: sized by the picture, cached, and always inside it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np

from formcheck.pose.pose import FloatArray
from formcheck.source.frame import Image

Colour = tuple[int, int, int]  # RGB

# The Okabe-Ito palette: told apart by people with any colour vision.
ORANGE: Colour = (230, 159, 0)
SKY: Colour = (86, 180, 233)
GREEN: Colour = (0, 158, 115)
YELLOW: Colour = (240, 228, 66)
VERMILLION: Colour = (213, 94, 0)
WHITE: Colour = (255, 255, 255)
GREY: Colour = (190, 196, 202)
INK: Colour = (18, 22, 27)

BOLD, MEDIUM = 700, 550
# Font size over the height of its capitals, and the height of a line over the font size.
SIZE_PER_CAPITAL = 1.42
_LINE = 1.12
# Ways to fit a cue, in order of preference: rows, font size as a share of the picture's height from and to,
# and the share of the height that the plate may take. The letters from top to bottom are 1.2 font sizes
# high; 0.07 of the height is what can be read on a laptop from 3 m.
_CUE_FITS = (
    (1, 0.09, 0.075, 0.3),
    (2, 0.09, 0.06, 0.3),
    (3, 0.065, 0.06, 0.35),
    (3, 0.06, 0.0, 0.5),
)
_CUE_STEP = 0.94
_SMALLEST_PX = 4


class Style(NamedTuple):
    """How a text is written."""

    size_px: int
    colour: Colour = WHITE
    weight: int = BOLD


class Sign(StrEnum):
    """The shape before a cue, so that its kind never hangs on colour alone."""

    CAUTION = "triangle"
    POOR = "octagon"
    PRAISE = "check mark"
    NOTICE = "circle"


_SIGN_COLOURS = {
    Sign.CAUTION: YELLOW,
    Sign.POOR: VERMILLION,
    Sign.PRAISE: GREEN,
    Sign.NOTICE: SKY,
}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in whole pixels."""

    left: int
    top: int
    width: int
    height: int

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share a pixel."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )

    def mirrored(self, width: int) -> "Box":
        """The same place at the other side of a picture of that width."""
        return Box(width - self.left - self.width, self.top, self.width, self.height)

    def holds_any(self, points: FloatArray) -> bool:
        """Whether one of the (n, 2) points lies within."""
        return self.holds(points) > 0

    def holds(self, points: FloatArray) -> int:
        """How many of the (n, 2) points lie within."""
        low, high = (self.left, self.top), (self.left + self.width, self.top + self.height)
        return int(((points >= low) & (points < high)).all(axis=1).sum())

    def inside(self, width: int, height: int) -> "Box":
        """The box moved, and cut where it must be, to lie within a picture."""
        box_width, box_height = min(self.width, width), min(self.height, height)
        left = min(max(self.left, 0), width - box_width)
        top = min(max(self.top, 0), height - box_height)
        return Box(left, top, box_width, box_height)


@dataclass(frozen=True, slots=True)
class CueLayout:
    """Where the words of a cue go.

    Attributes:
        box: The plate, within the picture.
        rows: The words, row by row.
        size_px: Font size.
        sign_px: Width and height of the sign to the left of the words.
        margin_px: Free space at the sides of the words and between them and the sign.
        pad_px: Free space above and below the words: little, because the plate stands before the feet.
    """

    box: Box
    rows: tuple[str, ...]
    size_px: int
    sign_px: int
    margin_px: int
    pad_px: int


@lru_cache(maxsize=1)
def _font() -> cv2.FontFace:
    return cv2.FontFace("sans")


def text_width(text: str, style: Style) -> int:
    """Width of a text in pixels, with the space that its last letter may hang over."""
    left, _, width, _ = cv2.getTextSize((1, 1), text, (0, 0), _font(), style.size_px, style.weight)
    return left + width + 1


def put_text(image: Image, text: str, at: tuple[int, int], style: Style) -> None:
    """Write one row of text from the left end of its baseline; what does not fit is cut off."""
    flags, never_wrap = cv2.PUT_TEXT_ALIGN_LEFT, (0, 1 << 20)
    cv2.putText(image, text, at, style.colour, _font(), style.size_px, style.weight, flags, never_wrap)


def fitting(text: str, style: Style, width_px: int) -> Style:
    """The style, smaller where the text would not fit the width."""
    wide = text_width(text, style)
    if wide <= width_px:
        return style
    return style._replace(size_px=max(_SMALLEST_PX, int(style.size_px * width_px / wide)))


def put_row(image: Image, text: str, left: int, middle: float, style: Style) -> None:
    """Write one row of text around a height."""
    put_text(image, text, (left, round(middle + style.size_px / SIZE_PER_CAPITAL / 2)), style)


def lay_out_cue(text: str, width: int, height: int) -> CueLayout:
    """Find a layout that fits the picture: few rows first, then a smaller font, so that it always fits."""
    for rows_max, largest, smallest, share in _CUE_FITS:
        size_px = height * largest
        while size_px >= max(_SMALLEST_PX, height * smallest):
            layout = _cue_at(text, round(size_px), width, height)
            if layout and len(layout.rows) <= rows_max and layout.box.height <= share * height:
                return layout
            size_px *= _CUE_STEP
    return CueLayout(Box(0, 0, width, height), (text,), _SMALLEST_PX, 0, 0, 0)  # too small for any words


def _cue_at(text: str, size_px: int, width: int, height: int) -> CueLayout | None:
    margin_px, sign_px = max(1, round(size_px * 0.35)), round(size_px * 1.05)
    pad_px = max(1, round(size_px * 0.16))
    room_px = width - 5 * margin_px - sign_px  # two margins outside the plate, three in it
    rows = wrapped(text, Style(size_px), room_px)
    if rows is None:
        return None
    plate_height = round(len(rows) * size_px * _LINE) + 2 * pad_px
    plate_width = max(text_width(row, Style(size_px)) for row in rows) + sign_px + 3 * margin_px
    left, top = (width - plate_width) // 2, height - plate_height - pad_px
    return CueLayout(Box(left, top, plate_width, plate_height), rows, size_px, sign_px, margin_px, pad_px)


def wrapped(text: str, style: Style, room_px: int) -> tuple[str, ...] | None:
    """The words in as few rows as possible, or None if one is too long."""
    rows: list[str] = []
    for word in text.split() or [""]:
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and text_width(longer, style) <= room_px:
            rows[-1] = longer
        elif text_width(word, style) <= room_px:
            rows.append(word)
        else:
            return None
    return tuple(rows)


class Stamp:
    """A picture with rounded corners, rendered once and pasted often.

    Args:
        box: Where it goes.
        radius_px: Of the corners of its plate; None for no plate: only what is painted is pasted.
        paint: Paints its contents, with no pure black where there is no plate.
    """

    def __init__(self, box: Box, radius_px: int | None, paint: Callable[[Image], None]) -> None:
        self.box = box
        self._patch: Image = np.zeros((box.height, box.width, 3), np.uint8)
        if radius_px is not None:
            cv2.rectangle(self._patch, (0, 0), (box.width, box.height), INK, -1)
        paint(self._patch)
        if radius_px is not None:
            self._mask = _rounded(box.width, box.height, radius_px)
        else:
            self._mask = np.where(self._patch.any(axis=2), 255, 0).astype(np.uint8)

    def moved(self, right_px: int, down_px: int) -> "Stamp":
        """The same stamp for another place."""
        self.box = replace(self.box, left=self.box.left + right_px, top=self.box.top + down_px)
        return self

    def in_bgr(self) -> "Stamp":
        """The same stamp for BGR pictures."""
        # Turning the last axis of an array about takes numpy some ten times as long.
        self._patch = np.asarray(cv2.cvtColor(self._patch, cv2.COLOR_RGB2BGR), np.uint8)
        return self

    def paste(self, image: Image) -> None:
        """Copy it to its place in a picture of the size that it was made for."""
        box = self.box
        part = image[box.top : box.top + box.height, box.left : box.left + box.width]
        cv2.copyTo(self._patch, self._mask, part)


@lru_cache(maxsize=32)
def _rounded(width: int, height: int, radius_px: int) -> Image:
    """A mask, shared: not to be written into."""
    mask = np.zeros((height, width), np.uint8)
    radius = min(radius_px, width // 2, height // 2)
    cv2.rectangle(mask, (radius, 0), (width - 1 - radius, height - 1), 255, -1)
    cv2.rectangle(mask, (0, radius), (width - 1, height - 1 - radius), 255, -1)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(mask, (x, y), radius, 255, -1)
    return mask


def cue_stamp(text: str, sign: Sign, width: int, height: int) -> Stamp:
    """The plate of a cue: a sign and the words, at the bottom of the picture."""
    layout = lay_out_cue(text, width, height)

    def paint(patch: Image) -> None:
        centre = (layout.margin_px + layout.sign_px / 2, layout.box.height / 2)
        if layout.sign_px:
            draw_sign(patch, sign, centre, layout.sign_px / 2)
        left = 2 * layout.margin_px + layout.sign_px
        for row, words in enumerate(layout.rows):
            middle = layout.pad_px + (row + 0.5) * layout.size_px * _LINE
            baseline = round(middle + layout.size_px / SIZE_PER_CAPITAL / 2)
            put_text(patch, words, (left, baseline), Style(layout.size_px))

    return Stamp(layout.box, round(layout.size_px * 0.3), paint)


def draw_sign(patch: Image, sign: Sign, centre: tuple[float, float], radius: float) -> None:
    """Draw a sign into a picture, around a point of it."""
    colour = _SIGN_COLOURS[sign]
    if sign is Sign.CAUTION:
        _polygon(patch, _corners(3, (centre[0], centre[1] + radius * 0.16), radius * 1.12, -90.0), colour)
    elif sign is Sign.POOR:
        _polygon(patch, _corners(8, centre, radius, 22.5), colour)
    else:
        cv2.circle(patch, _fixed(*centre), round(radius * 16), colour, -1, cv2.LINE_AA, 4)
    if sign is Sign.PRAISE:
        _check_mark(patch, centre, radius)
    else:
        _exclamation(patch, centre, radius, INK if sign in {Sign.CAUTION, Sign.NOTICE} else WHITE)


def _corners(count: int, centre: tuple[float, float], radius: float, turn_deg: float) -> FloatArray:
    angles = np.radians(turn_deg + np.arange(count) * 360 / count)
    return np.stack([centre[0] + radius * np.cos(angles), centre[1] + radius * np.sin(angles)], 1)


def _polygon(patch: Image, corners: FloatArray, colour: Colour) -> None:
    cv2.fillPoly(patch, [np.rint(corners * 16).astype(np.int32)], colour, cv2.LINE_AA, 4)


def _check_mark(patch: Image, centre: tuple[float, float], radius: float) -> None:
    shape = np.array(((-0.45, 0.02), (-0.12, 0.36), (0.48, -0.34))) * radius + centre
    thickness = max(1, round(radius * 0.24))
    cv2.polylines(patch, [np.rint(shape * 16).astype(np.int32)], False, WHITE, thickness, cv2.LINE_AA, 4)


def _exclamation(patch: Image, centre: tuple[float, float], radius: float, colour: Colour) -> None:
    x, y = centre
    thickness = max(1, round(radius * 0.22))
    low, high = _fixed(x, y + radius * 0.14), _fixed(x, y - radius * 0.4)
    cv2.line(patch, low, high, colour, thickness, cv2.LINE_AA, 4)
    cv2.circle(patch, _fixed(x, y + radius * 0.48), round(radius * 0.14 * 16), colour, -1, cv2.LINE_AA, 4)


def _fixed(x: float, y: float) -> tuple[int, int]:
    """A point in sixteenths of a pixel, so that lines move smoothly."""
    return round(x * 16), round(y * 16)


def status_stamp(
    reps: int, phase: str, view: str, width: int, height: int, *, at_right: bool = False
) -> Stamp:
    """The plate in a top corner: the count large, the phase beside it, the view small below."""
    size_px = max(8, round(min(height, width * 0.9) * 0.105))
    small_px, tiny_px, margin_px = round(size_px * 0.47), round(size_px * 0.36), round(size_px * 0.26)
    quiet = Style(tiny_px, GREY, MEDIUM)
    unit = "rep" if reps == 1 else "reps"
    rows = [row for row in ((unit, quiet), (phase, Style(small_px)), (view, quiet)) if row[0]]
    count_width = text_width(str(reps), Style(size_px)) + margin_px
    # The plate keeps its width while the phase changes: one that twitches draws the eye.
    words_width = max(
        text_width("going down", Style(small_px)), *(text_width(text, style) for text, style in rows)
    )
    box = Box(
        margin_px,
        margin_px,
        2 * margin_px + count_width + words_width,
        2 * margin_px + round(sum(style.size_px for _, style in rows) * _LINE),
    ).inside(width, height)

    def paint(patch: Image) -> None:
        baseline = round(box.height / 2 + size_px / SIZE_PER_CAPITAL / 2)
        put_text(patch, str(reps), (margin_px, baseline), Style(size_px))
        top = float(margin_px)
        for text, style in rows:
            row_base = round(top + style.size_px * _LINE / 2 + style.size_px / SIZE_PER_CAPITAL / 2)
            put_text(patch, text, (margin_px + count_width, row_base), style)
            top += style.size_px * _LINE

    return Stamp(box.mirrored(width) if at_right else box, round(size_px * 0.2), paint)


def posture_plate(
    words: str, view: str, sign: Sign | None, width: int, height: int, *, at_right: bool = False
) -> Stamp:
    """The plate in a top corner where there are no reps: the posture, its sign, and the view small below."""
    size_px = max(8, round(min(height, width * 0.9) * 0.05))
    tiny_px, margin_px = round(size_px * 0.76), round(size_px * 0.55)
    sign_px = size_px if sign is not None else 0
    rows = [row for row in ((words, Style(size_px)), (view, Style(tiny_px, GREY, MEDIUM))) if row[0]]
    left = margin_px + (sign_px + margin_px if sign_px else 0)
    wide = max((text_width(text, style) for text, style in rows), default=0)
    high = round(sum(style.size_px for _, style in rows) * _LINE)
    box = Box(margin_px, margin_px, left + wide + margin_px, high + 2 * margin_px).inside(width, height)

    def paint(patch: Image) -> None:
        if sign is not None:
            draw_sign(patch, sign, (margin_px + sign_px / 2, margin_px + size_px * _LINE / 2), sign_px / 2)
        top = float(margin_px)
        for text, style in rows:
            base = round(top + style.size_px * _LINE / 2 + style.size_px / SIZE_PER_CAPITAL / 2)
            put_text(patch, text, (left, base), style)
            top += style.size_px * _LINE

    return Stamp(box.mirrored(width) if at_right else box, round(size_px * 0.3), paint)
