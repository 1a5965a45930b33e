"""The stretches of one event in which its state was there; what lies between them was bridged."""

Stretch = tuple[float, float]


class Stretches:
    """Follows from frame to frame when a state was there.

    Example:
        >>> seen = Stretches()
        >>> for time_s in (1.0, 1.1, 3.0):
        ...     start_s = seen.add(time_s, since_s=time_s - 0.5, before_s=time_s - 0.1)
        >>> [(round(start_s, 3), end_s) for start_s, end_s in seen.all()]
        [(0.5, 1.1), (2.5, 3.0)]
    """

    def __init__(self) -> None:
        self._all: list[Stretch] = []

    def add(self, time_s: float, *, since_s: float, before_s: float | None) -> float:
        """Take a frame in which the state is there; gives when the present stretch began.

        Args:
            time_s: Time of the frame.
            since_s: Since when the value is past its threshold; earlier than the last stretch ended where the
                value was not known in between.
            before_s: Time of the frame before, or None.
        """
        if not self._all:
            self._all.append((since_s, time_s))
        elif self._all[-1][1] == before_s:
            self._all[-1] = (self._all[-1][0], time_s)
        else:
            self._all.append((since_s if since_s > self._all[-1][1] else time_s, time_s))
        return self._all[-1][0]

    def all(self) -> tuple[Stretch, ...]:
        """All so far, each from and to, in seconds."""
        return tuple(self._all)
