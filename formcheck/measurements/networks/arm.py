"""The angles of an arm from any view: plane geometry, and what a small network adds to it.

In the picture an arm's angle is the true one only while both limbs lie across the line of sight. How much
shorter than they are they look tells how far they point towards the camera or away, but not which, and the
model's own depth tells that badly. A network that was trained on people in any position, before cameras all
around them, puts it together and says how sure it is: `scripts/fit_networks.py`, docs/networks.md.
"""

import numpy as np

from formcheck.measurements.networks.points import (
    angle_between_deg,
    mirrored,
    turn_columns,
    upright,
    with_middles,
)
from formcheck.pose.landmarks import LANDMARK_COUNT
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray

OUTPUTS = ("elbow_angle_deg", "arm_elevation_deg", "forearm_tilt_deg")
_LIMITS_DEG = (0.0, 180.0)


# The vectors that the inputs are made of, from the first to the second; the middles are those of `_PAIRS`.
_PAIRS = (
    (L.LEFT_SHOULDER, L.RIGHT_SHOULDER),
    (L.LEFT_HIP, L.RIGHT_HIP),
    (L.LEFT_EAR, L.RIGHT_EAR),
)
_SHOULDERS, _HIPS, _EARS = range(LANDMARK_COUNT, LANDMARK_COUNT + len(_PAIRS))
_VECTORS = (
    (L.LEFT_SHOULDER, L.LEFT_ELBOW),
    (L.LEFT_ELBOW, L.LEFT_WRIST),
    (_SHOULDERS, _HIPS),
    (L.RIGHT_SHOULDER, L.LEFT_SHOULDER),
    (L.RIGHT_HIP, L.LEFT_HIP),
    (_SHOULDERS, _EARS),
    (_EARS, L.NOSE),
    (L.RIGHT_SHOULDER, L.RIGHT_ELBOW),
    (L.RIGHT_SHOULDER, L.RIGHT_WRIST),
)
_FROM, _TO = ([*ends] for ends in zip(*_VECTORS, strict=True))
_UPPER, _FORE, _TRUNK, _ACROSS, _ACROSS_HIPS, _NECK, _FACE, _OTHER_ELBOW, _OTHER_WRIST = range(len(_VECTORS))
_VISIBLE = [L.LEFT_SHOULDER, L.LEFT_ELBOW, L.LEFT_WRIST]
_FLAT = np.array([1.0, 1.0, 0.0])
_UP = np.array([0.0, 1.0, 0.0])
# Angles are taken between two of: upper arm, forearm and trunk; the same in the picture; upper arm and
# forearm with the depth that their length leaves; up. The first three are those that are seen.
_ANGLES_OF = [3, 5, 4, 6, 0, 5, 2]
_AND_OF = [4, 3, 8, 7, 1, 6, 0]
_SIGNS = np.array([-1.0, 1.0, 1.0, -1.0, -1.0, 1.0, 1.0])[:, None]
_SEEN = 3
_INPUTS = 44


def arm_inputs(
    points: FloatArray, trunk_px: FloatArray, upper_arm_px: FloatArray, forearm_px: FloatArray, side: str
) -> tuple[FloatArray, FloatArray]:
    """What the network is shown of one arm, and the angles that plane geometry gives.

    Args:
        points: (m, 33, 4) x, y, depth in pixels, and visibility, of m frames.
        trunk_px: (m,) the subject's own steady lengths.
        upper_arm_px: (m,)
        forearm_px: (m,)
        side: "left", or "right": that arm is looked at in a mirror.

    Returns:
        (m, n) inputs, and (m, 3) angles in the order of `OUTPUTS`.
    """
    p = points if side == "left" else mirrored(points)
    places = with_middles(p, _PAIRS)
    vectors = upright(places[:, _TO] - places[:, _FROM], (places[:, _SHOULDERS] - places[:, _HIPS])[:, :2])
    u, f, t = (length[:, None] for length in (upper_arm_px, forearm_px, trunk_px))
    long, in_picture = _with_depth(vectors[:, :_TRUNK], np.concatenate([u, f], axis=1))
    angles = _angles(vectors, long)
    inputs = np.empty((len(p), _INPUTS))
    inputs[:, 0:3], inputs[:, 3:6] = vectors[:, _UPPER] / u, vectors[:, _FORE] / f
    inputs[:, 6:7], inputs[:, 7:8] = long[:, 0, 2:] / u, long[:, 1, 2:] / f
    inputs[:, 8:9], inputs[:, 9:10] = in_picture[:, :1] / u, in_picture[:, 1:] / f
    inputs[:, 10:22] = (vectors[:, _ACROSS:_OTHER_ELBOW] / t[:, :, None]).reshape(len(p), -1)
    inputs[:, 22:23], inputs[:, 23:24] = u / t, f / t
    inputs[:, 24:30] = (vectors[:, _OTHER_ELBOW:] / u[:, :, None]).reshape(len(p), -1)
    inputs[:, 30:34] = turn_columns(vectors[:, _ACROSS] + vectors[:, _ACROSS_HIPS])
    inputs[:, 34:37] = p[:, _VISIBLE, 3]
    inputs[:, 37:44] = angles / 90.0
    return inputs, angles[:, :_SEEN]


def _angles(vectors: FloatArray, long: FloatArray) -> FloatArray:
    """(m, 7) those that are seen in the picture, then those that lengths and depth guess."""
    limbs = np.empty((len(vectors), 9, 3))
    limbs[:, :3] = vectors[:, : _TRUNK + 1]
    limbs[:, 3:6] = limbs[:, :3] * _FLAT
    limbs[:, 6:8], limbs[:, 8] = long, _UP
    return angle_between_deg(limbs[:, _ANGLES_OF] * _SIGNS, limbs[:, _AND_OF])


def within_joint(angles_deg: FloatArray) -> FloatArray:
    """The angles, each within what a joint can do."""
    low, high = _LIMITS_DEG
    return np.asarray(np.minimum(np.maximum(angles_deg, low), high))


def _with_depth(limbs: FloatArray, lengths_px: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Limbs with the depth that their true lengths leave, on the side that the model's own depth says.

    Args:
        limbs: (m, 2, 3) upper arm and forearm.
        lengths_px: (m, 2) how long they are.

    Returns:
        (m, 2, 3) the same in space, and (m, 2) how long they look.
    """
    in_picture = limbs[:, :, :2]
    squares = np.add.reduce(in_picture * in_picture, axis=-1)
    hidden = np.sqrt(np.maximum(lengths_px * lengths_px - squares, 0.0))
    long = limbs.copy()
    long[:, :, 2] = np.sign(limbs[:, :, 2]) * hidden
    return long, np.sqrt(squares)
