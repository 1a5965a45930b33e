"""Movements one after the other, with a smooth way from each to the next."""

from collections.abc import Collection
from collections.abc import Sequence as Many
from dataclasses import dataclass, replace
from functools import cached_property

from benchmarks.render.blend import blend_poses
from benchmarks.render.body import Body
from benchmarks.render.faults import FaultSpan
from benchmarks.render.movement import Moment, Movement
from benchmarks.render.profiles import min_jerk
from benchmarks.render.rep import Rep


@dataclass(frozen=True)
class Part:
    """One movement of a sequence.

    Attributes:
        movement: what is done.
        lead_s: how long the way from the end of the movement before takes.
    """

    movement: Movement
    lead_s: float = 1.2


@dataclass(frozen=True)
class Sequence:
    """Movements one after the other; the `main` one has the repetitions and the faults."""

    parts: Many[Part]
    main: int = 0

    @property
    def body(self) -> Body:
        """Whose movements these are."""
        return self.parts[0].movement.body

    @cached_property
    def starts_s(self) -> tuple[float, ...]:
        """When each part starts, after the way to it."""
        starts, clock = [], 0.0
        for number, part in enumerate(self.parts):
            clock += part.lead_s if number else 0.0
            starts.append(clock)
            clock += part.movement.duration_s
        return tuple(starts)

    @property
    def duration_s(self) -> float:
        """Length of everything."""
        return self.starts_s[-1] + self.parts[-1].movement.duration_s

    @property
    def _main(self) -> Movement:
        return self.parts[self.main].movement

    @cached_property
    def reps(self) -> tuple[Rep, ...]:
        """The repetitions, in the time of the whole."""
        shift = self.starts_s[self.main]
        return tuple(replace(rep, start_s=rep.start_s + shift) for rep in self._main.reps)

    @cached_property
    def faults(self) -> tuple[FaultSpan, ...]:
        """The commanded faults, in the time of the whole."""
        shift = self.starts_s[self.main]
        return tuple(
            replace(span, start_s=span.start_s + shift, end_s=span.end_s + shift)
            for span in self._main.faults
        )

    @property
    def measured_faults(self) -> Collection[str]:
        """Those of the main movement."""
        return self._main.measured_faults

    @property
    def neutral_s(self) -> tuple[float, float]:
        """The neutral time of the main movement, in the time of the whole."""
        start, end = self._main.neutral_s
        return start + self.starts_s[self.main], end + self.starts_s[self.main]

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        number = max(0, sum(start <= time_s for start in self.starts_s) - 1)
        movement, local_s = self.parts[number].movement, time_s - self.starts_s[number]
        if local_s <= movement.duration_s or number + 1 == len(self.parts):
            return movement.at(local_s)
        following = self.parts[number + 1]
        share = min_jerk((local_s - movement.duration_s) / following.lead_s)
        first, second = movement.at(movement.duration_s), following.movement.at(0.0)
        pose = blend_poses(first.pose, second.pose, share)
        # What lies somewhere is taken up, or let go, at the end of the way.
        return Moment(pose, "change", 0, first.laid_down)
