"""A camera that is no longer level: head and shoulders are turned alike, and stay so."""

from dataclasses import replace
from statistics import median

from formcheck.measurements.covered import LONGEST_STEP_S
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.pose.time_window import TimeWindow
from formcheck.postures.sideways import Sideways

# The camera counts as rolled when head and shoulders are turned alike by at least this angle for some time.
# The difference between the two must be a small part of it, else it is a tilted head or shoulder. And the
# shoulders must be where they were: a person who leans moves them aside, and comes back [design defaults].
_ROLLED_DEG, _LEFT = 3.0, 0.5
_ASIDE_PERCENT = 15.0
_LASTS_S = 3.0
# Where it is not known whether somebody sits aside it has to last for longer.
_LASTS_UNPLACED_S = 10.0


class RollWatch:
    """Notices that the camera was tilted."""

    def __init__(self) -> None:
        self._recent: TimeWindow[float] = TimeWindow()

    def update(self, time_s: float, aside: Sideways, neutral: Neutral, *, judged: bool) -> Neutral | None:
        """Take the next frame; gives the neutral as this camera sees it once the tilt has lasted.

        `judged` is a frame in which postures can be judged: no hand at the head, nobody turned away.
        """
        turned_deg = aside.turned_deg.value
        if self._recent and time_s - self._recent.last[0] > LONGEST_STEP_S:
            self._recent.clear()
        if turned_deg is None or not judged or not _is_rolled(turned_deg, aside):
            self._recent.clear()
            return None
        self._recent.add(time_s, turned_deg)
        lasts_s = _LASTS_S if aside.moved_percent.value is not None else _LASTS_UNPLACED_S
        if self._recent.span_s < lasts_s:
            return None
        roll_deg = median(self._recent)
        self._recent.clear()
        known = dict(neutral.by_view[View.FRONT])
        known["shoulder_roll_deg"] += roll_deg
        for name in {"head_roll_deg", "neck_roll_deg"} & known.keys():
            known[name] -= roll_deg
        return replace(neutral, by_view={**neutral.by_view, View.FRONT: known})


def _is_rolled(turned_deg: float, aside: Sideways) -> bool:
    """Whether everything is turned, and nothing else is the matter."""
    left = (aside.shoulder_tilt_deg.value or 0.0, aside.neck_bend_deg.value or 0.0)
    return (
        abs(turned_deg) >= _ROLLED_DEG
        and max(map(abs, left)) <= _LEFT * abs(turned_deg)
        and abs(aside.moved_percent.value or 0.0) <= _ASIDE_PERCENT
    )
