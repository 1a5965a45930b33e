"""The angles of an arm from any view: plane geometry, and what a small network adds to it.

In the picture an arm's angle is the true one only while both limbs lie across the line of sight. How much
shorter than they are they look tells how far they point towards the camera or away, but not which, and the
model's own depth tells that badly. A network that was trained on people in any position, before cameras all
around them, puts it together and says how sure it is: `scripts/fit_networks.py`, docs/networks.md.
"""

from collections.abc import Mapping

import numpy as np

from formcheck.measurements.networks.points import angle_between_deg, between, mirrored, upright_by
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray

OUTPUTS = ("elbow_angle_deg", "arm_elevation_deg", "forearm_tilt_deg")
_LIMITS = {
    "elbow_angle_deg": (0.0, 180.0),
    "arm_elevation_deg": (0.0, 180.0),
    "forearm_tilt_deg": (0.0, 180.0),
}


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
    shoulder, elbow, wrist = (p[:, part, :3] for part in (L.LEFT_SHOULDER, L.LEFT_ELBOW, L.LEFT_WRIST))
    shoulders, hips = between(p, L.LEFT_SHOULDER, L.RIGHT_SHOULDER), between(p, L.LEFT_HIP, L.RIGHT_HIP)
    ears = between(p, L.LEFT_EAR, L.RIGHT_EAR)
    upright = upright_by((shoulders - hips)[:, :2])
    upper, fore = upright(elbow - shoulder), upright(wrist - elbow)
    trunk = upright(hips - shoulders)
    long_upper, long_fore = (_with_depth(*limb) for limb in ((upper, upper_arm_px), (fore, forearm_px)))
    flat = np.array([1.0, 1.0, 0.0])
    seen = np.column_stack(
        [
            angle_between_deg(-upper * flat, fore * flat),
            angle_between_deg(trunk * flat, upper * flat),
            angle_between_deg(fore * flat, np.tile([0.0, 1.0, 0.0], (len(p), 1))),
        ]
    )
    guessed = np.column_stack(
        [
            *(angle_between_deg(-long_upper, long_fore), angle_between_deg(-upper, fore)),
            *(angle_between_deg(trunk * flat, long_upper), angle_between_deg(trunk, upper)),
        ]
    )
    across = upright(p[:, L.LEFT_SHOULDER, :3] - p[:, L.RIGHT_SHOULDER, :3])
    across_hips = upright(p[:, L.LEFT_HIP, :3] - p[:, L.RIGHT_HIP, :3])
    turn = np.arctan2((across + across_hips)[:, 2], (across + across_hips)[:, 0])
    u, f, t = upper_arm_px[:, None], forearm_px[:, None], trunk_px[:, None]
    other = p[:, L.RIGHT_SHOULDER, :3]
    inputs = [
        *(upper / u, fore / f, long_upper[:, 2:] / u, long_fore[:, 2:] / f),
        *(_length(upper) / u, _length(fore) / f, across / t, across_hips / t),
        *(upright(ears - shoulders) / t, upright(p[:, L.NOSE, :3] - ears) / t, u / t, f / t),
        *(upright(p[:, L.RIGHT_ELBOW, :3] - other) / u, upright(p[:, L.RIGHT_WRIST, :3] - other) / u),
        np.column_stack([np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)]),
        p[:, [L.LEFT_SHOULDER, L.LEFT_ELBOW, L.LEFT_WRIST], 3],
        np.column_stack([seen, guessed]) / 90.0,
    ]
    return np.concatenate(inputs, axis=1), seen


def arm_angles(seen: FloatArray, correction: FloatArray) -> Mapping[str, FloatArray]:
    """The angles, each within what a joint can do.

    Args:
        seen: (m, 3) what plane geometry gives.
        correction: (m, 3) what the network adds.
    """
    angles = seen + correction
    return {name: np.clip(angles[:, n], *_LIMITS[name]) for n, name in enumerate(OUTPUTS)}


def _length(limb: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.norm(limb[:, :2], axis=1, keepdims=True))


def _with_depth(limb: FloatArray, length_px: FloatArray) -> FloatArray:
    """The limb with the depth that its true length leaves, on the side that the model's own depth says."""
    hidden = np.sqrt(np.clip(length_px**2 - (limb[:, :2] ** 2).sum(axis=1), 0.0, None))
    return np.column_stack([limb[:, :2], np.sign(limb[:, 2]) * hidden])
