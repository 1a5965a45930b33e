"""Points of poses as arrays, for many frames at once: what the inputs of the networks are made of."""

from collections.abc import Callable

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


def upright_by(up: FloatArray) -> Callable[[FloatArray], FloatArray]:
    """What turns (m, 3) vectors in the picture so that `up`, (m, 2), points up: x right, y up, z away."""
    x, y = (up / np.maximum(lengths(up)[:, None], 1e-6)).T

    def turned(vectors: FloatArray) -> FloatArray:
        # Written into place: putting columns together takes numpy several times as long.
        found = np.empty((len(vectors), 3))
        found[:, 0] = vectors[:, 1] * x - vectors[:, 0] * y
        found[:, 1] = vectors[:, 0] * x + vectors[:, 1] * y
        found[:, 2] = vectors[:, 2]
        return found

    return turned


def lengths(vectors: FloatArray) -> FloatArray:
    """(m,) length of vectors."""
    return np.asarray(np.sqrt(np.add.reduce(vectors * vectors, axis=1)))


def angle_between_deg(a: FloatArray, b: FloatArray) -> FloatArray:
    """(m,) angle of vectors, in degrees."""
    cosine = (a * b).sum(axis=1) / np.maximum(lengths(a) * lengths(b), 1e-9)
    return np.asarray(np.degrees(np.arccos(np.minimum(np.maximum(cosine, -1.0), 1.0))))
