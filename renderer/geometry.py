"""Small rotation and triangle helpers. Angles in degrees, lengths in metres, rotations as 3x3 matrices."""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


def unit(vector: Vector) -> Vector:
    """Return the vector scaled to length one (a zero vector stays zero)."""
    length = float(np.linalg.norm(vector))
    return vector / length if length > 1e-12 else vector


def rot_x(angle_deg: float) -> Matrix:
    """Rotate about the left axis: positive bends an upright body forward."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def rot_y(angle_deg: float) -> Matrix:
    """Rotate about the back axis: positive leans an upright body to its left."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def rot_z(angle_deg: float) -> Matrix:
    """Rotate about the vertical: positive turns the body to its left."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def rot_axis(axis: Vector, angle_deg: float) -> Matrix:
    """Rotate about any axis by Rodrigues' formula."""
    k = unit(np.asarray(axis, float))
    skew = np.array([[0, -k[2], k[1]], [k[2], 0, -k[0]], [-k[1], k[0], 0]])
    angle = np.radians(angle_deg)
    return np.eye(3) + np.sin(angle) * skew + (1 - np.cos(angle)) * (skew @ skew)


def rotation_vector(rotation: Matrix) -> Vector:
    """Return axis times angle (degrees) of a rotation below 180 degrees."""
    cosine = np.clip((np.trace(rotation) - 1) / 2, -1, 1)
    angle = np.arccos(cosine)
    if angle < 1e-9:
        return np.zeros(3)
    r = rotation
    axis = np.array([r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1]])
    return unit(axis) * np.degrees(angle)


def fraction_of(rotation: Matrix, fraction: float) -> Matrix:
    """Return the same rotation about the same axis by a fraction of its angle."""
    vector = rotation_vector(rotation)
    return rot_axis(vector, float(np.linalg.norm(vector)) * fraction)


def swing(start: Vector, end: Vector) -> Matrix:
    """Return the smallest rotation that turns one direction into another."""
    a, b = unit(start), unit(end)
    axis = np.cross(a, b)
    return rot_axis(axis, float(np.degrees(np.arctan2(np.linalg.norm(axis), a @ b))))


def frame(primary: Vector, secondary: Vector) -> Matrix:
    """Return an orthonormal frame: first column along `primary`, second as near `secondary` as it can be."""
    first = unit(primary)
    second = unit(secondary - (secondary @ first) * first)
    return np.stack([first, second, np.cross(first, second)], axis=1)


def angle_deg(a: Vector, b: Vector, c: Vector) -> float:
    """Return the interior angle at b of the points a, b, c."""
    u, v = a - b, c - b
    return float(np.degrees(np.arctan2(np.linalg.norm(np.cross(u, v)), u @ v)))


def third_side(a_m: float, b_m: float, between_deg: float) -> float:
    """Return the side of a triangle opposite the angle between sides a and b (law of cosines)."""
    return float(np.sqrt(a_m**2 + b_m**2 - 2 * a_m * b_m * np.cos(np.radians(between_deg))))
