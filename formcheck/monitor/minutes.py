"""Adds looks up to minutes, and minutes to days."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from formcheck.history.records import DeskMinute
from formcheck.measurements.covered import LONGEST_STEP_S
from formcheck.monitor.look import Look
from formcheck.monitor.moment import DAY_S, MINUTE_S, Moment


@dataclass(slots=True)
class _Sums:
    start_utc_s: float
    utc_offset_min: int
    looks: int = 0
    watched_s: float = 0.0
    present_s: float = 0.0
    judged_s: float = 0.0
    neutral_s: float = 0.0
    states_s: dict[str, float] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    alerts: Counter[str] = field(default_factory=Counter)
    breaks: int = 0

    def as_record(self, athlete: str) -> DeskMinute:
        times = {rule: round(time_s, 1) for rule, time_s in self.states_s.items()}
        return DeskMinute(
            self.start_utc_s, self.utc_offset_min, self.looks, round(self.watched_s, 1),
            round(self.present_s, 1), round(self.judged_s, 1), round(self.neutral_s, 1), times,
            dict(self.events), dict(self.alerts), self.breaks, athlete,
        )  # fmt: skip

    @property
    def is_empty(self) -> bool:
        return not (self.looks or self.alerts or self.breaks)


class MinuteBook:
    """Keeps the running minute, and gives it when it is over.

    A minute ends whenever the clock shows another one, be it earlier or later: a clock that is set changes
    when something was, never how long it lasted.

    Args:
        athlete: Whose minutes they are; empty for the owner of the computer.
    """

    def __init__(self, athlete: str = "") -> None:
        self._athlete = athlete
        self._sums: _Sums | None = None
        self._looked_s: float | None = None
        self._events: dict[str, float] = {}

    def pass_time(self, now: Moment) -> DeskMinute | None:
        """Take the time; gives the minute that is over, if there was anything in it."""
        minute = now.utc_s // MINUTE_S
        if self._sums is None:
            self._sums = _Sums(now.utc_s, now.utc_offset_min)
        elif self._sums.start_utc_s // MINUTE_S != minute:
            done, self._sums = self._sums, _Sums(MINUTE_S * minute, now.utc_offset_min)
            return None if done.is_empty else done.as_record(self._athlete)
        return None

    def saw(self, now: Moment, look: Look) -> None:
        """Take a look: it stands for the time since the one before; after `pass_time` with the same time."""
        sums, before_s = self._current(now), self._looked_s
        self._looked_s = now.mono_s
        step_s = 0.0 if before_s is None else now.mono_s - before_s
        step_s = step_s if step_s <= LONGEST_STEP_S else 0.0
        sums.looks += 1
        sums.watched_s += step_s
        sums.present_s += step_s if look.present else 0.0
        if look.judged:
            sums.judged_s += step_s
            sums.neutral_s += 0.0 if look.states else step_s
        for state in look.states:
            there_s = max(0.0, min(step_s, now.mono_s - state.there_since_s))
            sums.states_s[state.rule] = sums.states_s.get(state.rule, 0.0) + there_s
            if self._events.get(state.rule) != state.since_s:
                self._events[state.rule] = state.since_s
                sums.events[state.rule] += 1

    def told(self, now: Moment, what: str) -> None:
        """Something was told: a rule's id, ``shift`` or ``break``."""
        self._current(now).alerts[what] += 1

    def took_break(self, now: Moment) -> None:
        """A break has ended."""
        self._current(now).breaks += 1

    def stop_looking(self) -> None:
        """The camera is off: the next look does not stand for the time since the last one."""
        self._looked_s = None

    def finish(self) -> DeskMinute | None:
        """The minute that was running."""
        done, self._sums = self._sums, None
        return None if done is None or done.is_empty else done.as_record(self._athlete)

    def _current(self, now: Moment) -> _Sums:
        if self._sums is None:
            self._sums = _Sums(now.utc_s, now.utc_offset_min)
        return self._sums


@dataclass(frozen=True, slots=True)
class DayTotals:
    """A day so far.

    Attributes:
        day: Days since 1970, local time.
        events: Rule id -> how often it came.
    """

    day: int
    watched_s: float = 0.0
    present_s: float = 0.0
    judged_s: float = 0.0
    neutral_s: float = 0.0
    events: Counter[str] = field(default_factory=Counter)
    alerts: Counter[str] = field(default_factory=Counter)
    breaks: int = 0

    def plus(self, minute: DeskMinute) -> "DayTotals":
        """With one more minute."""
        return DayTotals(
            self.day,
            self.watched_s + minute.watched_s,
            self.present_s + minute.present_s,
            self.judged_s + minute.judged_s,
            self.neutral_s + minute.neutral_s,
            self.events + Counter(minute.events),
            self.alerts + Counter(minute.alerts),
            self.breaks + minute.breaks,
        )


class DayBook:
    """Adds minutes up to days. A clock that is set back to the day before does not begin a day."""

    def __init__(self) -> None:
        self._today: DayTotals | None = None

    @property
    def today(self) -> DayTotals:
        """The day so far."""
        return self._today or DayTotals(0)

    def add(self, minute: DeskMinute) -> DayTotals | None:
        """Take a minute; gives the day that is over."""
        day = int((minute.start_utc_s + MINUTE_S * minute.utc_offset_min) // DAY_S)
        done = None
        if self._today is None or day > self._today.day:
            done, self._today = self._today, DayTotals(day)
        self._today = self._today.plus(minute)
        return done


def daily_line(day: DayTotals, titles: dict[str, str]) -> str:
    """A day in one line.

    Args:
        day: The day.
        titles: Rule id -> what it is called.

    Example:
        >>> day = DayTotals(20000, 7260.0, 7000.0, 6000.0, 4500.0, Counter({"a": 3}), Counter({"a": 1}), 2)
        >>> daily_line(day, {"a": "Head forward"})
        '2024-10-04: watched 2 h 1 min, 75 % in neutral; head forward 3 times; 1 alert; 2 breaks'
    """
    date = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day.day)).date()
    share = f", {100 * day.neutral_s / day.judged_s:.0f} % in neutral" if day.judged_s >= 1.0 else ""
    events = ", ".join(
        f"{titles.get(rule, rule).lower()} {_times(count)}" for rule, count in day.events.most_common()
    )
    alerts = sum(count for what, count in day.alerts.items() if what not in ("shift", "break"))
    parts = (
        f"{date}: watched {hours(day.watched_s)}{share}",
        events or "no posture that lasted",
        _count(alerts, "alert"),
        _count(day.breaks, "break"),
    )
    return "; ".join(parts)


def hours(time_s: float) -> str:
    """A duration in words.

    Example:
        >>> hours(5.0), hours(59.9), hours(60.0), hours(7260.0)
        ('5 s', '59 s', '1 min', '2 h 1 min')
    """
    if time_s < MINUTE_S:
        return f"{int(time_s)} s"
    minutes = int(time_s // MINUTE_S)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _count(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
