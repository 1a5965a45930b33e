"""How much time frames cover, whatever their rate."""

from collections.abc import Iterable
from itertools import pairwise

# A desk is looked at once in two seconds at least, and a look may be late. After a longer time without a
# picture it is not known what was in between.
LONGEST_STEP_S = 3.0


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


class Covered:
    """Adds up the time that fit frames cover, at any frame rate.

    Two fit frames that follow each other cover the time between them. Where unfit frames lie between, that
    time counts only if it is short.

    Args:
        bridged_s: The longest time between two fit frames that unfit ones may interrupt.

    Attributes:
        seconds: The time that is covered.
        frames: How many frames were fit.

    Example:
        >>> covered = Covered(0.3)
        >>> for time_s, fit in ((0.0, True), (2.0, True), (4.0, False), (6.0, True), (60.0, True)):
        ...     covered.add(time_s, fit=fit)
        >>> covered.seconds, covered.frames
        (2.0, 4)
    """

    def __init__(self, bridged_s: float) -> None:
        self._bridged_s = bridged_s
        self._fit_s: float | None = None
        self._last_s: float | None = None
        self.seconds = 0.0
        self.frames = 0

    def add(self, time_s: float, *, fit: bool) -> None:
        """Take the next frame, be it fit or not."""
        if fit:
            if self._fit_s is not None:
                longest_s = LONGEST_STEP_S if self._fit_s == self._last_s else self._bridged_s
                self.seconds += covered_s((self._fit_s, time_s), longest_s)
            self._fit_s = time_s
            self.frames += 1
        self._last_s = time_s
