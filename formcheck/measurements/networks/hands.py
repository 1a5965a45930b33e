"""Where the hands are that hold one weight, from any view: what a small network reads out of the points.

How far apart hands look depends on how far the body is turned, and how far they are ahead of the shoulders
does not show from the front, but for what perspective makes of arms that come nearer. Joints of both arms,
the lines of shoulders and hips and their lengths tell it together: `scripts/fit_networks.py`,
docs/networks.md.
"""

import numpy as np

from formcheck.measurements.networks.arm import arm_inputs
from formcheck.measurements.networks.points import lengths, mirrored
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray

OUTPUTS = ("grip_ratio", "bar_offset", "wrists_over_shoulders", "hands_over_elbows")

_LEFT = [L.LEFT_WRIST, L.LEFT_SHOULDER, L.LEFT_ELBOW, L.LEFT_HIP]
_RIGHT = [L.RIGHT_WRIST, L.RIGHT_SHOULDER, L.RIGHT_ELBOW, L.RIGHT_HIP]
_WRIST, _SHOULDER, _ELBOW, _HIP = range(len(_LEFT))
_SEEN = [L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_ELBOW, L.RIGHT_ELBOW, L.LEFT_WRIST, L.RIGHT_WRIST]
# Filmed from the side, shoulders lie on top of each other: their distance tells nothing then.
_NARROWEST = 0.05
_LEAST, _MOST = 0.1, 6.0


def hands_both_ways(
    points: FloatArray, trunk_px: FloatArray, upper_arm_px: FloatArray, forearm_px: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The inputs, and those of the mirror image: the mean of both answers is the same for both.

    They are both arms as their own network sees them, and what lies between them.

    Args:
        points: (m, 33, 4) x, y, depth in pixels, and visibility, of m frames.
        trunk_px: (m,) the subject's own steady lengths.
        upper_arm_px: (m,)
        forearm_px: (m,)

    Returns:
        Twice (m, n).
    """
    known = trunk_px, upper_arm_px, forearm_px
    left, right = (arm_inputs(points, *known, side)[0] for side in ("left", "right"))
    between, in_mirror = (_between(some, trunk_px) for some in (points, mirrored(points)))
    # In a mirror the right arm is the left one.
    return np.concatenate([between, left, right], axis=1), np.concatenate([in_mirror, right, left], axis=1)


def _between(points: FloatArray, trunk_px: FloatArray) -> FloatArray:
    """What lies between the arms: how far apart their joints are, and where the hands are over the trunk."""
    t = trunk_px[:, None, None]
    left, right = (points[:, side, :3] / t for side in (_LEFT, _RIGHT))
    across, middle = left - right, (left + right) / 2
    wide = lengths(across[:, :, :2])
    apart = np.log(np.clip(wide[:, _WRIST] / np.maximum(wide[:, _SHOULDER], _NARROWEST), _LEAST, _MOST))
    return np.concatenate(
        [
            across.reshape(len(points), -1), middle[:, _WRIST] - middle[:, _SHOULDER],
            middle[:, _SHOULDER] - middle[:, _HIP], wide, apart[:, None], points[:, _SEEN, 3],
        ],
        axis=1,
    )  # fmt: skip
