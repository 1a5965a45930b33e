"""What was done in a movement that can be counted and judged: one activity, its repetitions, its faults."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from renderer.movements.faults import FaultSpan
from renderer.movements.rep import Rep


@dataclass(frozen=True)
class WorkSet:
    """Repetitions of one activity.

    Attributes:
        activity: such as `press`; empty where nothing is counted.
        reps: the repetitions, in order.
        faults: what was commanded to be wrong; their repetitions are numbered within the set.
        measured_faults: names of the faults that are measured on every rep, commanded or not.
        neutral_s: start and end of a time without any fault, to compare with.
        events: what happened without harm.
        first: number of the first repetition in the clip.
    """

    activity: str
    reps: Sequence[Rep]
    faults: Sequence[FaultSpan]
    measured_faults: Collection[str]
    neutral_s: tuple[float, float]
    events: Sequence[FaultSpan] = ()
    first: int = 1

    def moved(self, later_s: float, first: int) -> "WorkSet":
        """Return the set at a later time, its repetitions numbered from another number."""
        start_s, end_s = self.neutral_s
        return replace(
            self,
            reps=[replace(rep, start_s=rep.start_s + later_s) for rep in self.reps],
            faults=[_later(span, later_s) for span in self.faults],
            events=[_later(span, later_s) for span in self.events],
            neutral_s=(start_s + later_s, end_s + later_s),
            first=first,
        )


def _later(span: FaultSpan, later_s: float) -> FaultSpan:
    return replace(span, start_s=span.start_s + later_s, end_s=span.end_s + later_s)


class Done(Protocol):
    """What a movement of one activity knows of itself."""

    @property
    def activity(self) -> str:
        """Name of the activity."""
        ...

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


def one_set(movement: Done) -> tuple[WorkSet, ...]:
    """Return a movement of one activity as a set."""
    m = movement
    events = tuple(getattr(m, "events", ()))
    return (WorkSet(m.activity, tuple(m.reps), tuple(m.faults), m.measured_faults, m.neutral_s, events),)
