"""What the small window and the tray icon show at one moment."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["good", "hint", "alert", "away", "paused", "waiting", "problem"]


@dataclass(frozen=True, slots=True)
class WindowView:
    """What is shown.

    Attributes:
        level: Which colour and sign it has.
        headline: At most four words.
        detail: One short line beneath, or "".
        camera_on: Whether the camera is on now.
    """

    level: Level
    headline: str
    detail: str = ""
    camera_on: bool = False
