"""Writing an H.264 mp4 that keeps the times and the sound of its source."""

from contextlib import AbstractContextManager, suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from formcheck.errors import OutputError
from formcheck.files import atomic_path, cannot_write, give_up, shown_path
from formcheck.sinks.own_files import MARK
from formcheck.sinks.video.remux import FRAGMENTED, WHOLE, write_whole
from formcheck.sinks.video.sound import Sound, Sounding
from formcheck.source.codecs import OutputContainer, VideoStream, av
from formcheck.source.fitting import size_within
from formcheck.source.frame import Image, StreamInfo

_TICK_S = Fraction(1, 90_000)
# At 1920 px the encoder takes 70 MB and 20 ms a picture more, for a copy that is looked at, not measured.
LONGEST_SIDE_PX = 1280
# A second thread encodes a picture while the caller draws the next one, for the memory of three pictures.
_ENCODER_THREADS, _THREADED_BY = 2, "FRAME"
# At 640x480 on one core 4 ms a picture for 39 dB; "veryfast" takes 6 ms, for half the size.
# B-pictures would make the file a fifth smaller, but each is kept waiting: 27 MB at 720x1280.
_ENCODER_OPTIONS = {"preset": "superfast", "crf": "23", "bf": "0"}
_BT601 = 6  # what OpenCV's conversion from RGB uses; players would guess another for large pictures


class VideoWriter:
    """Writes pictures with their times; nothing stands under the final name before `close`.

    H.264 in 4:2:0 with a key picture every second, index at the front, mode 0600. Times are those given,
    less the first one: a variable frame rate stays one. Pictures whose longer side is above 1280 px are
    scaled down to that; an odd side gets one more row or column, since 4:2:0 needs even ones. Sound is
    cut to the pictures' time, copied where mp4 can hold it, and encoded to AAC where not.

    Args:
        path: Where to write.
        info: The stream that the pictures come from.
        source: The film whose sound is kept, or None.
        fragmented: Whether what is there can be played should the process be killed; made whole by `close`.

    Attributes:
        size_px: Width and height of the pictures to be written, before they are made even.
        is_written: Whether the file stands under its name: it was closed, and has pictures.

    Raises:
        OutputError: If the file cannot be written.
    """

    def __init__(
        self, path: Path, info: StreamInfo, source: Sounding | None = None, *, fragmented: bool = False
    ) -> None:
        self._path, self._fragmented = path, fragmented
        self._info = info
        self.size_px = size_within(info.width_px, info.height_px, LONGEST_SIDE_PX)
        self.is_written = False
        self._first_s: float | None = None
        self._last_pts = -1
        self._sound: Sound | None = None
        self._out: OutputContainer | None = None
        self._place: AbstractContextManager[Path] = atomic_path(path)
        self._temporary = self._place.__enter__()
        try:
            options = dict(FRAGMENTED if fragmented else WHOLE)
            self._out = av.open(str(self._temporary), "w", format="mp4", options=options)
            self._out.metadata["comment"] = MARK
            self._stream = self._add_pictures(self._out)
            if source is not None:
                self._sound = Sound(source.path, source.origin_s, self._out)
        except BaseException as error:
            self.abort()
            raise self._translated(error) from error

    def _add_pictures(self, out: OutputContainer) -> VideoStream:
        fps = min(max(self._info.fps, 1.0), 240.0)
        stream = out.add_stream("libx264", rate=Fraction(fps).limit_denominator(1001))
        stream.width, stream.height = (side + side % 2 for side in self.size_px)
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = _TICK_S
        context.gop_size = max(1, round(fps))
        context.options = dict(_ENCODER_OPTIONS)
        context.thread_count, context.thread_type = _ENCODER_THREADS, _THREADED_BY
        context.colorspace = _BT601
        return stream

    def write(self, image: Image, time_s: float, *, silent: bool = False) -> None:
        """Add one RGB picture of `size_px`; the sound ends before one that is silent.

        Raises:
            OutputError: If the disk is full or gone; nothing is left of the file then.
        """
        if self._out is None:
            raise OutputError(f"cannot write {shown_path(self._path)}: it is closed already")
        try:
            if self._first_s is None:
                self._first_s = time_s
                if self._sound is not None:
                    self._sound.start(time_s)
            if silent and self._sound is not None:
                self._end_sound(self._sound, time_s - self._first_s)
            self._encode(self._out, image, time_s - self._first_s)
            if self._sound is not None:
                self._sound.write_until(time_s - self._first_s)
        except BaseException as error:
            self.abort()
            raise self._translated(error) from error

    def _encode(self, out: OutputContainer, image: Image, time_s: float) -> None:
        height, width = image.shape[:2]
        if width % 2 or height % 2:
            image = cv2.copyMakeBorder(image, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)  # type: ignore[assignment]
        # FFmpeg's own conversion takes four times as long.
        planes = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2YUV_I420), np.uint8)
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.time_base = _TICK_S
        frame.pts = self._last_pts = max(self._last_pts + 1, round(time_s / _TICK_S))
        out.mux(self._stream.encode(frame))

    def _end_sound(self, sound: Sound, time_s: float) -> None:
        sound.write_until(time_s)
        sound.close()
        self._sound = None

    def close(self) -> None:
        """Finish the file and give it its name; if no picture was written, leave no file.

        Raises:
            OutputError: If it cannot be finished; nothing is left of it then.
        """
        out = self._out
        if out is None:
            return
        if self._first_s is None:
            self.abort()
            return
        try:
            if self._sound is not None:
                self._end_sound(self._sound, float(self._last_pts * _TICK_S) + 1 / self._info.fps)
            out.mux(self._stream.encode(None))
            out.close()
            self._out = None
            if self._fragmented:
                self._make_whole()
            self._place.__exit__(None, None, None)
            self.is_written = True
        except BaseException as error:
            self.abort()
            raise self._translated(error) from error

    def _make_whole(self) -> None:
        """Where there is no room for a second copy the first one will do: it can be played."""
        whole = self._temporary.with_name(f"{self._temporary.stem}-whole.mp4")
        try:
            write_whole(self._temporary, whole)
            whole.replace(self._temporary)
        except (OSError, av.FFmpegError):
            whole.unlink(missing_ok=True)

    def abort(self) -> None:
        """Leave nothing behind. Does nothing after `close`."""
        out, self._out = self._out, None
        if self._sound is not None:
            self._sound.free()
        if out is not None:
            with suppress(OSError, av.FFmpegError):  # the disk may be full: that is why
                out.close()
        give_up(self._place)

    def _translated(self, error: BaseException) -> BaseException:
        """The error that says it in one line, for those that come from writing."""
        if isinstance(error, av.FFmpegError):
            return cannot_write(self._path, OSError(error.errno, error.strerror))
        return cannot_write(self._path, error) if isinstance(error, OSError) else error

    def __enter__(self) -> Self:
        """The writer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close, or abort after an exception."""
        if kind is None:
            self.close()
        else:
            self.abort()
