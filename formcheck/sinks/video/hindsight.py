"""Holds back the moments of a rep until it is judged, so that what was found is drawn where it was."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from formcheck.phases.rep import Phase
from formcheck.rules.finding import Finding, badness
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.flags import Flag, flag_of

_IN_A_REP = (Phase.ASCENT, Phase.TOP, Phase.DESCENT)
# Faults may begin before the weight leaves the bottom, and a rep may be settled a while after it is back.
_AROUND_S = 2.0
# Longer than any rep: what is held stays small, and nothing waits for ever.
_LONGEST_S = 30.0
# What is shown for a shorter time is not seen.
_SHOWN_S = 0.8
# More faults than this at once nobody can follow.
_MOST = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A moment, with what was found in it.

    Attributes:
        seen: The moment.
        flags: What is at fault in it; None: what fired then.
    """

    seen: Observation
    flags: tuple[Flag, ...] | None


class Hindsight:
    """Takes observations as they come, and gives them on with what their rep was found to have.

    Without reps everything goes on at once: a state is known while it is there.

    Args:
        has_reps: Whether there are any.
    """

    def __init__(self, *, has_reps: bool) -> None:
        self._has_reps = has_reps
        self._held: deque[Observation] = deque()
        self._findings: list[Finding] = []
        self._open_s: float | None = None
        self._moved_s = float("-inf")

    def add(self, seen: Observation) -> Iterator[Drawn]:
        """Take the next observation; gives those that need wait no longer."""
        if not self._has_reps:
            if not seen.is_end:
                yield Drawn(seen, None)
            return
        self._findings += [finding for finding in seen.findings if not finding.uncertain]
        self._follow(seen)
        if not seen.is_end:
            self._held.append(seen)
        known_s = (seen.time_s if self._open_s is None else self._open_s) - _AROUND_S
        yield from self._until(max(known_s, seen.time_s - _LONGEST_S))

    def rest(self) -> Iterator[Drawn]:
        """What is still held, when nothing more will come."""
        yield from self._until(float("inf"))

    def _follow(self, seen: Observation) -> None:
        """Note since when something has been going on that is not judged yet."""
        moves = seen.phase in _IN_A_REP
        if moves:
            self._moved_s = seen.time_s
        if seen.reps or seen.time_s - self._moved_s > _AROUND_S:
            self._open_s = None
        if moves and self._open_s is None:
            self._open_s = seen.time_s

    def _until(self, time_s: float) -> Iterator[Drawn]:
        while self._held and self._held[0].time_s < time_s:
            seen = self._held.popleft()
            yield Drawn(seen, self._flags(seen.time_s))
        first_s = self._held[0].time_s if self._held else time_s
        self._findings = [f for f in self._findings if _span_s(f)[1] >= first_s]

    def _flags(self, time_s: float) -> tuple[Flag, ...]:
        there = [f for f in self._findings if _span_s(f)[0] <= time_s <= _span_s(f)[1]]
        return tuple(flag_of(finding) for finding in sorted(there, key=badness, reverse=True)[:_MOST])


def _span_s(finding: Finding) -> tuple[float, float]:
    """From when to when it is shown."""
    half_s = _SHOWN_S / 2
    return min(finding.start_s, finding.peak_s - half_s), max(finding.end_s, finding.peak_s + half_s)
