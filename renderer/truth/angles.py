"""True angles in degrees from true landmark positions. All are free of any camera."""

from collections.abc import Mapping

import numpy as np

from renderer.geometry import Vector, angle_deg, rot_z
from renderer.people.rig import Pose

Points = Mapping[str, Vector]


def heading_deg(points: Points) -> float:
    """Return the direction the hips face about the vertical; to the subject's left of -y is positive."""
    across = points["left_hip"] - points["right_hip"]
    return float(np.degrees(np.arctan2(across[1], across[0])))


def true_angles(points: Points, pose: Pose) -> dict[str, float]:
    """Return every angle of the truth file for one frame."""
    upright = rot_z(-heading_deg(points))
    p = {name: upright @ value for name, value in points.items()}
    head = upright @ pose.rotation("head")
    shoulders, hips, ears = (_middle(p, n) for n in ("shoulder", "hip", "tragus"))
    angles = {
        "trunk_inclination_deg": _forward(shoulders - hips),
        "trunk_lean_deg": _sideways(shoulders - hips),
        "ear_shoulder_inclination_deg": _forward(ears - shoulders),
        "craniovertebral_deg": _above_horizontal(ears - p["c7"]),
        "head_pitch_deg": _forward(head[:, 2]),
        "head_roll_deg": _sideways(head[:, 2]),
        "head_yaw_deg": float(np.degrees(np.arctan2(-head[0, 1], head[1, 1]))),
        "shoulder_line_deg": _rise(p["left_shoulder"] - p["right_shoulder"]),
    }
    across = p["left_shoulder"] - p["right_shoulder"]
    angles["shoulder_turn_deg"] = float(np.degrees(np.arctan2(across[1], across[0])))
    for side, outward in (("left", 1), ("right", -1)):
        angles |= _limb_angles(p, side, outward, hips - shoulders)
    return angles


def _limb_angles(p: Points, side: str, outward: int, down_trunk: Vector) -> dict[str, float]:
    shoulder, elbow, wrist = (p[f"{side}_{n}"] for n in ("shoulder", "elbow", "wrist"))
    hip, knee, ankle = (p[f"{side}_{n}"] for n in ("hip", "knee", "ankle"))
    forearm = wrist - elbow
    return {
        f"{side}_elbow_deg": angle_deg(shoulder, elbow, wrist),
        f"{side}_arm_elevation_deg": angle_deg(shoulder + down_trunk, shoulder, elbow),
        f"{side}_forearm_tilt_deg": float(np.degrees(np.arctan2(outward * forearm[0], forearm[2]))),
        f"{side}_knee_deg": angle_deg(hip, knee, ankle),
        f"{side}_shoulder_to_ear_m": float(p[f"{side}_tragus"][2] - shoulder[2]),
    }


def _middle(p: Points, name: str) -> Vector:
    return (p[f"left_{name}"] + p[f"right_{name}"]) / 2


def _forward(line: Vector) -> float:
    return float(np.degrees(np.arctan2(-line[1], line[2])))


def _sideways(line: Vector) -> float:
    return float(np.degrees(np.arctan2(line[0], line[2])))


def _above_horizontal(line: Vector) -> float:
    return float(np.degrees(np.arctan2(line[2], -line[1])))


def _rise(line: Vector) -> float:
    return float(np.degrees(np.arctan2(line[2], np.hypot(line[0], line[1]))))
