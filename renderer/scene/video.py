"""Writes pictures to an H.264 file that every browser plays."""

from pathlib import Path
from types import TracebackType

import av
import numpy as np
from numpy.typing import NDArray


class VideoWriter:
    """An MP4 writer: yuv420p, index at the front, a key frame every second."""

    def __init__(
        self, path: Path, fps: int, width_px: int, height_px: int, crf: int = 25, preset: str = "slow"
    ) -> None:
        self._container = av.open(str(path), "w", options={"movflags": "+faststart"})
        self._stream = self._container.add_stream("libx264", rate=fps)
        self._stream.width, self._stream.height = width_px, height_px
        self._stream.pix_fmt = "yuv420p"
        self._stream.options = {"crf": str(crf), "preset": preset, "g": str(fps), "keyint_min": str(fps)}
        self._stream.codec_context.thread_count = 1

    def __enter__(self) -> "VideoWriter":
        return self

    def write(self, picture: NDArray[np.uint8]) -> None:
        """Append one picture (red, green, blue)."""
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        for packet in self._stream.encode(frame):
            self._container.mux(packet)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for packet in self._stream.encode():
                self._container.mux(packet)
        self._container.close()
