"""Counts the reps of both arms together, and those of one arm while the other one stays."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from formcheck.measurements.arms import HiddenHand, hidden_hands
from formcheck.measurements.body import Body
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.quantity import SIDES, Side
from formcheck.measurements.view import View
from formcheck.phases.alone import ArmsFrame, ArmSign, are_level, lifts_alone, moving_side, other_arm
from formcheck.phases.quantities import RANGE
from formcheck.phases.range_loss import RangeLoss
from formcheck.phases.rep import Attempt, Rep
from formcheck.phases.segmenter import LONGEST_REP_S, PhaseState, RepSegmenter
from formcheck.phases.settings import RepSettings
from formcheck.phases.signal import Sample, SignalReader, known_value
from formcheck.pose.time_window import TimeWindow

# A rep of one arm is one of two at least, with no longer rest between them.
_REST_S = 8.0
# The signal that hidden hands can stand for.
_HANDS = "wrist_height"


class RepCounter:
    """Counts reps of both arms and of one.

    Both arms together are counted by the lower one. Each arm is followed by itself as well: where it lifts
    while the other one stays (hangs, holds something, rests at the shoulder), the rep is its own. Of one arm
    nothing is counted before its second rep, and each is counted when it is over.

    Args:
        settings: How reps are found.
        frame_s: Time from frame to frame.
        signs: What a rep of one arm has to show at its top.
    """

    def __init__(self, settings: RepSettings, frame_s: float = 1 / 30, signs: Sequence[ArmSign] = ()) -> None:
        self._settings, self._rising, self._signs = settings, settings.rising, tuple(signs)
        self._reader = self._new_reader()
        self._both = RepSegmenter(settings, frame_s)
        self._arms: dict[Side, RepSegmenter] = {side: RepSegmenter(settings, frame_s) for side in SIDES}
        self._frames: TimeWindow[ArmsFrame] = TimeWindow(LONGEST_REP_S)
        self._pending: list[Rep] = []
        self._held: list[Attempt] = []
        self._heights: list[float] = []
        self._range_loss = RangeLoss()
        self._both_end_s = -1.0
        self._of_both = self._of_one = 0
        self._last_end_s: float | None = None

    @property
    def one_arm_since_s(self) -> float | None:
        """Since when one arm may be lifting: what was seen since then may still have to be judged."""
        starts = [rep.start_s for rep in self._pending]
        starts += [since_s for arm in self._arms.values() if (since_s := arm.since_s) is not None]
        return min(starts, default=None)

    @property
    def one_arm_lifts(self) -> bool:
        """Whether a rep of one arm was seen a short time ago."""
        return bool(self._pending) or self._last_end_s is not None

    @property
    def arms_level(self) -> bool:
        """Whether neither arm is much higher now, as far as both are seen."""
        return not len(self._frames) or are_level(self._frames.last[1], self._rising.first_range)

    def update(
        self,
        time_s: float,
        measurements: Mapping[str, Measurement],
        view: View = View.UNKNOWN,
        *,
        body: Body | None = None,
        walks: bool = False,
    ) -> PhaseState:
        """Take the next frame.

        Args:
            time_s: When.
            measurements: By column.
            view: From where the subject is seen.
            body: What was measured: where it hides a hand, the model's guess of it may serve.
            walks: Whether the subject walks: arms that swing then have no signal.
        """
        hidden = hidden_hands(body) if body is not None and self._settings.signal == _HANDS else {}
        signal = self._reader.read(time_s, measurements, hidden)
        state = self._both.update(Sample(time_s, None) if walks else signal)
        frame = self._remember(time_s, measurements, hidden, view, walks=walks)
        found = [
            replace(rep, side=side)
            for side, arm in self._arms.items()
            for rep in arm.update(Sample(time_s, frame.signal[side])).reps
        ]
        return self._count(time_s, state, found)

    def finish(self) -> PhaseState:
        """The source has ended: close what was going on."""
        return self._close(self._both.finish(), {side: arm.finish() for side, arm in self._arms.items()})

    def cut(self) -> PhaseState:
        """The film was cut: close what was going on; what follows is compared with nothing before."""
        closed = self._close(self._both.cut(), {side: arm.cut() for side, arm in self._arms.items()})
        self._reader, self._range_loss = self._new_reader(), RangeLoss()
        self._heights.clear()
        self._frames.clear()
        return closed

    def _new_reader(self) -> SignalReader:
        return SignalReader(
            self._settings.signal, falls=self._settings.falls, most_error=self._rising.most_error
        )

    def _close(self, state: PhaseState, arms: Mapping[Side, PhaseState]) -> PhaseState:
        found = [replace(rep, side=side) for side, arm in arms.items() for rep in arm.reps]
        end_s = self._frames.last[0] if len(self._frames) else 0.0
        counted = self._count(end_s, state, found)
        held, self._held = tuple(self._held), []
        return replace(counted, attempts=(*counted.attempts, *held))

    def _remember(
        self,
        time_s: float,
        measurements: Mapping[str, Measurement],
        hidden: Mapping[Side, HiddenHand],
        view: View,
        *,
        walks: bool,
    ) -> ArmsFrame:
        sign = -1.0 if self._settings.falls else 1.0
        signal: dict[Side, float | None] = {}
        guessed: set[Side] = set()
        for side in SIDES:
            measured = measurements[f"{side}_{self._settings.signal}"]
            value = known_value(measured, self._rising.most_error)
            if value is None and side in hidden:
                value = hidden[side].height
                if not hidden[side].clear:
                    guessed.add(side)
            signal[side] = None if walks or value is None else sign * value
        signs = {
            side: tuple(measurements[f"{side}_{one.measure}"].value for one in self._signs) for side in SIDES
        }
        frame = ArmsFrame(time_s, view, signal, signs, frozenset(guessed))
        self._frames.add(time_s, frame)
        return frame

    def _count(self, time_s: float, state: PhaseState, found: Sequence[Rep]) -> PhaseState:
        """The state with the reps of both and of one arm, numbered in the order in which they are over."""
        if state.reps:
            self._both_end_s = state.reps[-1].end_s
            self._pending = [rep for rep in self._pending if rep.end_s <= state.reps[0].start_s]
        if self._last_end_s is not None and time_s - self._last_end_s > _REST_S:
            self._last_end_s = None
        self._pending = [rep for rep in self._pending if time_s - rep.end_s <= 2 * _REST_S]
        of_one = [rep for one in sorted(found, key=_start_s) for rep in self._take(one)]
        reps = [*map(self._with_side, state.reps), *of_one]
        numbered = tuple(
            self._with_range_loss(replace(rep, index=self._of_both + self._of_one + number))
            for number, rep in enumerate(reps, 1)
        )
        self._of_both += len(state.reps)
        self._of_one += len(of_one)
        attempts = self._attempts(state, of_one)
        return replace(
            state, rep_count=state.rep_count + self._of_one, reps=numbered, attempts=tuple(attempts)
        )

    def _take(self, rep: Rep) -> list[Rep]:
        """A rep of one arm; what it makes certain, if it is one."""
        if rep.start_s < self._both_end_s or not self._is_of_one_arm(rep):
            return []
        before_s = max([one.end_s for one in self._pending], default=self._last_end_s)
        if before_s is None or rep.start_s - before_s > _REST_S:
            self._pending = [rep]
            return []
        certain, self._pending = [*self._pending, rep], []
        self._last_end_s = rep.end_s
        for one in certain:
            self._teach_other_arm(one)
        return certain

    def _teach_other_arm(self, rep: Rep) -> None:
        """What one arm's reps are like, the other one's are: arms that take turns are known twice as soon."""
        assert rep.side is not None
        height = rep.measurements[RANGE].value
        assert height is not None
        at_start = min(self._frames, key=lambda frame: abs(frame.time_s - rep.start_s))
        low = at_start.signal[rep.side]
        if low is not None:
            self._heights.append(height)
            self._arms[other_arm(rep.side)].learn(low, low + height)

    def _with_range_loss(self, rep: Rep) -> Rep:
        return self._range_loss.of(rep, [frame.view for frame in self._of(rep)])

    def _with_side(self, rep: Rep) -> Rep:
        return replace(rep, side=moving_side(rep, self._of(rep)))

    def _of(self, rep: Rep) -> list[ArmsFrame]:
        return [frame for frame in self._frames if rep.start_s <= frame.time_s <= rep.end_s]

    def _is_of_one_arm(self, rep: Rep) -> bool:
        known = len(self._heights) >= self._rising.own_after
        first = self._rising.first_range
        usual = min(first, median(self._heights)) if known else first
        # The subject's own top is asked for already where the rep is found.
        top = -math.inf if known else self._rising.top
        return lifts_alone(rep, self._of(rep), self._signs, usual, top, first=not self.one_arm_lifts)

    def _attempts(self, state: PhaseState, of_one: Sequence[Rep]) -> list[Attempt]:
        """The attempts of both arms: where alternating arms pass each other, there is none."""
        waiting = [*self._held, *state.attempts]
        waiting = [
            one for one in waiting
            if not any(rep.start_s < one.end_s and one.start_s < rep.end_s for rep in of_one)
        ]  # fmt: skip
        since_s = self.one_arm_since_s
        self._held = [one for one in waiting if since_s is not None and since_s < one.end_s]
        return [one for one in waiting if one not in self._held]


def _start_s(rep: Rep) -> float:
    return rep.start_s
