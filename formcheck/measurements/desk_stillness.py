"""Whether someone who sits holds still now, and for how long they have been sitting in one posture."""

from collections import deque

import numpy as np

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose

_WINDOW_S = 0.5
# In lengths from shoulders to ears, which every view shows.
_STILL = 0.20
# A shift of posture moves head or shoulders this far, for this long; gestures and glances come back.
_SHIFT = 0.35
_SHIFT_LASTS_S = 2.0
_AWAY_S = 5.0


def _places(pose: Pose | None) -> FloatArray | None:
    """Middles of ears and shoulders in lengths from one to the other, or None."""
    if pose is None:
        return None
    ears = pose.xy_px[[L.LEFT_EAR, L.RIGHT_EAR]].mean(0)
    shoulders = pose.xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(0)
    length_px = float(np.hypot(*(ears - shoulders)))
    if not length_px > 1.0:  # also for what is not a number
        return None
    return np.stack([ears, shoulders]) / length_px


class SteadyWatch:
    """Tells whether head and shoulders have been still for the last half second."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, FloatArray]] = deque()

    def update(self, time_s: float, pose: Pose | None) -> bool:
        """Take the next frame."""
        places = _places(pose)
        if places is None:
            self._recent.clear()
            return False
        self._recent.append((time_s, places))
        while time_s - self._recent[0][0] > _WINDOW_S:
            self._recent.popleft()
        moved = np.ptp(np.stack([p for _, p in self._recent]), axis=0)
        return bool(np.hypot(*moved.T).max() <= _STILL)


class HoldTimer:
    """Measures how long someone has been sitting without a shift of posture."""

    def __init__(self) -> None:
        self._held: FloatArray | None = None
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
        if np.hypot(*(places - self._held).T).max() <= _SHIFT:
            self._moved_s = None
        elif self._moved_s is None:
            self._moved_s = time_s
        elif time_s - self._moved_s >= _SHIFT_LASTS_S:
            self._start(time_s, places)
        return (time_s - self._since_s) / 60.0

    def _start(self, time_s: float, places: FloatArray) -> None:
        self._held, self._since_s, self._moved_s = places, time_s, None
