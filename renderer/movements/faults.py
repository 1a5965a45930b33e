"""What may be wrong, or just happen, in each movement: names, meaning of the size, and sensible limits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FaultKind:
    """A fault or an event that a scene can ask for.

    Attributes:
        meaning: what its size is.
        low: smallest size that makes sense.
        high: largest.
    """

    meaning: str
    low: float
    high: float


@dataclass(frozen=True)
class FaultSpan:
    """A fault that was commanded; the truth file measures what it became.

    Attributes:
        name: name of the fault, as in the scene format.
        size: its commanded size, in the fault's own unit.
        start_s: when it starts to show.
        end_s: when it is gone.
        rep: number of the repetition, from 1, or 0.
    """

    name: str
    size: float
    start_s: float
    end_s: float
    rep: int = 0


_RANGE_AND_TEMPO = {
    "fast_lower": FaultKind("seconds that the lowering takes", 0.25, 1.0),
    "range_loss": FaultKind("share of the way that is missing, half of it at each end", 0.05, 0.6),
    "unfinished": FaultKind("share of the way up at which the rep turns back", 0.1, 0.9),
}
_HEAD = {
    "look_up": FaultKind("degrees", 1, 50),
    "head_turn": FaultKind("degrees of the head, to the left positive", -70, 70),
}

PRESS_FAULTS = {
    "layback": FaultKind("degrees of trunk inclination backward", 1, 40),
    "lateral_lean": FaultKind("degrees of trunk lean, to the left positive", -25, 25),
    "knee_bend": FaultKind("degrees of knee bend; the hips drop with it", 1, 60),
    "lockout": FaultKind("degrees of elbow missing from a good lockout of 172", 1, 60),
    "forearm_tilt": FaultKind("degrees, hands outward of the elbows", -30, 40),
    "bar_forward": FaultKind("metres in front of the shoulders at the top", 0.01, 0.3),
    "head_forward": FaultKind("degrees of ear-shoulder inclination at the top", -15, 40),
    "shrug": FaultKind("degrees of girdle lift at the bottom, before the rep", 1, 30),
    "uneven": FaultKind("degrees of bar tilt, left up positive", -25, 25),
    "shallow": FaultKind("share of the way that is missing at the end of the rep", 0.05, 0.95),
    **_HEAD,
    **_RANGE_AND_TEMPO,
}

ROW_FAULTS = {
    "too_high": FaultKind("degrees of arm elevation at the top", 90, 125),
    "too_low": FaultKind("degrees of arm elevation at the top", 28, 75),
    "bar_high": FaultKind("metres of the bar over the shoulder joints at the top, about", 0.0, 0.3),
    "wrists_lead": FaultKind("height of the wrists over the elbows, share of the forearm", -0.2, 0.8),
    "swing": FaultKind("degrees of trunk inclination, forward and back together", 1, 40),
    "shrug_first": FaultKind("degrees of girdle lift before the elbows move", 1, 30),
    "head_forward": FaultKind("degrees of ear-shoulder inclination at the top", 1, 40),
    "uneven": FaultKind("degrees of bar tilt, left up positive", -25, 25),
    **_HEAD,
    **_RANGE_AND_TEMPO,
}

RAISE_FAULTS = {
    "too_high": FaultKind("degrees of arm elevation at the top", 90, 140),
    "too_low": FaultKind("degrees of arm elevation at the top", 28, 75),
    "uneven": FaultKind("degrees of arm elevation, left higher positive", -40, 40),
    "swing": FaultKind("degrees of trunk inclination, forward and back together", 1, 40),
    **_HEAD,
    **_RANGE_AND_TEMPO,
}

NEEDS_BOTH_HANDS = frozenset({"uneven", "grip"})
"""What a repetition with one arm cannot have."""

NEEDS_ONE_FLOOR = frozenset({"shallow", "range_loss"})
"""What ends where the next repetition starts; alternating arms start from below."""

SHIFTS = {
    "forward_head": FaultKind("degrees of ear-shoulder inclination, the face level", 1, 40),
    "slump": FaultKind("degrees of rounding of the back", 1, 50),
    "slide": FaultKind("centimetres that the hips slide forward, the back against the chair", 1, 20),
    "lean_in": FaultKind("degrees of trunk inclination forward, from the hips", 1, 50),
    "recline": FaultKind("degrees of trunk inclination backward, from the hips", 1, 30),
    "lateral_lean": FaultKind("degrees of the trunk, to the left positive", -35, 35),
    "look_down": FaultKind("degrees of the head", 1, 60),
    "look_up": FaultKind("degrees of the head", 1, 40),
    "phone": FaultKind("degrees of looking down at a hand in front of the belly", 1, 60),
    "head_tilt": FaultKind("degrees of the head, to the left positive", -45, 45),
    "neck_twist": FaultKind("degrees of the head, to the left positive", -80, 80),
    "shoulder_tilt": FaultKind("degrees of girdle lift on one side, left positive", -40, 40),
    "raised_shoulders": FaultKind("degrees of girdle lift on both sides", 1, 30),
    "shoulders_turn": FaultKind("degrees of trunk twist, to the left positive", -60, 60),
    "drink": FaultKind("1: the right hand goes to the mouth", 0.5, 1),
    "gesture": FaultKind("1: the right hand moves in front of the chest", 0.5, 1),
    "talk": FaultKind("1: the head nods and turns a little", 0.2, 2),
    "typing": FaultKind("1: both hands move over the keys", 0.5, 1),
    "mousing": FaultKind("1: the right hand moves a mouse beside the keyboard", 0.5, 1),
    "stretch": FaultKind("1: both hands go up over the head", 0.5, 1),
    "glance_down": FaultKind("degrees of the head, for a moment", 1, 40),
    "glance_aside": FaultKind("degrees of the head, for a moment, to the left positive", -80, 80),
    "chin_tuck": FaultKind("degrees of ear-shoulder inclination backward, the face level", 1, 25),
    "side_tilt": FaultKind("degrees of the head, to the left positive", -50, 50),
    "rotation": FaultKind("degrees of the head, to the left positive", -85, 85),
    "nod": FaultKind("degrees of looking down during a tuck", 1, 40),
    "lean_back": FaultKind("degrees of trunk inclination backward, from the lower back", 1, 30),
    "hike": FaultKind("degrees of girdle lift on one side, left positive", -40, 40),
    "shoulder_roll": FaultKind(
        "degrees of girdle lift at the height of one circle: up, back and down", 1, 30
    ),
    "uneven_roll": FaultKind("share that one shoulder's circle is smaller by, left positive", -1, 1),
}

HARMLESS = frozenset(
    {"drink", "gesture", "talk", "typing", "mousing", "stretch", "glance_down", "glance_aside"}
)
EXERCISES = frozenset({"chin_tuck", "side_tilt", "rotation", "shoulder_roll"})
