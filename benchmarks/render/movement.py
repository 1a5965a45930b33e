"""What every movement offers: a pose for each instant, and what was commanded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.render.body import Body
from benchmarks.render.faults import FaultSpan
from benchmarks.render.geometry import Matrix, Vector
from benchmarks.render.rep import Rep
from benchmarks.render.rig import Pose


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
        reps: its repetitions, in order.
        faults: what was commanded to be wrong.
        neutral_s: start and end of a time without any fault, to compare with.
    """

    body: Body
    duration_s: float

    @property
    def reps(self) -> Sequence[Rep]:
        """Its repetitions, in order."""
        ...

    @property
    def faults(self) -> Sequence[FaultSpan]:
        """What was commanded to be wrong."""
        ...

    @property
    def measured_faults(self) -> Collection[str]:
        """Names of the faults that are measured on every rep, commanded or not."""
        ...

    @property
    def neutral_s(self) -> tuple[float, float]:
        """Start and end of a time without any fault, to compare with."""
        ...

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        ...
