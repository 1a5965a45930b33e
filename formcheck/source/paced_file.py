"""A video file as a camera: its pictures come at their own times."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from formcheck.source.device import Picture
from formcheck.source.frame import AS_IT_SAYS, Frame, Reading, StreamInfo
from formcheck.source.video import VideoFile

# As an analysis of the file reads it, so that the model sees the same pictures.
_LONGEST_SIDE_PX = 960


class PacedFile:
    """A video file played at its own pace, as if it were a camera: for trying things out.

    Args:
        path: The file.
        reading: What it does not say itself.
        clock, sleep: What the pace is kept by.
        wanted: Asked of each picture when its time has come; one that is not wanted is passed over.
    """

    returns = False

    def __init__(
        self,
        path: Path,
        reading: Reading = AS_IT_SAYS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self.name = str(path)
        self._path, self._reading = path, reading
        self._clock, self._sleep, self._wanted = clock, sleep, wanted
        self._video: VideoFile | None = None
        self._started_s: float | None = None

    def open(self) -> StreamInfo:
        """Open the file.

        Raises:
            SourceError: If it cannot be read.
        """
        self._video = VideoFile(self._path, longest_side_px=_LONGEST_SIDE_PX, reading=self._reading)
        self._frames: Iterator[Frame] = iter(self._video)
        self._started_s = None
        return self._video.info

    def read(self) -> Picture | None:
        """The next picture that is wanted, when its time has come."""
        for frame in self._frames:
            if self._started_s is None:
                self._started_s = self._clock() - frame.time_s
            early_s = self._started_s + frame.time_s - self._clock()
            if early_s > 0:
                self._sleep(early_s)
            if self._wanted():
                return Picture(frame.image, frame.time_s, frame.damaged, frame.cut)
        return None

    def close(self) -> None:
        """Free the file."""
        if self._video is not None:
            self._video.close()
