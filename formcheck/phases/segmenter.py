"""Finds repetitions in a signal: a state machine with hysteresis, fed sample by sample."""

from dataclasses import dataclass
from statistics import median

import numpy as np

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.phases.descent import Descent
from formcheck.phases.quantities import CONCENTRIC_S, ECCENTRIC_S, RANGE
from formcheck.phases.rep import BOTTOM_HALF, TURN, Attempt, Interval, Phase, Rep
from formcheck.phases.settings import RepSettings
from formcheck.phases.signal import Sample
from formcheck.phases.slow_spot import SlowSpot
from formcheck.phases.trace import EXTREME_SHARE, Trace
from formcheck.pose.time_window import TimeWindow

# Rests shorter than this are turning points seen in slow motion.
_STILL_S = 0.12
_SPEED_WINDOW_S = 0.15
_TOP_LOST_S = 0.2
# Missing in this share of the samples beside the highest point, and the true top lies out of sight.
_TOP_LOST_SHARE = 0.4
# A signal that trembles, but has got nowhere for this long, rests as well.
_LINGERING_S = 0.5
# Who takes 8 s for the way up moves no faster than a trembling rest, but always upwards: seen over this long.
_CLIMBING_S = 1.0
# A signal that is missing for longer ends what was going on.
_LOST_S = 0.5
# A movement that was out of sight for longer than this cannot be timed.
_LONGEST_GAP_S = 0.2
# The bottom belongs to the rep that starts from it, for at most this long.
_BOTTOM_S = 0.5
# The next rep has begun when the signal stays up for this long: a hand that the model loses jumps for less.
_RISE_S = 0.13
# No hand comes down and is up again sooner: so short a dip at the top is one that the model lost.
_DIP_S = 0.6
# Whoever stands with the weight overhead for minutes must not fill the memory.
LONGEST_REP_S = 60.0
# Start and end of a movement from one camera, on rendered lifts whose times are known [derived].
_TIME_ERROR_S = 0.35


@dataclass(frozen=True, slots=True)
class PhaseState:
    """What the segmenter knows after a sample.

    Attributes:
        phase: The phase now.
        lower_half: Whether the signal is in the lower half of the rep's range so far.
        rep_count: Reps counted so far; a rep counts when it reaches its top.
        still: Whether the signal rests.
        reps, attempts: What ended with this sample.
    """

    phase: Phase
    lower_half: bool
    rep_count: int
    still: bool
    reps: tuple[Rep, ...] = ()
    attempts: tuple[Attempt, ...] = ()


