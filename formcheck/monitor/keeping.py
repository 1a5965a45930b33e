"""Where the minutes go: the history, opened when there is something to keep, and anew after it failed."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from formcheck.errors import FormcheckError, OutputError
from formcheck.history.records import DeskMinute


class HistoryRecorder:
    """Keeps minutes in the history.

    Args:
        talk: Takes a line for the terminal.
    """

    def __init__(self, talk: Callable[[str], None]) -> None:
        self._talk = talk
        self._history: Any = None

    def add(self, record: DeskMinute) -> None:
        """Keep a minute.

        Raises:
            FormcheckError: If it cannot be kept now.
        """
        try:
            if self._history is None:
                self._history = import_module("formcheck.history.store").open_history()
                if self._history.notice:
                    self._talk(self._history.notice)
            self._history.add(record)
        except FormcheckError:
            self._history = None
            raise
        except ImportError:
            raise OutputError("nothing is kept: this version has no history") from None


def open_recorder(talk: Callable[[str], None]) -> HistoryRecorder:
    """What keeps the minutes of this user."""
    return HistoryRecorder(talk)
