"""When to sit otherwise, and when to stand up: conventions, which no study fixed to the minute.

A shift every 20 to 30 min: breaks every 20 min reduced discomfort most in McLean et al. 2001 (Applied
Ergonomics 32:225). Standing up once an hour is what office ergonomics recommends everywhere (ISO 9241-5).
"""

from typing import Literal

from formcheck.monitor.moment import MINUTE_S
from formcheck.monitor.settings import DeskSettings

Nudge = Literal["shift", "break"]
# Out of the chair for so long is a shift at least; looks may be 3 s apart.
_LEFT_S = 10.0
# After a look that showed somebody, a longer time without one says nothing of who sits there: it counts
# neither way.
_BLIND_S = 10.0


class BreakTimer:
    """Follows how long somebody has been sitting, without a shift and without a break.

    Args:
        settings: The intervals.

    Attributes:
        breaks: How many breaks there were.
    """

    def __init__(self, settings: DeskSettings) -> None:
        self._settings = settings
        self._sits_since_s: float | None = None
        self._held_since_s: float | None = None
        self._seen_s: float | None = None
        self._looked_s: float | None = None
        self._is_there = False
        self._told_s: dict[Nudge, float] = {}
        self.breaks = 0

    def saw(self, now_s: float, *, present: bool, held_s: float | None) -> bool:
        """Take a look; gives whether a break has just ended.

        Args:
            now_s: The time.
            present: Whether somebody is there.
            held_s: How long they have been sitting without a shift, as far as it was seen.
        """
        self._pass_over_blind_time(now_s)
        self._is_there = present
        if not present:
            return False
        away_s = 0.0 if self._seen_s is None else now_s - self._seen_s
        was_break = away_s >= MINUTE_S * self._settings.break_lasts_min
        self._seen_s = now_s
        if self._sits_since_s is None or was_break:
            self._sits_since_s = self._held_since_s = now_s
            self._told_s.clear()
            self.breaks += was_break
            return was_break
        if away_s >= _LEFT_S:
            self._shift(now_s)
        elif held_s is not None and self._held_since_s is not None:
            since_s = now_s - held_s
            # What was held before a time without looks goes on, unless a shift was seen.
            if since_s > self._held_since_s + _BLIND_S:
                self._shift(since_s)
        return False

    def exercised(self, now_s: float) -> None:
        """Exercises were done, which count as a break: sitting begins anew."""
        self._sits_since_s = self._held_since_s = self._seen_s = now_s
        self._told_s.clear()
        self.breaks += 1

    def away(self, now_s: float) -> None:
        """It is known without a look that nobody works here: the screen is locked, or the computer sleeps."""
        self._looked_s, self._is_there = now_s, False

    def _shift(self, since_s: float) -> None:
        self._held_since_s = since_s
        self._told_s.pop("shift", None)

    def _pass_over_blind_time(self, now_s: float) -> None:
        blind_s = 0.0 if self._looked_s is None else now_s - self._looked_s
        self._looked_s = now_s
        if blind_s <= _BLIND_S or not self._is_there:
            return
        later = {name: None if at is None else at + blind_s for name, at in self._times().items()}
        self._sits_since_s, self._held_since_s, self._seen_s = later.values()
        self._told_s = {nudge: at + blind_s for nudge, at in self._told_s.items()}

    def _times(self) -> dict[str, float | None]:
        return {"sits": self._sits_since_s, "held": self._held_since_s, "seen": self._seen_s}

    def sitting_s(self, now_s: float) -> float:
        """For how long somebody has been sitting without a break."""
        return 0.0 if self._sits_since_s is None else now_s - self._sits_since_s

    def held_s(self, now_s: float) -> float:
        """For how long somebody has been sitting without a shift."""
        return 0.0 if self._held_since_s is None else now_s - self._held_since_s

    def due_s(self, nudge: Nudge) -> float | None:
        """When it is time for a nudge; None if never."""
        since_s, minutes = (
            (self._held_since_s, self._settings.shift_min)
            if nudge == "shift"
            else (self._sits_since_s, self._settings.break_min)
        )
        if since_s is None or minutes <= 0:
            return None
        return max(since_s, self._told_s.get(nudge, since_s)) + MINUTE_S * minutes

    def due(self, now_s: float) -> Nudge | None:
        """The nudge that it is time for; who is to stand up need not be told to sit otherwise."""
        if self._seen_s is None or now_s - self._seen_s >= _LEFT_S:
            return None
        nudges: tuple[Nudge, Nudge] = ("break", "shift")
        return next((n for n in nudges if (at := self.due_s(n)) is not None and now_s >= at), None)

    def told(self, now_s: float, nudge: Nudge) -> None:
        """It was told: not again before as much time has passed once more."""
        self._told_s[nudge] = now_s
        if nudge == "break":
            self._told_s["shift"] = now_s