class RepSegmenter:
    """Counts reps, loosely: judging them is for the rules.

    A rep starts where the signal rests or turns inside the start zone, rises to the top and comes back.
    Arms that swing up from hanging without such a start (waving, stretching, putting the weight up) are
    no rep; a rise that turns back before the top is an attempt.
    """

    def __init__(self, settings: RepSettings, frame_s: float = 1 / 30) -> None:
        self._settings = settings.rising
        self._frame_s = frame_s
        self._phase = Phase.UNKNOWN
        self._count = self._over = 0
        self._samples: TimeWindow[Sample] = TimeWindow(LONGEST_REP_S)
        # Two samples at least, whatever the frame rate.
        self._recent: TimeWindow[Sample] = TimeWindow(_SPEED_WINDOW_S, at_least=2)
        self._low = self._peak = Sample(-np.inf, 0.0)
        self._descent: Descent | None = None
        self._still_since: float | None = None
        self._speed = 0.0
        self._passed = SlowSpot(self._settings.start_from, self._settings.start_to)
        self._last_known_s = -np.inf
        self._last_end_s = -np.inf
        self._ranges: list[tuple[float, float]] = []
        self._rising_since: float | None = None

    def update(self, sample: Sample) -> PhaseState:
        """Take the next sample."""
        self._samples.add(sample.time_s, sample)
        if sample.value is None:
            return self._without_signal(sample.time_s)
        if sample.time_s - self._last_known_s > _LOST_S:
            self._recent.clear()
            self._still_since = None
        self._last_known_s = sample.time_s
        self._follow_speed(sample)
        reps, attempts = self._step(sample.time_s, sample.value)
        self._forget(sample.time_s)
        return self._state(sample.value, reps, attempts)

    def finish(self) -> PhaseState:
        """The source has ended: close the rep that was going on."""
        return self._without_signal(np.inf)

    def cut(self) -> PhaseState:
        """The film was cut: close the rep that was going on; what follows is compared with nothing before."""
        state = self._without_signal(np.inf)
        self._samples.clear()
        self._recent.clear()
        self._ranges.clear()
        self._last_known_s = -np.inf
        return state

    def learn(self, low: float, high: float) -> None:
        """Take the range of a rep that was seen elsewhere for one of the subject's own."""
        self._ranges.append((low, high))

    @property
    def since_s(self) -> float | None:
        """When the rep that is going on left the bottom; None where there is none."""
        in_rep = self._phase in (Phase.ASCENT, Phase.TOP, Phase.DESCENT) and self._low.time_s > -np.inf
        return self._low.time_s - 2 * _BOTTOM_S if in_rep else None

    # Where things are

    def _step(self, time_s: float, value: float) -> tuple[list[Rep], list[Attempt]]:
        if self._settings.ceiling is not None and value > self._settings.ceiling:
            self._drop_rep()
            return [], []
        match self._phase:
            case Phase.UNKNOWN | Phase.SETUP:
                self._look_for_start(time_s, value)
            case Phase.BOTTOM:
                self._at_bottom(time_s, value)
            case Phase.ASCENT:
                return [], self._rising(time_s, value)
            case Phase.TOP:
                self._at_top(time_s, value)
            case Phase.DESCENT:
                return self._falling(time_s, value), []
        return [], []

    def _look_for_start(self, time_s: float, value: float) -> None:
        settings = self._settings
        # Who is already in place when first seen has nothing to come to rest from.
        settled = self._phase is Phase.UNKNOWN or self._rests(time_s) or self._lingers(time_s)
        self._phase = Phase.SETUP
        self._passed.update(Sample(time_s, value), self._speed)
        if settings.start_from <= value <= settings.start_to and settled:
            self._phase, self._low = Phase.BOTTOM, Sample(time_s, value)
        elif value > self._top() and settled:
            # Starting at the top: the first way down is not a rep, but a place to start from follows.
            self._phase, self._peak = Phase.TOP, Sample(time_s, value)
            self._low = Sample(-np.inf, value)
        else:
            self._pass_start(time_s, value)
        if self._phase is not Phase.SETUP:
            self._passed.forget()

    def _pass_start(self, time_s: float, value: float) -> None:
        """Lifted and pressed on without a rest: the rep began where it nearly stopped."""
        spot = self._passed.found
        if spot is not None:
            high_enough = value >= self._top() and value - _value(spot) >= self._least()
            if high_enough and time_s >= spot.time_s + self._settings.min_s:
                self._phase, self._low, self._peak = Phase.TOP, spot, Sample(time_s, value)
                self._count += 1

    def _at_bottom(self, time_s: float, value: float) -> None:
        low = _value(self._low)
        if value < self._settings.start_from:
            self._phase = Phase.SETUP
        elif value <= low + self._settings.rest_within:
            self._low = Sample(time_s, min(value, low))
        elif value > low + self._settings.rise:
            self._phase, self._peak = Phase.ASCENT, Sample(time_s, value)
        elif self._rests(time_s) and value <= self._settings.start_to and not self._climbs(time_s):
            self._low = Sample(time_s, value)

    def _rising(self, time_s: float, value: float) -> list[Attempt]:
        if value > _value(self._peak):
            self._peak = Sample(time_s, value)
        ready_s = max(self._low.time_s + self._settings.min_s, self._last_end_s + self._settings.refractory_s)
        if self._high_enough(value) and time_s >= ready_s:
            self._phase = Phase.TOP
            self._count += 1
            return []
        risen = _value(self._peak) - _value(self._low)
        fidgeted = risen < self._settings.least_attempt * self._range() and value <= self._settings.start_to
        if fidgeted and self._lingers(time_s) and not self._climbs(time_s):
            # At rest at another height, such as after walking up: no rep has begun.
            self._phase, self._low = Phase.BOTTOM, Sample(time_s, value)
            return []
        if value < _value(self._peak) - 0.6 * risen or value < self._settings.start_from:
            return self._end_attempt(time_s, value)
        if time_s - self._low.time_s > self._settings.max_s:
            self._phase = Phase.SETUP
        return []

    def _high_enough(self, value: float) -> bool:
        return value >= self._top() and value - _value(self._low) >= self._least()

    def _at_top(self, time_s: float, value: float) -> None:
        if value > _value(self._peak):
            self._peak = Sample(time_s, value)
        if value < _value(self._peak) - self._settings.drop:
            self._phase, self._rising_since = Phase.DESCENT, None
            first = Sample(time_s, value)
            self._descent = Descent(self._settings, _value(self._low), _value(self._peak), first)

    def _falling(self, time_s: float, value: float) -> list[Rep]:
        settings, descent = self._settings, self._descent
        assert descent is not None
        if value < settings.start_from - settings.drop:
            return self._put_down(time_s, descent)
        descent.update(time_s, value)
        enough, valley = self._low_enough(descent), _value(descent.lowest)
        lost = value > _value(self._peak) - settings.drop and descent.lasts_s < _DIP_S
        if lost or (not enough and value > valley + settings.drop):
            # Up again without having come down: a bounce, or a hand that was lost for a moment.
            self._phase = Phase.TOP
            return []
        if value <= valley + settings.drop:
            self._rising_since = None
        elif self._rising_since is None:
            self._rising_since = time_s
        turned = self._rising_since is not None and time_s - self._rising_since >= _RISE_S
        if enough and turned and descent.lasts_s >= _DIP_S:
            reps = self._end_rep(descent.lowest.time_s, complete=True)
            self._low, self._peak = descent.lowest, Sample(time_s, value)
            self._phase = Phase.ASCENT if value > valley + settings.rise else Phase.BOTTOM
            return reps
        if enough and descent.over(rests=self._rests(time_s)):
            reps = self._end_rep(time_s, complete=True)
            self._phase = Phase.BOTTOM
            self._low = descent.lowest if value > valley + settings.rest_within else Sample(time_s, value)
            return reps
        return []

    def _low_enough(self, descent: Descent) -> bool:
        """Whether it has come down so far that the rep may end here."""
        valley = _value(descent.lowest)
        # How high up a bottom may lie, the subject's own reps tell better.
        known = len(self._ranges) >= self._settings.own_after
        return _value(self._peak) - valley >= self._least() and (known or valley <= self._settings.start_to)

    def _put_down(self, time_s: float, descent: Descent) -> list[Rep]:
        """Past the start and still falling: the rep ended where the weight was held before, if it was."""
        stop_s = descent.last_stop_s if self._low_enough(descent) else None
        reps = self._end_rep(time_s if stop_s is None else stop_s, complete=stop_s is not None)
        self._phase = Phase.SETUP
        return reps

    def _drop_rep(self) -> None:
        """What is going on is another movement."""
        if self._phase in (Phase.TOP, Phase.DESCENT) and self._low.time_s > -np.inf:
            self._count -= 1
        self._phase = Phase.SETUP

    # What comes out

    def _end_attempt(self, time_s: float, value: float) -> list[Attempt]:
        low, peak, top = _value(self._low), _value(self._peak), self._top()
        needed = max(top - low, self._least())
        attempt = Attempt(self._low.time_s, self._peak.time_s, time_s, 100.0 * (peak - low) / needed)
        back = value >= self._settings.start_from
        self._phase = Phase.BOTTOM if back else Phase.SETUP
        self._low = Sample(time_s, value)
        return [attempt] if peak - low >= self._settings.least_attempt * self._range() else []

    def _end_rep(self, end_s: float, *, complete: bool) -> list[Rep]:
        if self._low.time_s == -np.inf:
            return []  # the way down before the first rep, when the set starts at the top
        rep = self._measured(end_s, complete)
        self._last_end_s = rep.end_s
        return [rep]

    def _measured(self, end_s: float, complete: bool) -> Rep:
        samples = [s for s in self._samples if s.time_s >= self._low.time_s - 2 * _BOTTOM_S]
        trace = Trace(samples)
        top_s = trace.highest_s(self._low.time_s, end_s)
        # Cut off while still rising, the highest point seen is not the top.
        still_rising = top_s >= self._last_known_s - _SPEED_WINDOW_S and self._still_since is None
        top_seen = not still_rising and not _lost_around(samples, top_s, of_both=True)
        range_seen = top_seen and not _lost_around(samples, top_s)
        # The lowest point is the last one of the rest: the slow start of the movement lies before it.
        from_s = max(self._low.time_s - _BOTTOM_S, self._last_end_s)
        up, down = trace.movement(from_s, top_s), trace.movement(top_s, end_s)
        low, high = trace.at(up.start_s), trace.at(top_s)
        self._ranges.append((low, high))
        self._over += 1
        missing = Measurement.missing
        error_s = max(_TIME_ERROR_S, 2 * self._frame_s)
        seen_down = (
            complete and range_seen and trace.longest_gap_s(down.start_s, down.end_s) <= _LONGEST_GAP_S
        )
        eccentric = Measurement(down.duration_s, error_s) if seen_down else missing(Reason.NOT_SEEN_WHOLE)
        return Rep(
            index=self._over,
            start_s=up.start_s,
            top_s=top_s,
            end_s=down.end_s if complete else end_s,
            complete=complete,
            top_seen=top_seen,
            intervals={
                **_intervals(trace, up.start_s, top_s, down.end_s, low, high),
                TURN: _turn(trace, top_s, end_s) if complete else (),
            },
            measurements={
                CONCENTRIC_S: Measurement(up.duration_s, error_s),
                ECCENTRIC_S: eccentric,
                RANGE: Measurement(high - low, self._settings.error_of_range)
                if range_seen
                else missing(Reason.TOP_NOT_SEEN),
            },
        )

    # Small questions

    def _top(self) -> float:
        """How high a rep has to get; follows the subject's own range after two reps."""
        if len(self._ranges) < self._settings.own_after:
            return self._settings.top
        low = median(low for low, _ in self._ranges)
        return low + self._settings.top_share * self._range()

    def _range(self) -> float:
        if len(self._ranges) < self._settings.own_after:
            return self._settings.first_range
        return median(high - low for low, high in self._ranges)

    def _least(self) -> float:
        """How far a movement has to go at least to be one of a rep."""
        settings = self._settings
        first = settings.first_share is not None and len(self._ranges) < settings.own_after
        share = settings.first_share if first and settings.first_share is not None else settings.min_share
        return share * self._range()

    def _follow_speed(self, sample: Sample) -> None:
        """Note since when the signal rests."""
        self._recent.add(sample.time_s, sample)
        first_s, first = self._recent.first
        elapsed_s = sample.time_s - first_s
        if elapsed_s <= 0:
            self._still_since, self._speed = None, 0.0
            return
        self._speed = (_value(sample) - _value(first)) / elapsed_s
        if abs(self._speed) > self._settings.still_per_s:
            self._still_since = None
        elif self._still_since is None:
            self._still_since = sample.time_s

    def _rests(self, time_s: float) -> bool:
        return self._still_since is not None and time_s - self._still_since >= _STILL_S

    def _lingers(self, time_s: float) -> bool:
        """Whether the signal has only fidgeted for a while."""
        lately: list[float] = []
        for sample in reversed(self._samples):
            if sample.value is None:
                return False
            lately.append(sample.value)
            if time_s - sample.time_s >= _LINGERING_S:
                return max(lately) - min(lately) <= self._settings.rise
        return False

    def _climbs(self, time_s: float) -> bool:
        """Whether the signal rises slowly, but on the whole."""
        early: list[float] = []
        late: list[float] = []
        for sample in reversed(self._samples):
            ago_s = time_s - sample.time_s
            if ago_s > _CLIMBING_S:
                break
            if sample.value is not None:
                (late if ago_s <= _CLIMBING_S / 2 else early).append(sample.value)
        return bool(early) and float(np.mean(late) - np.mean(early)) > self._settings.rest_within

    def _without_signal(self, time_s: float) -> PhaseState:
        if time_s - self._last_known_s <= _LOST_S:
            return self._state(None, [], [])
        reps: list[Rep] = []
        if self._phase in (Phase.TOP, Phase.DESCENT):
            reps = self._end_rep(self._last_known_s, complete=self._came_down())
        self._phase, self._still_since = Phase.UNKNOWN, None
        return self._state(None, reps, [])

    def _came_down(self) -> bool:
        """Whether the way down was nearly over when the signal ended."""
        descent = self._descent
        if self._phase is not Phase.DESCENT or descent is None:
            return False
        low, high = _value(self._low), _value(self._peak)
        near = _value(descent.lowest) <= low + EXTREME_SHARE * (high - low)
        return near or (descent.stopped and self._low_enough(descent))

    def _forget(self, time_s: float) -> None:
        """Keep what the current rep and its bottom need."""
        in_rep = self._phase in (Phase.ASCENT, Phase.TOP, Phase.DESCENT)
        self._samples.forget_before((self._low.time_s if in_rep else time_s) - 4 * _BOTTOM_S)

    def _state(self, value: float | None, reps: list[Rep], attempts: list[Attempt]) -> PhaseState:
        middle = _value(self._low) + 0.5 * self._range()
        lower = value is not None and self._low.time_s > -np.inf and value < middle
        moving = self._phase in (Phase.ASCENT, Phase.DESCENT)
        return PhaseState(
            self._phase, lower and moving, self._count, self._still_since is not None,
            tuple(reps), tuple(attempts),
        )  # fmt: skip


