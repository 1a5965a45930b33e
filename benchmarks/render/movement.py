"""What every movement offers: a target for each instant, and what truly happened."""

from dataclasses import dataclass, field
from typing import Protocol

from benchmarks.render.geometry import Matrix, Vector
from benchmarks.render.rep import Rep
from benchmarks.render.target import Target


@dataclass(frozen=True)
class Held:
    """Where a held prop is: its turn and the middle of its grip."""

    rotation: Matrix
    position_m: Vector


@dataclass(frozen=True)
class FaultSpan:
    """A fault that is truly there.

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


@dataclass(frozen=True)
class Moment:
    """One instant of a movement."""

    target: Target
    held: tuple[Held, ...] = ()
    phase: str = ""
    rep: int = 0
    labels: dict[str, float] = field(default_factory=dict)


class Movement(Protocol):
    """A movement of one body over time."""

    duration_s: float
    reps: tuple[Rep, ...]
    faults: tuple[FaultSpan, ...]

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        ...
