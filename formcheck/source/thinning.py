"""Looking at fewer pictures of a film than it has."""

from dataclasses import dataclass

# Clocks of containers are coarse: a picture that is a little early is still in time.
_EARLY_S = 0.002


@dataclass(frozen=True, slots=True)
class Thinning:
    """Which pictures are looked at.

    Attributes:
        stride: One of so many: 1 is each, 2 is every other one.
        max_fps: At most so many a second; None: all.
    """

    stride: int = 1
    max_fps: float | None = None

    def rate(self, fps: float) -> float:
        """How many pictures a second are left of so many.

        Example:
            >>> Thinning(stride=3).rate(30.0), Thinning(max_fps=25.0).rate(10.0)
            (10.0, 10.0)
        """
        left = fps / self.stride
        return left if self.max_fps is None else min(left, self.max_fps)

    @property
    def words(self) -> str:
        """The same for people; empty where all pictures are looked at.

        Example:
            >>> Thinning(2, 10.0).words
            'every 2nd picture, at most 10 a second'
        """
        said = []
        if self.stride > 1:
            said.append(f"every {_ordinal(self.stride)} picture")
        if self.max_fps is not None:
            said.append(f"at most {self.max_fps:g} a second")
        return ", ".join(said)


ALL_PICTURES = Thinning()


class Thinner:
    """Chooses the pictures of one film, by count and by time.

    Args:
        thinning: Which.
    """

    def __init__(self, thinning: Thinning) -> None:
        self._thinning = thinning
        self._count = 0
        self._due_s: float | None = None

    def takes(self, time_s: float) -> bool:
        """Whether the next picture, at this time, is looked at."""
        count, self._count = self._count, self._count + 1
        if count % self._thinning.stride:
            return False
        if self._thinning.max_fps is None:
            return True
        if self._due_s is not None and time_s < self._due_s - _EARLY_S:
            return False
        step_s = 1 / self._thinning.max_fps
        due_s = (time_s if self._due_s is None else self._due_s) + step_s
        # After a gap, or where the film has fewer anyway, nothing is made up for.
        self._due_s = due_s if due_s > time_s else time_s + step_s
        return True


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
