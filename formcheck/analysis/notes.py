"""What is known of a source beside its pictures."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from formcheck.history.logged import Log, film_of
from formcheck.results.summary import NotesSummary
from formcheck.source.recorded_on import recorded_at, recorded_on


def dated(notes: NotesSummary | None, path: Path) -> NotesSummary | None:
    """What was given with a source, and the day on which it was recorded, if it tells."""
    if notes is None or notes.date is not None:
        return notes
    told = recorded_on(path)
    return notes if told is None else notes.model_copy(update={"date": told[0], "date_from": told[1]})


def logged(log: Log | None, path: Path) -> Log | None:
    """That a source is to be kept in the history, with when it was recorded and which film it is."""
    told = None if log is None else recorded_at(path)
    if log is None or told is None:
        return log
    with suppress(OSError):  # it could be read a moment ago; what reads it now will say so
        return replace(log, started=told[0], timed=told[1], film=film_of(path))
    return log
