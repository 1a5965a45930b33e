"""Which arms lift in a repetition, and what the other one does meanwhile."""

from renderer.people.arm_angles import ArmAngles
from renderer.people.target import Arm

SIDES = {1.0: "left", -1.0: "right"}
RESTING = {
    "hanging": ArmAngles(11.0, 25.0, 0.0, 164.0),
    "hip": ArmAngles(44.0, -8.0, -64.0, 92.0, curl=0.2),
    "shoulder": ArmAngles(26.0, 58.0, -6.0, 42.0, curl=0.9),
}
"""What the other arm of a one-armed lift can do."""


def arms_of(arms: str, number: int) -> str:
    """Return which arms lift in a repetition, counted from 0: `both`, `left` or `right`."""
    return ("left", "right")[number % 2] if arms == "alternating" else arms


def lifts(arms: str, outward: float) -> bool:
    """Return whether the arm of a side (+1 left, -1 right) lifts."""
    return arms in ("both", SIDES[outward])


def resting(kind: str, outward: float) -> Arm:
    """Return the arm of a side that does not lift."""
    return RESTING[kind].arm(outward)
