"""Plane geometry in pixels: x to the right, y down. Angles are in degrees."""

import numpy as np

from formcheck.pose.pose import FloatArray

Point = FloatArray  # (2,) x_px, y_px


def angle_deg(a: Point, vertex: Point, b: Point) -> float:
    """Interior angle at `vertex` between the directions to a and b, 0..180."""
    u, v = a - vertex, b - vertex
    cross = u[0] * v[1] - u[1] * v[0]
    return float(np.degrees(np.arctan2(abs(cross), u @ v)))


def from_vertical_deg(low: Point, high: Point, toward: float) -> float:
    """Signed angle of low -> high from the upward vertical, -180..180.

    Args:
        low: The lower end.
        high: The upper end.
        toward: +1 if a lean to the right of the picture is positive, -1 if one to the left is.
    """
    dx, dy = high - low
    return float(np.degrees(np.arctan2(dx * toward, -dy)))


def from_horizontal_deg(start: Point, end: Point, toward: float) -> float:
    """Signed angle of start -> end from the horizontal, + when the end is higher.

    Args:
        start: Where the line begins.
        end: Where it points.
        toward: +1 if the line is expected to point to the right of the picture, -1 if to the left.
    """
    dx, dy = end - start
    return float(np.degrees(np.arctan2(-dy, dx * toward)))


def distance_px(a: Point, b: Point) -> float:
    """Distance of two points."""
    return float(np.hypot(*(a - b)))


def distance_to_segment_px(point: Point, a: Point, b: Point) -> float:
    """Distance of a point from the line between two others."""
    along, length_sq = b - a, float((b - a) @ (b - a))
    share = 0.0 if length_sq == 0 else float(np.clip((point - a) @ along / length_sq, 0.0, 1.0))
    return distance_px(point, a + share * along)


def middle(a: Point, b: Point) -> Point:
    """The point half-way."""
    return (a + b) / 2
