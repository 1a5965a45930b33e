"""The way from one pose to another: every bone turns from its one relative rotation to its other."""

import numpy as np

from renderer.geometry import fraction_of
from renderer.people.rig import Pose, Rig


def blend_poses(first: Pose, second: Pose, share: float) -> Pose:
    """Return the pose a share of the way from one to another; bones keep their lengths."""
    body = first.body
    parents = body.mesh.parents
    root = (1 - share) * first.positions_m[0] + share * second.positions_m[0]
    rig = Rig(body, root)
    for number, bone in enumerate(body.mesh.bones):
        a, b = (_relative(pose, number, parents[number]) for pose in (first, second))
        change = a.T @ b
        if np.abs(change - np.eye(3)).max() > 1e-9:
            a = a @ fraction_of(change, share)
        rig.turn(bone, a)
    return rig.pose()


def _relative(pose: Pose, number: int, parent: int) -> np.ndarray:
    own = pose.rotations[number]
    return own if parent < 0 else pose.rotations[parent].T @ own
