"""The subject's own neutral: what changes and ratios are taken from."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from statistics import median
from typing import Literal

from formcheck.measurements.covered import covered_s
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.view import View
from formcheck.pose.time_window import TimeWindow

Comparison = Literal["absolute", "change", "ratio"]

_LONGEST_S = 3.0
# A longer step lies between one bottom and the next.
_STEP_S = 0.2
_ENOUGH_STANDING_S = 0.5
_ENOUGH_FRAMES = 3
# Makes the median absolute deviation of normally spread values their standard deviation.
MAD_SCALE = 1.4826
_NOTHING = 1e-6


class Origin(StrEnum):
    """Where a neutral comes from."""

    NONE = "none"
    PROVISIONAL = "provisional"
    CALIBRATED = "calibrated"


@dataclass(frozen=True, slots=True)
class Neutral:
    """Medians of what was measured while the subject was ready, for each view by itself.

    Attributes:
        view: The view that was seen last.
        by_view: View -> measurement name -> median; nothing can be compared across views.
        spread_by_view: View -> measurement name -> how much it varies while the subject holds still: the
            median absolute deviation times 1.4826, in the measurement's unit.
        calibrated: The views whose neutral was calibrated; the others were learned on the way.
        between_by_view: View -> measurement name -> how much the medians of several calibrations differ: a
            standard deviation. Nobody sits the same way every day.
    """

    view: View = View.UNKNOWN
    by_view: Mapping[View, Mapping[str, float]] = field(default_factory=dict)
    spread_by_view: Mapping[View, Mapping[str, float]] = field(default_factory=dict)
    calibrated: frozenset[View] = frozenset()
    between_by_view: Mapping[View, Mapping[str, float]] = field(default_factory=dict)

    def origin(self, view: View) -> Origin:
        """Where the neutral of a view comes from."""
        if view not in self.by_view:
            return Origin.NONE
        return Origin.CALIBRATED if view in self.calibrated else Origin.PROVISIONAL

    def spread(self, name: str, how: Comparison, view: View, *, averaged: bool = False) -> float:
        """How much a compared value varies at rest and from day to day, in its own unit; 0 where unknown.

        Args:
            name: The measurement.
            how: How it is compared.
            view: From where it is seen.
            averaged: Of averages over 0.6 s: the jitter of the points is forgotten within 0.15 s or so, and
                that of four varies half as much.
        """
        jitter = self.jitter(name, how, view) / (2 if averaged else 1)
        return math.hypot(jitter, self.between(name, how, view))

    def jitter(self, name: str, how: Comparison, view: View) -> float:
        """How much a compared value varies while the subject holds still; 0 where that is not known."""
        return self._compared(self.spread_by_view, name, how, view)

    def between(self, name: str, how: Comparison, view: View) -> float:
        """How much a compared value differs from one calibration to the next; 0 where that is not known."""
        return self._compared(self.between_by_view, name, how, view)

    def _compared(
        self, spreads: Mapping[View, Mapping[str, float]], name: str, how: Comparison, view: View
    ) -> float:
        spread, base = (known.get(view, {}).get(name) for known in (spreads, self.by_view))
        if how == "absolute" or spread is None or base is None:
            return 0.0
        if how == "change":
            return spread
        return 0.0 if abs(base) < _NOTHING else spread / abs(base)

    def compare(self, name: str, measured: Measurement, how: Comparison, view: View) -> Measurement:
        """A measurement as it is, as change from the neutral, or as ratio to it."""
        if how == "absolute" or measured.value is None:
            return measured
        base = self.by_view.get(view, {}).get(name)
        if base is None:
            return Measurement.missing(Reason.NO_NEUTRAL)
        if how == "change":
            return Measurement(measured.value - base, measured.error)
        if abs(base) < _NOTHING:
            return Measurement.missing(Reason.NO_NEUTRAL)
        return Measurement(measured.value / base, measured.error / abs(base))


_Moments = TimeWindow[Mapping[str, Measurement]]


class NeutralTracker:
    """Learns the neutral from the moments before and between the reps.

    Standing upright, at rest, with the arms down is best: its last three seconds count. Where a video
    starts at the start of the first rep, the bottoms of the reps have to serve: their first three seconds.

    Args:
        given: A neutral that is known already. What it holds of the views that it was calibrated for stays as
            it is; what it does not hold, such as a measure that is newer than it, is learned.
    """

    def __init__(self, given: Neutral | None = None) -> None:
        self._standing = defaultdict[View, _Moments](lambda: TimeWindow(_LONGEST_S))
        self._bottom = defaultdict[View, _Moments](TimeWindow)
        self._neutral = self._given = given or Neutral()

    @property
    def neutral(self) -> Neutral:
        """The neutral so far."""
        return self._neutral

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
        stood, bottom = self._standing[view], self._bottom[view]
        if standing:
            stood.add(time_s, measurements)
        elif at_bottom and _seconds(bottom) < _LONGEST_S:
            bottom.add(time_s, measurements)
        else:
            return self._neutral
        if view in self._neutral.calibrated:
            self._neutral = replace(self._neutral, view=view)
        still = _seconds(stood) >= _ENOUGH_STANDING_S
        moments = stood if still else bottom
        if len(moments) >= _ENOUGH_FRAMES:
            window = _Window(tuple(moments))
            # At the bottoms the subject moves on: what varies there is the movement.
            medians, spreads = (
                self._kept(self._given.by_view, view),
                self._kept(self._given.spread_by_view, view),
            )
            self._learn(view, _Known(window, 0, medians), _Known(window, 1, spreads) if still else spreads)
        return self._neutral

    def _kept(self, known: Mapping[View, Mapping[str, float]], view: View) -> Mapping[str, float]:
        return known.get(view, {}) if view in self._given.calibrated else {}

    def _learn(self, view: View, medians: Mapping[str, float], spreads: Mapping[str, float]) -> None:
        self._neutral = replace(
            self._neutral,
            view=view,
            by_view={**self._neutral.by_view, view: medians},
            spread_by_view={**self._neutral.spread_by_view, view: spreads},
        )


class _Window:
    """Some frames, and what varies in them, worked out for what is asked for: few names of many are."""

    def __init__(self, moments: tuple[Mapping[str, Measurement], ...]) -> None:
        self._moments = moments
        self._found: dict[str, tuple[float, float] | None] = {}

    def of(self, name: str) -> tuple[float, float] | None:
        """Median and spread of a measurement, if it was known often enough."""
        if name not in self._found:
            measured = (moment.get(name) for moment in self._moments)
            values = [m.value for m in measured if m is not None and m.value is not None]
            self._found[name] = _median_and_spread(values) if len(values) >= _ENOUGH_FRAMES else None
        return self._found[name]

    def names(self) -> Iterator[str]:
        """Of all measurements that were known often enough."""
        names = dict.fromkeys(
            name
            for moment in self._moments
            for name, measured in moment.items()
            if measured.value is not None
        )
        return (name for name in names if self.of(name) is not None)


class _Known(Mapping[str, float]):
    """The medians (0) or the spreads (1) of a window; what is kept goes before."""

    def __init__(self, window: _Window, which: Literal[0, 1], kept: Mapping[str, float]) -> None:
        self._window, self._which, self._kept = window, which, kept

    def __getitem__(self, name: str) -> float:
        if name in self._kept:
            return self._kept[name]
        found = self._window.of(name)
        if found is None:
            raise KeyError(name)
        return found[self._which]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._kept, *self._window.names()]))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _median_and_spread(values: list[float]) -> tuple[float, float]:
    middle = median(values)
    return middle, MAD_SCALE * median(abs(value - middle) for value in values)


def medians_and_spreads(
    moments: Iterable[Mapping[str, Measurement]],
) -> tuple[dict[str, float], dict[str, float]]:
    """The median of each measurement over some frames, and its scaled median absolute deviation.

    A measurement that was known in fewer than three frames is left out.
    """
    known: dict[str, list[float]] = {}
    for measurements in moments:
        for name, measured in measurements.items():
            if measured.value is not None:
                known.setdefault(name, []).append(measured.value)
    found = {
        name: _median_and_spread(values) for name, values in known.items() if len(values) >= _ENOUGH_FRAMES
    }
    return {name: middle for name, (middle, _) in found.items()}, {name: s for name, (_, s) in found.items()}


def _seconds(moments: _Moments) -> float:
    """Time covered, without the gaps between one bottom and the next."""
    return covered_s(moments.times_s(), _STEP_S, gap_s=_STEP_S)
