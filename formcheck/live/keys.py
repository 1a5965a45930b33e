"""The keys of the live window."""

from typing import Literal

# Or "activity-1" to "activity-9", for the keys that activities name in their files.
Command = Literal["quit", "pause", "calibrate", "mute", "full-screen", "snapshot", "new-set", "help"] | str

KEYS: dict[str, Command] = {
    "q": "quit",
    "esc": "quit",
    "close": "quit",
    "space": "pause",
    "c": "calibrate",
    "m": "mute",
    "f": "full-screen",
    "s": "snapshot",
    "r": "new-set",
    "h": "help",
    **{str(digit): f"activity-{digit}" for digit in range(1, 10)},
}
