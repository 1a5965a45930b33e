"""What an attitude asks of the body, and whether an arm goes through it."""

from collections.abc import Sequence

import numpy as np

from renderer.frames.attitude import Attitude, HandAt
from renderer.geometry import Matrix, Vector, rot_x, rot_y, rot_z
from renderer.people.arm_angles import ArmAngles
from renderer.people.body import Body
from renderer.people.grip import wrist_for
from renderer.people.seat import Seat
from renderer.people.solve import hip_midpoint, shoulder_midpoint
from renderer.people.stance import Stance
from renderer.people.target import HINGE, LUMBAR, Arm, Head, Target, Trunk


def target_of(body: Body, attitude: Attitude, seated: bool) -> Target:
    """Return the target of an attitude, on the feet or on a seat."""
    a = attitude
    base = Seat(body, a.half_width_m) if seated else Stance(body, a.half_width_m)
    hip = base.hip(a.hip_forward_m, a.hip_left_m, a.knee_bend_deg)
    sharing = {bone: (1 - a.hinge) * LUMBAR.get(bone, 0) + a.hinge * HINGE.get(bone, 0) for bone in LUMBAR}
    trunk = Trunk(a.inclination_deg, a.lean_deg, a.twist_deg, kyphosis_deg=a.kyphosis_deg, sharing=sharing)
    chest = rot_z(a.twist_deg) @ rot_y(a.lean_deg) @ rot_x(a.inclination_deg + 0.5 * a.kyphosis_deg)
    arms = [_arm(body, arm, hip, chest, side) for arm, side in ((a.left, 1.0), (a.right, -1.0))]
    head = Head(a.pitch_deg, a.roll_deg, a.yaw_deg, a.forward_deg)
    return Target(hip, *arms, *base.legs(), trunk=trunk, head=head)


def _arm(body: Body, arm: ArmAngles | HandAt, hip: Vector, chest: Matrix, outward: float) -> Arm:
    if isinstance(arm, HandAt):
        return _reaching(body, arm, hip, chest, outward)
    return arm.arm(outward, chest)


def _reaching(body: Body, arm: HandAt, hip: Vector, chest: Matrix, outward: float) -> Arm:
    length = body.length("upperarm01.L", "lowerarm01.L") + body.length("lowerarm01.L", "wrist.L")
    middle = hip + chest @ (shoulder_midpoint(body) - hip_midpoint(body))
    grip = middle + length * np.array([outward * arm.outward, -arm.forward, arm.up])
    hand = rot_x(-arm.pronation_deg - 12.0) @ np.array([[0.0, 0.0], [0.0, -1.0], [1.0, 0.0]])
    around = np.radians(arm.pole_deg)
    pole = np.array([outward * np.sin(around), -arm.pole_forward, -np.cos(around)])
    return Arm(wrist_for(grip, hand), hand, pole=pole, shrug_deg=arm.shrug_deg, curl=1.0)


def collides(
    body: Body, joints: Sequence[tuple[Vector, Vector, Vector]], chest: Matrix, low: Vector, head: Vector
) -> bool:
    """Return whether an arm goes through the trunk or the head.

    Args:
        body: whose arms.
        joints: shoulder, elbow and wrist of each arm.
        chest: turn of the chest.
        low: middle of the hips.
        head: joint at the base of the skull.
    """
    size = float(body.joint("head")[2]) / 1.55
    skull = head + np.array([0.0, -0.01, 0.09]) * size
    top = chest.T @ (np.mean([arm[0] for arm in joints], axis=0) - low)
    for _, elbow, wrist in joints:
        hand = wrist + 0.08 * (wrist - elbow) / np.linalg.norm(wrist - elbow)
        for point in (elbow, elbow + 0.5 * (wrist - elbow), wrist, hand):
            x, y, z = chest.T @ (point - low)
            inside = -0.1 < z < top[2] + 0.02 and (x / (0.145 * size)) ** 2 + (y / (0.115 * size)) ** 2 < 1
            if inside or np.linalg.norm(point - skull) < 0.115 * size:
                return True
    return False
