"""Recordings that lie behind another one in a file, and are not read with it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_BLOCK_BYTES = 1 << 20
_MATROSKA = tuple(b"\x42\x82" + bytes([0x80 + len(name)]) + name for name in (b"webm", b"matroska"))
# How a file of the kind begins: nothing in the middle of one looks the same.
_BEGINNINGS = {
    "asf": (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"),),
    "flv": tuple(b"FLV\x01" + bytes([tracks]) + bytes((0, 0, 0, 9, 0, 0, 0, 0)) for tracks in (1, 4, 5)),
    "matroska,webm": _MATROSKA,
    "ogg": (b"\x80theora", b"OVP80\x01\x01"),
    "apng": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",),
    "ivf": (b"DKIF\0\0 \0",),
    "yuv4mpegpipe": (b"YUV4MPEG2 ",),
    "nut": (b"nut/multimedia container\0",),
}
# Of these, what lies behind the first is passed over picture by picture, so that it looks as if it were read.
_PASSED_OVER = frozenset({"asf", "flv"})
_MP4, _AVI = "mov,mp4,m4a,3gp,3g2,mj2", "avi"
_MOST_BOXES = 100_000
# Streams whose tracks may change on the way; so much behind their last picture is more than their sound.
_STREAMS = frozenset({"mpegts", "mpeg"})
_REST_BYTES, _REST_SHARE = 40_000, 0.1


def unread_recordings(path: Path, container: str, read: int, read_bytes: int) -> int:
    """How many recordings lie behind those that were read.

    Args:
        path: The file.
        container: FFmpeg's name of its format.
        read: How many were read.
        read_bytes: Where the last picture lies that was read.

    Raises:
        OSError: If the file cannot be read.
    """
    with path.open("rb") as file:
        if container == _MP4:
            return max(0, sum(kind == b"moov" for kind in _boxes(file)) - read)
        if container in _PASSED_OVER:
            return max(0, _count(file, _BEGINNINGS[container]) - read)
        file.seek(read_bytes)
        return _count(file, _BEGINNINGS[container]) if container in _BEGINNINGS else 0


def goes_on(path: Path, container: str, end_bytes: int) -> bool:
    """Whether a stream goes on for long after the last picture that was read.

    Args:
        path: The file.
        container: FFmpeg's name of its format.
        end_bytes: Where that picture ends, about.

    Raises:
        OSError: If the file cannot be looked at.
    """
    size_bytes = path.stat().st_size
    return container in _STREAMS and size_bytes - end_bytes > max(_REST_BYTES, _REST_SHARE * size_bytes)


def recordings_in_avi(path: Path) -> int:
    """How many recordings an AVI is made of: they are read as one, and nothing tells where the next begins.

    Raises:
        OSError: If the file cannot be read.
    """
    with path.open("rb") as file:
        return sum(1 for kind, form in _parts(file) if (kind, form) == (b"RIFF", b"AVI "))


def is_avi(container: str) -> bool:
    """Whether FFmpeg's name of a format means AVI."""
    return container == _AVI


def _boxes(file: BinaryIO) -> Iterator[bytes]:
    """The kinds of an mp4's outermost boxes."""
    at, end = 0, file.seek(0, os.SEEK_END)
    for _ in range(_MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        size = int.from_bytes(head[:4], "big")
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if size < 8:  # to the end of the file, or none
            return
        yield head[4:8]
        at += size
        if at > end:  # what a damaged box claims may be more than any file has
            return


def _parts(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Kind and form of the outermost parts of a RIFF file."""
    at = 0
    for _ in range(_MOST_BOXES):
        file.seek(at)
        head = file.read(12)
        if len(head) < 12:
            return
        yield head[:4], head[8:12]
        size = int.from_bytes(head[4:8], "little")
        at += 8 + size + size % 2


def _count(file: BinaryIO, beginnings: tuple[bytes, ...]) -> int:
    found, before = 0, b""
    while block := file.read(_BLOCK_BYTES):
        for one in beginnings:
            found += (before[-len(one) + 1 :] + block).count(one)
        before = block
    return found
