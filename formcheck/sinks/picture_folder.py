"""The files of a still picture: one moment, with everything that was measured in it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from formcheck.activities.activity import views_by_column
from formcheck.files import write_bytes, write_text
from formcheck.results.card import CardRow, card_rows
from formcheck.results.result import FileKind
from formcheck.session.observation import Observation
from formcheck.sinks.context import SinkContext
from formcheck.sinks.drawing.angle_marks import marks_for
from formcheck.sinks.drawing.card import card_below
from formcheck.sinks.drawing.face_cover import open_face_cover
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.sinks.drawing.stills import jpeg
from formcheck.sinks.own_files import marked_jpeg
from formcheck.sinks.sink import Sink
from formcheck.sinks.tables import FramesTable
from formcheck.sinks.update import Outcome, Update
from formcheck.source.picture import PictureFile

_LONGEST_SIDE_PX = 1920
_QUALITY = 92
# It is looked at from near.
_LABEL_SIZE = 0.6


class PictureFolder(Sink):
    """Writes frames.csv, annotated.jpg where it is wanted, and summary.json; all when the picture is judged.

    Args:
        folder: Made with the first file.
        context: The picture.
    """

    def __init__(self, folder: Path, context: SinkContext) -> None:
        self._folder, self._context = folder, context
        self._seen: Observation | None = None
        self._outcome: Outcome | None = None
        self._written: dict[FileKind, Path] = {}

    def write(self, update: Update) -> None:
        """Take the moment, or the outcome."""
        self._seen, self._outcome = update.frame or self._seen, update.outcome or self._outcome

    def close(self) -> None:
        """Write the files.

        Raises:
            SourceError: If the picture cannot be read again.
            OutputError: If they cannot be written.
        """
        if self._seen is None or self._outcome is None:
            return
        context, seen = self._context, self._seen
        self._write_frames(self._folder / "frames.csv", seen)
        if context.options.video and context.source is not None:
            rows = card_rows(self._outcome.summary, context.activity)
            self._write_annotated(self._folder / "annotated.jpg", context.source, seen, rows)
        summary = self._folder / "summary.json"
        write_text(summary, self._outcome.summary.to_json())
        self._written["summary"] = summary

    def abort(self) -> None:
        """Nothing was begun."""

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """Table, summary and picture."""
        return self._written

    def _write_frames(self, path: Path, seen: Observation) -> None:
        with FramesTable(path, tuple(seen.measurements), self._context.options.csv) as table:
            table.write(seen)
        self._written["frames"] = path

    def _write_annotated(self, path: Path, source: Path, seen: Observation, rows: Sequence[CardRow]) -> None:
        """The picture with the verdict below it."""
        activity = self._context.activity
        judged = views_by_column(activity)
        names = [name for name in seen.measurements if seen.view in judged.get(name, {seen.view})]
        overlay = Overlay(self._context.info, activity.rules, marks_for(names), label_size=_LABEL_SIZE)
        with PictureFile(source, _LONGEST_SIDE_PX, self._context.info.reading) as picture:
            for frame in picture:
                if self._context.options.blur_faces:
                    with open_face_cover(self._context.info, self._context.model) as cover:
                        cover.cover(frame.image, seen.pose)
                drawn = overlay.draw(frame.image, seen, words=False)
                write_bytes(path, marked_jpeg(jpeg(card_below(drawn, rows), _QUALITY)))
        self._written["picture"] = path


def open_picture_folder(context: SinkContext) -> PictureFolder | None:
    """The files of a still picture, where files are written."""
    if context.folder is None or context.kind != "picture":
        return None
    return PictureFolder(context.folder, context)
