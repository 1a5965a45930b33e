"""The source's video once more, with what was found drawn into it."""

import queue
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from formcheck.errors import OutputError
from formcheck.files import raise_for_owner
from formcheck.results.result import FileKind
from formcheck.session.observation import Observation
from formcheck.sinks.context import SinkContext
from formcheck.sinks.drawing.face_cover import FaceCover, open_face_cover
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.sinks.drawing.session_overlay import session_overlay
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update
from formcheck.sinks.video.writer import LONGEST_SIDE_PX, VideoWriter
from formcheck.source.frame import AS_IT_SAYS, Frame, Reading
from formcheck.source.video import VideoFile

_QUEUE_LENGTH = 64
_POLL_S = 0.2


class AnnotatedVideo(Sink):
    """Writes an annotated copy of a video while its observations arrive.

    Observations come late, after smoothing, when their pictures are gone. So the source is decoded a
    second time, in a thread of its own that also draws and encodes. Pictures without an observation are
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

    Raises:
        SourceError: If the source cannot be read.
        OutputError: If the copy cannot be written.
    """

    def __init__(
        self,
        path: Path,
        source_path: Path,
        overlay: Overlay,
        start_s: float | None = None,
        end_s: float | None = None,
        reading: Reading = AS_IT_SAYS,
        *,
        cover: FaceCover | None = None,
    ) -> None:
        self._path = path
        self._cover = cover
        self._overlay = overlay
        self._source = VideoFile(source_path, start_s, end_s, LONGEST_SIDE_PX, reading)
        try:
            self._writer = VideoWriter(path, self._source.info, self._source)
        except BaseException:
            self._source.close()
            raise
        self._queue: queue.Queue[Observation | None] = queue.Queue(_QUEUE_LENGTH)
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
        if update.frame is not None:
            self._put(update.frame)

    def close(self) -> None:
        """Draw what still waits, and finish the file.

        Raises:
            SourceError: If the source could not be read again.
            OutputError: If the copy cannot be written.
        """
        if self._thread.is_alive():
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

    def _put(self, item: Observation | None) -> None:
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
            with self._source:
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
        frames = iter(self._source)
        frame = next(frames, None)
        for observation in self._observations():
            while frame is not None and frame.index < observation.index:
                frame = next(frames, None)
            if frame is not None and frame.index == observation.index:
                self._add(frame, observation)

    def _add(self, frame: Frame, observation: Observation) -> None:
        if self._cover is not None:
            self._cover.cover(frame.image, observation.pose)
        self._writer.write(self._overlay.draw(frame.image, observation), frame.time_s)

    def _observations(self) -> Iterator[Observation]:
        """What is handed over, up to the end; also ends when nobody is left to hand over more."""
        while not self._given_up.is_set():
            try:
                observation = self._queue.get(timeout=_POLL_S)
            except queue.Empty:
                if not self._owner.is_alive():
                    self._given_up.set()
                continue
            if observation is None:
                return
            yield observation


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
        cover=open_face_cover(context.info, context.model) if context.options.blur_faces else None,
    )
