"""What every movement offers: a pose for each instant, and what was commanded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from renderer.geometry import Matrix, Vector
from renderer.movements.work_set import WorkSet
from renderer.people.body import Body
from renderer.people.rig import Pose


@dataclass(frozen=True)
class Held:
    """Where a held prop is: its turn and the middle of its grip."""

    rotation: Matrix
    position_m: Vector


@dataclass(frozen=True)
class Moment:
    """One instant of a movement.

    Attributes:
        pose: the posed skeleton.
        phase: `up`, `top`, `down`, `bottom`, or the name of what else is done.
        rep: number of the repetition under way, from 1, or 0.
        laid_down: where props lie that are not in the hands; None when they are.
    """

    pose: Pose
    phase: str = ""
    rep: int = 0
    laid_down: tuple[Held, ...] | None = None


class Movement(Protocol):
    """A movement of one body over time.

    Attributes:
        body: whose.
        duration_s: how long.
        sets: what can be counted and judged in it, in order.
    """

    body: Body
    duration_s: float

    @property
    def sets(self) -> Sequence[WorkSet]:
        """What can be counted and judged in it, in order."""
        ...

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        ...
