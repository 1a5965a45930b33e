"""The one number that rises and falls with a rep, made of both arms."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from formcheck.measurements.arms import HiddenHand
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.quantity import SIDES, Side
from formcheck.pose.time_window import TimeWindow

_WINDOW_S = 1.0
# A missing arm is waited for this long before the other one speaks alone.
_USUAL = 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    """The signal at one frame: the lower of the arms that can usually be seen, or None.

    Attributes:
        time_s: When.
        value: None where an arm that can usually be seen is out of sight.
        partly: Whether the other arm is in sight there.
    """

    time_s: float
    value: float | None
    partly: bool = False


class SignalReader:
    """Reads the signal from the measurements.

    With both arms in sight the lower one counts: one hand that waves or scratches is no rep. An arm that
    has been hidden for most of the last second, such as the far one in a side view, is not waited for.

    Args:
        measure: What rises and falls, measured on each side.
        falls: Whether it falls on the way up; the signal is then its negative, which rises.
        most_error: A value that may be off by more is none.
    """

    def __init__(self, measure: str, *, falls: bool = False, most_error: float = math.inf) -> None:
        self._sign = -1.0 if falls else 1.0
        self._most_error = most_error
        self._keys = (f"left_{measure}", f"right_{measure}")
        self._seen: TimeWindow[tuple[bool, bool]] = TimeWindow(_WINDOW_S)
        self._times_seen = [0, 0]

    def read(
        self,
        time_s: float,
        measurements: Mapping[str, Measurement],
        hidden: Mapping[Side, HiddenHand] = MappingProxyType({}),
    ) -> Sample:
        """The signal in this frame.

        Args:
            time_s: When.
            measurements: By column.
            hidden: Hands that the body may hide: those that are not clear count only where none is.
        """
        measured = [known_value(measurements[key], self._most_error) for key in self._keys]
        hands = [hidden.get(side) for side in SIDES]
        seen = [
            hand.clear if hand is not None else value is not None
            for value, hand in zip(measured, hands, strict=True)
        ]
        self._count(time_s, (seen[0], seen[1]))
        usual = [times >= _USUAL * len(self._seen) for times in self._times_seen]
        guessing = not any(usual)
        values = [
            _value(value, hand, guessing or (is_usual and hand is not None and hand.far))
            for value, hand, is_usual in zip(measured, hands, usual, strict=True)
        ]
        needed = [value for value, is_usual in zip(values, usual, strict=True) if is_usual or guessing]
        known = [value for value in needed if value is not None]
        if not known or len(known) < len(needed):
            return Sample(time_s, None, partly=bool(known))
        return Sample(time_s, min(self._sign * value for value in known))

    def _count(self, time_s: float, seen: tuple[bool, bool]) -> None:
        """How often each arm was seen in the last second."""
        self._add(seen, 1)
        for forgotten in self._seen.add(time_s, seen):
            self._add(forgotten, -1)

    def _add(self, seen: tuple[bool, bool], times: int) -> None:
        for arm, is_seen in enumerate(seen):
            self._times_seen[arm] += times * is_seen


def known_value(measured: Measurement, most_error: float) -> float | None:
    """A value that is sure enough; None where nothing was measured, or it may be off by more."""
    return None if measured.error > most_error else measured.value


def _value(measured: float | None, hand: HiddenHand | None, guessing: bool) -> float | None:
    """What was measured of an arm; where nothing was, the height of its hand if that may be taken."""
    if measured is None and hand is not None and (hand.clear or guessing):
        return hand.height
    return measured
