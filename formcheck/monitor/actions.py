"""What the monitor wants done; it does none of it itself."""

from dataclasses import dataclass

from formcheck.desktop.notice import Notice
from formcheck.history.records import DeskMinute


@dataclass(frozen=True, slots=True)
class Show:
    """Show a notice.

    Attributes:
        notice: What to show.
        printed: Whether the terminal says it where no notice can be shown.
    """

    notice: Notice
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a notice away."""

    key: str


@dataclass(frozen=True, slots=True)
class Say:
    """Say a sentence, or play a tone."""

    text: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep a minute."""

    minute: DeskMinute


@dataclass(frozen=True, slots=True)
class Talk:
    """A line for the terminal."""

    line: str


@dataclass(frozen=True, slots=True)
class Stop:
    """End the monitor."""


Action = Show | Withdraw | Say | Keep | Talk | Stop
