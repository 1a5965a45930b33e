"""Tiny video files for tests, made on the spot."""

import struct
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from formcheck.source.codecs import av
from formcheck.source.frame import Image

TICKS = 90_000
_ONE = 1 << 16
# Rows a, b and c, d of a track's matrix, by the clockwise turn that makes the picture upright.
TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def grey(index: int, size_px: tuple[int, int]) -> Image:
    """A flat picture whose brightness tells its index (up to 40)."""
    width, height = size_px
    return np.full((height, width, 3), 20 + 5 * index, np.uint8)


def index_of(image: Image) -> int:
    """The index that `grey` painted."""
    return round((float(image.mean()) - 20) / 5)


def corners(_index: int, size_px: tuple[int, int]) -> Image:
    """Red top left, green top right, blue bottom left, white bottom right."""
    width, height = size_px
    image = np.full((height, width, 3), 255, np.uint8)
    image[: height // 2, : width // 2] = (255, 0, 0)
    image[: height // 2, width // 2 :] = (0, 255, 0)
    image[height // 2 :, : width // 2] = (0, 0, 255)
    return image


def steady(count: int, fps: float = 10) -> list[float]:
    """Times of a constant frame rate."""
    return [index / fps for index in range(count)]


def make_clip(
    path: Path,
    times_s: Sequence[float],
    *,
    size_px: tuple[int, int] = (64, 48),
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    gop: int = 10,
    paint: Callable[[int, tuple[int, int]], Image] = grey,
    audio: str | None = None,
    rotation_deg: int = 0,
    pixel_aspect: Fraction | None = None,
    faststart: bool = True,
    container: dict[str, str] | None = None,
    colours: int | None = None,
) -> Path:
    """Write one picture per time; `rotation_deg` (mp4 and mov only) is clockwise."""
    # avi knows constant rates only, and mpeg1video those of films
    tick_s = Fraction(1, 10 if path.suffix == ".avi" else 25 if codec == "mpeg1video" else TICKS)
    options = {"movflags": "faststart"} if faststart and path.suffix in {".mp4", ".mov"} else {}
    with av.open(str(path), "w", options=options | (container or {})) as out:
        stream = out.add_stream(codec, rate=25 if codec == "mpeg1video" else 10)
        stream.width, stream.height = size_px
        stream.pix_fmt = pix_fmt
        stream.codec_context.time_base = tick_s
        stream.codec_context.gop_size = gop
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        if colours is not None:
            stream.codec_context.colorspace = colours
        if codec == "libx264":
            stream.codec_context.options = {"preset": "ultrafast", "crf": "10"}
        sound = out.add_stream(audio, rate=48_000) if audio else None
        for index, time_s in enumerate(times_s):
            frame = av.VideoFrame.from_ndarray(paint(index, size_px), format="rgb24")
            frame.pts, frame.time_base = round(time_s / tick_s), tick_s
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if sound is not None:
            _beep(out, sound, times_s[-1] + 0.1)
    if rotation_deg:
        write_matrix(path, TURNS[rotation_deg])
    return path


def _beep(out: av.container.OutputContainer, sound: av.AudioStream, seconds: float) -> None:
    """A tone whose loudness falls, so that a shift in time can be seen."""
    rate, chunk = 48_000, 960
    for start in range(0, round(seconds * rate), chunk):
        t = (start + np.arange(chunk)) / rate
        wave = np.sin(2 * np.pi * 440 * t) * np.exp(-t)
        layout, planar = "mono", wave.astype(np.float32)[None]
        frame = av.AudioFrame.from_ndarray(planar, format="fltp", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        out.mux(sound.encode(frame))
    out.mux(sound.encode(None))


def write_matrix(path: Path, matrix_2x2: tuple[int, int, int, int]) -> Path:
    """Write how it is to be shown into the first track's header of an mp4, as a phone does."""
    data = bytearray(path.read_bytes())
    at = data.find(b"tkhd") + 4
    matrix = at + (52 if data[at] == 1 else 40)  # version 1 has 64-bit times
    a, b, c, d = (_ONE * number for number in matrix_2x2)
    struct.pack_into(">9i", data, matrix, a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


def joined(path: Path, *parts: Path) -> Path:
    """Recordings appended to each other byte by byte."""
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


def make_tracks(path: Path, tracks: Sequence[tuple[str, tuple[int, int], int]]) -> Path:
    """A file with several tracks of pictures: codec, size, and how many pictures in two seconds."""
    with av.open(str(path), "w") as out:
        streams = []
        for codec, size_px, _ in tracks:
            stream = out.add_stream(codec, rate=10)
            stream.width, stream.height = size_px
            stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            stream.codec_context.time_base = Fraction(1, TICKS)
            streams.append(stream)
        for stream, (_, size_px, number) in zip(streams, tracks, strict=True):
            for index in range(number):
                frame = av.VideoFrame.from_ndarray(grey(index, size_px), format="rgb24")
                frame.pts, frame.time_base = round(2 * index / number * TICKS), Fraction(1, TICKS)
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
    return path


def make_sound(path: Path) -> Path:
    """A file with sound only."""
    with av.open(str(path), "w") as out:
        _beep(out, out.add_stream("aac", rate=48_000), 0.5)
    return path


def make_pictureless(path: Path) -> Path:
    """A video with a picture track that holds no picture."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        out.start_encoding()
    return path


def make_with_stamps(path: Path, stamps_ms: Sequence[int]) -> Path:
    """A mkv whose pictures carry just these timestamps, in whatever order they are."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mjpeg", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuvj420p"
        for index, stamp_ms in enumerate(stamps_ms):
            frame = av.VideoFrame.from_ndarray(grey(index, (64, 48)), format="rgb24")
            for packet in stream.encode(frame):
                packet.time_base = Fraction(1, 1000)
                packet.pts, packet.dts = stamp_ms, index
                out.mux(packet)
    return path


def cut(path: Path, share: float) -> Path:
    """Keep only the first part of a file."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path
