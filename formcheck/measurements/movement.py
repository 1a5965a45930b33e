"""How far some points moved within the last moments: the one question behind every "holds still"."""

import math
from collections.abc import Sequence

from formcheck.pose.time_window import TimeWindow

# x and y of each point, one point after the other, in whatever unit the asker compares with.
Places = Sequence[float]


class Movement:
    """Follows points for a while; who asks decides in which unit they come and how little is still.

    Args:
        window_s: For how long a place counts.
        at_least: So many of the newest places count however old they are.
        whole: Whether the places have to reach back over the whole window, see `TimeWindow`.

    Example:
        >>> movement = Movement(1.0)
        >>> movement.add(0.0, (0.0, 0.0, 5.0, 5.0))
        >>> movement.add(0.5, (3.0, 4.0, 5.0, 6.0))
        >>> movement.extent()  # of the point that moved farther
        5.0
    """

    def __init__(self, window_s: float, at_least: int = 0, *, whole: bool = False) -> None:
        self._window: TimeWindow[Places] = TimeWindow(window_s, at_least, whole=whole)

    @property
    def span_s(self) -> float:
        """For how long the points have been followed, up to the window."""
        return self._window.span_s

    def add(self, time_s: float, places: Places) -> None:
        """Take the places at one moment; a place that is not known is not a number."""
        self._window.add(time_s, places)

    def clear(self) -> None:
        """Forget everything."""
        self._window.clear()

    def extent(self) -> float:
        """Diagonal of the box that a point stayed in, of the one that moved farthest.

        Not a number where no point was known all the time.
        """
        spans = [_span(axis) for axis in zip(*self._window, strict=True)]
        extents = (math.hypot(x, y) for x, y in zip(spans[::2], spans[1::2], strict=True))
        return max((extent for extent in extents if not math.isnan(extent)), default=math.nan)

    def from_now(self) -> float:
        """How far from its newest place a point was, the one that was farthest: at most its `extent`.

        A point counts whenever it was known, if it is known now. Not a number where none is.
        """
        if not len(self._window):
            return math.nan
        _, now = self._window.last
        ways = (
            math.hypot(x - now_x, y - now_y)
            for places in self._window
            for x, y, now_x, now_y in zip(places[::2], places[1::2], now[::2], now[1::2], strict=True)
        )
        return max((way for way in ways if not math.isnan(way)), default=math.nan)


def _span(axis: Sequence[float]) -> float:
    """Highest minus lowest; a sum is not a number as soon as one of its parts is none."""
    return max(axis) - min(axis) if not math.isnan(sum(axis)) else math.nan
