"""Shapes of movement over time: smooth steps, holds, and small natural unrest. Times in seconds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from renderer.geometry import Vector


def min_jerk(share: float) -> float:
    """Return the minimum-jerk step from 0 to 1 (Flash and Hogan 1985, J Neurosci 5:1688)."""
    s = min(max(share, 0.0), 1.0)
    return s * s * s * (10 + s * (6 * s - 15))


def smooth_step(value: float, start: float, end: float) -> float:
    """Return 0 before `start`, 1 after `end`, and a minimum-jerk step between."""
    return min_jerk((value - start) / (end - start)) if end > start else float(value >= end)


def plateau(time_s: float, start_s: float, end_s: float, ramp_s: float) -> float:
    """Return a smooth rise at `start_s` and a smooth fall that ends at `end_s`."""
    return smooth_step(time_s, start_s, start_s + ramp_s) - smooth_step(time_s, end_s - ramp_s, end_s)


@dataclass(frozen=True)
class Keys:
    """A value that moves from key to key with minimum jerk and holds at equal keys."""

    times_s: Sequence[float]
    values: Sequence[float]

    def __call__(self, time_s: float) -> float:
        """Return the value at a time; it stays at its first and last key outside them."""
        after = int(np.searchsorted(self.times_s, time_s, side="right"))
        if after == 0:
            return float(self.values[0])
        if after == len(self.times_s):
            return float(self.values[-1])
        step = smooth_step(time_s, self.times_s[after - 1], self.times_s[after])
        return self.values[after - 1] + step * (self.values[after] - self.values[after - 1])


@dataclass(frozen=True)
class Unrest:
    """Sway and tremor: a sum of sines that never repeats within a clip, the same for the same seed.

    Attributes:
        seed: which person and moment.
        size: rough amplitude, in the unit of whatever it is added to.
        slow_hz: the slowest frequency; postural sway is 0.1 to 1 Hz, tremor 6 to 10 Hz.
        fast_hz: the fastest frequency.
    """

    seed: int
    size: float
    slow_hz: float = 0.15
    fast_hz: float = 0.9

    def __call__(self, time_s: float) -> float:
        """Return the deviation at a time."""
        rng = np.random.default_rng(self.seed)
        frequencies = rng.uniform(self.slow_hz, self.fast_hz, 4)
        phases = rng.uniform(0, 2 * np.pi, 4)
        return float(self.size * np.sin(2 * np.pi * frequencies * time_s + phases).sum() / 2)


def unrest_vector(seed: int, size: float, time_s: float) -> Vector:
    """Return sway on three axes."""
    return np.array([Unrest(seed * 7 + axis, size)(time_s) for axis in range(3)])
