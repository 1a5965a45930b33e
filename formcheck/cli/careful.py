"""Lower limits where somebody noted that a neck or a shoulder needs care."""

from collections.abc import Iterable
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.advice.health import HealthNote
from formcheck.cli.say import say
from formcheck.errors import HealthNotesError


def notes_of(athlete: str) -> tuple[HealthNote, ...]:
    """The notes that hold today; none where they cannot be read, which is said, and stops nothing."""
    from formcheck.cli.advice import health_notes

    try:
        return health_notes(athlete)
    except HealthNotesError as error:
        say(str(error))
        return ()


def careful(activity: Activity, notes: Iterable[HealthNote], rule_files: Iterable[Path] = ()) -> Activity:
    """The activity with the lower limits that the notes ask for, where it has such.

    Args:
        activity: As it is.
        notes: The notes on health.
        rule_files: Files whose rules count in place of its own.
    """
    from formcheck.activities.find import own_activity_ids
    from formcheck.activities.load import load_activity, variant_ids
    from formcheck.advice.hints import variant_for

    noted = tuple(notes)
    if not noted or activity.id not in own_activity_ids():
        return activity
    variant = variant_for(variant_ids(activity.id), noted)
    return load_activity(activity.id, rule_files, variant) if variant else activity
