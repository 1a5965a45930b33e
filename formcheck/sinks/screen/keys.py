"""The keys of the live window: what each does, and how the help says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

# Or "activity-1" to "activity-9": which activity a digit chooses stands in the activities' own files.
Command = Literal["quit", "pause", "calibrate", "mute", "full-screen", "snapshot", "new-set", "help"] | str
ACTIVITY = "activity-"


@dataclass(frozen=True, slots=True)
class HelpRow:
    """A row of the help.

    Attributes:
        shown: The keys, as they are written there.
        words: What they do.
        commands: Name of a key, as a window gives it -> what it does.
    """

    shown: str
    words: str
    commands: Mapping[str, Command]


_SET = (
    HelpRow("space", "pause, go on", {"space": "pause"}),
    HelpRow("r", "new set", {"r": "new-set"}),
)
_ACTIVITIES = HelpRow("", "", {str(digit): f"{ACTIVITY}{digit}" for digit in range(1, 10)})
_REST = (
    HelpRow("c", "new neutral", {"c": "calibrate"}),
    HelpRow("m", "sound on, off", {"m": "mute"}),
    HelpRow("f", "full screen", {"f": "full-screen"}),
    HelpRow("s", "save a picture", {"s": "snapshot"}),
    HelpRow("h", "these keys", {"h": "help"}),
    HelpRow("q", "end", {"q": "quit", "esc": "quit", "close": "quit"}),
)
COMMANDS: Mapping[str, Command] = {
    key: command for row in (*_SET, _ACTIVITIES, *_REST) for key, command in row.commands.items()
}


# For the line at the bottom of the window: what is good to know without looking it up, the first the most.
HINTS = (("h", "keys"), ("space", "pause"), ("r", "new set"), ("c", "new neutral"), ("q", "end"))


def help_rows(chosen_by: Sequence[tuple[int, str]] = ()) -> tuple[tuple[str, str], ...]:
    """The rows of the help: keys, and what they do.

    Args:
        chosen_by: The digits that choose an activity, each with its word.

    Example:
        >>> help_rows([(1, "press"), (3, "desk")])[2]
        ('1 3', 'press, desk')
    """
    digits = " ".join(str(digit) for digit, _ in chosen_by)
    activities = ((digits, ", ".join(word for _, word in chosen_by)),) if chosen_by else ()
    of_set, of_rest = (tuple((row.shown, row.words) for row in rows) for rows in (_SET, _REST))
    return (*of_set, *activities, *of_rest)
