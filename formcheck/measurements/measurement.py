"""A measured value with its error, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a measurement has no value."""

    NO_PERSON = "no person found"
    NOT_VISIBLE = "the body part cannot be seen"
    OUT_OF_PICTURE = "the body part is outside the picture"
    FORESHORTENED = "the limb points at the camera"
    IMPLAUSIBLE = "the limb looks longer than it is"
    COVERED = "the arm or the weight covers the head"
    NO_FACE = "the face cannot be seen well enough"
    NO_HEAD = "head and trunk cannot be seen well enough"
    UNSURE = "from here it cannot be told exactly enough"
    NOT_RECORDED = "the recording does not hold this point"
    TURNED_AWAY = "head or body is turned away"
    SHOULDER_UP = "one shoulder is higher"
    ARM_UP = "an arm is up"
    WRONG_VIEW = "cannot be judged from this view"
    NO_NEUTRAL = "no neutral position was seen to compare with"
    TOP_NOT_SEEN = "the top of the movement was out of sight"
    NOT_SEEN_WHOLE = "the movement was not seen to its end"
    FIRST_REP = "the first rep sets the standard"
    FIRST_REPS = "the first three reps set the standard"
    TOO_CLOSE = "too close to its limit to tell"
    NO_REP = "no repetition was seen"
    ONE_PICTURE = "one picture shows no movement and no time"
    ONE_ARM = "only one arm lifts"
    DUMBBELLS = "these are dumbbells, and it is about a bar"
    SEATED = "it is about who stands, and this is done sitting"
    LOAD_NOT_KNOWN = "it cannot be told whether a bar is lifted or dumbbells"
    BAR = "this is a bar, and it is about dumbbells"
    CONTRADICTED = "another check says the opposite, more surely"
    MISLED = "another fault of this rep looks like it"
    NEVER_SO = "the movement did not come to where this is looked at"
    TOO_SHORT = "too few frames to tell"
    DAMAGED = "the picture is damaged"
    NO_CLOCK = "the film holds no times"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value with its error, or the reason why there is none.

    Attributes:
        value: In the unit that the measure's name states, or None.
        error: Typical error (root mean square) of the value from this view, same unit.
        reason: Why there is no value.
    """

    value: float | None
    error: float = 0.0
    reason: Reason | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("a measurement has either a value or a reason")

    @classmethod
    def missing(cls, reason: Reason) -> "Measurement":
        """A measurement without a value."""
        return cls(None, 0.0, reason)
