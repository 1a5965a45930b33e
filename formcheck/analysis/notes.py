"""What is known of a source beside its pictures."""

from pathlib import Path

from formcheck.results.summary import NotesSummary
from formcheck.source.recorded_on import recorded_on


def dated(notes: NotesSummary | None, path: Path) -> NotesSummary | None:
    """What was given with a source, and the day on which it was recorded, if it tells."""
    if notes is None or notes.date is not None:
        return notes
    told = recorded_on(path)
    return notes if told is None else notes.model_copy(update={"date": told[0], "date_from": told[1]})
