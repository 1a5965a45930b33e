"""The figure that shows a neck exercise: how it goes, and how far the subject is."""

import math

import cv2

from formcheck.measurements.geometry import Point
from formcheck.moves.settings import Figure
from formcheck.sinks.drawing.plates import GREEN, GREY, SKY, WHITE, Colour
from formcheck.source.frame import Image

# One showing: the way there, the hold, the way back, a rest; seconds.
_THERE_S, _STAYS_S, _BACK_S, _RESTS_S = 1.4, 1.6, 1.4, 0.8
# Parts of the figure, as shares of its size.
_HEAD, _NECK, _SHOULDERS = (0.17, 0.22), 0.16, 0.42
_AA = cv2.LINE_AA


def showing(time_s: float) -> float:
    """How far the figure that shows the way is, 0 to 1, at a time.

    Example:
        >>> showing(0.0), showing(2.0)
        (0.0, 1.0)
    """
    at = time_s % (_THERE_S + _STAYS_S + _BACK_S + _RESTS_S)
    if at < _THERE_S:
        return _eased(at / _THERE_S)
    if at < _THERE_S + _STAYS_S:
        return 1.0
    return _eased(max(0.0, 1.0 - (at - _THERE_S - _STAYS_S) / _BACK_S))


def draw_figure(patch: Image, figure: Figure, goal: float, now: float | None, *, reached: bool) -> None:
    """Draw the way as an outline, and the subject over it.

    Args:
        patch: (height, width, 3) uint8 RGB, drawn into.
        figure: What moves.
        goal: How far the outline is, -1 to 1; its sign is the side, + to the left.
        now: How far the subject is; None where that is not known.
        reached: Whether that is far enough.
    """
    _body(patch, figure, goal, GREY, 2)
    if now is not None:
        size = max(3, round(0.02 * patch.shape[0]))
        _body(patch, figure, max(-1.3, min(1.3, now)), GREEN if reached else SKY, size)


def _body(patch: Image, figure: Figure, share: float, colour: Colour, thick: int) -> None:
    height, width = patch.shape[:2]
    unit = float(min(height, width))
    foot = width / 2, 0.86 * height
    if figure.head == "shoulders":
        _raised(patch, foot, unit, share, colour, thick)
    elif figure.view == "side":
        _side(patch, foot, unit, share, colour, thick)
    elif figure.head == "tilt":
        # On a mirrored screen the subject's left is on the left.
        _front(patch, foot, unit, (-math.radians(figure.degrees) * share, 0.0), colour, thick)
    else:
        _front(patch, foot, unit, (0.0, -math.sin(math.radians(figure.degrees)) * share), colour, thick)


def _front(
    patch: Image, foot: Point, unit: float, bend: tuple[float, float], colour: Colour, thick: int
) -> None:
    angle, turn = bend
    shoulders = _moved(foot, 0.0, -(0.12 * unit))
    left, right = _moved(shoulders, -(_SHOULDERS * unit), 0), _moved(shoulders, _SHOULDERS * unit, 0)
    _line(patch, left, right, colour, thick)
    _line(patch, left, _moved(left, 0.0, 0.2 * unit), colour, thick)
    _line(patch, right, _moved(right, 0.0, 0.2 * unit), colour, thick)
    up = math.sin(angle), -math.cos(angle)
    neck = _moved(shoulders, _NECK * unit * up[0], _NECK * unit * up[1])
    _line(patch, shoulders, neck, colour, thick)
    _face(
        patch,
        _moved(neck, _HEAD[1] * unit * up[0], _HEAD[1] * unit * up[1]),
        unit,
        (math.degrees(angle), turn),
        colour,
        thick,
    )


