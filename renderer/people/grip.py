"""Where the hands of a pose hold something, and how a bar or dumbbells lie in them."""

import numpy as np

from renderer.geometry import Matrix, Vector, frame
from renderer.movements.movement import Held
from renderer.people.body import Body
from renderer.people.rig import Pose
from renderer.people.solve import rest_hand

PALM_FORWARD_M, PALM_UP_M = 0.026, 0.062
"""From the wrist joint to the middle of the grip, along the palm's normal and along the hand."""


def wrist_for(grip_m: Vector, hand: Matrix) -> Vector:
    """Return where the wrist is when a hand (knuckle direction, palm direction) grips a point."""
    return grip_m - PALM_UP_M * hand[:, 0] - PALM_FORWARD_M * hand[:, 1]


def grips(body: Body, pose: Pose) -> tuple[Vector, Vector]:
    """Return the middle of the left and the right grip."""
    left, right = (_grip(body, pose, side) for side in "LR")
    return left, right


def bar_in_hands(body: Body, pose: Pose) -> tuple[Held]:
    """Return a bar that lies in both hands."""
    left, right = grips(body, pose)
    return (Held(_along(left - right), (left + right) / 2),)


def dumbbell_in_hand(body: Body, pose: Pose, side: str) -> Held:
    """Return a dumbbell in the hand `L` or `R`, across the palm."""
    outward = 1.0 if side == "L" else -1.0
    across = _across(body, pose, side)
    return Held(_along(across * np.sign(across[0] * outward) * outward), _grip(body, pose, side))


def kettlebell_in_hand(body: Body, pose: Pose, side: str) -> Held:
    """Return a kettlebell by its handle: it hangs from a low hand and lies on the forearm of a raised one.

    The handle's middle is in the grip, its line the first axis; the bell is below it on the third.
    """
    hand = pose.rotation(f"wrist.{side}") @ rest_hand(body, side)
    forearm = pose.joint(f"wrist.{side}") - pose.joint(f"lowerarm01.{side}")
    raised = float(np.clip(0.5 + forearm[2] / np.linalg.norm(forearm), 0, 1))
    bell = raised * (-hand[:, 1] - 0.5 * hand[:, 0]) + (1 - raised) * np.array([0.0, 0.0, -1.0])
    across = _across(body, pose, side)
    turned = frame(across, bell)
    return Held(np.stack([turned[:, 0], turned[:, 2], -turned[:, 1]], axis=1), _grip(body, pose, side))


def _across(body: Body, pose: Pose, side: str) -> Vector:
    hand = pose.rotation(f"wrist.{side}") @ rest_hand(body, side)
    return np.cross(hand[:, 0], hand[:, 1])


def _grip(body: Body, pose: Pose, side: str) -> Vector:
    hand = pose.rotation(f"wrist.{side}") @ rest_hand(body, side)
    return pose.joint(f"wrist.{side}") + PALM_UP_M * hand[:, 0] + PALM_FORWARD_M * hand[:, 1]


def _along(line: Vector) -> Matrix:
    return frame(line, np.array([0.0, 1.0, 0.1]))
