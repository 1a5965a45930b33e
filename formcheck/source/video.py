"""Video files, read with PyAV: its timestamps are the container's, also where the frame rate varies."""

import stat
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from formcheck.errors import NotAVideoError, SourceError
from formcheck.source.codecs import (
    InputContainer,
    Interpolation,
    Packet,
    VideoFrame,
    VideoReformatter,
    VideoStream,
    av,
    cv2,
)
from formcheck.source.frame import Frame, Image, StreamInfo

# Only what cameras, phones and converters write. Playlists and subtitles are refused: ffmpeg takes almost
# any text for one of them, and a playlist may point to other files or to the network.
_FORMATS = (
    "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,gif,mxf,dv,h264,hevc,m4v,ivf,"
    "yuv4mpegpipe,nut,mjpeg,mp3,wav,flac,aac"
)
_OPTIONS = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}
# Whoever needs speed decodes beside other work. A second thread holds up to 75 MB more pictures at 4K.
_DECODE_THREADS = 1
_DEFAULT_FPS = 30.0
# Seeking is by decoding time, which runs ahead of showing time by a few pictures: land before the target.
_SEEK_LEADS_S = (1.0, 10.0)
_ROTATIONS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


class VideoFile:
    """The pictures of a video file: upright, square-pixelled RGB, with the container's own times.

    Times count from the first picture of the stream, so that a file starts at 0.0 whatever its clock
    says, and `start_s` does not shift them. They increase strictly: a picture whose timestamp repeats or
    runs backwards is left out, one without a timestamp follows the one before by one frame. Indexes count
    from 0 at the first picture that is given out, so two readers with equal times agree on them.

    Args:
        path: The file.
        start_s: Leave out pictures before this time.
        end_s: Leave out pictures from this time on.
        longest_side_px: Scale larger pictures down to this; `info` states the full size all the same.

    Attributes:
        path: The file.
        truncated: The file ended before the length that it states; known once it was read to its end.
        left_out: Pictures left out so far because of their timestamps.
        origin_s: What the container's own clock says at the first picture: where 0.0 is for its sound.

    Raises:
        NotAVideoError: If there is no picture in the file.
        SourceError: If the file cannot be read, or the times do not fit it.
    """

    def __init__(
        self,
        path: Path,
        start_s: float | None = None,
        end_s: float | None = None,
        longest_side_px: int | None = None,
    ) -> None:
        self.path = path
        self._start_s = start_s or 0.0
        self._end_s = end_s
        self._longest_side_px = longest_side_px
        self._scaler = VideoReformatter()
        self.truncated = False
        self.left_out = 0
        check_file(path)
        self._open()
        try:
            self._read_first_picture()
            self._check_times()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        self._container = open_container(self.path)
        try:
            self._stream = _video_stream(self._container, self.path)
            self._stream.codec_context.thread_count = _DECODE_THREADS
            self._pictures = self._decode()
        except BaseException:
            self._container.close()
            raise

    def _read_first_picture(self) -> None:
        """Learn from the first picture what the header may get wrong: size, rotation, start."""
        first = next(self._pictures, None)
        if first is None or first.width < 1 or first.height < 1:
            raise NotAVideoError(
                f"{self.path}: no picture in it can be decoded; it is cut off, damaged or in an unknown "
                "format: copy it again, or convert it to an H.264 mp4"
            )
        self._pictures = chain((first,), self._pictures)
        self._origin = _stamp(first) or 0
        self.origin_s = float(self._origin * (self._stream.time_base or 0))
        width_px, height_px = _square_pixels(first.width, first.height, self._stream.sample_aspect_ratio)
        self._given_size_px = size_within(width_px, height_px, self._longest_side_px)
        rotation_deg = round(-first.rotation / 90) * 90 % 360  # PyAV counts counter-clockwise
        if rotation_deg in {90, 270}:
            width_px, height_px = height_px, width_px
        rate = self._stream.average_rate or self._stream.guessed_rate
        self.info = StreamInfo(
            name=str(self.path),
            width_px=width_px,
            height_px=height_px,
            fps=float(rate) if rate else _DEFAULT_FPS,
            duration_s=self._duration_s() or self._container_duration_s(),
            rotation_deg=rotation_deg,
        )

    def _check_times(self) -> None:
        if self._start_s < 0 or (self._end_s is not None and self._end_s <= self._start_s):
            raise SourceError(f"{self.path}: the end must be later than the start, and neither before 0 s")
        duration_s = self.info.duration_s
        if duration_s is not None and self._start_s >= duration_s:
            raise SourceError(
                f"{self.path}: is {duration_s:.1f} s long; the start {self._start_s:.1f} s must be earlier"
            )

    def _duration_s(self) -> float | None:
        """Length of the pictures alone: the sound may be longer."""
        if self._stream.duration is not None and self._stream.time_base is not None:
            return float(self._stream.duration * self._stream.time_base)
        return _clock_time_s(self._stream.metadata.get("DURATION", ""))

    def _container_duration_s(self) -> float | None:
        duration = self._container.duration
        return duration / av.time_base if duration else None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What went wrong so far without ending the stream, one line each."""
        found = []
        if self.truncated:
            found.append(f"{self.path}: ends before the length that it states; what is there was used")
        if self.left_out:
            found.append(
                f"{self.path}: {self.left_out} pictures with repeated or reversed times were left out"
            )
        return tuple(found)

    def __enter__(self) -> Self:
        """The file itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Free the file and the decoder."""
        self._container.close()

    def __iter__(self) -> Iterator[Frame]:
        """The selected pictures, once."""
        self._seek()
        index = 0
        for time_s, picture in self._timed():
            if self._end_s is not None and time_s >= self._end_s:
                return
            if time_s >= self._start_s:
                frame = Frame(index, time_s, self._upright(picture))
                del picture  # whoever holds it makes the decoder take another one: 12 MB each at 4K
                yield frame
                del frame
                index += 1

    def _timed(self) -> Iterator[tuple[float, VideoFrame]]:
        """Pictures with strictly increasing times, to the end of the stream."""
        step_s = 1 / self.info.fps
        previous_s: float | None = None
        end_s = 0.0
        for picture in self._pictures:
            time_s = self._time_s(picture)
            if previous_s is not None and (picture.pts is None or time_s is None):
                time_s = previous_s + step_s
            time_s = time_s or 0.0
            if previous_s is not None and time_s <= previous_s:
                self.left_out += 1
                continue
            previous_s = time_s
            end_s = time_s + max(float(picture.duration * (self._stream.time_base or 0)), step_s)
            yield time_s, picture
            del picture
        stated_s = self._stated_end_s()
        if stated_s is not None and end_s < stated_s - max(0.5, 3 * step_s):
            self.truncated = True

    def _stated_end_s(self) -> float | None:
        """When the last picture should end, where the file says so for the pictures and not the sound."""
        if (duration_s := self._duration_s()) is not None:
            return duration_s
        return None if self._container.streams.audio else self._container_duration_s()

    def _time_s(self, picture: VideoFrame) -> float | None:
        stamp = _stamp(picture)
        time_base = self._stream.time_base  # the pictures' own is lost for those that come from a flush
        if stamp is None or time_base is None:
            return None
        return float((stamp - self._origin) * time_base)

    def _seek(self) -> None:
        """Go to a picture before the start, or stay where seeking would lose pictures."""
        time_base = self._stream.time_base
        if time_base is None or self._start_s <= 2 * _SEEK_LEADS_S[0]:
            return
        for lead_s in _SEEK_LEADS_S:
            target_s = self._start_s - lead_s
            if target_s <= 0:
                break
            try:
                self._container.seek(self._origin + int(target_s / time_base), stream=self._stream)
            except av.FFmpegError:
                break
            self._pictures = self._decode()
            first = next(self._pictures, None)
            # Some formats land between key pictures, or behind the target.
            if first is not None and first.key_frame and self._is_before_start(first):
                self._pictures = chain((first,), self._pictures)
                return
        self.close()
        self._open()

    def _is_before_start(self, picture: VideoFrame) -> bool:
        time_s = self._time_s(picture)
        return time_s is not None and time_s <= self._start_s

    def _decode(self) -> Iterator[VideoFrame]:
        """All pictures from here on that can be decoded; what is damaged is passed over."""
        packets = self._container.demux(self._stream)
        packet: Packet[VideoStream] | None
        for packet in chain(self._readable(packets), (None,)):  # None: what the decoder still holds
            try:
                pictures = self._stream.decode(packet)
            except EOFError:
                return
            except av.FFmpegError:
                continue
            while pictures:
                yield pictures.pop(0)

    def _readable(self, packets: "Iterator[Packet[VideoStream]]") -> "Iterator[Packet[VideoStream]]":
        """Packets up to the end or up to where the file makes no more sense."""
        try:
            yield from (packet for packet in packets if packet.size)
        except OSError as error:
            raise SourceError(f"{self.path}: cannot be read further ({error.strerror})") from None
        except av.FFmpegError:
            return

    def _upright(self, picture: VideoFrame) -> Image:
        width_px, height_px = self._given_size_px
        # Scaled while it is converted: a 4K picture in RGB takes 25 MB. And by one scaler for all, in this
        # thread: setting one up anew costs more than the conversion.
        rgb = self._scaler.reformat(
            picture, width_px, height_px, "rgb24", interpolation=Interpolation.AREA, threads=1
        )
        stored = rgb.to_ndarray()
        turn = _ROTATIONS.get(self.info.rotation_deg)
        upright = stored if turn is None else cv2.rotate(stored, turn)
        return np.ascontiguousarray(upright, dtype=np.uint8)


def size_within(width_px: int, height_px: int, longest_side_px: int | None) -> tuple[int, int]:
    """Width and height of a picture after scaling it down, if need be, to a longest side."""
    if longest_side_px is None or max(width_px, height_px) <= longest_side_px:
        return width_px, height_px
    scale = longest_side_px / max(width_px, height_px)
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


def check_file(path: Path) -> None:
    """Say what is wrong with a path in better words than ffmpeg has.

    Raises:
        NotAVideoError: If the file is empty.
        SourceError: If it is no file or cannot be read.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SourceError(f"{path}: is a folder; name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(f"{path}: is not a regular file; save it to a file first")
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise SourceError(f"{path}: there is no such file; check the path") from None
    except PermissionError:
        raise SourceError(f"{path}: may not be read; change its permissions, or copy it") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"{path}: cannot be read ({error})") from None
    if status.st_size == 0:
        raise NotAVideoError(f"{path}: is empty (0 bytes); copy or record it again")


