"""Axes of all plots, of reports and of the history: ranges, and round numbers to mark on them."""

import math
from dataclasses import dataclass

_TIME_STEPS_S = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600)


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values, and where they are drawn: low at 0, high at 1."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """Position of a value from 0 to 1; values beyond the range stay at its end."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: `at` in percent across, or in pixels down."""

    at: float
    label: str
    anchor: str = "middle"


def round_steps(axis: Axis, most: int = 5) -> tuple[float, ...]:
    """Round values within a range, at most about so many."""
    rough = (axis.high - axis.low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    return _multiples(axis, step)


def time_steps(axis: Axis, most: int = 7) -> tuple[float, ...]:
    """Round times in seconds within a range."""
    rough = (axis.high - axis.low) / most
    step = next((step for step in _TIME_STEPS_S if step >= rough), None)
    return round_steps(axis, most) if step is None else _multiples(axis, step)


def _multiples(axis: Axis, step: float) -> tuple[float, ...]:
    first, last = math.ceil(axis.low / step - 1e-9), math.floor(axis.high / step + 1e-9)
    return tuple(round(index * step, 6) for index in range(first, last + 1))
