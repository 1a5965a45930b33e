"""Solves a whole-body target: trunk first, then head, shoulder girdle, arms, hands and legs."""

import numpy as np

from renderer.geometry import (
    Matrix,
    Vector,
    fraction_of,
    frame,
    rot_axis,
    rot_x,
    rot_y,
    rot_z,
    swing,
    unit,
)
from renderer.people.body import Body
from renderer.people.girdle import shoulder_joint
from renderer.people.limb import elbow_for_forearm_tilt, middle_joint, pose_limb
from renderer.people.rig import Pose, Rig
from renderer.people.target import Arm, Head, Leg, Target, Trunk

SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
NECK = ("neck01", "neck02", "neck03")
SIDES = (("L", 1.0), ("R", -1.0))


def solve(body: Body, target: Target) -> Pose:
    """Return the pose that meets a target."""
    rig = _pelvis_and_spine(body, target)
    _head(rig, target)
    for (side, outward), arm in zip(SIDES, (target.left, target.right), strict=True):
        _arm(rig, arm, side, outward)
    for (side, _), leg in zip(SIDES, (target.left_leg, target.right_leg), strict=True):
        _leg(rig, leg, side)
    return rig.pose()


def hip_midpoint(body: Body) -> Vector:
    """Return the midpoint of the hip joints at rest, in metres."""
    return (body.joint("upperleg01.L") + body.joint("upperleg01.R")) / 2


def shoulder_midpoint(body: Body) -> Vector:
    """Return the midpoint of the shoulder joints at rest, in metres."""
    return (body.joint("upperarm01.L") + body.joint("upperarm01.R")) / 2


def _pelvis_and_spine(body: Body, target: Target) -> Rig:
    """Bend the trunk until its measured inclination and lean are the wanted ones (a few secant steps)."""
    bend = np.array([target.trunk.inclination_deg - target.trunk.kyphosis_deg / 2, target.trunk.lean_deg])
    wanted = np.array([target.trunk.inclination_deg, target.trunk.lean_deg])
    for _ in range(4):
        rig = _bent(body, target, target.trunk, *bend)
        error = wanted - _measured(rig, target.yaw_deg)
        if np.abs(error).max() < 0.01:
            break
        bend = bend + 1.4 * error
    return _bent(body, target, target.trunk, *bend)


def _bent(body: Body, target: Target, trunk: Trunk, pitch_deg: float, lean_deg: float) -> Rig:
    share = trunk.sharing
    yaw = rot_z(target.yaw_deg)
    pelvis = (
        yaw
        @ rot_y(lean_deg * share.get("root", 0))
        @ rot_x(trunk.pelvis_tilt_deg + pitch_deg * share.get("root", 0))
    )
    root = target.hip_m - pelvis @ (hip_midpoint(body) - body.joint("root"))
    rig = Rig(body, root)
    rig.face("root", pelvis)
    for bone in SPINE:
        part = share.get(bone, 0.0)
        flexion = part * pitch_deg + trunk.kyphosis_deg * _THORAX.get(bone, 0.0)
        rig.turn(bone, rot_z(trunk.twist_deg / len(SPINE)) @ rot_y(part * lean_deg) @ rot_x(flexion))
    return rig


_THORAX = {"spine03": 0.25, "spine02": 0.35, "spine01": 0.40}


def _measured(rig: Rig, yaw_deg: float) -> Vector:
    """Return sagittal inclination and lateral lean of the trunk as changes from rest, in degrees."""
    body = rig.body
    rest = shoulder_midpoint(body) - hip_midpoint(body)
    carried = rig.joint("spine01") + rig.rotation("spine01") @ (
        shoulder_midpoint(body) - body.joint("spine01")
    )
    hips = (rig.joint("upperleg01.L") + rig.joint("upperleg01.R")) / 2
    line = rot_z(-yaw_deg) @ (carried - hips)
    now = np.degrees([np.arctan2(-line[1], line[2]), np.arctan2(line[0], line[2])])
    start = np.degrees([np.arctan2(-rest[1], rest[2]), np.arctan2(rest[0], rest[2])])
    return now - start


def _head(rig: Rig, target: Target) -> None:
    """Share the head's turn against the trunk over the neck; the lower neck also carries it forward."""
    head: Head = target.head
    wanted = rot_z(target.yaw_deg + head.yaw_deg) @ rot_y(head.roll_deg) @ rot_x(head.pitch_deg)
    relative = rig.rotation("spine01").T @ wanted
    for bone, share, forward in zip(NECK, (0.15, 0.20, 0.20), (0.6, 0.4, 0.0), strict=True):
        rig.turn(bone, rot_x(forward * head.forward_deg) @ fraction_of(relative, share))
    rig.face("head", wanted)


def _arm(rig: Rig, arm: Arm, side: str, outward: float) -> None:
    body = rig.body
    chain = [f"{n}.{side}" for n in ("upperarm01", "lowerarm01", "wrist")]
    lengths_m = (body.length(chain[0], chain[1]), body.length(chain[1], chain[2]))
    chest, sternal = rig.rotation("spine01"), rig.joint(f"clavicle.{side}")
    # The girdle goes with the arm and moves the shoulder that the arm hangs from: a few rounds settle it.
    rest = body.joint(f"upperarm01.{side}") - body.joint(f"clavicle.{side}")
    elevation_deg, carried = 0.0, rest
    for _ in range(4):
        carried = shoulder_joint(rest, outward, elevation_deg, arm.shrug_deg, arm.protraction_deg)
        shoulder = sternal + chest @ carried
        elbow, _ = _elbow_and_wrist(arm, shoulder, lengths_m, chest, outward)
        direction = chest.T @ unit(elbow - shoulder)
        elevation_deg = float(np.degrees(np.arccos(np.clip(-direction[2], -1, 1))))
    _girdle(rig, side, carried)
    shoulder = rig.joint(chain[0])
    elbow, wrist = _elbow_and_wrist(arm, shoulder, lengths_m, chest, outward)
    bones = tuple(f"{n}.{side}" for n in ("upperarm01", "upperarm02", "lowerarm01", "lowerarm02", "wrist"))
    pose_limb(rig, bones, elbow, wrist)
    _hand(rig, arm, side, elbow, wrist)


