"""The true angles of a frame."""

from collections.abc import Mapping

import numpy as np

from renderer.geometry import Vector, angle_deg
from renderer.people.rig import Pose
from renderer.people.solve import shoulder_midpoint
from renderer.truth.angles import true_angles


def frame_angles(points: Mapping[str, Vector], pose: Pose) -> dict[str, float]:
    """Return the angles of the truth files, and those of chest and shoulders that need the skeleton.

    `thorax_*` is how far the chest itself leans, whatever the shoulder girdle does; `*_humerothoracic_deg` is
    the arm's elevation against the chest, `*_plane_deg` its plane (0 sideways, 90 forward), `*_rotation_deg`
    the turn about the upper arm (0 with the forearm bent forward, outward positive).
    """
    chest = pose.rotation("spine01")
    angles = true_angles(points, pose) | _thorax(pose)
    for side, letter, outward in (("left", "L", 1.0), ("right", "R", -1.0)):
        shoulder, elbow, wrist = (points[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist"))
        upper, lower = chest.T @ (elbow - shoulder), chest.T @ (wrist - elbow)
        around = float(np.degrees(np.arctan2(-upper[1], outward * upper[0])))
        angles[f"{side}_humerothoracic_deg"] = angle_deg(np.array([0.0, 0.0, -1.0]), np.zeros(3), upper)
        angles[f"{side}_plane_deg"] = around
        angles[f"{side}_rotation_deg"] = _rotation_deg(upper, lower, outward)
        girdle = chest.T @ (shoulder - pose.joint(f"clavicle.{letter}"))
        angles[f"{side}_girdle_lift_deg"] = float(np.degrees(np.arctan2(girdle[2], outward * girdle[0])))
    return angles


def _thorax(pose: Pose) -> dict[str, float]:
    """Return where the chest stands over the hips, with the shoulders where they hang."""
    body, chest = pose.body, pose.rotation("spine01")
    shoulders = pose.carried("spine01", shoulder_midpoint(body))
    hips = (pose.joint("upperleg01.L") + pose.joint("upperleg01.R")) / 2
    across = pose.joint("upperleg01.L") - pose.joint("upperleg01.R")
    heading = np.arctan2(across[1], across[0])
    cosine, sine = np.cos(heading), np.sin(heading)
    upright = np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]])
    line, turned = upright @ (shoulders - hips), upright @ chest
    return {
        "thorax_inclination_deg": float(np.degrees(np.arctan2(-line[1], line[2]))),
        "thorax_lean_deg": float(np.degrees(np.arctan2(line[0], line[2]))),
        "thorax_twist_deg": float(np.degrees(np.arctan2(turned[1, 0], turned[0, 0]))),
    }


def _rotation_deg(upper: Vector, lower: Vector, outward: float) -> float:
    """Return the turn about the upper arm, from the forearm that bends forward when the arm hangs."""
    sideways = np.array([upper[0], upper[1], 0.0])
    length = float(np.linalg.norm(sideways))
    along = upper / np.linalg.norm(upper)
    ahead = np.array([0.0, -1.0, 0.0])
    if length > 1e-9:
        # The forward direction, carried along as the arm rises in its plane.
        flat = sideways / length
        rise = np.arctan2(length, -upper[2])
        part = float(ahead @ flat)
        ahead = ahead - part * flat + part * (np.cos(rise) * flat + np.sin(rise) * np.array([0.0, 0.0, 1.0]))
    across = lower - (lower @ along) * along
    return float(np.degrees(np.arctan2(-outward * (np.cross(ahead, across) @ along), ahead @ across)))
