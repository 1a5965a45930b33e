"""A position of the whole body as plain numbers."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

from renderer.people.arm_angles import ArmAngles


@dataclass(frozen=True)
class HandAt:
    """An arm by the place of its hand, in lengths of the arm from the middle of the resting shoulders.

    Attributes:
        outward: to the arm's own side.
        forward: in front.
        up: above.
        pronation_deg: 0 palm forward and knuckles up, as over the head; 180 palm back and knuckles down.
        pole_deg: where the elbow points, from down (0) outward (90) to up (180).
        pole_forward: how much of that is forward.
        shrug_deg: lift of the shoulder girdle beyond what the arm brings.
    """

    outward: float
    forward: float
    up: float
    pronation_deg: float = 0.0
    pole_deg: float = 30.0
    pole_forward: float = 0.5
    shrug_deg: float = 0.0


@dataclass(frozen=True)
class Attitude:
    """A position of the whole body, in metres and degrees; `Trunk` and `Head` say which way is positive."""

    left: ArmAngles | HandAt
    right: ArmAngles | HandAt
    inclination_deg: float = 0.0
    lean_deg: float = 0.0
    twist_deg: float = 0.0
    kyphosis_deg: float = 0.0
    hinge: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    yaw_deg: float = 0.0
    forward_deg: float = 0.0
    hip_forward_m: float = 0.0
    hip_left_m: float = 0.0
    knee_bend_deg: float = 0.0
    half_width_m: float = 0.12


T = TypeVar("T")


def between(first: T, second: T, share: float) -> T:
    """Return what lies between two attitudes that are made alike, number by number."""
    values: dict[str, Any] = {}
    for field in fields(first):  # type: ignore[arg-type]
        a, b = getattr(first, field.name), getattr(second, field.name)
        values[field.name] = between(a, b, share) if is_dataclass(a) else a + share * (b - a)
    return type(first)(**values)
