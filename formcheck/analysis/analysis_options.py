"""How a recorded source is analysed, and what is written."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.calibration.starting_neutral import ProfileWish
from formcheck.history.logged import Log
from formcheck.pose.models import DEFAULT_MODEL
from formcheck.results.summary import NotesSummary
from formcheck.sinks.context import CsvDialect
from formcheck.source.frame import AS_IT_SAYS, Reading

if TYPE_CHECKING:
    from formcheck.pose.early_model import EarlyModel


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """How a recorded source is analysed, and what is written.

    Attributes:
        model: Name of a pose model, or a path to one.
        start_s, end_s: Part of the source to look at.
        video: Write annotated.mp4.
        report: Write report.html.
        save_poses: Write the pose recording.
        profile: Which stored calibration the neutral is taken from.
        neutral_s: Part of the source, from and to, that shows the neutral; then no profile is looked for.
        reading: What a film does not say itself.
        pdf: Print the report as report.pdf.
        blur_faces: Blur the faces in all pictures that are written.
        notes: What was given with the source; None: nothing, and no date is looked for.
        poses: A recording of the source's poses, made before; the pose model is not run again.
        force: Replace files of the results' names even where this program has not written them.
        at_once: How many parts of a film are worked at at a time; nothing that comes out depends on it.
        exports: Other formats that are written, by their names in `formcheck.sinks.exports.names`.
        csv: How the tables are written.
        log: Keep what is found in the history; when it was, and which film it is, is found out.
        early: The pose model, where its loading has begun already.
    """

    model: str = DEFAULT_MODEL
    start_s: float | None = None
    end_s: float | None = None
    video: bool = True
    report: bool = True
    save_poses: bool = False
    profile: ProfileWish = field(default_factory=ProfileWish)
    neutral_s: tuple[float, float] | None = None
    reading: Reading = AS_IT_SAYS
    pdf: bool = False
    blur_faces: bool = False
    notes: NotesSummary | None = None
    poses: Path | None = None
    force: bool = False
    csv: CsvDialect = "plain"
    log: Log | None = None
    exports: tuple[str, ...] = ()
    at_once: int = 1
    early: "EarlyModel | None" = None
