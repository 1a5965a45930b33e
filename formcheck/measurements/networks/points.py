"""Points of poses as arrays, for many frames at once: what the inputs of the networks are made of."""

import numpy as np

from formcheck.pose.landmarks import LANDMARK_COUNT
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray

# Where the right side's points are found in a mirror.
_MIRROR = [
    L[name.replace("LEFT", "\0").replace("RIGHT", "LEFT").replace("\0", "RIGHT")]
    for name in (L(number).name for number in range(LANDMARK_COUNT))
]


def mirrored(points: FloatArray) -> FloatArray:
    """The same people in a mirror: left and right change places.

    Args:
        points: (m, 33, c) x, y, depth and what else there is.
    """
    swapped = points[:, _MIRROR].copy()
    swapped[:, :, 0] *= -1
    return swapped


def between(points: FloatArray, a: L, b: L) -> FloatArray:
    """(m, 3) the middle of two points."""
    return np.asarray((points[:, a, :3] + points[:, b, :3]) / 2)


def turned_upright(vectors: FloatArray, up: FloatArray) -> FloatArray:
    """(m, 3) vectors turned in the picture so that `up`, (m, 2), points up: x right, y up, z away."""
    length = np.linalg.norm(up, axis=1, keepdims=True)
    x, y = (up / np.maximum(length, 1e-6)).T
    return np.column_stack(
        [vectors[:, 1] * x - vectors[:, 0] * y, vectors[:, 0] * x + vectors[:, 1] * y, vectors[:, 2]]
    )


def angle_between_deg(a: FloatArray, b: FloatArray) -> FloatArray:
    """(m,) angle of vectors, in degrees."""
    lengths = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    cosine = (a * b).sum(axis=1) / np.maximum(lengths, 1e-9)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))
