"""Where the minutes go: the history, opened when there is something to keep, and anew after it failed."""

from collections.abc import Callable

from formcheck.errors import FormcheckError
from formcheck.history.records import DeskMinute
from formcheck.history.store import History, open_history


class HistoryRecorder:
    """Keeps minutes in the history.

    Args:
        talk: Takes a line for the terminal.
        opening: Opens the history; for tests.
    """

    def __init__(self, talk: Callable[[str], None], opening: Callable[[], History] = open_history) -> None:
        self._talk, self._opening = talk, opening
        self._history: History | None = None

    def add(self, record: DeskMinute) -> None:
        """Keep a minute.

        Raises:
            FormcheckError: If it cannot be kept now.
        """
        try:
            if self._history is None:
                self._history = self._opening()
                if self._history.notice:
                    self._talk(self._history.notice)
            self._history.add(record)
        except FormcheckError:
            self._history = None
            raise


def open_recorder(talk: Callable[[str], None]) -> HistoryRecorder:
    """What keeps the minutes of this user."""
    return HistoryRecorder(talk)
