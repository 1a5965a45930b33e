"""What was seen in the last seconds: values with their times, the oldest of which are forgotten."""

from collections import deque
from collections.abc import Iterator
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")


class TimeWindow(Generic[T]):
    """Values of the last seconds, in order of time.

    Args:
        window_s: A value that is older than this is forgotten.
        at_least: So many of the newest values are kept however old they are.

    Example:
        >>> window = TimeWindow[str](1.0)
        >>> for time_s, word in ((0.0, "a"), (0.6, "b"), (1.2, "c")):
        ...     window.add(time_s, word)
        >>> [*window], round(window.span_s, 3)
        (['b', 'c'], 0.6)
    """

    def __init__(self, window_s: float, at_least: int = 0) -> None:
        self._window_s, self._at_least = window_s, at_least
        self._items: deque[tuple[float, T]] = deque()

    def add(self, time_s: float, value: T) -> None:
        """Take a value; those that are too old by then are forgotten."""
        self._items.append((time_s, value))
        self.forget(time_s)

    def forget(self, time_s: float) -> None:
        """Forget what is too old at this time."""
        while len(self._items) > self._at_least and time_s - self._items[0][0] > self._window_s:
            self._items.popleft()

    def clear(self) -> None:
        """Forget everything."""
        self._items.clear()

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return (value for _, value in self._items)

    def items(self) -> Iterator[tuple[float, T]]:
        """Times and values."""
        return iter(self._items)

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

    def covered_s(self, longest_gap_s: float) -> float:
        """Time covered: a longer gap between two values counts as this long."""
        times = [time_s for time_s, _ in self._items]
        return sum(min(longest_gap_s, later - earlier) for earlier, later in pairwise(times))