def open_container(path: Path) -> InputContainer:
    """Open a media file, and nothing that it may point to.

    Raises:
        NotAVideoError: If it is none.
    """
    try:
        return av.open(str(path.absolute()), options=_OPTIONS)
    except (av.FFmpegError, OSError):
        raise NotAVideoError(f"{path}: {_why_not_a_video(path)}") from None


def _why_not_a_video(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":
        return "was cut off before its index was written, or is damaged; copy or record it again"
    return "is not a video, or is damaged; give a video file such as mp4, mov, mkv or webm"


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    """The stream to read: not the cover picture that music files have."""
    streams = [s for s in container.streams.video if not s.disposition & s.disposition.attached_pic]
    best = container.streams.best("video")
    stream = best if best in streams else next(iter(streams), None)
    if not isinstance(stream, VideoStream):
        what = "sound but no pictures" if container.streams.audio else "no pictures"
        raise NotAVideoError(f"{path}: holds {what}; give a video file")
    if getattr(stream, "codec_context", None) is None:
        raise NotAVideoError(f"{path}: its pictures cannot be decoded; convert it to an H.264 mp4")
    return stream


def _stamp(picture: VideoFrame) -> int | None:
    return picture.pts if picture.pts is not None else picture.dts


def _square_pixels(width_px: int, height_px: int, pixel_aspect: Fraction | None) -> tuple[int, int]:
    """The size with square pixels: with others, every angle would be wrong."""
    if not pixel_aspect or pixel_aspect == 1 or not Fraction(1, 4) <= pixel_aspect <= 4:
        return width_px, height_px
    return max(1, round(width_px * pixel_aspect)), height_px


def _clock_time_s(text: str) -> float | None:
    """Seconds of "00:01:02.5", or None."""
    try:
        hours, minutes, seconds = text.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    except ValueError:
        return None
