"""When a difference between two sets is one: where it is larger than the measurement can err."""

import math
from dataclasses import dataclass
from typing import Literal

from formcheck.history.sets import Number

# 95 % of the differences between two readings of what did not change are smaller (Weir 2005, J Strength Cond
# Res 19:231-240: the minimal detectable change).
NORMAL_95 = 1.96
Way = Literal["more", "less", "none", "unknown"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a value.

    Attributes:
        before, after: The values.
        detectable: How large a difference has to be; None where the errors are not known.
        unit: The unit.
    """

    before: float
    after: float
    detectable: float | None
    unit: str

    @property
    def size(self) -> float:
        """After minus before."""
        return self.after - self.before

    @property
    def way(self) -> Way:
        """Whether it is more or less now, not so that it could be measured, or not known."""
        if self.detectable is None:
            return "unknown"
        if abs(self.size) <= self.detectable:
            return "none"
        return "more" if self.size > 0 else "less"


def detectable(before: float | None, after: float | None) -> float | None:
    """How large a difference between two values has to be to be one, from their typical errors.

    The error of a set is that of one rep: what the place of the camera or the shape of a body does to it is
    the same in all of them, so it is not divided by the square root of how many there are.

    Args:
        before: Typical error (root mean square) of the one value; None where it is not known.
        after: That of the other one.

    Returns:
        1.96 times the error of the difference; None where an error is not known.

    Example:
        >>> round(detectable(3.0, 4.0), 1)
        9.8
    """
    if before is None or after is None:
        return None
    return NORMAL_95 * math.hypot(before, after)


def change_of(before: Number | None, after: Number | None) -> Change | None:
    """What became of a value; None where one of the two is missing, or they are not of one unit."""
    if before is None or after is None or before.unit != after.unit:
        return None
    return Change(before.value, after.value, detectable(before.error, after.error), after.unit)
