"""A whole body by a few numbers, and the way from one such figure to another."""

from dataclasses import dataclass, field, fields
from typing import Any

from renderer.people.arm_angles import ArmAngles
from renderer.people.target import Head


@dataclass(frozen=True)
class Figure:
    """How a body is held, whatever it stands, sits, lies or hangs on.

    Attributes:
        left: left arm.
        right: right arm.
        inclination_deg: trunk forward.
        lean_deg: trunk to the left.
        twist_deg: shoulders against the hips, to the left.
        knee_bend_deg: of somebody who stands.
        hips_back_m: the same.
        head: where the head points.
    """

    left: ArmAngles = field(default_factory=ArmAngles)
    right: ArmAngles = field(default_factory=ArmAngles)
    inclination_deg: float = 0.0
    lean_deg: float = 0.0
    twist_deg: float = 0.0
    knee_bend_deg: float = 0.0
    hips_back_m: float = 0.0
    head: Head = field(default_factory=Head)


def both(arm: ArmAngles, **others: Any) -> Figure:
    """Return a figure whose arms are alike."""
    return Figure(arm, arm, **others)


def between(first: Any, second: Any, share: float) -> Any:
    """Return the figure, arm or head that is a share of the way from the first to the second."""
    if isinstance(first, float | int):
        return first + share * (second - first)
    parts = {f.name: between(getattr(first, f.name), getattr(second, f.name), share) for f in fields(first)}
    return type(first)(**parts)