def _value(sample: Sample) -> float:
    assert sample.value is not None
    return sample.value


def _lost_around(samples: list[Sample], top_s: float, *, of_both: bool = False) -> bool:
    """Whether the signal was missing beside its highest point, so that the true top lies out of sight.

    Args:
        samples: The rep's.
        top_s: When it was highest.
        of_both: Only where no arm was in sight: what is judged of one arm needs that arm alone.
    """
    near = [s for s in samples if abs(s.time_s - top_s) <= _TOP_LOST_S]
    missing = sum(s.value is None and not (of_both and s.partly) for s in near)
    return missing > 0 and missing >= _TOP_LOST_SHARE * len(near)


def _turn(trace: Trace, top_s: float, end_s: float) -> tuple[Interval, ...]:
    """Where the rep ends: the lowest part of its way down."""
    down = (trace.time_s >= top_s) & (trace.time_s <= end_s)
    if not down.any():
        return ()
    low, high = float(trace.value[down].min()), float(trace.value[down].max())
    near = trace.time_s[down & (trace.value <= low + EXTREME_SHARE * (high - low))]
    return ((float(near[0]), float(near[-1])),)


def _intervals(
    trace: Trace, start_s: float, top_s: float, end_s: float, low: float, high: float
) -> dict[str, tuple[Interval, ...]]:
    """The rep's phases, cut afresh now that the whole rep is known."""
    near = EXTREME_SHARE * (high - low)
    half = (low + high) / 2
    up = (trace.time_s >= start_s) & (trace.time_s <= top_s)
    down = (trace.time_s >= top_s) & (trace.time_s <= end_s)
    top = trace.time_s[(up | down) & (trace.value >= high - near)]
    top_from, top_to = (float(top[0]), float(top[-1])) if len(top) else (top_s, top_s)
    early = trace.time_s[up & (trace.value <= low + near)]
    bottom_to = float(early[-1]) if len(early) else start_s
    before = trace.time_s[(trace.time_s < start_s) & (abs(trace.value - low) > near)]
    bottom_from = max(start_s - _BOTTOM_S, float(before[-1]) if len(before) else start_s - _BOTTOM_S)
    # Lower than where the rep began, the weight is put down.
    lower = (trace.value <= half) & (trace.value >= low - near)
    rise_half, fall_half = trace.time_s[up & lower], trace.time_s[down & lower]
    halves = [(float(part[0]), float(part[-1])) for part in (rise_half, fall_half) if len(part) > 1]
    return {
        Phase.BOTTOM: ((bottom_from, bottom_to),),
        Phase.ASCENT: ((start_s, top_from),),
        Phase.TOP: ((top_from, top_to),),
        Phase.DESCENT: ((top_to, end_s),),
        BOTTOM_HALF: tuple(halves),
    }
