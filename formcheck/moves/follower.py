"""Follows one exercise through its signal: rest, move, hold, return; and tells each one that is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.quantity import Side
from formcheck.measurements.view import View
from formcheck.moves.quantities import HOLD_S, REACH_PERCENT, move_quantities
from formcheck.moves.settings import MoveSettings, Signal
from formcheck.phases.quantities import RANGE
from formcheck.phases.rep import Attempt, Interval, Phase, Rep

# A movement starts at this share of what counts; it is over at the larger of this share, and a share of
# its own peak.
_STARTS, _OVER, _OVER_OF_PEAK = 0.45, 0.4, 0.5
# Held is what stays above this share of the own peak. The peak is that of means over so long, so that one
# frame makes no range [derived: half a second of averaging].
_HELD_SHARE, _MEAN_S = 0.75, 0.5
# Once held, it is over below this share.
_LET_GO_SHARE = 0.62
# Dips that are shorter than this end neither hold nor movement; who is not seen for longer has ended it.
_DIP_S, _UNSEEN_S = 0.3, 0.8
# Two looks that are farther apart have something between them that was not seen.
_APART_S = 0.6
# From this share of what counts on, what falls short is told as an attempt.
_ATTEMPT: Final = 0.7
# What is over sooner is the swing back of the one before.
_SHORTEST_S: Final = 0.7
# Typical error of the time of a hold on rendered people.
_HOLD_ERROR_S: Final = 0.2

Sample = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Done:
    """A movement that is over, counted or not.

    Attributes:
        rep: What it was, if it counts.
        attempt: What it was, if it fell short: of the way, or of being held at all.
        held_s: How long its end was held.
    """

    rep: Rep | None
    attempt: Attempt | None
    held_s: float


@dataclass(frozen=True, slots=True)
class MoveState:
    """Where in the exercise somebody is.

    Attributes:
        phase: `BOTTOM` at rest, `ASCENT` on the way, `TOP` where it is held, `DESCENT` on the way back.
        value: The signal, its sign taken off; None where it is not known.
        side: To which side it goes, of an exercise with two.
        held_s: How long it has been held so far.
        done: What ended with this frame.
    """

    phase: Phase
    value: float | None = None
    side: Side | None = None
    held_s: float = 0.0
    done: Done | None = None


class MoveFollower:
    """Finds each movement in the signal of one exercise.

    Args:
        settings: What it is read from, and what counts.
        best: Side ("left", "right", "both") -> the best range so far, in the signal's unit.

    Example:
        >>> from formcheck.activities.moves import load_move
        >>> follower = MoveFollower(load_move("side-tilt").move)
        >>> values = [0.0] * 10 + [30.0] * 20 + [0.0] * 10
        >>> frames = [{"neck_tilt_deg": Measurement(value)} for value in values]
        >>> states = [follower.update(n / 10, frame, View.FRONT) for n, frame in enumerate(frames)]
        >>> [round(state.done.held_s, 1) for state in states if state.done]
        [1.9]
    """

    def __init__(self, settings: MoveSettings, best: dict[str, float] | None = None) -> None:
        self._settings = settings
        self._best = dict(best or {})
        self._going: list[Sample] = []
        self._sizes: list[Sample] = []
        self._others: list[tuple[float, Mapping[str, Measurement]]] = []
        self._sign, self._view = 1.0, View.UNKNOWN
        self._count = 0

    @property
    def count(self) -> int:
        """How many have been counted."""
        return self._count

    @property
    def best(self) -> dict[str, float]:
        """Side -> the best range so far."""
        return dict(self._best)

    def update(self, time_s: float, measurements: Mapping[str, Measurement], view: View) -> MoveState:
        """Take what was measured at the next frame."""
        signal = self._settings.signals.get(view)
        value = None if signal is None else _value(measurements, signal.measure)
        if self._going and time_s - self._going[-1][0] > _UNSEEN_S:
            done = self._finish(seen_back=False)
            return MoveState(Phase.UNKNOWN if value is None else Phase.BOTTOM, done=done)
        if signal is None or value is None:
            return self._unseen(time_s)
        sized = _value(measurements, signal.range or signal.measure) if signal.sized else None
        if not self._going:
            self._others = []
            return self._resting(time_s, value, sized, view)
        if signal.within:
            self._others.append((time_s, measurements))
        return self._moving(time_s, value, sized, signal)

    def remember(self, rep: Rep) -> None:
        """A movement that is over and whose range holds: it may be the best one."""
        far, side = rep.measurements[RANGE].value, rep.side or "both"
        if far is not None:
            self._best[side] = max(self._best.get(side, 0.0), far)

    def drop(self) -> None:
        """What seems to go on is somebody at rest a little elsewhere: forget it."""
        self._going, self._sizes = [], []

    def finish(self) -> Done | None:
        """The source has ended: what was going on."""
        return self._finish(seen_back=False) if self._going else None

    def _unseen(self, time_s: float) -> MoveState:
        if not self._going:
            return MoveState(Phase.UNKNOWN)
        return MoveState(self._phase(), None, self._side, self._held(self._going)[1])

    def _resting(self, time_s: float, value: float, sized: float | None, view: View) -> MoveState:
        signal, size = self._settings.signals[view], abs(value) if self._settings.sides else value
        if size < _STARTS * signal.count:
            return MoveState(Phase.BOTTOM, max(size, 0.0))
        self._sign, self._view = (-1.0 if self._settings.sides and value < 0 else 1.0), view
        self._going, self._sizes = [(time_s, size)], []
        self._add_size(time_s, sized)
        return MoveState(Phase.ASCENT, size, self._side)

    def _moving(self, time_s: float, value: float, sized: float | None, signal: Signal) -> MoveState:
        size = self._sign * value
        peak = max(v for _, v in self._going)
        if size < max(_OVER * signal.count, _OVER_OF_PEAK * peak):
            return MoveState(Phase.BOTTOM, max(size, 0.0), done=self._finish(seen_back=True))
        self._going.append((time_s, size))
        self._add_size(time_s, sized)
        return MoveState(self._phase(), size, self._side, self._held(self._going)[1])

    def _add_size(self, time_s: float, sized: float | None) -> None:
        if sized is not None:
            self._sizes.append((time_s, self._sign * sized))

    @property
    def _side(self) -> Side | None:
        if not self._settings.sides:
            return None
        return "left" if self._sign > 0 else "right"

    def _phase(self) -> Phase:
        """Of a movement that goes on: past what counts and near its peak it is held."""
        now, peak = self._going[-1][1], max(v for _, v in self._going)
        count = self._settings.signals[self._view].count
        if now >= max(count, _HELD_SHARE * peak):
            return Phase.TOP
        return Phase.DESCENT if peak >= count and now < _HELD_SHARE * peak else Phase.ASCENT

    def _held(self, samples: list[Sample]) -> tuple[Interval | None, float]:
        """The longest time near the peak, dips aside, and how long it is."""
        count, peak = self._settings.signals[self._view].count, _peak(samples)
        on = max(_HELD_SHARE * peak, min(count, peak))
        off = max(_LET_GO_SHARE * peak, min(0.8 * count, peak))
        best: Interval | None = None
        start_s = last_s = None
        for time_s, value in samples:
            holds = start_s is not None and last_s is not None and time_s - last_s <= _APART_S
            if value < (off if holds else on):
                if last_s is not None and time_s - last_s > _DIP_S:
                    start_s = None
                continue
            if not holds or start_s is None:
                start_s = time_s
            last_s = time_s
            if best is None or last_s - start_s > best[1] - best[0]:
                best = (start_s, last_s)
        return best, 0.0 if best is None else best[1] - best[0]

    def _finish(self, *, seen_back: bool) -> Done | None:
        samples, self._going = self._going, []
        settings, signal = self._settings, self._settings.signals[self._view]
        start_s, end_s, peak = samples[0][0], samples[-1][0], _peak(samples)
        hold, held_s = self._held(samples)
        lasted_s = end_s - start_s
        top_s = max(samples, key=lambda sample: sample[1])[0]
        counts = peak >= signal.count and lasted_s <= settings.longest_s and self._is_it(signal, hold)
        long_enough = held_s >= settings.least_hold_s if settings.held else lasted_s >= settings.least_s
        if not (counts and long_enough) or hold is None:
            if peak < _ATTEMPT * signal.count or not _SHORTEST_S <= lasted_s <= settings.longest_s:
                return None
            reached = min(100.0, 100.0 * peak / signal.count)
            return Done(None, Attempt(start_s, top_s, end_s, reached), held_s)
        self._count += 1
        far = self._range(signal)
        rep = Rep(
            index=self._count, start_s=start_s, top_s=top_s, end_s=end_s, complete=seen_back,
            intervals={
                Phase.ASCENT: ((start_s, hold[0]),), Phase.TOP: (hold,), Phase.DESCENT: ((hold[1], end_s),),
            },
            measurements={
                RANGE: far, HOLD_S: Measurement(held_s, _HOLD_ERROR_S), REACH_PERCENT: self._reach(far),
            },
            side=self._side,
        )  # fmt: skip
        return Done(rep, None, held_s)

    def _is_it(self, signal: Signal, hold: Interval | None) -> bool:
        """Whether what was held is the exercise, and not something that moves the signal too."""
        if hold is None:
            return False
        for name, (low, high) in signal.within.items():
            known = (_total(seen, name) for time_s, seen in self._others if hold[0] <= time_s <= hold[1])
            values = [value for value in known if value is not None]
            if values and not low <= sum(values) / len(values) <= high:
                return False
        return True

    def _range(self, signal: Signal) -> Measurement:
        """How far it went, where that can be told from this view."""
        if not signal.sized:
            return Measurement.missing(Reason.UNSURE)
        if not self._sizes:
            return Measurement.missing(Reason.NOT_VISIBLE)
        known = move_quantities()[signal.range or signal.measure]
        return Measurement(_peak(self._sizes), known.errors[self._view])

    def _reach(self, far: Measurement) -> Measurement:
        """The share of the best so far, this one included."""
        if far.value is None or far.value <= 0:
            return Measurement.missing(far.reason or Reason.UNSURE)
        side = self._side or "both"
        best = max(self._best.get(side, 0.0), far.value)
        return Measurement(100.0 * far.value / best, 100.0 * far.error / best)


def _peak(samples: list[Sample]) -> float:
    """The highest mean over half a second; of a shorter movement the median of its upper half."""
    if samples[-1][0] - samples[0][0] < _MEAN_S:
        ordered = sorted(value for _, value in samples)
        return median(ordered[len(ordered) // 2 :])
    best, total, first = 0.0, 0.0, 0
    for last, (time_s, value) in enumerate(samples):
        total += value
        while time_s - samples[first][0] > _MEAN_S:
            total -= samples[first][1]
            first += 1
        if time_s - samples[0][0] >= _MEAN_S:
            best = max(best, total / (last - first + 1))
    return best


def _value(measurements: Mapping[str, Measurement], name: str) -> float | None:
    measured = measurements.get(name)
    return None if measured is None else measured.value


def _total(measurements: Mapping[str, Measurement], names: str) -> float | None:
    """A quantity, or the sum of several."""
    values = [_value(measurements, name) for name in names.split("+")]
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
