"""Points of poses as arrays, for many frames at once: what the inputs of the networks are made of."""

from collections.abc import Sequence

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


def with_middles(points: FloatArray, pairs: Sequence[tuple[L, L]]) -> FloatArray:
    """(m, 33 + k, 3) the points' places, and after them the middles of k pairs of them."""
    xyz = points[:, :, :3]
    a, b = ([pair[side] for pair in pairs] for side in (0, 1))
    return np.concatenate([xyz, (xyz[:, a] + xyz[:, b]) / 2], axis=1)


def upright(vectors: FloatArray, up: FloatArray) -> FloatArray:
    """(m, k, 3) vectors in the picture, turned so that `up`, (m, 2), points up: x right, y up, z away."""
    x, y = (up / np.maximum(lengths(up)[:, None], 1e-6)).T[:, :, None]
    # Written into place: putting columns together takes numpy several times as long.
    turned = np.empty_like(vectors)
    turned[:, :, 0] = vectors[:, :, 1] * x - vectors[:, :, 0] * y
    turned[:, :, 1] = vectors[:, :, 0] * x + vectors[:, :, 1] * y
    turned[:, :, 2] = vectors[:, :, 2]
    return turned


def lengths(vectors: FloatArray) -> FloatArray:
    """Length of vectors, which are the last axis."""
    return np.asarray(np.sqrt(np.add.reduce(vectors * vectors, axis=-1)))


def angle_between_deg(a: FloatArray, b: FloatArray) -> FloatArray:
    """Angle of vectors, which are the last axis, in degrees."""
    cosine = np.add.reduce(a * b, axis=-1) / np.maximum(lengths(a) * lengths(b), 1e-9)
    return np.asarray(np.degrees(np.arccos(np.minimum(np.maximum(cosine, -1.0), 1.0))))


def turn_columns(across: FloatArray) -> FloatArray:
    """(m, 4) cosine and sine of the turn of (m, 3) lines of the body, and of twice that."""
    turn = np.arctan2(across[:, 2], across[:, 0])
    columns = np.empty((len(turn), 4))
    columns[:, 0], columns[:, 1] = np.cos(turn), np.sin(turn)
    columns[:, 2], columns[:, 3] = np.cos(2 * turn), np.sin(2 * turn)
    return columns
