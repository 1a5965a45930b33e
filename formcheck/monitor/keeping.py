"""Where the minutes go: the history, opened when there is something to keep, and anew after it failed."""

from collections.abc import Callable

from formcheck.errors import FormcheckError
from formcheck.history.records import DeskMinute
from formcheck.history.store import History, open_history
from formcheck.history.wanted import Wanted


class HistoryRecorder:
    """Keeps minutes in the history.

    Args:
        talk: Takes a line for the terminal.
        opening: Opens the history; for tests.
        athlete: Whose exercises count as a break.
    """

    def __init__(
        self, talk: Callable[[str], None], opening: Callable[[], History] = open_history, athlete: str = ""
    ) -> None:
        self._talk, self._opening, self._athlete = talk, opening, athlete
        self._history: History | None = None

    def add(self, record: DeskMinute) -> None:
        """Keep a minute.

        Raises:
            FormcheckError: If it cannot be kept now.
        """
        try:
            self._opened().add(record)
        except FormcheckError:
            self._history = None
            raise

    def exercised_utc_s(self) -> float:
        """When neck exercises were begun last; see `Recorder`."""
        try:
            done = self._opened().mobility(Wanted(athlete=self._athlete))
        except FormcheckError:
            self._history = None
            raise
        return max((one.start_utc_s for one in done if one.reps), default=0.0)

    def _opened(self) -> History:
        if self._history is None:
            self._history = self._opening()
            if self._history.notice:
                self._talk(self._history.notice)
        return self._history


def open_recorder(talk: Callable[[str], None], athlete: str = "") -> HistoryRecorder:
    """What keeps the minutes of this user."""
    return HistoryRecorder(talk, athlete=athlete)
