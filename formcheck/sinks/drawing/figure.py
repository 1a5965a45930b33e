"""The drawn body: skeleton, angles at their joints, and rings around the joints at fault."""

import math
from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.quantity import Reference
from formcheck.pose.landmarks import SKELETON, Landmark
from formcheck.pose.pose import FloatArray
from formcheck.sinks.drawing.angle_marks import AngleMark, Points
from formcheck.sinks.drawing.plates import (
    GREY,
    INK,
    ORANGE,
    SKY,
    WHITE,
    YELLOW,
    Box,
    Colour,
    Style,
    put_text,
    text_width,
)
from formcheck.source.frame import Image

VISIBLE, FAINT = 0.5, 0.3
_JOINTS = tuple(
    dict.fromkeys(point for bone in SKELETON for point in bone if point >= Landmark.LEFT_SHOULDER)
)
_FACE = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)  # too small for lines with an outline
_AA = cv2.LINE_AA
_SHIFT = 4  # points are given in sixteenths of a pixel, so that lines do not jitter
_DASHES = 8
IntArray = NDArray[np.int32]


class Figure:
    """One body in one picture.

    Args:
        image: The picture to draw into, RGB.
        xy: (33, 2) points in its pixels; NaN where missing.
        visibility: (33,) in 0..1, 0 where missing.
        bgr: The picture is BGR.
    """

    def __init__(self, image: Image, xy: FloatArray, visibility: FloatArray, *, bgr: bool = False) -> None:
        self._image = image
        self._bgr = bgr
        height, width = image.shape[:2]
        # Far outside, cv2 would overflow; a line to there leaves the picture all the same.
        self._xy = np.clip(xy, (-4.0 * width, -4.0 * height), (5.0 * width, 5.0 * height))
        self._visibility = visibility
        # A narrow picture holds a smaller body than its height suggests.
        self._unit = min(height, 1.3 * width) / 480
        self._stroke = max(1, round(2.6 * self._unit))
        self._numbers: list[tuple[str, FloatArray, FloatArray]] = []

    def draw_skeleton(self) -> None:
        """Bones and joints: solid where visible, faint where doubtful, not at all below."""
        sure: list[tuple[Landmark, Landmark]] = []
        for a, b in SKELETON:
            visibility = min(self._visibility[a], self._visibility[b])
            if visibility >= VISIBLE and a in _FACE:
                self._line(self._xy[a], self._xy[b], SKY, max(1, self._stroke // 2))
            elif visibility >= VISIBLE:
                sure.append((a, b))
            elif visibility >= FAINT:
                self._dashed_line(self._xy[a], self._xy[b], GREY, max(1, self._stroke // 2))
        bones = list(_sixteenths(self._xy[np.array(sure)])) if sure else []
        # All outlines before all lines, or they would cut one another at the joints.
        for colour, thickness in ((INK, self._stroke + 2 * max(1, round(self._unit))), (SKY, self._stroke)):
            cv2.polylines(self._image, bones, False, self._paint(colour), thickness, _AA, _SHIFT)
        radius = 3.4 * self._unit
        for joint in _JOINTS:
            if self._visibility[joint] >= VISIBLE:
                self._disc(self._xy[joint], radius + max(1.0, self._unit), INK)
                self._disc(self._xy[joint], radius, WHITE)

    def draw_rings(self, joints: Iterable[Landmark]) -> None:
        """A dashed ring around each joint that can be seen at all."""
        radius = 16 * self._unit
        centres = [self._xy[joint] for joint in joints if self._visibility[joint] >= FAINT]
        rings = [_sixteenths(dash * radius + centre) for centre in centres for dash in _RING]
        for colour, thickness in ((INK, self._stroke + 3), (ORANGE, self._stroke + 1)):
            cv2.polylines(self._image, rings, False, self._paint(colour), thickness, _AA, _SHIFT)

    def draw_angle(self, mark: AngleMark, value: float) -> None:
        """The arc of an angle, if its points can be seen; its number is written later.

        Args:
            mark: Where the angle is.
            value: The number to write, in degrees.
        """
        vertex, leg = self._middle(mark.vertex), self._middle(mark.leg)
        if vertex is None or leg is None:
            return
        other = self._other_leg(mark, vertex)
        if other is None:
            return
        if isinstance(mark.start, Reference):
            length = 46 * self._unit
            self._dashed_line(vertex, vertex + other / (np.hypot(*other) or 1.0) * length, WHITE, 1)
        start = _direction_deg(other)
        sweep = (_direction_deg(leg - vertex) - start + 180) % 360 - 180
        radius = (22 if isinstance(mark.start, tuple) else 34) * self._unit
        arc = _sixteenths(_arc_points(start, sweep) * radius + vertex)
        for colour, thickness in ((INK, self._stroke + 2), (YELLOW, self._stroke)):
            cv2.polylines(self._image, [arc], False, self._paint(colour), thickness, _AA, _SHIFT)
        middle = math.radians(start + sweep / 2)
        outward = np.array((math.cos(middle), math.sin(middle)))
        text = f"{mark.label} {round(value)}°".strip().replace("-", "−")
        self._numbers.append((text, vertex, outward * radius))

    def write_numbers(self) -> None:
        """Write the numbers of the angles where they hide neither one another nor the arc."""
        size_px = max(10, round(17 * self._unit))
        height, width = self._image.shape[:2]
        placed: list[Box] = []
        for text, vertex, arm in self._numbers:
            box_width = text_width(text, Style(size_px)) + size_px // 2
            box_height = round(size_px * 1.2)
            boxes = [
                Box(
                    round(x - box_width / 2), round(y - box_height / 2), box_width, box_height
                ).inside(width, height)
                for x, y in _places(vertex, arm, box_width, box_height)
            ]  # fmt: skip
            free = (box for box in boxes if not any(box.overlaps(other) for other in placed))
            box = next(free, boxes[0])
            placed.append(box)
            self._write(text, box, size_px)

    def _write(self, text: str, box: Box, size_px: int) -> None:
        right, bottom = box.left + box.width, box.top + box.height
        part = self._image[box.top : bottom, box.left : right]
        part[:] = part // 4  # a see-through plate: the number is readable on any clothes
        baseline = box.top + round(box.height / 2 + size_px * 0.35)
        put_text(self._image, text, (box.left + size_px // 4, baseline), Style(size_px, self._paint(YELLOW)))

    def _other_leg(self, mark: AngleMark, vertex: FloatArray) -> FloatArray | None:
        """Direction of the leg that the angle is measured from."""
        if mark.start is Reference.UPWARD:
            return np.array((0.0, -1.0))
        if mark.start is Reference.LEVEL:
            leg = self._middle(mark.leg)
            return None if leg is None else np.array((1.0 if leg[0] >= vertex[0] else -1.0, 0.0))
        points = mark.straight_from if isinstance(mark.start, Reference) else mark.start
        end = self._middle(points)
        if end is None:
            return None
        return vertex - end if mark.start is Reference.STRAIGHT_ON else end - vertex

    def _middle(self, points: Points) -> FloatArray | None:
        """The middle of those points that can be seen."""
        seen = [self._xy[point] for point in points if self._visibility[point] >= FAINT]
        return sum(seen[1:], seen[0]) / len(seen) if seen else None

    def _line(self, a: FloatArray, b: FloatArray, colour: Colour, thickness: int) -> None:
        cv2.line(self._image, _fixed(a), _fixed(b), self._paint(colour), thickness, _AA, _SHIFT)

    def _paint(self, colour: Colour) -> Colour:
        return (colour[2], colour[1], colour[0]) if self._bgr else colour

    def _dashed_line(self, a: FloatArray, b: FloatArray, colour: Colour, thickness: int) -> None:
        dash = max(3.0, 7 * self._unit)
        count = min(100, max(1, int(np.hypot(*(b - a)) / dash)))
        for k in range(0, count, 2):
            self._line(a + (b - a) * k / count, a + (b - a) * min(k + 1, count) / count, colour, thickness)

    def _disc(self, centre: FloatArray, radius: float, colour: Colour) -> None:
        cv2.circle(self._image, _fixed(centre), round(radius * 16), self._paint(colour), -1, _AA, _SHIFT)


def _places(
    vertex: FloatArray, arm: FloatArray, box_width: int, box_height: int
) -> Iterable[tuple[float, float]]:
    """Where a number may stand, best first: outside the arc, opposite, then at the sides."""
    radius = float(np.hypot(*arm)) or 1.0
    for direction in (arm, -arm, np.array((arm[1], -arm[0])), np.array((-arm[1], arm[0]))):
        u, v = direction / radius
        reach = radius + 0.2 * box_height + abs(u) * box_width / 2 + abs(v) * box_height / 2
        yield vertex[0] + u * reach, vertex[1] + v * reach


def _arc_points(start_deg: float, sweep_deg: float) -> FloatArray:
    """A part of the unit circle. cv2.ellipse would take three times as long."""
    count = max(2, math.ceil(abs(sweep_deg) / 10))
    turns = [math.radians(start_deg + sweep_deg * k / count) for k in range(count + 1)]
    return np.array([(math.cos(turn), math.sin(turn)) for turn in turns])


def _sixteenths(points: FloatArray) -> IntArray:
    return np.rint(points * 16).astype(np.int32)


def _direction_deg(vector: FloatArray) -> float:
    """Clockwise from the right of the picture, as cv2 counts."""
    return math.degrees(math.atan2(vector[1], vector[0]))


def _fixed(point: FloatArray) -> tuple[int, int]:
    return round(float(point[0]) * 16), round(float(point[1]) * 16)


_RING = tuple(_arc_points(k * 360 / _DASHES, 360 / _DASHES * 0.55) for k in range(_DASHES))
