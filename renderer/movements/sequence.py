"""Movements one after the other, with a smooth way from each to the next."""

from collections.abc import Sequence as Many
from dataclasses import dataclass, replace
from functools import cached_property

from renderer.movements.movement import Moment, Movement
from renderer.movements.profiles import min_jerk
from renderer.movements.work_set import WorkSet
from renderer.people.blend import blend_poses
from renderer.people.body import Body


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
    """Movements one after the other; the `mains` have the repetitions and the faults."""

    parts: Many[Part]
    mains: tuple[int, ...] = (0,)

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

    @cached_property
    def sets(self) -> tuple[WorkSet, ...]:
        """The sets of the mains, in the time of the whole; their repetitions are numbered on."""
        found: list[WorkSet] = []
        for number in self.mains:
            for one in self.parts[number].movement.sets:
                first = 1 + sum(len(done.reps) for done in found)
                found.append(one.moved(self.starts_s[number], first))
        return tuple(found)

    def _in_the_whole(self, number: int, moment: Moment) -> Moment:
        """Return a moment of a part with its repetition numbered as in the whole."""
        if not moment.rep:
            return moment
        firsts = {main: one.first for main, one in zip(self.mains, self.sets, strict=True)}
        return replace(moment, rep=moment.rep + firsts[number] - 1 if number in firsts else 0)

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        number = max(0, sum(start <= time_s for start in self.starts_s) - 1)
        movement, local_s = self.parts[number].movement, time_s - self.starts_s[number]
        if local_s <= movement.duration_s or number + 1 == len(self.parts):
            return self._in_the_whole(number, movement.at(local_s))
        following = self.parts[number + 1]
        share = min_jerk((local_s - movement.duration_s) / following.lead_s)
        first, second = movement.at(movement.duration_s), following.movement.at(0.0)
        pose = blend_poses(first.pose, second.pose, share)
        # What lies somewhere is taken up, or let go, at the end of the way.
        return Moment(pose, "change", 0, first.laid_down)
