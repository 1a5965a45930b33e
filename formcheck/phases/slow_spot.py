"""Where a hand that rises without a rest slows down, as at the shoulders on its way overhead."""

import math

from formcheck.phases.signal import Sample

# A weight that is lifted to the shoulders and pressed on nearly stops there; an arm that swings up does not.
# So much slower than before and after, as a share [derived: 0.05 to 0.10 in lifts without a rest, 0.5 and
# more in one smooth movement].
_SLOWER = 0.2
# A hand that is put right sinks by less than this share of the speed at which it came.
_SINKS = 0.2


class SlowSpot:
    """Follows one way up, sample by sample, as long as no rest has been seen.

    Args:
        low, high: Where a rep can start.
    """

    def __init__(self, low: float, high: float) -> None:
        self._low, self._high = low, high
        self.forget()

    def forget(self) -> None:
        """A new way up begins."""
        self._before = self._after = 0.0
        self._slowest = math.inf
        self._spot: Sample | None = None

    def update(self, sample: Sample, speed: float) -> None:
        """Take the next sample, and how fast the signal rises there."""
        assert sample.value is not None
        if speed < -_SINKS * self._before:
            self.forget()
        elif self._low <= sample.value <= self._high and abs(speed) < min(self._slowest, self._before):
            self._slowest, self._spot = abs(speed), sample
            self._before, self._after = max(self._before, self._after), 0.0
        if self._spot is None:
            self._before = max(self._before, speed)
        else:
            self._after = max(self._after, speed)

    @property
    def found(self) -> Sample | None:
        """Where it was slowest, if it was fast before and after."""
        slow = self._slowest <= _SLOWER * min(self._before, self._after)
        return self._spot if slow else None
