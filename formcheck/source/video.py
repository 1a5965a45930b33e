"""Video files, read with PyAV: its timestamps are the container's, also where the frame rate varies."""

import gc
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

from formcheck.errors import NotAVideoError, SourceError
from formcheck.source.appended import goes_on, is_avi, recordings_in_avi, unread_recordings
from formcheck.source.clock import Clock, ClockKind, Timed
from formcheck.source.codecs import Packet, VideoFrame, VideoStream, av
from formcheck.source.container import check_file, open_container
from formcheck.source.damage import LOOKS_AHEAD, Damage, Losses
from formcheck.source.display import Turn, turn_of
from formcheck.source.fitting import fitted, has_shape_of, size_within
from formcheck.source.frame import AS_IT_SAYS, Frame, Image, Reading, StreamInfo, guessed, turned
from formcheck.source.kept import KeptPictures
from formcheck.source.packets import packets_of
from formcheck.source.scaling import Scaler
from formcheck.source.standstill import RepeatFinder
from formcheck.source.thinning import ALL_PICTURES, Thinner
from formcheck.source.tracks import film_track

# Whoever needs speed decodes beside other work. A second thread holds up to 75 MB more pictures at 4K.
_DECODE_THREADS = 1
_DEFAULT_FPS = 25.0
_FPS = (0.01, 1000.0)
# From here on it is worth 40 ms to have a decoder's pictures back at once.
_LARGE_PX = 2_000_000
# These decoders say nothing of a damaged picture, unless they are told to give it up.
_SILENT = frozenset({"hevc", "mjpeg"})
# Seeking is by decoding time, which runs ahead of showing time by a few pictures: land before the target.
_SEEK_LEADS_S = (1.0, 10.0)
# Key pictures farther apart than this are not worth going to for a part of a film: all between is decoded.
_MOST_SKIPPED_S = 20.0
# What ffmpeg says of a format in its flags: it holds no times at all; its clock may be set anew.
_NO_TIMES, _CLOCK_LEAPS = 0x80, 0x200
_STATES_ENDS = "matroska,webm"
# Recordings of these kinds are appended to each other as well, though ffmpeg does not say so.
_APPENDED = frozenset({"flv", "ogg"})


