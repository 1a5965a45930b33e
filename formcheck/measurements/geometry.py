"""Plane geometry in pixels: x to the right, y down. Angles are in degrees.

Of single points, in plain numbers: arrays of two would take five times as long.
"""

import math

import numpy as np

from formcheck.pose.pose import FloatArray

Point = tuple[float, float]  # x_px, y_px

# How much shows in the picture of what lies ahead of a body that is turned by 45 deg, the middle of what
# counts as oblique: of 30 deg a half, of 60 deg 0.87.
OBLIQUE_SHOWS = 0.7


def angle_deg(a: Point, vertex: Point, b: Point) -> float:
    """Interior angle at `vertex` between the directions to a and b, 0..180."""
    (ux, uy), (vx, vy) = minus(a, vertex), minus(b, vertex)
    return math.degrees(math.atan2(abs(ux * vy - uy * vx), ux * vx + uy * vy))


def from_vertical_deg(low: Point, high: Point, toward: float) -> float:
    """Signed angle of low -> high from the upward vertical, -180..180.

    Args:
        low: The lower end.
        high: The upper end.
        toward: +1 if a lean to the right of the picture is positive, -1 if one to the left is.
    """
    dx, dy = minus(high, low)
    return math.degrees(math.atan2(dx * toward, -dy))


def from_horizontal_deg(start: Point, end: Point, toward: float) -> float:
    """Signed angle of start -> end from the horizontal, + when the end is higher.

    Args:
        start: Where the line begins.
        end: Where it points.
        toward: +1 if the line is expected to point to the right of the picture, -1 if to the left.
    """
    dx, dy = minus(end, start)
    return math.degrees(math.atan2(-dy, dx * toward))


def distance_px(a: Point, b: Point) -> float:
    """Distance of two points."""
    return math.hypot(*minus(a, b))


def distance_to_segment_px(point: Point, a: Point, b: Point) -> float:
    """Distance of a point from the line between two others."""
    (along_x, along_y), (way_x, way_y) = minus(b, a), minus(point, a)
    length_sq = along_x * along_x + along_y * along_y
    share = 0.0 if length_sq == 0 else (way_x * along_x + way_y * along_y) / length_sq
    share = min(max(share, 0.0), 1.0)
    return distance_px(point, (a[0] + share * along_x, a[1] + share * along_y))


def middle(a: Point, b: Point) -> Point:
    """The point half-way."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def minus(a: Point, b: Point) -> Point:
    """The way from b to a."""
    return a[0] - b[0], a[1] - b[1]


def turned(xy_px: FloatArray, clockwise_deg: float) -> FloatArray:
    """Points (n, 2) turned about the corner of the picture, clockwise as it is seen.

    Example:
        >>> turned(np.array([[1.0, 0.0]]), 90.0).round(6).tolist()
        [[0.0, 1.0]]
    """
    turn = math.radians(clockwise_deg)
    along, across = math.cos(turn), math.sin(turn)
    return np.asarray(xy_px @ np.array([[along, across], [-across, along]]))
