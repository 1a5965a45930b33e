"""How often something that breaks may be started again."""

from collections import deque


class Budget:
    """So many starts in so much time; who has used them up waits.

    Args:
        most: How many.
        within_s: In how much time.

    Example:
        >>> budget = Budget(2, 60.0)
        >>> [budget.wait_s(at_s) for at_s in (0.0, 1.0) if budget.use(at_s) is None], budget.wait_s(2.0)
        ([0.0, 59.0], 58.0)
    """

    def __init__(self, most: int, within_s: float) -> None:
        self._most, self._within_s = most, within_s
        self._used_s: deque[float] = deque(maxlen=most)

    def use(self, now_s: float) -> None:
        """It was started once more."""
        self._used_s.append(now_s)

    def wait_s(self, now_s: float) -> float:
        """How long to wait before the next start; 0 while there are some left."""
        if len(self._used_s) < self._most:
            return 0.0
        return max(0.0, self._used_s[0] + self._within_s - now_s)