def _girdle(rig: Rig, side: str, carried: Vector) -> None:
    """Turn the two bones between breastbone and arm so that they end where the shoulder joint is carried.

    The skeleton has no joint at the acromion: its scapula hangs on the middle of the clavicle. Only the place
    of the shoulder joint follows the published girdle, the skin around it what these two bones can do.
    """
    rest = [rig.body.joint(f"{bone}.{side}") for bone in ("clavicle", "shoulder01", "upperarm01")]
    first, second = rest[1] - rest[0], rest[2] - rest[1]
    lengths_m = float(np.linalg.norm(first)), float(np.linalg.norm(second))
    straight = unit(first + second)
    bulge = first - (first @ straight) * straight
    middle = middle_joint(np.zeros(3), carried, *lengths_m, bulge)
    clavicle = swing(first, middle)
    rig.turn(f"clavicle.{side}", clavicle)
    rig.turn(f"shoulder01.{side}", swing(second, clavicle.T @ (carried - middle)))


def _elbow_and_wrist(
    arm: Arm, shoulder: Vector, lengths_m: tuple[float, float], chest: Matrix, outward: float
) -> tuple[Vector, Vector]:
    upper_m, lower_m = lengths_m
    if arm.wrist_m is None:
        rise, around = np.radians(arm.elevation_deg), np.radians(arm.plane_deg)
        local = [outward * np.sin(rise) * np.cos(around), -np.sin(rise) * np.sin(around), -np.cos(rise)]
        direction = chest @ np.array(local)
        across = unit(arm.bend - (arm.bend @ direction) * direction)
        fold = np.radians(180 - arm.elbow_deg)
        elbow = shoulder + upper_m * direction
        return elbow, elbow + lower_m * (np.cos(fold) * direction + np.sin(fold) * across)
    if arm.forearm_tilt_deg is not None:
        elbow = elbow_for_forearm_tilt(shoulder, arm.wrist_m, lengths_m, arm.forearm_tilt_deg, outward)
    else:
        elbow = middle_joint(shoulder, arm.wrist_m, upper_m, lower_m, arm.pole)
    return elbow, elbow + lower_m * unit(arm.wrist_m - elbow)


def rest_hand(body: Body, side: str) -> Matrix:
    """Return the hand's rest frame: direction of the knuckles from the wrist, and the way the palm faces."""
    wrist, knuckle = body.joint(f"wrist.{side}"), body.joint(f"finger3-1.{side}")
    across = body.joint(f"finger5-1.{side}") - body.joint(f"finger2-1.{side}")
    palm = np.cross(knuckle - wrist, across)
    tip = body.joint(f"finger3-3.{side}") - knuckle
    return frame(knuckle - wrist, palm if palm @ tip > 0 else -palm)


def _hand(rig: Rig, arm: Arm, side: str, elbow: Vector, wrist: Vector) -> None:
    rest = rest_hand(rig.body, side)
    forearm = rig.rotation(f"lowerarm01.{side}")
    turned = forearm if arm.hand is None else frame(arm.hand[:, 0], arm.hand[:, 1]) @ rest.T
    if arm.hand is not None:
        # Half of the turn about the forearm's own axis belongs to the forearm (pronation).
        axis = unit(wrist - elbow)
        sideways = forearm @ rest[:, 1]
        wanted = turned @ rest[:, 1]
        flat = [unit(v - (v @ axis) * axis) for v in (sideways, wanted)]
        roll_deg = float(np.degrees(np.arctan2(np.cross(flat[0], flat[1]) @ axis, flat[0] @ flat[1])))
        rig.turn(f"lowerarm02.{side}", forearm.T @ rot_axis(axis, 0.6 * roll_deg) @ forearm)
    rig.face(f"wrist.{side}", turned)
    _fingers(rig, arm.curl, side, rest)


def _fingers(rig: Rig, curl: float, side: str, rest: Matrix) -> None:
    """Bend the fingers toward the palm; the axis is the same in the rest pose for all four."""
    axis = np.cross(rest[:, 0], rest[:, 1])
    for finger in "2345":
        for part, most_deg in (("1", 75.0), ("2", 95.0), ("3", 45.0)):
            rig.turn(f"finger{finger}-{part}.{side}", rot_axis(axis, curl * most_deg))
    for part, most_deg in (("1", 20.0), ("2", 40.0), ("3", 40.0)):
        rig.turn(f"finger1-{part}.{side}", rot_axis(axis, curl * most_deg))


def _leg(rig: Rig, leg: Leg, side: str) -> None:
    body = rig.body
    upper_m = body.length(f"upperleg01.{side}", f"lowerleg01.{side}")
    lower_m = body.length(f"lowerleg01.{side}", f"foot.{side}")
    hip = rig.joint(f"upperleg01.{side}")
    knee = middle_joint(hip, leg.ankle_m, upper_m, lower_m, leg.knee_pole)
    ankle = knee + lower_m * unit(leg.ankle_m - knee)
    bones = tuple(f"{n}.{side}" for n in ("upperleg01", "upperleg02", "lowerleg01", "lowerleg02", "foot"))
    pose_limb(rig, bones, knee, ankle)
    rig.face(f"foot.{side}", rot_z(leg.foot_yaw_deg) @ rot_x(leg.foot_pitch_deg))
