"""What the guide says at one moment."""

from dataclasses import dataclass
from typing import Literal

GuideState = Literal["looking", "adjust", "hold", "countdown", "ready"]
Arrow = Literal["", "left", "right", "up", "down", "back", "closer"]


@dataclass(frozen=True, slots=True)
class Guidance:
    """What somebody in front of the camera is told before, and about being seen during, a set.

    Attributes:
        state: "looking" for somebody, something to "adjust", "hold" while the framing has to last,
            "countdown" to the start, "ready" from then on.
        message: At most four words for the screen, or "".
        spoken: One or two short sentences, or "".
        arrow: Where to go. Left and right are those of the mirrored screen, which are the subject's own
            while they face it; up and down are for the camera; back is away from it.
        seconds_left: Of the countdown, else None.
        note: What can be judged from the present view, in a few words, or "".
    """

    state: GuideState
    message: str = ""
    spoken: str = ""
    arrow: Arrow = ""
    seconds_left: float | None = None
    note: str = ""
