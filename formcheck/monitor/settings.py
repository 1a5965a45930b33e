"""How somebody wants to be watched: everything that can be set, with its default."""

from dataclasses import dataclass
from typing import Literal

# Looks a second: less misses what comes and goes, more only costs.
SLOWEST, FASTEST = 0.5, 5.0


@dataclass(frozen=True, slots=True)
class DailySpan:
    """A time of every day, on the local clock; it may go past midnight.

    Attributes:
        from_min: Minutes since midnight at which it begins.
        to_min: Minutes since midnight at which it is over.

    Example:
        >>> DailySpan(22 * 60, 7 * 60).holds(23 * 60), DailySpan(22 * 60, 7 * 60).holds(12 * 60)
        (True, False)
    """

    from_min: int
    to_min: int

    def holds(self, minute: int) -> bool:
        """Whether a minute since midnight lies in it."""
        if self.from_min <= self.to_min:
            return self.from_min <= minute < self.to_min
        return minute >= self.from_min or minute < self.to_min


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """What can be set of a monitor. Each has a flag and a key in the config file of the same name.

    Attributes:
        rate: Looks a second, 0.5 to 5; None to look as often as it takes.
        quiet_hours: When nothing is told; it is watched and written all the same.
        notify: Whether notices are shown on the desktop.
        sound: What is heard: a tone, a voice, or nothing.
        caution_s: A posture that lasts this long is hinted at.
        alert_s: One that lasts this long is told with a notice.
        sound_after_s: One that lasts this much longer is told with a sound.
        clear_s: Sitting well for so long ends it.
        cooldown_s: After an alert the same posture is not told again for so long.
        snooze_s: How long ``snooze`` keeps everything quiet.
        shift_min: Sitting without a shift for so long is told; 0 never.
        break_min: Sitting without a break for so long is told; 0 never.
        break_lasts_min: Being away for so long is a break.
        away_min: Nobody there for so long, and the camera is released.
    """

    rate: float | None = None
    quiet_hours: tuple[DailySpan, ...] = ()
    notify: bool = True
    sound: Literal["off", "beep", "voice"] = "beep"
    caution_s: float = 15.0
    alert_s: float = 45.0
    sound_after_s: float = 30.0
    clear_s: float = 5.0
    cooldown_s: float = 300.0
    snooze_s: float = 900.0
    shift_min: float = 25.0
    break_min: float = 55.0
    break_lasts_min: float = 3.0
    away_min: float = 3.0
