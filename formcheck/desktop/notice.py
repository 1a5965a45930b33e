"""A notice on the desktop, its buttons, and which of them was pressed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a notice.

    Attributes:
        id: What is told when it is pressed.
        label: What stands on it.
    """

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be shown on the desktop.

    Attributes:
        key: What it is about; a newer notice of the same key takes the place of the earlier one.
        title: At most four words.
        text: One or two short sentences.
        buttons: What can be pressed, the most likely first.
        lasts_s: For how long it is worth being read; it is withdrawn then, and never kept for later.
    """

    key: str
    title: str
    text: str
    buttons: tuple[Button, ...] = ()
    lasts_s: float = 20.0


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed.

    Attributes:
        key: The notice's key.
        button: The button's id.
    """

    key: str
    button: str
