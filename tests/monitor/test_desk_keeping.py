"""Where minutes are kept: in the history, also after it could not be had for a while."""

from pathlib import Path

import pytest

from formcheck.errors import OutputError
from formcheck.history.records import DeskMinute
from formcheck.history.store import History, open_history
from formcheck.monitor.keeping import HistoryRecorder

MINUTE = DeskMinute(1_800_000_000.0, 60, looks=30, watched_s=60.0, present_s=60.0, judged_s=58.0)


def test_a_minute_is_in_the_history_as_soon_as_it_is_kept(tmp_path: Path) -> None:
    recorder = HistoryRecorder(lambda line: None, lambda: open_history(tmp_path / "history.db"))
    recorder.add(MINUTE)
    with open_history(tmp_path / "history.db", reading=True) as history:
        (kept,) = history.minutes()
    assert (kept.start_utc_s, kept.watched_s) == (MINUTE.start_utc_s, 60.0)


def test_a_history_that_could_not_be_had_is_opened_anew(tmp_path: Path) -> None:
    full = True

    def opening() -> History:
        if full:
            raise OutputError("cannot write the history: no space left on device")
        return open_history(tmp_path / "history.db")

    recorder = HistoryRecorder(lambda line: None, opening)
    with pytest.raises(OutputError, match="no space left"):
        recorder.add(MINUTE)
    full = False
    recorder.add(MINUTE)
    with open_history(tmp_path / "history.db", reading=True) as history:
        assert len(history.minutes()) == 1
