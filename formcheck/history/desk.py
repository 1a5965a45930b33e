"""Minutes at the desk, added up to hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

_SECONDS_PER_HOUR, _HOURS_PER_DAY = 3600, 24


@dataclass(frozen=True, slots=True)
class DeskHour:
    """An hour of the local clock at a desk.

    Attributes:
        local_hour: Hours since 1970-01-01 00:00 of the local clock; an hour that comes twice is one.
        athlete: Whose hour it is; empty for the owner of the computer.
        watched_s, present_s, judged_s, neutral_s: As of `DeskMinute`, added up, seconds.
        breaks: How many breaks ended in it.
        states_s: Rule id -> how long it was present, seconds.
        events, alerts: Rule id -> how often it came, and was told.
    """

    local_hour: int
    athlete: str = ""
    watched_s: float = 0.0
    present_s: float = 0.0
    judged_s: float = 0.0
    neutral_s: float = 0.0
    breaks: int = 0
    states_s: Mapping[str, float] = field(default_factory=dict)
    events: Mapping[str, int] = field(default_factory=dict)
    alerts: Mapping[str, int] = field(default_factory=dict)

    @property
    def day(self) -> int:
        """Days since 1970-01-01 of the local clock."""
        return self.local_hour // _HOURS_PER_DAY

    @property
    def hour_of_day(self) -> int:
        """0 to 23."""
        return self.local_hour % _HOURS_PER_DAY


def local_hour_of(start_utc_s: float, utc_offset_min: int) -> int:
    """Hours since 1970-01-01 00:00 of the local clock.

    Example:
        >>> local_hour_of(0.0, 60), local_hour_of(3599.0, 0), local_hour_of(0.0, -30)
        (1, 0, -1)
    """
    return int((start_utc_s + 60 * utc_offset_min) // _SECONDS_PER_HOUR)


def local_day_of(start_utc_s: float, utc_offset_min: int) -> int:
    """Days since 1970-01-01 of the local clock."""
    return local_hour_of(start_utc_s, utc_offset_min) // _HOURS_PER_DAY


_Amount = TypeVar("_Amount", int, float)


def added(parts: Iterable[Mapping[str, _Amount]]) -> dict[str, _Amount]:
    """Name -> the sum of all amounts under it."""
    total: dict[str, _Amount] = {}
    for part in parts:
        for name, amount in part.items():
            total[name] = total[name] + amount if name in total else amount
    return total