class VideoFile:
    """The pictures of a video file: upright, square-pixelled RGB, with the container's own times.

    Times count from the first picture of the stream, so that a file starts at 0.0 whatever its clock
    says, and `start_s` does not shift them. They increase strictly (`formcheck.source.clock`). Indexes count
    from 0 at the first picture that is given out, so two readers with equal times agree on them.

    Where the shape of the pictures changes within the film, those of another shape than the first lie in its
    middle with black edges, or are given as they are.

    Args:
        path: The file.
        start_s: Leave out pictures before this time.
        end_s: Leave out pictures from this time on.
        longest_side_px: Scale larger pictures down to this; `info` states the full size all the same.
        reading: What the film does not say itself.
        own_shapes: Give pictures of another shape than the first as they are.
        kept: Is given each picture too, at its own size, where it is for this film.
        skip_to_s: Begin here, and take the pictures that somebody takes who has read from the start.

    Attributes:
        path: The file.
        truncated: The file ended before the length that it states; known once it was read to its end.
        left_out: Pictures left out so far because of their timestamps.
        damaged: Pictures so far that are damaged, or built on such.
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
        reading: Reading = AS_IT_SAYS,
        *,
        own_shapes: bool = False,
        kept: KeptPictures | None = None,
        skip_to_s: float | None = None,
    ) -> None:
        self.path = path
        self._start_s = start_s or 0.0
        self._from_s = max(self._start_s, skip_to_s or 0.0)
        self._end_s = end_s
        self._longest_side_px = longest_side_px
        self._reading, self._own_shapes, self._kept = reading, own_shapes, kept
        self._scaler, self._copier = Scaler(), Scaler()
        self._losses, self._is_strict = Losses(), True
        self._read_bytes = self._packet_at = self._end_bytes = 0
        self._goes_on = False
        self.truncated = False
        self.left_out = self.damaged = self._joins = self._shapes = self._unread = 0
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
        self._form = self._container.format
        self._is_closed = False
        try:
            self._stream = film_track(self._container, self.path, open_container)
            self._codec = self._stream.codec_context.name
            self._stream.codec_context.thread_count = _DECODE_THREADS
            if self._is_strict and self._codec in _SILENT:
                self._stream.codec_context.options = {"err_detect": "explode"}
            self._pictures = self._decode()
        except BaseException:
            self._is_closed = True
            self._container.close()
            raise

    def _read_first_picture(self) -> None:
        """Learn from the first picture what the header may get wrong: size, rotation, start."""
        self._first_decoded_s: float | None = None
        first = next(self._pictures, None)
        if self._losses.count and self._codec in _SILENT:
            # Its encoder may write each picture in a way that is only odd.
            self.close()
            self._is_strict, self._losses = False, Losses()
            self._open()
            first = next(self._pictures, None)
        if first is None or first.width < 1 or first.height < 1:
            raise NotAVideoError(
                f"{self.path}: no picture in it can be decoded; it is cut off, damaged or in an unknown "
                "format: copy it again, or convert it to an H.264 mp4"
            )
        self._pictures = chain((first,), self._pictures)
        # The container's word goes before the decoder's where they differ, as they do in films that change.
        stated = self._stream.sample_aspect_ratio
        self._pixel_aspect = stated if stated != self._stream.codec_context.sample_aspect_ratio else None
        self._aspects: dict[tuple[int, int], Fraction | None] = {}
        rate = self._rate()
        self._kind = self._clock_kind(1 / rate)
        self._stamp_origin_s = self._kind.stamp_s(first) or 0.0
        self.origin_s = self._stamp_origin_s
        if self._kind.is_of_decoding and self._first_decoded_s is not None:
            self.origin_s = self._first_decoded_s  # what comes out first went in first
        turn = turn_of(first).clockwise(self._reading.turn_deg)
        width_px, height_px = self._shown_size_px(first, turn)
        self.info = StreamInfo(
            name=str(self.path),
            width_px=width_px,
            height_px=height_px,
            fps=self._reading.thinning.rate(rate),
            duration_s=self._duration_s() or self._container_duration_s(),
            rotation_deg=turn.rotation_deg,
            times_known=not self._kind.is_counted or self._reading.fps is not None,
            reading=self._reading,
        )

    def _rate(self) -> float:
        """Pictures a second: as the user says where the film has no clock, else as it says."""
        stream = self._stream
        rates: tuple[Fraction | float | None, ...]
        if self._has_no_clock:
            rates = (self._reading.fps, stream.codec_context.framerate, stream.average_rate)
        else:
            rates = (None, stream.average_rate, stream.guessed_rate)
        # Some encoders state the tick of their clock.
        stated = (float(rate) for rate in rates if rate)
        return next((rate for rate in stated if _FPS[0] <= rate <= _FPS[1]), _DEFAULT_FPS)

    @property
    def _has_no_clock(self) -> bool:
        return bool(self._form.flags & _NO_TIMES)

    def _clock_kind(self, step_s: float) -> ClockKind:
        name = self._form.name
        return ClockKind(
            step_s,
            float(self._stream.time_base or 0),
            is_counted=self._has_no_clock or not self._stream.time_base,
            is_of_decoding=name == "avi",
            leaps=self._is_appended,
        )

    @property
    def _is_appended(self) -> bool:
        """Whether the file may be several recordings, one after the other."""
        return bool(self._form.flags & _CLOCK_LEAPS) or self._form.name in _APPENDED

    def _check_times(self) -> None:
        if self._start_s < 0 or (self._end_s is not None and self._end_s <= self._start_s):
            raise SourceError(f"{self.path}: the end must be later than the start, and neither before 0 s")
        duration_s = self.info.duration_s
        # Of appended recordings only one states its length.
        if duration_s is not None and self._start_s >= duration_s and not self._is_appended:
            raise self._starts_late(duration_s)

    def _starts_late(self, duration_s: float) -> SourceError:
        return SourceError(
            f"{self.path}: is {duration_s:.1f} s long; the start {self._start_s:.1f} s must be earlier"
        )

    def _duration_s(self) -> float | None:
        """Length of the pictures alone: the sound may be longer."""
        if self._stream.duration is not None and self._stream.time_base is not None:
            return float(self._stream.duration * self._stream.time_base)
        end_s = _clock_time_s(self._stream.metadata.get("DURATION", ""))
        return None if end_s is None else end_s - self._begins_s

    @property
    def _begins_s(self) -> float:
        """Where the clock begins, in a container that states when it ends and not how long it is."""
        return max(0.0, self._stamp_origin_s) if self._form.name == _STATES_ENDS else 0.0

    def _container_duration_s(self) -> float | None:
        duration = self._container.duration
        return duration / av.time_base - self._begins_s if duration else None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What went wrong so far without ending the stream, one line each."""
        path, said = self.path, []
        if not self.info.times_known:
            said.append(guessed(self.info))
        if self._reading.fps is not None and not self._has_no_clock:
            said.append(f"{path}: has times of its own; --fps does nothing for it")
        said += turned(path, self._reading)
        if self.truncated and not self._unread:
            said.append(f"{path}: ends before the length that it states; what is there was used")
        if self.left_out:
            said.append(f"{path}: {self.left_out} pictures with repeated or reversed times were left out")
        said += self._recordings_said()
        if self._shapes:
            said.append(f"{path}: the shape of its picture changes; what goes on then is judged anew")
        # Where each picture stands for itself, nothing after a lost one tells of it; nor does it at the end.
        lost = self._losses.count if self._codec == "mjpeg" else self._losses.at_the_end
        damaged = self.damaged + lost
        if damaged:
            said.append(
                f"{path}: {damaged} pictures are damaged, or built on damaged ones; "
                "they were not judged: copy the film again, or record it over a better connection"
            )
        return tuple(said)

    def _recordings_said(self) -> Iterator[str]:
        """Of recordings that were appended to each other."""
        path, read = self.path, self._joins + 1
        if self._unread:
            which = "the first" if read == 1 else f"the first {read}"
            yield (
                f"{path}: holds {self._unread + read} recordings, of which players and formcheck read "
                f"{which} alone; join them with a video editor"
            )
        elif self._joins:
            yield f"{path}: is {read} recordings, one after the other; all were used"
        if self._goes_on:
            yield (
                f"{path}: goes on after the last picture that can be read, perhaps with another recording; "
                "cut it there, or convert it to an H.264 mp4"
            )

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with it so far, so that a reader that skips parts reads the same."""
        counts = self.left_out, self.damaged, self._joins, self._shapes, self._losses.count
        return not any(counts)

    def can_skip(self) -> bool:
        """Whether reading can begin near where it was told to skip to; asked before it is read."""
        before_s = self._seek()
        return before_s is not None and self._from_s - before_s <= _MOST_SKIPPED_S

    def __enter__(self) -> Self:
        """The file itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Free the file and the decoder, with the pictures that it holds."""
        if self._is_closed:
            return
        self._is_closed = True
        is_large = self._stream.codec_context.width * self._stream.codec_context.height > _LARGE_PX
        self._container.close()
        self._pictures = iter(())
        del self._container, self._stream
        if is_large:
            gc.collect()  # container and stream hold each other, and with them 100 MB at 4K

    def __iter__(self) -> Iterator[Frame]:
        """The selected pictures, once.

        Raises:
            SourceError: If it cannot be read further, or ends before the start.
        """
        self._seek()
        shapes, damage, repeats = _Shapes(), Damage(), RepeatFinder()
        thinner = self._thinner()
        index, ended_s, cut = 0, 0.0, False
        for timed in self._timed():
            if timed.joined:
                self._losses.forget()
            is_damaged = self._losses.reach(timed.picture) | damage.reaches(timed.time_s, timed.picture)
            shown_px = self._shown_size_px(timed.picture, self._turn(timed.picture))
            cut = shapes.changes(shown_px) or timed.joined or cut
            ended_s = timed.time_s
            if self._end_s is not None and timed.time_s >= self._end_s:
                return
            if timed.time_s >= self._from_s:
                self.damaged += is_damaged
                self._joins += timed.joined and index > 0
                self._shapes = shapes.changed
                if not thinner.takes(timed.time_s):
                    continue
                self._keep(timed, index)
                image = self._upright(timed.picture)
                frame = Frame(
                    index, timed.time_s, image, cut and index > 0, is_damaged, repeats.repeats(image)
                )
                cut = False
                del timed, image  # whoever holds it makes the decoder take another one: 12 MB each at 4K
                yield frame
                del frame
                index += 1
        if index == 0 and self._start_s > 0 and self._from_s == self._start_s:
            raise self._starts_late(ended_s)
        self._look_behind()

    def _look_behind(self) -> None:
        """See whether the file holds more than was read of it."""
        name = self._form.name
        if is_avi(name):
            self._joins = max(self._joins, recordings_in_avi(self.path) - 1)
            return
        self._unread = unread_recordings(self.path, name, self._joins + 1, self._read_bytes)
        self._goes_on = goes_on(self.path, name, self._end_bytes)

    def _timed(self) -> Iterator[Timed]:
        """Pictures with strictly increasing times, to the end of the stream."""
        clock = Clock(self._kind, self._stamp_origin_s)
        step_s = end_s = self._kind.step_s
        for timed in clock.times(self._pictures):
            self.left_out = clock.left_out
            lasts_s = max(float(timed.picture.duration * (self._stream.time_base or 0)), step_s)
            end_s = timed.time_s + lasts_s
            yield timed
            del timed
        self.left_out = clock.left_out
        stated_s = self._stated_end_s()
        if stated_s is not None and end_s < stated_s - max(0.5, 3 * step_s):
            self.truncated = True

    def _stated_end_s(self) -> float | None:
        """When the last picture should end, where the file says so for the pictures and not the sound."""
        if self._is_appended or self._has_no_clock:
            return None  # what it states is worked out from its stamps, which begin anew
        if (duration_s := self._duration_s()) is not None:
            return duration_s
        return None if self._container.streams.audio else self._container_duration_s()

    def _thinner(self) -> Thinner:
        """Chooses the pictures, as if it had seen those that are skipped."""
        thinner = Thinner(self._reading.thinning)
        if self._from_s > self._start_s and self._reading.thinning != ALL_PICTURES:
            for time_s in self._times_before(self._from_s):
                if time_s >= self._start_s:
                    thinner.takes(time_s)
        return thinner

    def _times_before(self, end_s: float) -> list[float]:
        """The times of the pictures before one, from what the file says of each: nothing is decoded."""
        clock, times_s = Clock(self._kind, self._stamp_origin_s), []
        with open_container(self.path) as ahead, suppress(av.FFmpegError):
            stream = next(one for one in ahead.streams.video if one.index == self._stream.index)
            for packet in ahead.demux(stream):
                time_s = clock.time_s(packet) if packet.size else None
                if time_s is not None and time_s > end_s + _SEEK_LEADS_S[0]:
                    break  # pictures are stored in another order than they are shown in, but not far apart
                if time_s is not None and time_s < end_s:
                    times_s.append(time_s)
        return sorted(times_s)

    def _seek(self) -> float | None:
        """Go to a picture before the start, whose time it gives; or stay where that would lose pictures."""
        time_base = self._stream.time_base
        if time_base is None or self._from_s <= 2 * _SEEK_LEADS_S[0]:
            return None
        if self._is_appended or self._kind.is_counted:
            return None  # a place in time may be there twice, or not at all
        origin = round(self._stamp_origin_s / float(time_base))
        for lead_s in _SEEK_LEADS_S:
            target_s = self._from_s - lead_s
            if target_s <= 0:
                break
            try:
                self._container.seek(origin + int(target_s / time_base), stream=self._stream)
            except av.FFmpegError:
                break
            self._pictures = self._decode()
            first = next(self._pictures, None)
            # Some formats land between key pictures, or behind the target.
            if first is not None and first.key_frame:
                time_s = Clock(self._kind, self._stamp_origin_s).time_s(first)
                if time_s is not None and time_s <= self._from_s:
                    self._pictures = chain((first,), self._pictures)
                    return time_s
        self.close()
        self._open()
        return None

    def _decode(self) -> Iterator[VideoFrame]:
        """All pictures from here on that can be decoded; what is damaged is passed over."""
        packets = packets_of(self._container, self._stream)
        packet: Packet[VideoStream] | None
        for packet in chain(self._readable(packets), (None,)):  # None: what the decoder still holds
            try:
                pictures = self._stream.decode(packet)
            except EOFError:
                return
            except av.FFmpegError:
                self._losses.fail(packet)
                continue
            while pictures:
                yield pictures.pop(0)

    def _readable(self, packets: "Iterator[Packet[VideoStream]]") -> "Iterator[Packet[VideoStream]]":
        """Packets up to the end or up to where the file makes no more sense."""
        waiting: deque[Packet[VideoStream]] = deque()
        try:
            for packet in packets:
                if packet.size:
                    # Of the packet before: the last one may swallow what follows.
                    self._read_bytes, self._packet_at = self._packet_at, packet.pos or 0
                    self._end_bytes = self._packet_at + packet.size
                    if self._first_decoded_s is None and packet.dts is not None:
                        self._first_decoded_s = float(packet.dts * (self._stream.time_base or 0))
                    waiting.append(packet)
                if len(waiting) > LOOKS_AHEAD:
                    yield self._losses.begin(waiting.popleft(), waiting)
        except OSError as error:
            raise SourceError(f"{self.path}: cannot be read further ({error.strerror})") from None
        except av.FFmpegError:
            pass
        while waiting:
            yield self._losses.begin(waiting.popleft(), waiting)

    def _turn(self, picture: VideoFrame) -> Turn:
        return turn_of(picture).clockwise(self._reading.turn_deg)

    def _square_size_px(self, picture: VideoFrame) -> tuple[int, int]:
        size_px, context = (picture.width, picture.height), self._stream.codec_context
        # The decoder runs ahead of its pictures: what it says now may be true of the next size only.
        if size_px == (context.width, context.height) or size_px not in self._aspects:
            self._aspects[size_px] = context.sample_aspect_ratio
        return _square_pixels(*size_px, self._pixel_aspect or self._aspects[size_px])

    def _shown_size_px(self, picture: VideoFrame, turn: Turn) -> tuple[int, int]:
        width_px, height_px = self._square_size_px(picture)
        return (height_px, width_px) if turn.swaps_sides else (width_px, height_px)

    def _upright(self, picture: VideoFrame) -> Image:
        return self._shown(picture, self._scaler, self._longest_side_px, own_shape=self._own_shapes)

    def _shown(
        self, picture: VideoFrame, scaler: Scaler, longest_side_px: int | None, *, own_shape: bool
    ) -> Image:
        """The picture as it is shown, at a size."""
        turn = self._turn(picture)
        whole_px = self.info.width_px, self.info.height_px
        shown_px = self._shown_size_px(picture, turn)
        is_alike = has_shape_of(shown_px, whole_px)
        given_px = size_within(*(whole_px if is_alike else shown_px), longest_side_px)
        stored_px = given_px[::-1] if turn.swaps_sides else given_px
        image = turn.apply(scaler.rgb(picture, stored_px))
        return image if is_alike or own_shape else fitted(image, size_within(*whole_px, longest_side_px))

    def _keep(self, timed: Timed, index: int) -> None:
        kept = self._kept
        if kept is not None and kept.wants_more and kept.are_for(self.info):
            image = self._shown(timed.picture, self._copier, kept.longest_side_px, own_shape=False)
            kept.put(index, timed.time_s, image)


class _Shapes:
    """Notices where the shape of the pictures changes; another size of the same shape is none."""

    def __init__(self) -> None:
        self._last_px: tuple[int, int] | None = None
        self.changed = 0

    def changes(self, size_px: tuple[int, int]) -> bool:
        """Whether this picture has another shape than the one before."""
        last_px, self._last_px = self._last_px, size_px
        if last_px is None or last_px == size_px or has_shape_of(last_px, size_px):
            return False
        self.changed += 1
        return True


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
