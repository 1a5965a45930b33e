"""What a sink is told when it is opened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from formcheck.activities.activity import Activity
from formcheck.history.logged import Log
from formcheck.results.summary import NotesSummary, SourceKind, Summary
from formcheck.sinks.screen.surface import Surface
from formcheck.sinks.speech.lines import Line
from formcheck.source.frame import StreamInfo

if TYPE_CHECKING:
    from formcheck.source.kept import KeptPictures

CsvDialect = Literal["plain", "semicolon"]


@dataclass(frozen=True, slots=True)
class SinkOptions:
    """What is wanted of a session, and what it is connected to.

    Attributes:
        report: Write report.html.
        pdf: Print the report as report.pdf.
        blur_faces: Blur the faces in all pictures that are written.
        poses: Where the pose recording goes, or None for none.
        video: Read the source's pictures again and write them annotated: annotated.mp4, or annotated.jpg.
        record: Write the pictures that come with the updates, as annotated.mp4.
        say: Says a line aloud, soon or never.
        talk: Takes a line for the terminal.
        exports: Other formats that the session is written in: names in `formcheck.sinks.exports.names`.
        csv: How tables are written: "plain" with commas and decimal points, "semicolon" with semicolons and
            decimal commas, as spreadsheets of many countries read them.
        so_far: Gives the summary of what was judged so far, where that is to be kept meanwhile: a set before
            a camera does not come again.
        surface: What pictures are shown on; for the main thread alone.
        mirror: Whether what is shown there is a mirror.
        log: Keep the session in the history; None: it is not kept.
    """

    report: bool = False
    pdf: bool = False
    blur_faces: bool = False
    poses: Path | None = None
    video: bool = False
    record: bool = False
    say: Callable[[Line], None] | None = None
    talk: Callable[[str], None] | None = None
    csv: CsvDialect = "plain"
    exports: tuple[str, ...] = ()
    so_far: Callable[[], Summary] | None = None
    surface: Surface | None = None
    mirror: bool = True
    log: Log | None = None


@dataclass(frozen=True, slots=True)
class SinkContext:
    """The session that a sink is opened for.

    Attributes:
        activity: What is watched.
        info: The stream that the poses are in.
        model: The pose model, or None where it is unknown.
        folder: Where files go; they appear in the folder of the results when the session is over. None: none
            are written.
        kind: What the source is.
        source: The file that holds the pictures, to be read again; None where there is none.
        start_s, end_s: The part of it that is looked at; None: from its beginning, to its end.
        options: What is wanted.
        notes: What was given with the source or the run, such as how tall the person is.
        kept: The source's pictures, kept while it is read; None: it has to be read again.
    """

    activity: Activity
    info: StreamInfo
    model: str | None = None
    folder: Path | None = None
    kind: SourceKind = "camera"
    source: Path | None = None
    start_s: float | None = None
    end_s: float | None = None
    options: SinkOptions = field(default_factory=SinkOptions)
    notes: NotesSummary | None = None
    kept: "KeptPictures | None" = None
