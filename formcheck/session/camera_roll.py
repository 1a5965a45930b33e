"""A camera that is no longer level: head and shoulders are turned alike, and stay so."""

from collections import deque
from dataclasses import replace
from statistics import median

from formcheck.measurements.desk_sideways import Sideways
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View

# Turned by so much, without sitting aside, for so long. Who leans as a whole moves the shoulders aside, and
# comes back [design defaults].
_ROLLED_DEG = 3.0
_ASIDE_PERCENT = 15.0
_LASTS_S = 3.0


class RollWatch:
    """Notices that the camera was tilted."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, float, float]] = deque()

    def update(self, time_s: float, aside: Sideways, neutral: Neutral) -> Neutral | None:
        """Take the next frame; gives the neutral as this camera sees it once the tilt has lasted."""
        turned_deg, moved = aside.turned_deg.value, aside.moved_percent.value
        shoulders_deg, head_deg = aside.shoulders_deg.value, aside.head_deg.value
        if turned_deg is None or shoulders_deg is None or head_deg is None:
            return None
        if abs(turned_deg) < _ROLLED_DEG or abs(moved or 0.0) > _ASIDE_PERCENT:
            self._recent.clear()
            return None
        self._recent.append((time_s, shoulders_deg, head_deg))
        if time_s - self._recent[0][0] < _LASTS_S:
            return None
        known = dict(neutral.by_view[View.FRONT])
        for column, name in enumerate(("shoulder_roll_deg", "head_roll_deg"), start=1):
            known[name] += median(each[column] for each in self._recent)
        self._recent.clear()
        return replace(neutral, by_view={**neutral.by_view, View.FRONT: known})
