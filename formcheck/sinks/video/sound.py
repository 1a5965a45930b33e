"""The sound of a source, on its way into a new video."""

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from formcheck.source.codecs import AudioFrame, AudioResampler, AudioStream, OutputContainer, Packet, av
from formcheck.source.container import open_container
from formcheck.source.packets import packets_of

# What an mp4 can hold as it is; other sound is encoded anew.
_COPIED = frozenset({"aac", "mp3", "opus", "ac3", "eac3", "alac", "flac"})


class Sounding(Protocol):
    """A film with sound.

    Attributes:
        path: The file.
        origin_s: What the file's clock says where the pictures' time is 0.
    """

    path: Path
    origin_s: float


class Sound:
    """Copies the first sound track of a file, shifted and cut to fit the pictures.

    A track that cannot be decoded where it would have to be is left out, and one that is damaged ends
    where it is: sound is never worth losing the pictures.

    Args:
        source_path: The file that holds the sound.
        origin_s: What the file's clock says where the pictures' time is 0.
        out: Where it goes; nothing may have been written to it yet.
    """

    def __init__(self, source_path: Path, origin_s: float, out: OutputContainer) -> None:
        self._origin_s = origin_s
        self._out = out
        self._out_stream: AudioStream | None = None
        self._waiting: Packet[AudioStream] | AudioFrame | None = None
        self._pieces: Iterator[Packet[AudioStream] | AudioFrame] | None = None
        self._last_dts: int | None = None
        self._shift_s = 0.0
        self._source = open_container(source_path)
        stream = next(iter(self._source.streams.audio), None)
        if stream is not None and getattr(stream, "codec_context", None) is not None:
            self._add(stream)

    def _add(self, stream: AudioStream) -> None:
        self._stream = stream
        self._is_copied = stream.codec_context.name in _COPIED
        if self._is_copied:
            self._out_stream = self._out.add_stream_from_template(stream)
            return
        layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        rate = min(48_000, stream.codec_context.sample_rate)
        self._out_stream = self._out.add_stream("aac", rate=rate, layout=layout)
        self._resampler = AudioResampler("fltp", layout, rate)

    def start(self, start_s: float) -> None:
        """Begin at a time of the pictures, which is 0 in the new file."""
        if self._out_stream is None:
            return
        self._shift_s = self._origin_s + start_s
        if start_s > 0:
            with suppress(av.FFmpegError):  # then it is read from the beginning
                self._source.seek(max(0, int((self._shift_s - 1) * av.time_base)))
        self._pieces = self._read()

    def write_until(self, time_s: float) -> None:
        """Write what sounds before a time of the new file."""
        while self._pieces is not None:
            piece = self._waiting or next(self._pieces, None)
            self._waiting = piece
            if piece is None or self._time_s(piece) >= time_s:
                return
            self._waiting = None
            if self._time_s(piece) + _length_s(piece) > 0:
                self._write(piece)

    def close(self) -> None:
        """Write what the encoder still holds, and free the source."""
        if self._pieces is not None and self._out_stream is not None and not self._is_copied:
            self._out.mux(self._out_stream.encode(None))
        self.free()

    def free(self) -> None:
        """Free the source."""
        self._pieces = None
        self._source.close()

    def _read(self) -> "Iterator[Packet[AudioStream] | AudioFrame]":
        """Packets to copy, or frames to encode; ends where the file makes no more sense."""
        with suppress(av.FFmpegError):
            for packet in packets_of(self._source, self._stream):
                if not self._is_copied:
                    yield from (frame for frame in packet.decode() if frame.pts is not None)
                elif packet.dts is not None and packet.pts is not None:
                    yield packet

    def _time_s(self, piece: "Packet[AudioStream] | AudioFrame") -> float:
        """When it sounds in the new file."""
        return float((piece.pts or 0) * (piece.time_base or 0)) - self._shift_s

    def _write(self, piece: "Packet[AudioStream] | AudioFrame") -> None:
        if self._out_stream is None or piece.time_base is None or piece.pts is None:
            return
        shift = round(self._shift_s / piece.time_base)
        if isinstance(piece, AudioFrame):
            piece.pts = max(0, piece.pts - shift)
            for frame in self._resampler.resample(piece):
                self._out.mux(self._out_stream.encode(frame))
            return
        dts = (piece.dts or 0) - shift
        if self._last_dts is not None and dts <= self._last_dts:
            return  # the container would refuse it, and all that follows
        piece.pts, piece.dts, self._last_dts = piece.pts - shift, dts, dts
        piece.stream = self._out_stream
        self._out.mux(piece)


def _length_s(piece: "Packet[AudioStream] | AudioFrame") -> float:
    if isinstance(piece, AudioFrame):
        return piece.samples / piece.sample_rate
    return float((piece.duration or 0) * (piece.time_base or Fraction(0)))
