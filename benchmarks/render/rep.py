"""When the repetitions of a lift happen, and how far each one goes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.render.profiles import smooth_step


@dataclass(frozen=True)
class Tempo:
    """Seconds that a repetition spends in each part."""

    up_s: float = 1.1
    top_s: float = 0.3
    down_s: float = 1.6
    bottom_s: float = 0.35

    @property
    def total_s(self) -> float:
        """Length of one repetition with the rest after it."""
        return self.up_s + self.top_s + self.down_s + self.bottom_s


@dataclass(frozen=True)
class Rep:
    """One repetition.

    Attributes:
        start_s: when the bar leaves the bottom.
        tempo: its parts.
        faults: size of each fault that it shows, by name, in the fault's own unit.
        reach: share of the way to the top that it gets; below 1 it is an unfinished attempt.
    """

    start_s: float
    tempo: Tempo = field(default_factory=Tempo)
    faults: dict[str, float] = field(default_factory=dict)
    reach: float = 1.0

    @property
    def top_start_s(self) -> float:
        """When the top is reached."""
        return self.start_s + self.tempo.up_s

    @property
    def top_end_s(self) -> float:
        """When the way down starts."""
        return self.top_start_s + self.tempo.top_s

    @property
    def end_s(self) -> float:
        """When the bottom is reached again."""
        return self.top_end_s + self.tempo.down_s

    def height(self, time_s: float) -> float:
        """Return the share of the way up at a time: 0 bottom, 1 top (or the rep's reach)."""
        rise = smooth_step(time_s, self.start_s, self.top_start_s)
        return self.reach * (rise - smooth_step(time_s, self.top_end_s, self.end_s))

    def phase(self, time_s: float) -> str:
        """Return `up`, `top`, `down` or `bottom`."""
        if not self.start_s <= time_s < self.end_s:
            return "bottom"
        return "up" if time_s < self.top_start_s else "top" if time_s < self.top_end_s else "down"


def series(start_s: float, tempo: Tempo, faults: Sequence[dict[str, float]]) -> tuple[Rep, ...]:
    """Return one rep per entry of `faults`, back to back, each a little different in tempo."""
    reps, clock = [], start_s
    for number, sizes in enumerate(faults):
        stretch = 1.0 + 0.04 * ((number * 7) % 3 - 1)
        own = Tempo(tempo.up_s * stretch, tempo.top_s, tempo.down_s / stretch, tempo.bottom_s)
        reps.append(Rep(clock, own, dict(sizes)))
        clock += own.total_s
    return tuple(reps)
