"""Inverse kinematics of a limb of two bones, and the twist of its segments."""

import numpy as np

from renderer.geometry import Matrix, Vector, fraction_of, frame, swing, unit
from renderer.people.rig import Rig

MAX_REACH = 0.9985
"""A limb is never quite straight, so that its bending plane stays known."""


def middle_joint(start: Vector, end: Vector, upper_m: float, lower_m: float, pole: Vector) -> Vector:
    """Return the elbow or knee of a two-bone limb, on the side of the line where `pole` points."""
    axis, centre, radius = _circle(start, end, upper_m, lower_m)
    return centre + radius * unit(pole - (pole @ axis) * axis)


def elbow_for_forearm_tilt(
    start: Vector, end: Vector, lengths_m: tuple[float, float], tilt_deg: float, outward: float
) -> Vector:
    """Return the elbow that gives the forearm a frontal tilt, on the front side; as near as the arm allows.

    Args:
        start: shoulder in metres.
        end: wrist in metres.
        lengths_m: upper arm and forearm.
        tilt_deg: forearm against the vertical seen from the front, hand outward of the elbow positive.
        outward: +1 for the left arm, -1 for the right.
    """
    axis, centre, radius = _circle(start, end, *lengths_m)
    side = unit(np.array([outward, 0, 0]) - outward * axis[0] * axis)
    front = np.cross(axis, side) * outward
    # normal . (elbow - wrist) = 0 is the plane of all forearms with this tilt.
    tilt = np.radians(tilt_deg)
    normal = np.array([np.cos(tilt) * outward, 0.0, -np.sin(tilt)])
    along_side, along_front = radius * (normal @ side), radius * (normal @ front)
    size = float(np.hypot(along_side, along_front))
    wanted = normal @ (end - centre) / max(size, 1e-9)
    # A soft limit, so that the elbow does not snap where the wanted tilt gets out of reach.
    wanted = wanted / (1 + abs(wanted) ** 8) ** 0.125
    half, middle = np.arccos(np.clip(wanted, -1, 1)), np.arctan2(along_front, along_side)
    elbows = [
        centre + radius * (np.cos(a) * side + np.sin(a) * front) for a in (middle + half, middle - half)
    ]
    # Of the two, the one below the hand and in front of the body is the human one.
    return min(elbows, key=lambda elbow: float(elbow[2] + 0.5 * elbow[1]))


def _circle(start: Vector, end: Vector, upper_m: float, lower_m: float) -> tuple[Vector, Vector, float]:
    """Return axis, centre and radius of the circle on which the middle joint can be."""
    line = end - start
    distance = float(
        np.clip(np.linalg.norm(line), 1.02 * abs(upper_m - lower_m), MAX_REACH * (upper_m + lower_m))
    )
    axis = unit(line)
    along = (upper_m**2 - lower_m**2 + distance**2) / (2 * distance)
    return axis, start + along * axis, float(np.sqrt(max(upper_m**2 - along**2, 0.0)))


def bent_frame(start: Vector, middle: Vector, end: Vector) -> tuple[Matrix, Matrix]:
    """Return frames of a bent limb's two bones: first column along the bone, second along the hinge."""
    hinge = np.cross(middle - start, end - middle)
    return frame(middle - start, hinge), frame(end - middle, hinge)


def pose_limb(rig: Rig, names: tuple[str, str, str, str, str], middle: Vector, end: Vector) -> None:
    """Turn the four bones of a limb (two an arm segment) so that its joints are where they were solved to be.

    Args:
        rig: the rig being built; everything above the limb must be set.
        names: the two bones of the upper segment, the two of the lower, and the bone at its end.
        middle: elbow or knee in metres.
        end: wrist or ankle in metres.
    """
    first, second, third, fourth, last = names
    rest = [rig.body.joint(n) for n in (first, third, last)]
    rest_upper, rest_lower = bent_frame(*rest)
    upper, lower = bent_frame(rig.joint(first), middle, end)
    parent = rig.body.mesh.bones[rig.body.mesh.parents[rig.body.number[first]]]
    above = rig.rotation(parent)
    turned = upper @ rest_upper.T
    # The skin near the shoulder or hip takes half of the segment's twist.
    plain = swing(above @ rest_upper[:, 0], upper[:, 0]) @ above
    twist = turned @ plain.T
    rig.face(first, fraction_of(twist, 0.5) @ plain)
    rig.face(second, turned)
    rig.face(third, lower @ rest_lower.T)
    rig.turn(fourth, np.eye(3))
