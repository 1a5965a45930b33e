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
    """Medians of what was measured while the subject stood ready.

    Attributes:
        view: The view that it was taken from; nothing can be compared across views.
        values: By measurement name.
        seconds: How much time went into it.
    """

    view: View = View.UNKNOWN
    values: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0

    def compare(self, name: str, measured: Measurement, how: Comparison, view: View) -> Measurement:
        """A measurement as it is, as change from the neutral, or as ratio to it."""
        if how == "absolute" or measured.value is None:
            return measured
        base = self.values.get(name) if view is self.view else None
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
    view: View
    measurements: Mapping[str, Measurement]


class NeutralTracker:
    """Learns the neutral from the moments before and between the first reps.

    Standing at rest with the arms down, before the first rep, is best. Where a video starts at the start
    of the first rep, the bottoms of the reps have to serve: the first three seconds of them.
    """

    def __init__(self) -> None:
        self._standing: deque[_Moment] = deque()
        self._bottom: deque[_Moment] = deque()
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
        moment = _Moment(time_s, view, measurements)
        if standing:
            self._standing.append(moment)
            while time_s - self._standing[0].time_s > _LONGEST_S:
                self._standing.popleft()
        elif at_bottom and _seconds(self._bottom) < _LONGEST_S:
            self._bottom.append(moment)
        else:
            return self._neutral
        self._neutral = self._learn(view)
        return self._neutral

    def _learn(self, view: View) -> Neutral:
        standing = [m for m in self._standing if m.view is view]
        bottom = [m for m in self._bottom if m.view is view]
        moments = standing if _seconds(standing) >= _ENOUGH_STANDING_S else bottom
        if len(moments) < _ENOUGH_FRAMES:
            return self._neutral
        values: dict[str, float] = {}
        for name in moments[-1].measurements:
            known = [v for m in moments if (v := m.measurements[name].value) is not None]
            if len(known) >= _ENOUGH_FRAMES:
                values[name] = median(known)
        return Neutral(view, values, _seconds(moments))


def _seconds(moments: "deque[_Moment] | list[_Moment]") -> float:
    """Time covered, without the gaps between one bottom and the next."""
    times = [m.time_s for m in moments]
    return sum(min(0.2, later - earlier) for earlier, later in pairwise(times))
