"""A moment, on the two clocks that a day is watched by."""

from dataclasses import dataclass

MINUTE_S, DAY_S = 60.0, 86400.0


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment. Durations are taken from the first clock, which nobody sets; hours and days from the second.

    Attributes:
        mono_s: A clock that only goes on, also while the computer sleeps, where it has such a one.
        utc_s: Seconds since 1970, UTC; may be set forward and back.
        utc_offset_min: How far the local clock is ahead of UTC, minutes.

    Example:
        >>> at_one = Moment(0.0, 3600.0, 60)
        >>> at_one.local_minute, at_one.local_day, at_one.until_midnight_s
        (120, 0, 79200.0)
    """

    mono_s: float
    utc_s: float
    utc_offset_min: int = 0

    @property
    def local_minute(self) -> int:
        """Minutes since midnight, local time."""
        return int(self._local_s % DAY_S // MINUTE_S)

    @property
    def local_day(self) -> int:
        """Days since 1970, local time."""
        return int(self._local_s // DAY_S)

    @property
    def until_midnight_s(self) -> float:
        """Seconds until the next midnight, local time, as long as nobody sets the clock."""
        return DAY_S - self._local_s % DAY_S

    @property
    def _local_s(self) -> float:
        return self.utc_s + MINUTE_S * self.utc_offset_min
