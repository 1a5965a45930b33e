"""The middle, or another share, of the values of the last seconds, without sorting them anew each time."""

from bisect import bisect_left, insort

from formcheck.pose.time_window import TimeWindow


class Rolling:
    """Values of the last seconds, kept in order of time and of size.

    Args:
        window_s: For how long a value counts.
    """

    def __init__(self, window_s: float) -> None:
        self._in_time: TimeWindow[float] = TimeWindow(window_s)
        self._in_order: list[float] = []

    def __len__(self) -> int:
        return len(self._in_order)

    def add(self, time_s: float, value: float) -> None:
        """Take a value; those that are too old by then go."""
        insort(self._in_order, value)
        for old in self._in_time.add(time_s, value):
            del self._in_order[bisect_left(self._in_order, old)]

    @property
    def median(self) -> float:
        """The middle value; there has to be one."""
        order, half = self._in_order, len(self._in_order) // 2
        return order[half] if len(order) % 2 else (order[half - 1] + order[half]) / 2

    def percentile(self, percent: float) -> float:
        """The value below which so many percent lie, between two values in proportion."""
        place = percent / 100 * (len(self._in_order) - 1)
        below = int(place)
        low = self._in_order[below]
        high = self._in_order[min(below + 1, len(self._in_order) - 1)]
        share = place - below
        return high - (high - low) * (1 - share) if share >= 0.5 else low + (high - low) * share
