"""The keys of the live window."""

from typing import Literal

Command = Literal[
    "quit", "pause", "calibrate", "mute", "full-screen", "snapshot", "new-set", "help",
    "activity-1", "activity-2", "activity-3",
]  # fmt: skip

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
    "1": "activity-1",
    "2": "activity-2",
    "3": "activity-3",
}
