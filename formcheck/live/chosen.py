"""Says who of several people is watched, as those see it who face the camera."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from formcheck.pose.pose import Chosen

# Who faces the camera has their left where the picture has its right.
_FOR_THEM: Final[Mapping[Chosen, str]] = {
    "on the left": "on the right",
    "in the middle": "in the middle",
    "on the right": "on the left",
}


@dataclass(frozen=True, slots=True)
class ChosenWords:
    """The words, for the terminal and for the ear."""

    told: str
    spoken: str


def chosen_words(chosen: Chosen) -> ChosenWords:
    """Who is watched.

    Args:
        chosen: Where in the picture they are; not "".

    Example:
        >>> chosen_words("on the left").told
        'several people: watching the one on the right, as you face the camera'
    """
    where = _FOR_THEM[chosen]
    told = f"several people: watching the one {where}, as you face the camera"
    return ChosenWords(told, f"I watch the one {where}.")
