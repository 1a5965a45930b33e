"""How an exercise is found in its signal, and what is asked of it: the block [move] of its file."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from formcheck.measurements.view import View


class Signal(BaseModel):
    """What an exercise is read from in one view.

    Attributes:
        measure: The quantity that grows with the movement; of an exercise with two sides + is to the left.
        count: So far it has to go to be counted, in the quantity's unit.
        range: The quantity whose peak is its range; the same if left out.
        within: Quantity, or a sum such as "a+b" -> between what its mean has to be while it is held: who
            looks down, or drinks, does not.
        steady_s: Over how long it is averaged, of what is held.
        sized: Whether its size can be told in degrees: from some views only whether it was done.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: str
    count: float = Field(gt=0)
    sized: bool = True
    range: str = ""
    within: Mapping[str, tuple[float, float]] = {}
    steady_s: float = Field(0.5, gt=0, le=2)


class Figure(BaseModel):
    """What the moving figure on the screen does at the end of the movement.

    Attributes:
        view: From where it is drawn.
        head: What the head does.
        degrees: By how much it is drawn.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    view: Literal["front", "side"]
    head: Literal["back", "tilt", "turn", "shoulders"]
    degrees: float = Field(gt=0)


class MoveSettings(BaseModel):
    """How an exercise is found, and what is asked of it.

    Attributes:
        signals: View -> what it is read from there.
        sides: Whether it is done to the left and to the right.
        held: Whether its end is held; a roll is not.
        hold_s: How long it is to be held.
        least_hold_s: What is held for less is somebody who looks around, and is not counted.
        reps: How many are asked for; of an exercise with two sides, on each.
        least_s: A movement that is over sooner is not counted.
        longest_s: One that lasts longer is a posture, and is not counted.
        reach: The share of one's own best that is asked for.
        not_sized_with: Short ids of rules: of a movement that breaks one, no range is told.
        natural: What a range differs by from day to day, in degrees: less is no change.
        usual: How far people go, in the unit of the signal.
        go: Said and shown at the start of each one; "{side}" is where it goes.
        stay: Said and shown where it is held.
        back: Said and shown at its end.
        figure: What the figure on the screen does.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    signals: Mapping[View, Signal] = Field(min_length=1)
    sides: bool = False
    held: bool = True
    hold_s: float = Field(5.0, ge=0)
    least_hold_s: float = Field(1.0, ge=0)
    reps: int = Field(ge=1, le=50)
    least_s: float = Field(0.6, ge=0)
    longest_s: float = Field(90.0, gt=0)
    reach: float = Field(0.75, gt=0, le=1)
    not_sized_with: tuple[str, ...] = ()
    natural: float = Field(12.0, gt=0)
    usual: float = Field(gt=0)
    go: str
    stay: str = "Hold"
    back: str = "And back"
    figure: Figure

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.least_s >= self.longest_s:
            raise ValueError("least_s must be below longest_s")
        return self

    def measures(self) -> tuple[str, ...]:
        """Names of the quantities that it is read from, each once."""
        return tuple(dict.fromkeys(signal.measure for signal in self.signals.values()))
