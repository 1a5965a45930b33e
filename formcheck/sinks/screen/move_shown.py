"""What the live screen shows of a neck exercise."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from formcheck.moves.follower import MoveState
from formcheck.moves.settings import MoveSettings


@dataclass(frozen=True, slots=True)
class MoveShown:
    """Where in a routine somebody is.

    Attributes:
        title: Of the exercise.
        settings: What is asked.
        hold_s: How long it is to be held.
        state: Where in the exercise they are.
        best: Side -> the best range so far.
        done: Side ("" for one that has none) -> how many were held long enough.
        wanted: How many are asked for, on each side.
        number: Which exercise of the routine, from 1.
        of: How many there are.
        film: How to place the camera, where it cannot be seen from here; else "".
        time_s: Moves the figure.
    """

    title: str
    settings: MoveSettings
    hold_s: float
    state: MoveState
    best: Mapping[str, float] = field(default_factory=dict)
    done: tuple[tuple[str, int], ...] = ()
    wanted: int = 1
    number: int = 1
    of: int = 1
    film: str = ""
    time_s: float = 0.0
