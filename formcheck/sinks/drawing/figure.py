"""The drawn body: skeleton, angles at their joints, and what is at fault by limb, ring and target line."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.quantity import Reference, Way
from formcheck.pose.landmarks import SKELETON, Landmark
from formcheck.pose.pose import FloatArray
from formcheck.sinks.drawing.angle_marks import AngleMark, Points
from formcheck.sinks.drawing.label_place import Surroundings
from formcheck.sinks.drawing.labels import Label, label_patch
from formcheck.sinks.drawing.plates import (
    GREY,
    INK,
    ORANGE,
    SKY,
    VERMILLION,
    WHITE,
    YELLOW,
    Box,
    Colour,
)
from formcheck.source.frame import Image

VISIBLE, FAINT = 0.5, 0.3
_JOINTS = np.array(sorted({point for bone in SKELETON for point in bone if point >= Landmark.LEFT_SHOULDER}))
_FACE = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)  # too small for lines with an outline
_AA = cv2.LINE_AA
_SHIFT = 4  # points are given in sixteenths of a pixel, so that lines do not jitter
# What follows is for a picture that is 480 px high.
_STROKE, _JOINT, _RING, _DASH = 2.6, 3.4, 17, 8
_ARC, _LONG_ARC = 24, 36
# A faulty limb is so much thicker than a bone, and striped.
_THICK = 3.0
# Numbers of 36 px in 480 are 7.5 % of the height: read from 3 m on a laptop.
_LOUD_PX, _QUIET_PX = 36, 28
# A way to turn cannot be told from an arc that is smaller.
_LEAST_DEG = 3.0
# In depth an angle is another one than in the picture; where they are so far apart, no line shows the target.
_SAME_DEG = 15.0
_FACE_POINTS = int(Landmark.MOUTH_RIGHT) + 1
_ALONG = np.linspace(0.0, 1.0, 6)[None, :, None]
IntArray = NDArray[np.int32]


class Figure:
    """One body in one picture.

    Args:
        image: The picture to draw into, RGB.
        xy: (33, 2) points in its pixels; NaN where missing.
        visibility: (33,) in 0..1, 0 where missing.
        bgr: The picture is BGR.
        label_size: How large the labels are; 1 can be read from 3 m.
    """

    def __init__(
        self,
        image: Image,
        xy: FloatArray,
        visibility: FloatArray,
        *,
        bgr: bool = False,
        label_size: float = 1.0,
    ) -> None:
        self._image = image
        self._bgr, self._label_size = bgr, label_size
        height, width = image.shape[:2]
        # Far outside, cv2 would overflow; a line to there leaves the picture all the same.
        self._xy = np.clip(xy, (-4.0 * width, -4.0 * height), (5.0 * width, 5.0 * height))
        self._visibility = visibility
        # A narrow picture holds a smaller body than its height suggests.
        self._unit = min(height, 1.3 * width) / 480
        self._stroke = max(1, round(_STROKE * self._unit))
        self._rim = max(1, round(self._unit))
        self._labels: list[tuple[Label, FloatArray, FloatArray]] = []

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
        self._outlined(bones, SKY, self._stroke, self._rim)
        # Lines without a length are discs: all at once takes a third of the time of a circle each.
        joints = self._xy[_JOINTS][self._visibility[_JOINTS] >= VISIBLE]
        dots = list(_sixteenths(np.stack((joints, joints), 1)))
        self._outlined(dots, WHITE, max(1, round(2 * _JOINT * self._unit)), self._rim)

    def draw_path(self, path: FloatArray, colour: Colour) -> None:
        """A way that was gone, as a line.

        Args:
            path: (n, 2) points.
            colour: What it is drawn in.
        """
        if len(path) > 1:
            self._outlined([_sixteenths(path)], colour, self._stroke, self._rim)

    def draw_limb(self, points: Points) -> None:
        """A limb at fault: thick, and with white stripes, so that it does not hang on its colour."""
        thick = round(_THICK * self._stroke)
        for a, b in pairwise(points):
            if min(self._visibility[a], self._visibility[b]) >= FAINT:
                bone = [_sixteenths(self._xy[[a, b]])]
                self._outlined(bone, VERMILLION, thick, 2 * self._rim)
                self._dashed_line(self._xy[a], self._xy[b], WHITE, max(1, thick // 3))

    def draw_rings(self, joints: Iterable[Landmark]) -> None:
        """A ring around each joint that can be seen at all; one for those that are side by side."""
        radius, rings = _RING * self._unit, list[list[FloatArray]]()
        for joint in joints:
            if self._visibility[joint] < FAINT:
                continue
            point = self._xy[joint]
            near = (ring for ring in rings if np.hypot(*(np.mean(ring, 0) - point)) < 1.5 * radius)
            (next(near, None) or _added(rings)).append(point)
        thick = self._stroke + self._rim
        for ring in rings:
            centre = np.mean(ring, 0)
            around = radius + max(float(np.hypot(*(point - centre))) for point in ring)
            for colour, width in ((INK, thick + 2 * self._rim), (ORANGE, thick)):
                size = round(around * 16)
                cv2.circle(self._image, _fixed(centre), size, self._paint(colour), width, _AA, _SHIFT)

    def draw_target(self, way: Way, through: Points, own: Points, *, highest: bool = False) -> None:
        """The line where joints belong, level or upright.

        Args:
            way: How it runs.
            through: It runs through the middle of those that are seen.
            own: The joints that belong there: it reaches them.
            highest: It runs through the highest of them instead.
        """
        seen = [self._xy[point] for point in through if self._visibility[point] >= FAINT]
        reached = [self._xy[point] for point in own if self._visibility[point] >= FAINT]
        if not seen or not reached:
            return
        axis = 1 if way is Way.LEVEL else 0
        at = float(min(p[axis] for p in seen) if highest else np.mean([p[axis] for p in seen]))
        along = [float(point[1 - axis]) for point in (*seen, *reached)]
        beyond = 1.5 * _RING * self._unit
        low, high = min(along) - beyond, max(along) + beyond
        ends = ((low, at), (high, at)) if way is Way.LEVEL else ((at, low), (at, high))
        self._target_line(np.array(ends[0]), np.array(ends[1]))

    def draw_angle(
        self, mark: AngleMark, label: Label | None, *, change_deg: float | None, to_limit_deg: float, way: int
    ) -> None:
        """The arc of an angle, if its points can be seen; its label is written later.

        Args:
            mark: Where the angle is.
            label: What is written beside it.
            change_deg: Where it is taken as a change: the arc begins so far before the limb. None: it begins
                at the other leg.
            to_limit_deg: How far the limb is from where it should be: a line is drawn there; 0: none.
            way: 1 where the angle grows clockwise, -1 where it shrinks, 0 where that is not known.
        """
        vertex, leg = self._middle(mark.vertex), self._middle(mark.leg)
        other = None if vertex is None else self._other_leg(mark, vertex)
        if vertex is None or leg is None or other is None:
            return
        at, start = _direction_deg(leg - vertex), _direction_deg(other)
        sweep = _turn_deg(start, at)
        if change_deg is not None and way:
            sweep, start = way * change_deg, at - way * change_deg
        if label is None and abs(sweep) < _LEAST_DEG:
            return  # nothing to see, and nothing to read
        if isinstance(mark.start, Reference):
            zero = 46 * self._unit * _unit_vector(start)
            self._dashed_line(vertex, vertex + zero, WHITE, self._rim)
        if to_limit_deg and way:
            reach = float(np.hypot(*(leg - vertex)))
            self._target_line(vertex, vertex + _unit_vector(at + way * to_limit_deg) * reach, bars=1)
        radius = (_ARC if isinstance(mark.start, tuple) else _LONG_ARC) * self._unit
        arc = _sixteenths(_arc_points(start, sweep) * radius + vertex)
        self._outlined([arc], YELLOW, self._stroke, self._rim)
        if label is not None:
            self.add_label(label, vertex, _unit_vector(start + sweep / 2) * radius)

    def way_of(self, mark: AngleMark, value: float) -> int:
        """Whether an angle grows clockwise (1) or the other way (-1); 0 where it is too small to tell.

        Also 0 where it is one in depth, which the picture does not show.
        """
        vertex, leg = self._middle(mark.vertex), self._middle(mark.leg)
        other = None if vertex is None else self._other_leg(mark, vertex)
        if vertex is None or leg is None or other is None:
            return 0
        sweep = _turn_deg(_direction_deg(other), _direction_deg(leg - vertex))
        if min(abs(sweep), abs(value)) < _LEAST_DEG or abs(abs(sweep) - abs(value)) > _SAME_DEG:
            return 0
        return 1 if (sweep > 0) == (value > 0) else -1

    def label_joint(self, label: Label, points: Points, outward: tuple[float, float]) -> None:
        """Have a label written beside a joint that can be seen."""
        at = self._middle(points)
        if at is not None:
            self.add_label(label, at, np.array(outward) * _RING * self._unit)

    def add_label(self, label: Label, at: FloatArray, arm: FloatArray) -> None:
        """Have a label written beside a point.

        Args:
            label: What is written.
            at: The point.
            arm: From the point to where what is drawn there ends, on the side where the label is to be.
        """
        self._labels.append((label, at, arm))

    def write_labels(self, covered: Sequence[Box] = ()) -> None:
        """Write the labels where they hide neither one another nor the arc, those of faults first.

        Args:
            covered: Places where something else is going to stand.
        """
        height, width = self._image.shape[:2]
        placed: list[Box] = []
        around = Surroundings(width, height, self._along_bones(), covered)
        for label, at, arm in sorted(self._labels, key=lambda known: not known[0].loud):
            size_px = max(10, round((_LOUD_PX if label.loud else _QUIET_PX) * self._label_size * self._unit))
            patch = label_patch(label, size_px, self._bgr)
            box_height, box_width = patch.shape[:2]
            box = around.place((box_width, box_height), at, arm, placed, needed=label.loud)
            if box is None:
                continue  # better none than one upon the other, or beside another joint
            placed.append(box)
            right, bottom = box.left + box.width, box.top + box.height
            self._image[box.top : bottom, box.left : right] = patch[: box.height, : box.width]

    def _along_bones(self) -> FloatArray:
        """Points all along the body, and those of the face: what a label should not cover."""
        bones = [(a, b) for a, b in SKELETON if min(self._visibility[a], self._visibility[b]) >= FAINT]
        face = self._xy[:_FACE_POINTS][self._visibility[:_FACE_POINTS] >= FAINT]
        if not bones:
            return face
        ends = self._xy[np.array(bones)]
        points: FloatArray = ends[:, :1] * (1 - _ALONG) + ends[:, 1:] * _ALONG
        return np.concatenate((points.reshape(-1, 2), face))

    def is_seen(self, points: Points) -> float:
        """How well points are seen: the visibility of the one that is seen worst."""
        return float(min(self._visibility[point] for point in points))

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

    def _target_line(self, a: FloatArray, b: FloatArray, bars: int = 2) -> None:
        """Dashed, white on black, with a cross bar at each end, or at the far one: a limb has none."""
        self._line(a, b, INK, self._stroke + 2 * self._rim)
        self._dashed_line(a, b, WHITE, self._stroke)
        along = (b - a) / (np.hypot(*(b - a)) or 1.0)
        across = np.array((-along[1], along[0])) * 6 * self._unit
        crossed = [_sixteenths(np.array((end - across, end + across))) for end in (b, a)[:bars]]
        self._outlined(crossed, WHITE, self._stroke, self._rim)

    def _outlined(self, lines: Sequence[IntArray], colour: Colour, thick: int, rim: int) -> None:
        for paint, thickness in ((INK, thick + 2 * rim), (colour, thick)):
            cv2.polylines(self._image, lines, False, self._paint(paint), thickness, _AA, _SHIFT)

    def _line(self, a: FloatArray, b: FloatArray, colour: Colour, thickness: int) -> None:
        cv2.line(self._image, _fixed(a), _fixed(b), self._paint(colour), thickness, _AA, _SHIFT)

    def _paint(self, colour: Colour) -> Colour:
        return (colour[2], colour[1], colour[0]) if self._bgr else colour

    def _dashed_line(self, a: FloatArray, b: FloatArray, colour: Colour, thickness: int) -> None:
        dash = max(3.0, _DASH * self._unit)
        count = min(100, max(1, int(np.hypot(*(b - a)) / dash)))
        for k in range(0, count, 2):
            self._line(a + (b - a) * k / count, a + (b - a) * min(k + 1, count) / count, colour, thickness)


def _added(rings: list[list[FloatArray]]) -> list[FloatArray]:
    rings.append([])
    return rings[-1]


def _arc_points(start_deg: float, sweep_deg: float) -> FloatArray:
    """A part of the unit circle. cv2.ellipse would take three times as long."""
    count = max(2, math.ceil(abs(sweep_deg) / 10))
    turns = [math.radians(start_deg + sweep_deg * k / count) for k in range(count + 1)]
    return np.array([(math.cos(turn), math.sin(turn)) for turn in turns])


def _sixteenths(points: FloatArray) -> IntArray:
    return np.rint(points * 16).astype(np.int32)


def _turn_deg(start_deg: float, end_deg: float) -> float:
    """From one direction to another, the shorter way, clockwise."""
    return (end_deg - start_deg + 180) % 360 - 180


def _unit_vector(direction_deg: float) -> FloatArray:
    turn = math.radians(direction_deg)
    return np.array((math.cos(turn), math.sin(turn)))


def _direction_deg(vector: FloatArray) -> float:
    """Clockwise from the right of the picture, as cv2 counts."""
    return math.degrees(math.atan2(vector[1], vector[0]))


def _fixed(point: FloatArray) -> tuple[int, int]:
    return round(float(point[0]) * 16), round(float(point[1]) * 16)
