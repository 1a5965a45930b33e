"""How an activity is told from others by its repetitions."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from formcheck.rules.rule import Condition

EvidenceName = Literal[
    "trunk-seen",
    "not-lying",
    "trunk-long",
    "upright",
    "trunk-still",
    "shoulders-still",
    "stays-in-place",
    "arms-alike",
    "elbows-from-below",
    "elbows-bent-first",
    "elbows-open",
    "hands-over-elbows",
    "hands-always-over",
    "arms-hang-first",
    "elbows-bend",
    "elbows-rise",
    "hands-below-elbows",
    "hands-near",
    "elbows-lead",
    "elbows-aside",
    "hands-aside",
    "arms-straight",
    "not-overhead",
]
"""What a lift can be asked to show: see `formcheck.recognition.evidence`, where each has its limit."""


class Sign(Condition):
    """What holds at the tops of reps, and what is said of a set in which it does not."""

    missing: str = "it looks different at the top"


class Signs(BaseModel):
    """What a set of an activity looks like, for `-a auto`.

    Attributes:
        priority: Of two activities that fit equally, the one with the lower number is meant.
        evidence: What a set has to show as a whole, each by its name.
        tops: What holds at the tops of the reps, in the median over the set. What could not be measured from
            where the camera stands speaks neither for nor against, unless `sure`.
        one_arm: What holds as well at the tops of reps that one arm does alone, measured on that arm; what is
            measured of both arms together then tells nothing.
        sure: Whether all of it has to be seen.
        moves_up: The shoulders stay within so many trunk lengths of height during a rep.
        moves_across: And within so many across the picture.
        seated: Somebody sits close to the camera and lifts nothing: for a posture, instead of all the others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    priority: int = Field(5, ge=1, le=9)
    evidence: tuple[EvidenceName, ...] = ()
    tops: tuple[Sign, ...] = ()
    one_arm: tuple[Sign, ...] = ()
    sure: bool = False
    moves_up: float = Field(0.35, gt=0)
    moves_across: float = Field(0.50, gt=0)
    seated: bool = False
