"""What the network of an arm is shown where points have no depth, as those of most pose models.

How long upper arm and forearm look beside their lengths, and how wide shoulders and hips look, tells how
far a limb points out of the picture, but not whether towards the camera or away. It needs shoulders, hips
and this one arm, and neither face nor other arm. docs/networks.md says how wrong it is.
"""

import numpy as np

from formcheck.measurements.networks.points import angle_between_deg, mirrored, upright
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray

POINTS = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP, L.LEFT_ELBOW, L.LEFT_WRIST)
_LEFT_SHOULDER, _RIGHT_SHOULDER, _LEFT_HIP, _RIGHT_HIP, _ELBOW, _WRIST = range(len(POINTS))
_INPUTS = 22


def flat_arm_inputs(
    points: FloatArray, trunk_px: FloatArray, upper_arm_px: FloatArray, forearm_px: FloatArray, side: str
) -> tuple[FloatArray, FloatArray]:
    """What the network is shown of one arm, and the angles that plane geometry gives.

    Args:
        points: (m, 33, c) x and y in pixels first, of m frames.
        trunk_px: (m,) the subject's own steady lengths.
        upper_arm_px: (m,)
        forearm_px: (m,)
        side: "left", or "right": that arm is looked at in a mirror.

    Returns:
        (m, n) inputs, and (m, 3) angles in the order of `arm.OUTPUTS`.
    """
    places = np.zeros((len(points), len(POINTS), 3))
    places[:, :, :2] = (points if side == "left" else mirrored(points))[:, POINTS, :2]
    shoulders = (places[:, _LEFT_SHOULDER] + places[:, _RIGHT_SHOULDER]) / 2
    hips = (places[:, _LEFT_HIP] + places[:, _RIGHT_HIP]) / 2
    vectors = np.stack(
        [
            places[:, _ELBOW] - places[:, _LEFT_SHOULDER],
            places[:, _WRIST] - places[:, _ELBOW],
            places[:, _LEFT_SHOULDER] - places[:, _RIGHT_SHOULDER],
            places[:, _LEFT_HIP] - places[:, _RIGHT_HIP],
            hips - shoulders,
        ],
        axis=1,
    )
    limbs = upright(vectors, (shoulders - hips)[:, :2])[:, :, :2]
    upper, fore, across, across_hips, trunk = np.moveaxis(limbs, 1, 0)
    u, f, t = (length[:, None] for length in (upper_arm_px, forearm_px, trunk_px))
    angles = np.stack(
        [angle_between_deg(-upper, fore), angle_between_deg(upper, trunk), _from_vertical_deg(fore)], axis=1
    )
    looks = np.stack([np.linalg.norm(upper, axis=1), np.linalg.norm(fore, axis=1)], axis=1) / np.hstack(
        [u, f]
    )
    hidden = np.sqrt(np.maximum(1 - looks * looks, 0.0))
    wide = np.hstack([across, across_hips]) / t
    facing = np.sign(wide[:, [0, 2]])
    inputs = np.hstack(
        [upper / u, fore / f, hidden, looks, wide, u / t, f / t, angles / 90.0, _twice(angles), facing]
    )
    assert inputs.shape[1] == _INPUTS
    return inputs, angles


def _from_vertical_deg(limb: FloatArray) -> FloatArray:
    return np.asarray(np.degrees(np.arctan2(np.abs(limb[:, 0]), limb[:, 1])))


def _twice(angles_deg: FloatArray) -> FloatArray:
    return np.asarray(np.cos(np.radians(2 * angles_deg)))
