"""The subject's own neutral: what changes and ratios are taken from."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Literal

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.view import View

Comparison = Literal["absolute", "change", "ratio"]

_LONGEST_S = 3.0
_ENOUGH_STANDING_S = 0.5
_ENOUGH_FRAMES = 3


@dataclass(frozen=True, slots=True)
class Neutral:
    """Medians of what was measured while the subject stood ready, for each view by itself.

    Attributes:
        view: The view that was seen last.
        by_view: View -> measurement name -> median; nothing can be compared across views.
    """

    view: View = View.UNKNOWN
    by_view: Mapping[View, Mapping[str, float]] = field(default_factory=dict)

    def compare(self, name: str, measured: Measurement, how: Comparison, view: View) -> Measurement:
        """A measurement as it is, as change from the neutral, or as ratio to it."""
        if how == "absolute" or measured.value is None:
            return measured
        base = self.by_view.get(view, {}).get(name)
        if base is None:
            return Measurement.missing(Reason.NO_NEUTRAL)
        if how == "change":
            return Measurement(measured.value - base, measured.error)
        if abs(base) < 1e-6:
            return Measurement.missing(Reason.NO_NEUTRAL)
        return Measurement(measured.value / base, measured.error / abs(base))


@dataclass(frozen=True, slots=True)
class _Moment:
    time_s: float
    measurements: Mapping[str, Measurement]


class NeutralTracker:
    """Learns the neutral from the moments before and between the reps.

    Standing upright, at rest, with the arms down is best: its last three seconds count. Where a video
    starts at the start of the first rep, the bottoms of the reps have to serve: their first three seconds.
    """

    def __init__(self) -> None:
        self._standing: dict[View, deque[_Moment]] = {}
        self._bottom: dict[View, deque[_Moment]] = {}
        self._neutral = Neutral()

    def update(
        self,
        time_s: float,
        view: View,
        measurements: Mapping[str, Measurement],
        *,
        standing: bool,
        at_bottom: bool,
    ) -> Neutral:
        """Take one frame into account, if it shows the subject ready, and give the neutral so far."""
        moment = _Moment(time_s, measurements)
        stood = self._standing.setdefault(view, deque())
        bottom = self._bottom.setdefault(view, deque())
        if standing:
            stood.append(moment)
            while time_s - stood[0].time_s > _LONGEST_S:
                stood.popleft()
        elif at_bottom and _seconds(bottom) < _LONGEST_S:
            bottom.append(moment)
        else:
            return self._neutral
        moments = stood if _seconds(stood) >= _ENOUGH_STANDING_S else bottom
        if len(moments) >= _ENOUGH_FRAMES:
            self._neutral = Neutral(view, {**self._neutral.by_view, view: _medians(moments)})
        return self._neutral


def _medians(moments: "deque[_Moment]") -> dict[str, float]:
    values: dict[str, float] = {}
    for name in moments[-1].measurements:
        known = [v for m in moments if (v := m.measurements[name].value) is not None]
        if len(known) >= _ENOUGH_FRAMES:
            values[name] = median(known)
    return values


def _seconds(moments: "deque[_Moment]") -> float:
    """Time covered, without the gaps between one bottom and the next."""
    times = [m.time_s for m in moments]
    return sum(min(0.2, later - earlier) for earlier, later in pairwise(times))
