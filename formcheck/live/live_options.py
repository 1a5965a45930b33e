"""How a camera is watched, what is written, and which activities can be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.calibration.starting_neutral import ProfileWish
from formcheck.results.summary import NotesSummary
from formcheck.sinks.context import CsvDialect
from formcheck.sinks.speech.engine import SoundKind


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """How a camera is watched, and what is written.

    Attributes:
        folder: Where a folder for each set is made.
        guided: Whether the set-up comes first; if not, the first picture is judged.
        sound: What is heard.
        mirror: Whether the window is a mirror.
        report: Write report.html.
        pdf: Print the report as report.pdf.
        blur_faces: Blur the faces in all pictures that are written, and in the window, which can be stored.
        notes: What was given with the run; each set gets the day on which it was done.
        record: Write the pictures, as annotated.mp4.
        save_poses: Write the pose recording.
        profile: Which stored calibration to compare with.
        csv: How the tables are written.
        log: Keep each set, or the minutes at a desk, in the history.
    """

    folder: Path
    guided: bool = True
    sound: SoundKind = "none"
    mirror: bool = True
    report: bool = True
    record: bool = False
    save_poses: bool = False
    profile: ProfileWish = field(default_factory=ProfileWish)
    pdf: bool = False
    blur_faces: bool = False
    notes: NotesSummary | None = None
    csv: CsvDialect = "plain"
    log: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What can be watched.

    Attributes:
        by_key: Digit on the keyboard -> the activity that it chooses.
        first: What is watched first, or `activity_search.unknown_activity()`.
        candidates: What may be found out to be done.
    """

    by_key: Mapping[int, Activity]
    first: Activity
    candidates: tuple[Activity, ...] = ()

    def words(self) -> tuple[tuple[int, str], ...]:
        """The digits that choose an activity, each with its word, for the help of the keys."""
        return tuple((digit, a.key_word or a.title) for digit, a in sorted(self.by_key.items()))
