"""The camera's pictures with what was found drawn into them, written beside the live loop."""

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from formcheck.files import raise_for_owner
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.sinks.video.writer import VideoWriter
from formcheck.source.frame import Image, StreamInfo

# A picture more is kept than the encoder works on; what comes while it is behind is left out.
_WAITING = 4


class RecordedVideo:
    """Draws and encodes in a thread of its own; a picture that would have to wait is left out.

    So the judging never waits for the disk. Times stay true: the video only has fewer pictures.

    Args:
        path: Where to write; the file stands there once it is whole.
        info: The stream that the pictures come from.
        overlay: Draws into them; not to be used elsewhere.
        writer: Makes the writer of a stream; for tests.

    Attributes:
        left_out: Pictures that were left out so far.
    """

    def __init__(
        self,
        path: Path,
        info: StreamInfo,
        overlay: Overlay,
        writer: Callable[[Path, StreamInfo], VideoWriter] = VideoWriter,
    ) -> None:
        self._path, self._info, self._overlay, self._make_writer = path, info, overlay, writer
        self._waiting: queue.Queue[tuple[Image, Observation] | None] = queue.Queue(_WAITING)
        self._error: BaseException | None = None
        self._has_pictures = False
        self.left_out = 0
        self._thread = threading.Thread(target=self._run, name="recorded-video", daemon=True)
        self._thread.start()

    def write(self, image: Image, observation: Observation) -> None:
        """Hand over a picture; returns at once.

        Raises:
            OutputError: If the file cannot be written.
        """
        self._raise_error()
        try:
            self._waiting.put_nowait((image, observation))
        except queue.Full:
            self.left_out += 1

    def close(self) -> Path | None:
        """Finish the file; its path, or None where there was no picture.

        Raises:
            OutputError: If it cannot be finished.
        """
        while self._thread.is_alive():
            with suppress(queue.Full):
                self._waiting.put(None, timeout=0.1)
                break
        self._thread.join()
        self._raise_error()
        return self._path if self._has_pictures else None

    def _raise_error(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            raise_for_owner(self._path, error)

    def _run(self) -> None:
        writer: VideoWriter | None = None
        try:
            while (item := self._waiting.get()) is not None:
                image, observation = item
                if writer is None:
                    height, width = image.shape[:2]
                    info = replace(self._info, width_px=width, height_px=height)
                    writer = self._make_writer(self._path, info)
                writer.write(self._overlay.draw(image.copy(), observation), observation.time_s)
                self._has_pictures = True
            if writer is not None:
                writer.close()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the owner must hear of it
            if writer is not None:
                writer.abort()
            self._error = error
