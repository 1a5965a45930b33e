"""The source's video once more, with what was found drawn into it."""

import queue
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.errors import OutputError
from formcheck.files import raise_for_owner
from formcheck.results.result import FileKind
from formcheck.results.summary import Summary
from formcheck.sinks.context import SinkContext
from formcheck.sinks.drawing.face_cover import FaceCover, open_face_cover
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.sinks.drawing.session_overlay import session_overlay
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update
from formcheck.sinks.video.copied import CopiedPictures
from formcheck.sinks.video.end_card import write_card
from formcheck.sinks.video.hindsight import Drawn, Hindsight
from formcheck.sinks.video.writer import LONGEST_SIDE_PX, VideoWriter
from formcheck.source.frame import AS_IT_SAYS, Frame, Reading
from formcheck.source.kept import KeptPictures
from formcheck.source.video import VideoFile

_QUEUE_LENGTH = 64
_POLL_S = 0.2


class AnnotatedVideo(Sink):
    """Writes an annotated copy of a video while its observations arrive.

    Observations come late, after smoothing, when their pictures are gone, and those of a rep wait until it is
    judged: what was found is marked where it was, and nothing else. So the source is decoded a
    second time, or its pictures are kept packed where that costs less, in a thread of its own that also draws
    and encodes. Pictures without an observation are
    left out. At most 64 observations wait; `write` blocks when the thread falls behind that far.

    What goes wrong in the thread is raised by the next `write`, or by `close`. If the owner's thread dies
    without either, the file is given up and the thread ends.

    Args:
        path: Where to write.
        source_path: The video that the observations are of.
        overlay: Draws them; not to be used elsewhere before `close`.
        start_s: As the source was read for the observations, so that indexes agree.
        end_s: Likewise.
        reading: Likewise.
        cover: Covers faces before anything is drawn; closed here.
        kept: The source's pictures, kept while it is read for the observations; None: it is read again.
        activity: What is watched: reps are drawn when they are judged, and a card ends the video. None: each
            moment is drawn as it came, and no card.

    Raises:
        SourceError: If the source cannot be read.
        OutputError: If the copy cannot be written.
    """

    def __init__(  # noqa: PLR0913 - a film, the part of it, and what is drawn
        self,
        path: Path,
        source_path: Path,
        overlay: Overlay,
        start_s: float | None = None,
        end_s: float | None = None,
        reading: Reading = AS_IT_SAYS,
        *,
        activity: Activity | None = None,
        cover: FaceCover | None = None,
        kept: KeptPictures | None = None,
    ) -> None:
        self._path = path
        self._cover = cover
        self._overlay = overlay
        self._pictures = CopiedPictures(
            lambda: VideoFile(source_path, start_s, end_s, LONGEST_SIDE_PX, reading), kept
        )
        try:
            self._writer = VideoWriter(path, self._pictures.info, self._pictures)
        except BaseException:
            self._pictures.__exit__(None, None, None)
            raise
        self._hindsight = Hindsight(has_reps=activity is not None and activity.reps is not None)
        self._activity = activity
        self._summary: Summary | None = None
        self._queue: queue.Queue[Drawn | None] = queue.Queue(_QUEUE_LENGTH)
        self._error: BaseException | None = None
        self._given_up = threading.Event()
        self._owner = threading.current_thread()
        self._thread = threading.Thread(target=self._run, name="annotated-video")
        self._thread.start()

    def write(self, update: Update) -> None:
        """Hand over the next frame's observation, in the order of their indexes.

        Raises:
            SourceError: If the source could not be read again.
            OutputError: If the copy cannot be written.
        """
        self._summary = update.outcome.summary if update.outcome is not None else self._summary
        if update.observation is not None:
            for drawn in self._hindsight.add(update.observation):
                self._put(drawn)

    def close(self) -> None:
        """Draw what still waits, and finish the file.

        Raises:
            SourceError: If the source could not be read again.
            OutputError: If the copy cannot be written.
        """
        if self._thread.is_alive():
            for drawn in self._hindsight.rest():
                self._put(drawn)
            self._put(None)
            self._thread.join()
        self._raise_error()

    def abort(self) -> None:
        """Leave nothing behind. Does nothing after `close`."""
        self._given_up.set()
        self._thread.join()

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """The copy."""
        return {"video": self._path} if self._writer.is_written else {}

    def _put(self, item: Drawn | None) -> None:
        while True:
            self._raise_error()
            if not self._thread.is_alive():
                raise OutputError(f"cannot write {self._path}: it is closed already")
            try:
                self._queue.put(item, timeout=_POLL_S)
            except queue.Full:
                continue
            return

    def _raise_error(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            raise_for_owner(self._path, error)

    def _run(self) -> None:
        """Decode, draw and encode, until the end or until given up."""
        try:
            with self._pictures:
                self._annotate()
            if self._given_up.is_set():
                self._writer.abort()
            else:
                self._writer.close()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the owner must hear of it
            self._writer.abort()
            self._error = error
        finally:
            if self._cover is not None:
                self._cover.close()

    def _annotate(self) -> None:
        last: Frame | None = None
        for drawn in self._moments():
            frame = self._pictures.at(drawn.seen.index)
            if frame is not None:
                if self._cover is not None:
                    self._cover.cover(frame.image, drawn.seen.pose)
                self._overlay.draw(frame.image, drawn.seen, flags=drawn.flags)
                self._writer.write(frame.image, frame.time_s)
                last = frame
        judged = self._activity if self._activity is not None and self._activity.is_judged else None
        if last is not None and self._summary is not None and judged is not None:
            write_card(self._writer, last.image, last.time_s, self._summary, judged)

    def _moments(self) -> Iterator[Drawn]:
        """What is handed over, up to the end; also ends when nobody is left to hand over more."""
        while not self._given_up.is_set():
            try:
                drawn = self._queue.get(timeout=_POLL_S)
            except queue.Empty:
                if not self._owner.is_alive():
                    self._given_up.set()
                continue
            if drawn is None:
                return
            yield drawn


def open_annotated_video(context: SinkContext) -> AnnotatedVideo | None:
    """The annotated copy of a video, where it is wanted."""
    if context.folder is None or context.source is None or context.kind != "video":
        return None
    if not context.options.video:
        return None
    return AnnotatedVideo(
        context.folder / "annotated.mp4",
        context.source,
        session_overlay(context.activity, context.info, follows=True),
        context.start_s,
        context.end_s,
        context.info.reading,
        activity=context.activity,
        cover=open_face_cover(context.info, context.model) if context.options.blur_faces else None,
        kept=context.kept,
    )
