"""Whether someone who sits holds still now, and for how long they have been sitting in one posture."""

import math

from formcheck.measurements.geometry import distance_px
from formcheck.measurements.movement import Movement
from formcheck.pose.pose import Pose

_WINDOW_S = 0.5
# In lengths from shoulders to ears, which every view shows.
_STILL = 0.20
# A shift of posture moves head or shoulders this far, for this long; gestures and glances come back.
_SHIFT = 0.35
_SHIFT_LASTS_S = 2.0
_AWAY_S = 5.0


_Places = tuple[float, float, float, float]


def _places(pose: Pose | None) -> _Places | None:
    """Middles of ears and shoulders, x and y each, in lengths from one to the other, or None."""
    if pose is None:
        return None
    ears, shoulders = pose.middle("ear"), pose.middle("shoulder")
    length_px = distance_px(ears, shoulders)
    if not length_px > 1.0:  # also for what is not a number
        return None
    return ears[0] / length_px, ears[1] / length_px, shoulders[0] / length_px, shoulders[1] / length_px


def _farther(moved: _Places) -> float:
    """Which of the two moved farther, and how far."""
    ears_x, ears_y, shoulders_x, shoulders_y = moved
    return max(math.hypot(ears_x, ears_y), math.hypot(shoulders_x, shoulders_y))


class SteadyWatch:
    """Tells whether head and shoulders were still in the last half second, or since the last picture."""

    def __init__(self) -> None:
        self._movement = Movement(_WINDOW_S, at_least=2)

    def update(self, time_s: float, pose: Pose | None) -> bool:
        """Take the next frame."""
        places = _places(pose)
        if places is None:
            self._movement.clear()
            return False
        self._movement.add(time_s, places)
        return self._movement.extent() <= _STILL


class HoldTimer:
    """Measures how long someone has been sitting without a shift of posture."""

    def __init__(self) -> None:
        self._held: _Places | None = None
        self._since_s = 0.0
        self._seen_s = 0.0
        self._moved_s: float | None = None

    def update(self, time_s: float, pose: Pose | None) -> float | None:
        """Minutes in this posture, or None while nobody is seen."""
        places = _places(pose)
        if places is None:
            return None
        if self._held is None or time_s - self._seen_s > _AWAY_S:
            self._start(time_s, places)
        self._seen_s = time_s
        assert self._held is not None
        a, b, c, d = (now - before for now, before in zip(places, self._held, strict=True))
        if _farther((a, b, c, d)) <= _SHIFT:
            self._moved_s = None
        elif self._moved_s is None:
            self._moved_s = time_s
        elif time_s - self._moved_s >= _SHIFT_LASTS_S:
            self._start(time_s, places)
        return (time_s - self._since_s) / 60.0

    def _start(self, time_s: float, places: _Places) -> None:
        self._held, self._since_s, self._moved_s = places, time_s, None
