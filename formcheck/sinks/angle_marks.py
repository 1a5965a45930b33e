"""Which angle a measure is in the picture: the points it lies between."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from formcheck.pose.landmarks import Landmark

_L = Landmark
Points = tuple[Landmark, ...]


class Reference(StrEnum):
    """The second leg of an angle that is not held between three points."""

    UPWARD = "upward"
    LEVEL = "level"
    STRAIGHT_ON = "straight-on"


@dataclass(frozen=True, slots=True)
class AngleMark:
    """How a measure is drawn: an arc at a joint from one leg to the other.

    Several landmarks in one place mean the middle of those that are visible.

    Attributes:
        measure: The measurement whose value is written beside the arc.
        vertex: Where the arc has its centre.
        leg: The end of the body's leg of the angle.
        start: The end of the other leg, or what it is measured from: the upward vertical, the level, or
            the line from `straight_from` straight on through the vertex.
        straight_from: Where the line of `Reference.STRAIGHT_ON` begins.
        quiet: Drawn only while a rule on it fires: another arc has the same joint, or the angle by itself
            says little, such as that of the head, which is not 0 for a level head.
        label: A letter before the number where two of a kind can stand side by side.
    """

    measure: str
    vertex: Points
    leg: Points
    start: Points | Reference
    straight_from: Points = ()
    label: str = ""
    quiet: bool = False


def marks_for(measure_names: Iterable[str]) -> tuple[AngleMark, ...]:
    """The marks of the measures that are angles in the picture; others are passed over.

    Args:
        measure_names: With their side, as in an observation, or without, which gives both sides.
    """
    keys = (key for name in measure_names for key in (name, f"left_{name}", f"right_{name}"))
    return tuple(_MARKS[key] for key in dict.fromkeys(keys) if key in _MARKS)


def joints_of(measure: str, side: str = "") -> Points:
    """The joints that a measure is about, to be ringed when a rule on it fires.

    Args:
        measure: A measure's name, with or without its side.
        side: "left" or "right" where only one is at fault; "" for both.
    """
    words = measure.split("_")
    sides = [s for s in ("left", "right") if s in words] or ["left", "right"]
    if side:
        sides = [s for s in sides if s == side]
    parts = dict.fromkeys(part for word in words for part in _PARTS.get(word, ()))
    return tuple(Landmark[f"{s}_{part}".upper()] for part in parts for s in sides)


_PARTS = {
    "ear": ("ear",),
    "head": ("ear",),
    "neck": ("ear",),
    "shoulder": ("shoulder",),
    "shoulders": ("shoulder",),
    "shrug": ("shoulder",),
    "elbow": ("elbow",),
    "elbows": ("elbow",),
    "arm": ("elbow",),
    "forearm": ("elbow", "wrist"),
    "wrist": ("wrist",),
    "wrists": ("wrist",),
    "bar": ("wrist",),
    "grip": ("wrist",),
    "trunk": ("hip",),
    "hip": ("hip",),
    "hips": ("hip",),
    "knee": ("knee",),
    "knees": ("knee",),
    "ankle": ("ankle",),
    "heel": ("heel",),
}

_EARS = (_L.LEFT_EAR, _L.RIGHT_EAR)
_SHOULDERS = (_L.LEFT_SHOULDER, _L.RIGHT_SHOULDER)
_HIPS = (_L.LEFT_HIP, _L.RIGHT_HIP)


def _of_a_side(side: str) -> tuple[AngleMark, ...]:
    def point(part: str) -> Points:
        return (Landmark[f"{side}_{part}".upper()],)

    label = side[0].upper()
    return (
        AngleMark(
            f"{side}_elbow_angle_deg", point("elbow"), point("wrist"), point("shoulder"), label=label
        ),
        AngleMark(
            f"{side}_forearm_tilt_deg", point("elbow"), point("wrist"), Reference.UPWARD,
            label=label, quiet=True,
        ),
        AngleMark(
            f"{side}_arm_elevation_deg", point("shoulder"), point("elbow"), point("hip"),
            label=label, quiet=True,
        ),
        AngleMark(
            f"{side}_elbow_elevation_deg", point("shoulder"), point("elbow"), point("hip"), label=label
        ),
        AngleMark(
            f"{side}_knee_flexion_deg", point("knee"), point("ankle"), Reference.STRAIGHT_ON, point("hip"),
            label=label,
        ),
    )  # fmt: skip


_MARKS = {
    mark.measure: mark
    for mark in (
        *_of_a_side("left"),
        *_of_a_side("right"),
        AngleMark("trunk_inclination_deg", _HIPS, _SHOULDERS, Reference.UPWARD),
        AngleMark("trunk_lean_deg", _HIPS, _SHOULDERS, Reference.UPWARD),
        AngleMark("ear_shoulder_inclination_deg", _SHOULDERS, _EARS, Reference.UPWARD, quiet=True),
        AngleMark(
            "head_tilt_deg", _EARS, (_L.LEFT_EYE_OUTER, _L.RIGHT_EYE_OUTER), Reference.LEVEL, quiet=True
        ),
    )
}
