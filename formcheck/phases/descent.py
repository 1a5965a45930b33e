"""The way down of a repetition: how low it has come, and whether it has stopped there."""

from formcheck.phases.settings import RepSettings
from formcheck.phases.signal import Sample

# Who lowers in 2.6 s or more passes the last part of the way as slowly as the signal moves at rest: such a
# way down is over only when it has stopped for this long.
_SLOW = 1.5
_STOPPED_S = 0.5
# Higher than this share of the way the weight is held, and may be lowered on: people rest there for a
# second or so, and a film hangs for some. Where the next rep starts from there, its rise ends this one.
_NEAR_START = 0.2
_HELD_S = 5.0


class Descent:
    """Follows one way down, sample by sample.

    Args:
        settings: How reps are found, of a signal that rises with each.
        start: Where the rep began, below.
        peak: Its highest value.
        first: The first sample of the way down.
    """

    def __init__(self, settings: RepSettings, start: float, peak: float, first: Sample) -> None:
        assert first.value is not None
        self._settings = settings
        self._near = start + _NEAR_START * (peak - start)
        self._first_s, self._from = first.time_s, first.value
        self._lowest, self._lowest_s = first.value, first.time_s
        self._stays, self._stays_s = first.value, first.time_s
        self._now_s = first.time_s
        self._stop_s: float | None = None

    def update(self, time_s: float, value: float) -> None:
        """Take the next sample."""
        self._now_s = time_s
        if value < self._lowest:
            self._lowest, self._lowest_s = value, time_s
        if value < self._stays - self._settings.rest_within:
            self._stays, self._stays_s = value, time_s
        elif self.stopped:
            self._stop_s = time_s

    @property
    def lowest(self) -> Sample:
        """The lowest point so far."""
        return Sample(self._lowest_s, self._lowest)

    @property
    def lasts_s(self) -> float:
        """How long it has lasted."""
        return self._now_s - self._first_s

    @property
    def stopped(self) -> bool:
        """Whether it has not come lower for half a second."""
        return self._now_s - self._stays_s >= _STOPPED_S

    @property
    def last_stop_s(self) -> float | None:
        """When it last stood still for half a second or longer, None if it never did."""
        return self._stop_s

    def over(self, *, rests: bool) -> bool:
        """Whether this is the end of the way.

        Args:
            rests: Whether the signal hardly moves just now.
        """
        if self._lowest > self._near:
            return self._now_s - self._stays_s >= _HELD_S
        return self.stopped if self._slow() else rests

    def _slow(self) -> bool:
        way, took_s = self._from - self._lowest, self._lowest_s - self._first_s
        return way < _SLOW * self._settings.still_per_s * took_s
