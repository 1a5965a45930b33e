"""How much time frames cover."""

from collections.abc import Iterable
from itertools import pairwise


def covered_s(times_s: Iterable[float], longest_s: float, *, gap_s: float = 0.0) -> float:
    """The time that frames cover together: each stands for the time since the one before.

    Args:
        times_s: Times of the frames, ascending.
        longest_s: A longer step is a gap, in which nothing was seen.
        gap_s: What a gap counts: nothing, or as much as a step.

    Example:
        >>> covered_s([0.0, 0.5, 1.0, 9.0, 9.5], 0.75)
        1.5
        >>> covered_s([0.0, 0.5, 1.0, 9.0, 9.5], 0.75, gap_s=0.75)
        2.25
    """
    return sum(
        later - earlier if later - earlier <= longest_s else gap_s for earlier, later in pairwise(times_s)
    )
