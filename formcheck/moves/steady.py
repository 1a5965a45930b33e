"""Takes the tremble out of estimates: what is held for seconds needs no more than two values a second."""

from collections import defaultdict
from collections.abc import Mapping

from formcheck.measurements.measurement import Measurement
from formcheck.pose.time_window import TimeWindow

# Half a second of averaging [derived]; it comes late by half of that at both ends of a hold alike.
WINDOW_S = 0.5
_TRIMMED_FROM = 5


class Steady:
    """The mean of each estimate over the last half second, its highest and lowest value aside.

    Example:
        >>> steady = Steady()
        >>> for n, value in enumerate((1.0, 1.0, 9.0, 1.0, 1.0)):
        ...     found = steady.update(n / 10, {"tuck_deg": Measurement(value)})
        >>> found["tuck_deg"].value
        1.0
    """

    def __init__(self, window_s: float = WINDOW_S) -> None:
        self._windows: defaultdict[str, TimeWindow[float]] = defaultdict(lambda: TimeWindow(window_s))

    def update(self, time_s: float, measurements: Mapping[str, Measurement]) -> dict[str, Measurement]:
        """The same measurements, steadied; what is not known now stays unknown."""
        return {name: self._steadied(time_s, name, measured) for name, measured in measurements.items()}

    def forget(self) -> None:
        """Begin anew: changes are taken from another start now."""
        self._windows.clear()

    def _steadied(self, time_s: float, name: str, measured: Measurement) -> Measurement:
        if measured.value is None:
            return measured
        window = self._windows[name]
        window.add(time_s, measured.value)
        values = sorted(window)
        if len(values) >= _TRIMMED_FROM:
            values = values[1:-1]
        return Measurement(sum(values) / len(values), measured.error)
