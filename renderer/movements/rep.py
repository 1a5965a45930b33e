"""When the repetitions of a lift happen, and how far each one goes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from renderer.movements.arms import arms_of
from renderer.movements.profiles import smooth_step


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
        reach: share of the way to the top that it gets; well below 1 it is an unfinished attempt.
        floor_start: share of the way at which it starts; above 0 the one before was turned short.
        floor_end: share of the way at which it ends; above 0 it is not lowered all the way.
        arms: which arms lift: `both`, `left` or `right`.
    """

    start_s: float
    tempo: Tempo = field(default_factory=Tempo)
    faults: dict[str, float] = field(default_factory=dict)
    reach: float = 1.0
    floor_start: float = 0.0
    floor_end: float = 0.0
    arms: str = "both"

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
        if time_s < self.top_end_s:
            rise = smooth_step(time_s, self.start_s, self.top_start_s)
            return self.floor_start + (self.reach - self.floor_start) * rise
        fall = smooth_step(time_s, self.top_end_s, self.end_s)
        return self.reach + (self.floor_end - self.reach) * fall

    def swing_deg(self, time_s: float) -> float:
        """Return how a trunk that throws the weight leans: forward as the rep begins, back while it rises."""
        size, quarter_s = self.faults.get("swing", 0.0), self.start_s + 0.25 * self.tempo.up_s
        forward = smooth_step(time_s, self.start_s, quarter_s)
        back = smooth_step(time_s, quarter_s, self.top_start_s)
        rest = smooth_step(time_s, self.top_end_s, self.end_s)
        return size * (0.5 * forward - back + 0.5 * rest)

    def phase(self, time_s: float) -> str:
        """Return `up`, `top`, `down` or `bottom`."""
        if not self.start_s <= time_s < self.end_s:
            return "bottom"
        return "up" if time_s < self.top_start_s else "top" if time_s < self.top_end_s else "down"


def series(
    start_s: float, tempo: Tempo, faults: Sequence[dict[str, float]], arms: str = "both"
) -> tuple[Rep, ...]:
    """Return one rep per entry of `faults`, back to back, each a little different in tempo.

    Faults of range and tempo act here: `fast_lower` (seconds that the lowering takes), `shallow` (share of
    the way that is missing at the end of the rep), `range_loss` (share of the way that is missing, half of
    it at the top and half at the bottom), `unfinished` (share of the way up at which it turns back).

    Args:
        start_s: when the first one starts.
        tempo: of a good one.
        faults: sizes of the faults of each.
        arms: `both`, `left`, `right` or `alternating`.
    """
    reps: list[Rep] = []
    clock, floor = start_s, 0.0
    for number, sizes in enumerate(faults):
        stretch = 1.0 + 0.04 * ((number * 7) % 3 - 1)
        down_s = sizes.get("fast_lower", tempo.down_s / stretch)
        own = Tempo(tempo.up_s * stretch, tempo.top_s, down_s, tempo.bottom_s)
        lost = sizes.get("range_loss", 0.0)
        reach = sizes.get("unfinished", 1.0 - lost / 2)
        end = sizes.get("shallow", lost / 2)
        reps.append(Rep(clock, own, dict(sizes), reach, floor, end, arms_of(arms, number)))
        clock, floor = clock + own.total_s, end
    return tuple(reps)
