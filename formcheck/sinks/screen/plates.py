"""The plates of the live window. Each is drawn into its box; what it says is told by shape and word too."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from formcheck.guide.guidance import Arrow
from formcheck.measurements.quantity import Side
from formcheck.rules.finding import Severity
from formcheck.sinks.drawing.plates import (
    GREEN,
    GREY,
    INK,
    MEDIUM,
    SKY,
    VERMILLION,
    WHITE,
    YELLOW,
    Box,
    Colour,
    Sign,
    Stamp,
    Style,
    draw_sign,
    fitting,
    put_row,
    text_width,
)
from formcheck.sinks.screen.gauges import GAUGES_AT_MOST, Gauge
from formcheck.sinks.screen.posture import PostureNow
from formcheck.sinks.screen.reach import Reach
from formcheck.sinks.screen.tempo import Tempo
from formcheck.source.frame import Image

RECORDING = "REC"
_TRACK: Colour = (74, 80, 88)
_DIM_GREEN: Colour = (26, 84, 68)
_AA = cv2.LINE_AA
# The longest way that the tempo bar can show.
_LONGEST_S = 3.0
_SIGNS = {Severity.CAUTION: Sign.CAUTION, Severity.POOR: Sign.POOR}
_COLOURS = {Severity.CAUTION: YELLOW, Severity.POOR: VERMILLION}
# A block arrow that points to the right, in a square from -1 to 1.
_ARROW = np.array(
    ((-0.9, -0.3), (0.05, -0.3), (0.05, -0.75), (0.95, 0.0), (0.05, 0.75), (0.05, 0.3), (-0.9, 0.3))
)
_TURNS_DEG = {"right": 0, "down": 90, "left": 180, "up": 270}
_SMALL_ARROW, _SMALL_AWAY = 0.42, 0.58


def count_stamp(number: str, unit: str, rows: Sequence[str], box: Box) -> Stamp:
    """A large number with its unit, and a few words beside it, such as the phase.

    Args:
        number: What is counted.
        unit: Such as "reps".
        rows: Words below the unit; the first is the largest.
        box: Where the plate goes.
    """
    pad = round(0.09 * box.height)
    large = fitting(number, Style(round(0.86 * box.height)), round(0.42 * box.width))
    left = 2 * pad + text_width(number, large)
    room = box.width - left - pad
    # As large as the longest phase allows, so that the size stays while the phase changes.
    first = fitting("going down", Style(round(0.24 * box.height)), room)
    quiet = Style(round(0.14 * box.height), GREY, MEDIUM)
    words = [(unit, quiet), *zip(rows, (first, *[quiet] * len(rows)), strict=False)]

    def paint(patch: Image) -> None:
        put_row(patch, number, pad, box.height / 2, large)
        shown = [(text, style) for text, style in words if text]
        top = (box.height - sum(style.size_px * 1.2 for _, style in shown)) / 2
        for text, style in shown:
            put_row(patch, text, left, top + style.size_px * 0.6, fitting(text, style, room))
            top += style.size_px * 1.2

    return Stamp(box, round(0.08 * box.height), paint)


def posture_stamp(posture: PostureNow, box: Box) -> Stamp:
    """The present state under its sign, how long the sitter was in neutral, and how often out of it."""
    minutes, seconds = divmod(int(posture.neutral_s), 60)
    share = f" ({posture.neutral_s / posture.judged_s:.0%})" if posture.judged_s >= 1 else ""
    events = f"{posture.events} {'time' if posture.events == 1 else 'times'} out of it"

    def paint(patch: Image) -> None:
        pad, radius = round(0.09 * box.height), 0.15 * box.height
        draw_sign(patch, posture.sign, (pad + radius, 0.27 * box.height), radius)
        left = round(2 * pad + 2 * radius)
        style = fitting(posture.words, Style(round(0.26 * box.height)), box.width - left - pad)
        put_row(patch, posture.words, left, 0.27 * box.height, style)
        for middle, text in ((0.6, f"{minutes}:{seconds:02d} in neutral{share}"), (0.83, events)):
            quiet = fitting(text, Style(round(0.17 * box.height), GREY, MEDIUM), box.width - 2 * pad)
            put_row(patch, text, pad, middle * box.height, quiet)

    return Stamp(box, round(0.08 * box.height), paint)


def tempo_stamp(tempo: Tempo, box: Box) -> Stamp:
    """A bar each for the way up and down, and a mark where the rules want them to reach."""
    pad, row = round(0.1 * box.height), box.height / 2

    def paint(patch: Image) -> None:
        style = Style(round(0.3 * box.height))
        left = pad + text_width("down", style) + pad
        right = box.width - 2 * pad - text_width("0.0 s", style)
        for place, (name, seconds, at_least, is_now) in enumerate(
            (
                ("up", tempo.up_s, tempo.up_at_least_s, tempo.is_up),
                ("down", tempo.down_s, tempo.down_at_least_s, tempo.is_down),
            )
        ):
            middle = row * (place + 0.5)
            put_row(patch, name, pad, middle, style if is_now else style._replace(colour=GREY, weight=MEDIUM))
            _bar(patch, (left, right), middle, 0.13 * box.height, _TRACK)
            if seconds is not None:
                end = left + (right - left) * min(seconds / _LONGEST_S, 1.0)
                _bar(patch, (left, round(end)), middle, 0.13 * box.height, SKY if is_now else GREY)
                put_row(patch, f"{seconds:.1f} s", right + pad, middle, style)
            if at_least is not None:
                x = round(left + (right - left) * min(at_least / _LONGEST_S, 1.0))
                half = round(0.2 * box.height)
                cv2.line(
                    patch, (x, round(middle) - half), (x, round(middle) + half), WHITE, max(2, half // 5)
                )
        if tempo.severity is not None:
            draw_sign(patch, _SIGNS[tempo.severity], (left - 0.8 * pad, row * 1.5), 0.16 * box.height)

    return Stamp(box, round(0.15 * box.height), paint)


@dataclass(frozen=True, slots=True)
class ReachPlate:
    """The meter of a rep: its plate is rendered once, its bars are drawn into each picture.

    Attributes:
        stamp: What does not move.
        rows: For each arm the middle of its row and half its thickness, in pixels of the window.
        ends: Where bars begin, and where they are full.
        counts_x: From where on it counts as a rep.
    """

    stamp: Stamp
    rows: tuple[tuple[int, int], ...]
    ends: tuple[int, int]
    counts_x: int

    def draw(self, canvas: Image, reach: Reach) -> None:
        """The bars as they are now, on a BGR canvas that the plate was pasted to."""
        (begin, full), mark = self.ends, WHITE
        for (middle, half), (side, share) in zip(self.rows, reach.shares, strict=False):
            red, green, blue = VERMILLION if side == reach.lags else SKY
            end = round(begin + (full - begin) * min(share, 1.0))
            thick = round(0.64 * half)
            cv2.rectangle(canvas, (begin, middle - thick), (end, middle + thick), (blue, green, red), -1)
            for x in (self.counts_x, full):
                cv2.line(canvas, (x, middle - half), (x, middle + half), mark, max(2, half // 5))


def reach_plate(reach: Reach, numbers: Sequence[int], box: Box) -> ReachPlate:
    """A row for each arm, with a mark from where on it counts as a rep, and one at the top.

    Args:
        reach: How far the arms have come.
        numbers: What is written of each, in percent of the best rep.
        box: Where the plate goes.
    """
    sides: list[Side | None] = [side for side, _ in reach.shares] or [None]
    pad, row = round(0.1 * box.height), box.height / len(sides)
    names = [side[0].upper() if side is not None and len(sides) > 1 else "range" for side in sides]
    style = Style(round(0.3 * box.height if len(sides) == 1 else min(0.42 * box.height, 0.72 * row)))
    left = 2 * pad + max(text_width(name, style) for name in names)
    right = box.width - 3 * pad - text_width("100 %", style)
    half = round(min(0.33 * row, 0.24 * box.height))
    middles = [row * (place + 0.5) for place in range(len(sides))]

    def paint(patch: Image) -> None:
        for place, (side, middle) in enumerate(zip(sides, middles, strict=True)):
            put_row(patch, names[place], pad, middle, style)
            _bar(patch, (left, right), middle, 1.28 * half, _TRACK)
            if side is not None and side == reach.lags:
                put_row(patch, "low", right + 2 * pad, middle, style)
                draw_sign(patch, Sign.CAUTION, (box.width - 2 * pad, middle), 0.8 * half)
            elif reach.of_own and side is not None:
                put_row(patch, f"{numbers[place]} %", right + 2 * pad, middle, style)

    stamp = Stamp(box, round(0.15 * box.height), paint)
    rows = tuple((box.top + round(middle), half) for middle in middles)
    counts_x = round(left + (right - left) * reach.counts_at)
    return ReachPlate(stamp, rows, (box.left + left, box.left + right), box.left + counts_x)


def bar_stamp(told: Sequence[str], hints: Sequence[tuple[str, str]], box: Box) -> Stamp:
    """The row at the bottom: what the run says of itself, and keys at the right as far as they fit."""
    style = Style(round(0.66 * box.height), GREY, MEDIUM)
    gap, dot = round(0.7 * box.height), round(0.28 * box.height)

    def paint(patch: Image) -> None:
        left, middle = gap, box.height / 2
        for words in told:
            if words == RECORDING:
                cv2.circle(patch, (left + dot, round(middle)), dot, VERMILLION, -1, _AA)
                left += 3 * dot
            put_row(patch, words, left, middle, style._replace(colour=WHITE))
            left += text_width(words, style) + gap
        right = box.width - gap
        shown: list[tuple[int, str, str]] = []
        for key, words in hints:
            wide = text_width(key, style._replace(weight=700)) + gap // 2 + text_width(words, style)
            if sum(w for w, *_ in shown) + len(shown) * gap + wide > right - left:
                break
            shown.append((wide, key, words))
        at = right - sum(wide for wide, *_ in shown) - gap * (len(shown) - 1)
        for wide, key, words in shown:
            loud = style._replace(colour=WHITE, weight=700)
            put_row(patch, key, at, middle, loud)
            put_row(patch, words, at + text_width(key, loud) + gap // 2, middle, style)
            at += wide + gap

    return Stamp(box, 0, paint)


def gauges_stamp(gauges: Sequence[Gauge], box: Box) -> Stamp:
    """The gauges, one above the other; the plate is as high as they need."""
    row_height = box.height // GAUGES_AT_MOST
    plate = Box(box.left, box.top, box.width, row_height * len(gauges))

    def paint(patch: Image) -> None:
        for place, gauge in enumerate(gauges):
            top = place * row_height
            _paint_gauge(patch[top : top + row_height], gauge)

    return Stamp(plate, round(0.12 * row_height), paint)


def _paint_gauge(patch: Image, gauge: Gauge) -> None:
    height, width = patch.shape[:2]
    pad = round(0.12 * height)
    quiet, loud = Style(round(0.25 * height), GREY, MEDIUM), Style(round(0.36 * height))
    worst = max((r.severity for r in gauge.readings if r.severity), key=lambda s: s.rank, default=None)
    words = "  ".join(f"{r.label} {round(r.value)}°".strip() for r in gauge.readings).replace("-", "−") or "…"
    wide = text_width(words, loud)
    top, sign = 0.3 * height, 0.15 * height
    right = width - pad - wide
    put_row(patch, words, right, top, loud)
    if worst is not None:
        right -= round(2.4 * sign)
        draw_sign(patch, _SIGNS[worst], (right + 1.1 * sign, top), sign)
    put_row(patch, gauge.title, pad, top, fitting(gauge.title, quiet, right - 2 * pad))
    ends, middle = (pad, width - pad), 0.76 * height

    def x_of(value: float) -> int:
        share = (value - gauge.low) / (gauge.high - gauge.low)
        return int(np.rint(np.interp(share, (0.0, 1.0), ends)))

    thickness = 0.14 * height
    _bar(patch, ends, middle, thickness, _TRACK)
    from_x, to_x = (x_of(value) for value in gauge.band)
    _bar(patch, (from_x, to_x), middle, thickness, GREEN if gauge.is_now else _DIM_GREEN)
    for x in (from_x, to_x):  # brackets, so that the band is not green alone
        half = round(1.1 * thickness)
        cv2.line(
            patch, (x, round(middle) - half), (x, round(middle) + half), WHITE, max(1, round(0.03 * height))
        )
    for reading in gauge.readings:
        colour = WHITE if reading.severity is None else _COLOURS[reading.severity]
        x, half = x_of(reading.value), 0.13 * height
        shape = np.array(((x - half, middle - 2.1 * half), (x + half, middle - 2.1 * half), (x, middle)))
        _fill(patch, shape, INK, round(0.05 * height))
        _fill(patch, shape, colour)


def rows_stamp(rows: Sequence[str], box: Box, size_px: int) -> Stamp:
    """Words in rows below a heading, the plate no larger than they need; rows that do not fit are left out.

    Args:
        rows: The words, the heading first.
        box: Where the plate may be; it stays at its top left.
        size_px: Font size, smaller where a row would not fit.
    """
    pad, line = round(0.5 * size_px), 1.35 * size_px
    fit = max(1, int((box.height - 2 * pad) / line))
    shown = list(rows)[:fit]
    styles = []
    for place, row in enumerate(shown):
        is_quiet = place > 0
        style = Style(size_px, WHITE if not is_quiet else (226, 230, 234), MEDIUM if is_quiet else 700)
        styles.append(fitting(row, style, box.width - 2 * pad))
    widths = [text_width(row, style) for row, style in zip(shown, styles, strict=True)]
    plate = Box(
        box.left,
        box.top,
        min(box.width, max(widths, default=0) + 2 * pad),
        round(len(shown) * line) + 2 * pad,
    )

    def paint(patch: Image) -> None:
        for place, (row, style) in enumerate(zip(shown, styles, strict=True)):
            put_row(patch, row, pad, pad + (place + 0.5) * line, style)

    return Stamp(plate.inside(box.left + box.width, box.top + box.height), round(0.4 * size_px), paint)


def pairs_stamp(title: str, pairs: Sequence[tuple[str, str]], box: Box) -> Stamp:
    """A heading and two columns, such as keys and what they do."""
    line = box.height / (len(pairs) + 2)
    size_px = round(min(0.7 * line, 0.075 * box.width))
    column = round(0.1 * box.width + max(text_width(key, Style(size_px)) for key, _ in pairs))

    def paint(patch: Image) -> None:
        pad = round(0.06 * box.width)
        put_row(patch, title, pad, line, Style(round(1.2 * size_px)))
        for place, (key, meaning) in enumerate(pairs):
            middle = (place + 2) * line
            put_row(patch, key, pad, middle, Style(size_px, YELLOW))
            style = fitting(meaning, Style(size_px, WHITE, MEDIUM), box.width - column - pad)
            put_row(patch, meaning, column, middle, style)

    return Stamp(box, round(0.03 * box.width), paint)


def note_stamp(text: str, box: Box) -> Stamp:
    """One row of quiet words in the middle of a box."""
    style = fitting(text, Style(round(0.62 * box.height), WHITE, MEDIUM), round(box.width - box.height))
    wide = min(box.width, text_width(text, style) + box.height)
    plate = Box(box.left + (box.width - wide) // 2, box.top, wide, box.height)

    def paint(patch: Image) -> None:
        put_row(patch, text, box.height // 2, box.height / 2, style)

    return Stamp(plate, box.height // 4, paint)


def countdown_stamp(number: int, box: Box) -> Stamp:
    """A number as large as its box, without a plate: the person stays in sight."""
    text, style = str(number), Style(round(0.95 * box.height))
    left, middle = (box.width - text_width(text, style)) // 2, box.height / 2
    rim = max(1, round(0.018 * box.height))

    def paint(patch: Image) -> None:
        for turn in np.arange(12) * np.pi / 6:
            aside, down = round(rim * np.cos(turn)), rim * np.sin(turn)
            put_row(patch, text, left + aside, middle + down, style._replace(colour=INK))
        put_row(patch, text, left, middle, style)

    return Stamp(box, None, paint)


def arrow_stamp(arrow: Arrow, box: Box) -> Stamp:
    """A large arrow; four that meet in the middle for going back, four that part for coming closer."""
    half = box.height / 2

    def paint(patch: Image) -> None:
        shapes = [shape * 0.86 * half + (box.width / 2, half) for shape in _arrows(arrow)]
        for shape in shapes:
            _fill(patch, shape, INK, max(2, round(0.06 * half)))
            _fill(patch, shape, YELLOW)

    return Stamp(box, None, paint)


def _arrows(arrow: Arrow) -> "list[np.typing.NDArray[np.float64]]":
    if arrow in _TURNS_DEG:
        return [_turned(_ARROW, _TURNS_DEG[arrow])]
    shapes = []
    for corner_deg in (45, 135, 225, 315):
        middle = (
            _SMALL_AWAY
            * np.sqrt(2)
            * np.array((np.cos(np.radians(corner_deg)), np.sin(np.radians(corner_deg))))
        )
        way_deg = corner_deg + (180 if arrow == "back" else 0)
        shapes.append(_turned(_ARROW * _SMALL_ARROW, way_deg) + middle * 0.9)
    return shapes


def _turned(shape: "np.typing.NDArray[np.float64]", by_deg: float) -> "np.typing.NDArray[np.float64]":
    cos, sin = np.cos(np.radians(by_deg)), np.sin(np.radians(by_deg))
    return np.asarray(shape @ np.array(((cos, sin), (-sin, cos))))


def _bar(patch: Image, ends: tuple[int, int], middle: float, thickness: float, colour: Colour) -> None:
    half = thickness / 2
    cv2.rectangle(patch, (ends[0], round(middle - half)), (max(ends), round(middle + half)), colour, -1)


def _fill(patch: Image, shape: "np.typing.NDArray[np.float64]", colour: Colour, outline_px: int = 0) -> None:
    points = [np.rint(shape * 16).astype(np.int32)]
    cv2.fillPoly(patch, points, colour, _AA, 4)
    if outline_px:
        cv2.polylines(patch, points, True, colour, outline_px, _AA, 4)
