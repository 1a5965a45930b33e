"""The camera's pictures with what was found drawn into them, written beside the live loop."""

import queue
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.files import for_owner
from formcheck.results.result import FileKind
from formcheck.results.summary import Summary
from formcheck.session.observation import Observation
from formcheck.sinks.context import SinkContext
from formcheck.sinks.drawing.face_cover import FaceCover, open_face_cover
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.sinks.drawing.session_overlay import session_overlay
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update
from formcheck.sinks.video.end_card import write_card
from formcheck.sinks.video.writer import VideoWriter
from formcheck.source.frame import Image, StreamInfo

# A picture more is kept than the encoder works on; what comes while it is behind is left out.
_WAITING = 4
# How often the faces of others are looked for: the model that judges needs the time.
_OTHERS_EVERY = 15
_FRAGMENTED = partial(VideoWriter, fragmented=True)


class RecordedVideo(Sink):
    """Draws and encodes in a thread of its own; a picture that would have to wait is left out.

    So the judging never waits for the disk. Times stay true: the video only has fewer pictures.

    Args:
        path: Where to write; the file stands there once it is whole.
        info: The stream that the pictures come from.
        overlay: Draws into them; not to be used elsewhere.
        talk: Is told in the end how many pictures were left out, if any.
        writer: Makes the writer of a stream; for tests.
        cover: Covers faces before anything is drawn; closed here.
        activity: What is watched, for the card at the end; None: there is none.
    """

    def __init__(
        self,
        path: Path,
        info: StreamInfo,
        overlay: Overlay,
        talk: Callable[[str], None] = lambda line: None,
        writer: Callable[[Path, StreamInfo], VideoWriter] = _FRAGMENTED,
        *,
        activity: Activity | None = None,
        cover: FaceCover | None = None,
    ) -> None:
        self._cover = cover
        self._path, self._info, self._overlay = path, info, overlay
        self._talk, self._make_writer = talk, writer
        self._waiting: queue.Queue[tuple[Image, Observation] | None] = queue.Queue(_WAITING)
        self._error: BaseException | None = None
        self._given_up = threading.Event()
        self._is_written = False
        self._left_out = 0
        self._activity = activity
        self._summary: Summary | None = None
        self._is_told = False
        self._thread = threading.Thread(target=self._run, name="recorded-video", daemon=True)
        self._thread.start()

    def write(self, update: Update) -> None:
        """Hand over a picture with what is known of it; returns at once.

        Where the file cannot be written the recording ends, which is told once, and the set goes on.
        """
        self._summary = update.outcome.summary if update.outcome is not None else self._summary
        if self._error is not None and not self._is_told:
            self._is_told = True
            self._talk(f"{for_owner(self._path, self._error)}; the set goes on without a video")
        if self._error is not None or update.image is None or update.frame is None:
            return
        try:
            self._waiting.put_nowait((update.image, update.frame))
        except queue.Full:
            self._left_out += 1

    def close(self) -> None:
        """Finish the file; there is none where there was no picture.

        Raises:
            OutputError: If it could not be written to the end.
        """
        self._end_thread()
        if self._error is not None:
            raise for_owner(self._path, self._error)
        if self._left_out:
            what = f"{self._left_out} pictures are not in {self._path.name}"
            self._talk(f"{what}: this computer could not write them in time")

    def abort(self) -> None:
        """Leave nothing behind."""
        self._given_up.set()
        self._end_thread()

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """The video, if it has pictures."""
        return {"video": self._path} if self._is_written else {}

    def _end_thread(self) -> None:
        while self._thread.is_alive():
            with suppress(queue.Full):
                self._waiting.put(None, timeout=0.1)
                break
        self._thread.join()

    def _run(self) -> None:
        writer: VideoWriter | None = None
        drawn: tuple[Image, float] | None = None
        try:
            while (item := self._waiting.get()) is not None:
                image, observation = item
                if self._given_up.is_set():
                    continue
                if writer is None:
                    height, width = image.shape[:2]
                    info = replace(self._info, width_px=width, height_px=height)
                    writer = self._make_writer(self._path, info)
                shown = image.copy()
                if self._cover is not None:
                    self._cover.cover(shown, observation.pose)
                drawn = self._overlay.draw(shown, observation), observation.time_s
                writer.write(*drawn)
            if writer is None:
                return
            if self._given_up.is_set():
                writer.abort()
            else:
                if drawn is not None and self._summary is not None and self._activity is not None:
                    write_card(writer, *drawn, self._summary, self._activity)
                writer.close()
                self._is_written = writer.is_written
        except BaseException as error:  # noqa: BLE001 - whatever it is, the owner must hear of it
            if writer is not None:
                writer.abort()
            self._error = error
        finally:
            if self._cover is not None:
                self._cover.close()


def open_recorded_video(context: SinkContext) -> RecordedVideo | None:
    """The video of the pictures that come, where they are to be stored."""
    if context.folder is None or not context.options.record:
        return None
    overlay = session_overlay(context.activity, context.info, follows=True)
    talk = context.options.talk or (lambda line: None)
    cover = None
    if context.options.blur_faces:
        cover = open_face_cover(context.info, context.model, every=_OTHERS_EVERY)
    path = context.folder / "annotated.mp4"
    return RecordedVideo(path, context.info, overlay, talk, activity=context.activity, cover=cover)
