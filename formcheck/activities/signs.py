"""How an activity is told from others by its repetitions."""

from pydantic import BaseModel, ConfigDict, Field

from formcheck.rules.rule import Condition


class Signs(BaseModel):
    """What a set of an activity looks like, for `-a auto`.

    Attributes:
        priority: Of two activities that fit equally, the one with the lower number is meant.
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
    tops: tuple[Condition, ...] = ()
    one_arm: tuple[Condition, ...] = ()
    sure: bool = False
    moves_up: float = Field(0.35, gt=0)
    moves_across: float = Field(0.50, gt=0)
    seated: bool = False
