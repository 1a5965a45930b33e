"""The neck exercises: activities in a folder of their own, which only `formcheck mobility` asks for."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from formcheck.activities.activity import Activity
from formcheck.activities.file import nearest, parse
from formcheck.activities.load import checked_activity
from formcheck.errors import UnknownActivityError
from formcheck.moves.settings import MoveSettings

ROUTINE = ("chin-tuck", "side-tilt", "neck-rotation", "shoulder-roll")
"""All of them, in the order in which they are done."""

MOVE_ALIASES: Mapping[str, str] = MappingProxyType(
    {"tuck": "chin-tuck", "tilt": "side-tilt", "rotation": "neck-rotation", "roll": "shoulder-roll"}
)
"""What a routine may call them."""


def load_move(wanted: str) -> Activity:
    """A neck exercise by its id or its short name.

    Raises:
        UnknownActivityError: If there is none of that name.

    Example:
        >>> load_move("tuck").title
        'Chin tuck'
    """
    move = MOVE_ALIASES.get(wanted, wanted)
    if move not in ROUTINE:
        raise UnknownActivityError(f"unknown exercise {wanted!r}{nearest(wanted, (*MOVE_ALIASES, *ROUTINE))}")
    return _load(move)


@cache
def _load(move: str) -> Activity:
    file = resources.files("formcheck.activities").joinpath("mobility", f"{move}.toml")
    return checked_activity(file.name, move, parse(file.name, file.read_text(encoding="utf-8")))


def settings_of(activity: Activity) -> MoveSettings:
    """What a neck exercise says of itself.

    Raises:
        ValueError: If the activity is none.
    """
    if activity.move is None:
        raise ValueError(f"{activity.id} is no exercise of the neck")
    return activity.move
