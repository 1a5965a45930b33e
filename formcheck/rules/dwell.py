"""How long a value has been past a threshold: inactive, pending, firing."""

from dataclasses import dataclass

from formcheck.measurements.covered import LONGEST_STEP_S
from formcheck.rules.threshold import Limit

# Unknown for longer than this, a pending fault is forgotten; a firing one is kept.
_GAP_S = 0.3


@dataclass(frozen=True, slots=True)
class Episode:
    """A time in which a value was past its threshold for long enough."""

    start_s: float
    end_s: float


class Dwell:
    """Inactive, pending, firing: a value has to stay past its threshold, and then has to come clearly back.

    Unknown values neither fire nor clear anything.

    Args:
        limit: The threshold.
        hold_s: For how long.
        returned: Whether a value that went back below the threshold, if not clearly so, may fire: it did not
            last. States are strict about it, since they are watched for hours.
    """

    def __init__(self, limit: Limit, hold_s: float, *, returned: bool = True) -> None:
        self._limit = limit
        self._hold_s = hold_s
        self._returned = returned
        self._since_s: float | None = None
        self._last_s = 0.0
        self._firing = False

    @property
    def limit(self) -> Limit:
        """The threshold that is watched."""
        return self._limit

    @property
    def firing(self) -> bool:
        """Whether the fault is present now."""
        return self._firing

    @property
    def since_s(self) -> float | None:
        """Since when the value is past its threshold, or None while it is not."""
        return self._since_s

    def update(
        self,
        time_s: float,
        value: float | None,
        alike_since_s: float | None = None,
        *,
        before_s: float | None = None,
    ) -> Episode | None:
        """Take the next value; gives the episode that ends with it.

        Args:
            time_s: Its time.
            value: The value, or None where it is unknown.
            alike_since_s: Since when something that looks like it has been there, which counts as well.
            before_s: Time of the picture before, where pictures may be few: between two that follow each
                other nothing is unknown.
        """
        longest_s = LONGEST_STEP_S if self._last_s == before_s else _GAP_S
        if not self._firing and self._since_s is not None and time_s - self._last_s > longest_s:
            self._since_s = None
        if value is None:
            return None
        past = self._limit.passed(value) if self._since_s is None else not self._limit.cleared(value)
        ended = None
        if not past:
            ended = self.finish()
        elif self._since_s is None:
            self._since_s = time_s
        self._last_s = time_s
        if self._since_s is not None:
            there_s = self._since_s if alike_since_s is None else min(self._since_s, alike_since_s)
            lasted = time_s - there_s >= self._hold_s - 1e-9
            self._firing = self._firing or (lasted and (self._returned or self._limit.passed(value)))
        return ended

    def finish(self) -> Episode | None:
        """End what is going on; gives its episode if it was firing."""
        episode = Episode(self._since_s, self._last_s) if self._firing and self._since_s is not None else None
        self._since_s, self._firing = None, False
        return episode
