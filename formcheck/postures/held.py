"""What somebody holds: the mean of what is seen since they last moved."""

from collections.abc import Callable, Mapping

# One that went on for longer is forgotten bit by bit; one picture more after that changes little.
_REMEMBERED_S = 15.0
# Farther than so many usual changes from what was held, and something else is held now. Who sits still varies
# by 0.05, a small posture is 0.35 [on rendered people].
_MOVED = 0.2
# The mean that it begins with counts as much as so many seconds.
_LATELY_S = 0.6


class HeldChanges:
    """Averages changes while they stay the same: the longer a posture is held, the surer is its name."""

    def __init__(self) -> None:
        self._mean: dict[str, float] = {}
        self._since_s = self._last_s = 0.0

    def clear(self) -> None:
        """Begin anew."""
        self._mean = {}

    @property
    def since_s(self) -> float:
        """Since when it is held."""
        return self._since_s

    def update(
        self,
        time_s: float,
        now: Mapping[str, float],
        lately: Mapping[str, float],
        size: Callable[[Mapping[str, float]], float],
    ) -> Mapping[str, float]:
        """Take the next changes; gives the mean of those that are held.

        Args:
            time_s: Their time.
            now: The changes.
            lately: Their mean over the last moment, by which a movement is told from a tremble.
            size: How large changes are, in usual ones.
        """
        is_same = self._mean.keys() == lately.keys()
        if not is_same or size({k: lately[k] - v for k, v in self._mean.items()}) > _MOVED:
            self._mean, self._since_s, self._last_s = dict(lately), time_s, time_s
            return self._mean
        step_s, self._last_s = time_s - self._last_s, time_s
        held_s = min(_REMEMBERED_S, time_s - self._since_s)
        share = step_s / max(held_s + _LATELY_S, step_s)
        for name, value in now.items():
            self._mean[name] += share * (value - self._mean[name])
        return self._mean
