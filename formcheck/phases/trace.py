"""A rep's signal over time, and the moments that can be read from it once it is over."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.phases.signal import Sample
from formcheck.pose.pose import FloatArray

# The movement starts and ends where its speed falls under this share of its fastest moment. That finds
# 97 % of the time of a half-cosine and 88 % of a minimum-jerk movement; people lie between [derived].
_SLOW = 0.05
_FOUND = 0.92
# The top and the bottom are what lies within this share of the range.
EXTREME_SHARE = 0.12


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """A one-way movement within a trace: up or down.

    Attributes:
        start_s, end_s: When it starts and ends, by its speed, with the slow ends added.
    """

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """How long it takes."""
        return self.end_s - self.start_s


class Trace:
    """Samples of a signal, without the missing ones."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        known = [(s.time_s, s.value) for s in samples if s.value is not None]
        array: FloatArray = np.array(known, np.float64).reshape(-1, 2)
        self.time_s, self.value = array[:, 0], array[:, 1]

    def movement(self, from_s: float, to_s: float) -> Movement:
        """Start and end of the movement between two turning points, without the rests around it."""
        if len(self.time_s):
            from_s, to_s = max(from_s, self.time_s[0]), min(to_s, self.time_s[-1])
        inside = np.flatnonzero((self.time_s >= from_s) & (self.time_s <= to_s))
        if len(inside) < 3:
            return Movement(from_s, to_s)
        time_s, value = self.time_s[inside], self.value[inside]
        speed = np.abs(np.gradient(value, time_s))
        fastest = int(np.argmax(speed))
        slow = speed < _SLOW * speed[fastest]
        before = np.flatnonzero(slow[:fastest])
        after = np.flatnonzero(slow[fastest:])
        start_s = time_s[before[-1]] if len(before) else time_s[0]
        end_s = time_s[fastest + after[0]] if len(after) else time_s[-1]
        slow_end_s = float(end_s - start_s) * (1 / _FOUND - 1) / 2
        return Movement(max(from_s, float(start_s) - slow_end_s), min(to_s, float(end_s) + slow_end_s))

    def highest_s(self, from_s: float, to_s: float) -> float:
        """When the signal was highest."""
        inside = (self.time_s >= from_s) & (self.time_s <= to_s)
        if not inside.any():
            return from_s
        return float(self.time_s[inside][np.argmax(self.value[inside])])

    def at(self, time_s: float) -> float:
        """The signal at a time, between samples on a straight line."""
        return float(np.interp(time_s, self.time_s, self.value))