def _raised(patch: Image, foot: Point, unit: float, share: float, colour: Colour, thick: int) -> None:
    shoulders = _moved(foot, 0.0, -(0.12 * unit))
    lift = 0.13 * unit * max(0.0, abs(share))
    for side in (-1, 1):
        end = _moved(shoulders, side * _SHOULDERS * unit, -lift)
        _line(patch, _moved(shoulders, 0.0, -(0.3 * lift)), end, colour, thick)
        _line(patch, end, _moved(end, 0.0, 0.2 * unit), colour, thick)
    neck = _moved(shoulders, 0.0, -(_NECK * unit))
    _line(patch, shoulders, neck, colour, thick)
    _face(patch, _moved(neck, 0.0, -(_HEAD[1] * unit)), unit, (0.0, 0.0), colour, thick)


def _side(patch: Image, foot: Point, unit: float, share: float, colour: Colour, thick: int) -> None:
    shoulder = _moved(foot, 0.0, -(0.10 * unit))
    _line(patch, _moved(foot, 0.0, 0.14 * unit), shoulder, colour, thick)
    head = _moved(shoulder, 0.12 * unit - 0.13 * unit * share, -(_NECK + _HEAD[1]) * unit)
    _line(patch, shoulder, _moved(head, -0.02 * unit, 0.9 * _HEAD[1] * unit), colour, thick)
    _oval(patch, head, unit, 0.0, colour, thick)
    nose = _moved(head, _HEAD[0] * unit, 0.02 * unit)
    _line(patch, nose, _moved(nose, 0.05 * unit, 0.03 * unit), colour, thick)
    _line(patch, _moved(nose, 0.05 * unit, 0.03 * unit), _moved(nose, 0.0, 0.06 * unit), colour, thick)


def _face(
    patch: Image, head: Point, unit: float, turned: tuple[float, float], colour: Colour, thick: int
) -> None:
    """An oval with eyes and a nose, which move aside with a turn."""
    angle_deg, turn = turned
    _oval(patch, head, unit, angle_deg, colour, thick)
    cos, sin = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    aside = turn * _HEAD[0] * unit
    for across, down in ((-0.07, -0.04), (0.07, -0.04), (0.0, 0.04)):
        x, y = across * unit * math.sqrt(max(0.0, 1 - turn * turn)) + aside, down * unit
        at = _moved(head, cos * x - sin * y, sin * x + cos * y)
        cv2.circle(patch, (round(at[0]), round(at[1])), max(2, round(0.014 * unit)), colour, -1, _AA)


def _oval(patch: Image, head: Point, unit: float, angle_deg: float, colour: Colour, thick: int) -> None:
    axes = round(_HEAD[0] * unit), round(_HEAD[1] * unit)
    cv2.ellipse(patch, (round(head[0]), round(head[1])), axes, angle_deg, 0, 360, colour, thick, _AA)


def _moved(point: Point, right: float, down: float) -> Point:
    return point[0] + right, point[1] + down


def _line(patch: Image, a: Point, b: Point, colour: Colour, thick: int) -> None:
    cv2.line(patch, (round(a[0]), round(a[1])), (round(b[0]), round(b[1])), colour, thick, _AA)


def draw_band(patch: Image, value: float | None, limits: tuple[float, float, float]) -> None:
    """A bar with the band to reach, and where the subject is.

    Args:
        patch: Drawn into, RGB.
        value: How far they are; None where that is not known.
        limits: From where it counts, where the band to reach begins, and the end of the bar.
    """
    height, width = (int(side) for side in patch.shape[:2])
    counts, aim, end = limits
    left, right, middle = round(0.06 * width), round(0.94 * width), height // 2

    def x_of(at: float) -> int:
        return int(left + (right - left) * float(min(max(at / end, 0.0), 1.0)))

    half = max(3, height // 6)
    cv2.rectangle(patch, (left, middle - half), (right, middle + half), (70, 76, 84), -1)
    cv2.rectangle(patch, (x_of(aim), middle - half), (right, middle + half), GREEN, -1)
    cv2.line(patch, (x_of(counts), middle - 2 * half), (x_of(counts), middle + 2 * half), WHITE, 2)
    if value is not None:
        x = x_of(value)
        cv2.rectangle(
            patch, (x - half // 2, middle - 2 * half), (x + half // 2, middle + 2 * half), WHITE, -1
        )


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)
