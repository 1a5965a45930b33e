"""What was seen in the last seconds: values with their times, the oldest of which are forgotten."""

import math
from collections import deque
from collections.abc import Iterator
from operator import itemgetter
from typing import Generic, TypeVar

T = TypeVar("T")
# Windows are gone through several times a frame, and a generator takes twice as long as these.
_TIME, _VALUE = itemgetter(0), itemgetter(1)


class TimeWindow(Generic[T]):
    """Values of the last seconds, in order of time.

    Args:
        window_s: A value that is older than this is forgotten; without it none is, until `clear`.
        at_least: So many of the newest values are kept however old they are.
        whole: Whether the newest of the values that are too old is kept as well: whatever the frame rate, the
            values then reach back over the whole window as soon as so much time has passed.

    Example:
        >>> window = TimeWindow[str](1.0)
        >>> for time_s, word in ((0.0, "a"), (0.6, "b"), (1.2, "c")):
        ...     forgotten = window.add(time_s, word)
        >>> [*window], forgotten, round(window.span_s, 3)
        (['b', 'c'], ['a'], 0.6)
    """

    __slots__ = ("_at_least", "_items", "_whole", "_window_s")

    def __init__(self, window_s: float = math.inf, at_least: int = 0, *, whole: bool = False) -> None:
        self._window_s, self._at_least, self._whole = window_s, at_least, whole
        self._items: deque[tuple[float, T]] = deque()

    def add(self, time_s: float, value: T) -> list[T]:
        """Take a value; gives those that are too old by then, which are forgotten."""
        self._items.append((time_s, value))
        return self.forget(time_s)

    def forget(self, time_s: float) -> list[T]:
        """Forget what is too old at this time; gives it."""
        items, window_s, at_least = self._items, self._window_s, self._at_least
        forgotten = []
        if self._whole:
            while len(items) > max(1, at_least) and time_s - items[1][0] >= window_s:
                forgotten.append(items.popleft()[1])
            return forgotten
        while len(items) > at_least and time_s - items[0][0] > window_s:
            forgotten.append(items.popleft()[1])
        return forgotten

    def forget_before(self, time_s: float) -> None:
        """Forget what is older than this moment, be it in the window or not."""
        while self._items and self._items[0][0] < time_s:
            self._items.popleft()

    def clear(self) -> None:
        """Forget everything."""
        self._items.clear()

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return map(_VALUE, self._items)

    def __reversed__(self) -> Iterator[T]:
        return map(_VALUE, reversed(self._items))

    def items(self) -> Iterator[tuple[float, T]]:
        """Times and values, the oldest first."""
        return iter(self._items)

    def times_s(self) -> Iterator[float]:
        """The times alone."""
        return map(_TIME, self._items)

    @property
    def first(self) -> tuple[float, T]:
        """The oldest time and value.

        Raises:
            IndexError: If there is none.
        """
        return self._items[0]

    @property
    def last(self) -> tuple[float, T]:
        """The newest time and value.

        Raises:
            IndexError: If there is none.
        """
        return self._items[-1]

    @property
    def span_s(self) -> float:
        """Time from the oldest to the newest value; 0 while there are fewer than two."""
        return self._items[-1][0] - self._items[0][0] if self._items else 0.0
