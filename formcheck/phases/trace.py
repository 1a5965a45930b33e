"""A rep's signal over time, and the moments that can be read from it once it is over."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.phases.signal import Sample
from formcheck.pose.pose import FloatArray

# A movement is timed by its middle part, from 15 to 85 % of its way, which noise and a creeping end do not
# touch. That is 42 % of the time of a minimum-jerk movement and 51 % of a half-cosine: people lie between.
_EDGE_SHARE = 0.15
_MIDDLE_OF_TIME = 0.46
# A rest on the way is none of that: a tenth of the way that took more than three times what others did.
_PARTS, _RESTS_FROM, _SHORTEST_REST_S = 7, 3.0, 0.3
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
            from_s, to_s = max(from_s, float(self.time_s[0])), min(to_s, float(self.time_s[-1]))
        inside = np.flatnonzero((self.time_s >= from_s) & (self.time_s <= to_s))
        if len(inside) < 3:
            return Movement(from_s, to_s)
        time_s, value = self.time_s[inside], self.value[inside]
        way = (value - value[0]) / (value[-1] - value[0]) if value[-1] != value[0] else np.zeros_like(value)
        # The last time that it leaves the start, the first time after that it reaches the end.
        leaves = int(np.flatnonzero(way <= _EDGE_SHARE)[-1])
        reaches = leaves + int(np.argmax(way[leaves:] >= 1 - _EDGE_SHARE))
        if reaches <= leaves:
            return Movement(from_s, to_s)
        first_s = _crossing_s(time_s, way, leaves, _EDGE_SHARE)
        last_s = _crossing_s(time_s, way, reaches - 1, 1 - _EDGE_SHARE)
        moving_s = last_s - first_s - _rests_s(time_s[leaves : reaches + 1], way[leaves : reaches + 1])
        edge_s = moving_s * (1 / _MIDDLE_OF_TIME - 1) / 2
        return Movement(max(from_s, first_s - edge_s), min(to_s, last_s + edge_s))

    def longest_gap_s(self, from_s: float, to_s: float) -> float:
        """The longest time without a sample in between."""
        inside = self.time_s[(self.time_s > from_s) & (self.time_s < to_s)]
        return float(np.diff([from_s, *inside, to_s]).max())

    def highest_s(self, from_s: float, to_s: float) -> float:
        """When the signal was highest."""
        inside = (self.time_s >= from_s) & (self.time_s <= to_s)
        if not inside.any():
            return from_s
        return float(self.time_s[inside][np.argmax(self.value[inside])])

    def at(self, time_s: float) -> float:
        """The signal at a time, between samples on a straight line."""
        return float(np.interp(time_s, self.time_s, self.value))


def _crossing_s(time_s: FloatArray, way: FloatArray, index: int, share: float) -> float:
    """When the way crosses a share between a sample and the next, on a straight line."""
    rise = way[index + 1] - way[index]
    part = 0.0 if rise == 0 else float(np.clip((share - way[index]) / rise, 0.0, 1.0))
    return float(time_s[index] + part * (time_s[index + 1] - time_s[index]))


def _rests_s(time_s: FloatArray, way: FloatArray) -> float:
    """How long the middle of a movement stood still: what one part of the way took more than the others.

    The parts are of equal length; on a movement without a rest none takes twice the median.
    """
    reached = np.maximum.accumulate(way)
    edges = np.linspace(_EDGE_SHARE, 1 - _EDGE_SHARE, _PARTS + 1)
    took_s = np.diff(np.interp(edges, reached, time_s))
    more_s = took_s - _RESTS_FROM * np.median(took_s)
    return float(more_s[more_s >= _SHORTEST_REST_S].sum())
