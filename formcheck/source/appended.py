"""Recordings that lie behind another one in a file, in containers of which only the first is read."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_BLOCK_BYTES = 1 << 20
# How a file of the kind begins: nothing in the middle of one looks the same.
_BEGINNINGS = {
    "asf": (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"),),
    "flv": tuple(b"FLV\x01" + bytes([tracks]) + bytes((0, 0, 0, 9, 0, 0, 0, 0)) for tracks in (1, 4, 5)),
}
_MP4 = "mov,mp4,m4a,3gp,3g2,mj2"
_MOST_BOXES = 100_000


def unread_recordings(path: Path, container: str) -> int:
    """How many recordings lie behind the one that is read.

    Args:
        path: The file.
        container: FFmpeg's name of its format.

    Raises:
        OSError: If the file cannot be read.
    """
    with path.open("rb") as file:
        if container == _MP4:
            return max(0, sum(kind == b"moov" for kind in _boxes(file)) - 1)
        return max(0, _count(file, _BEGINNINGS[container]) - 1) if container in _BEGINNINGS else 0


def _boxes(file: BinaryIO) -> Iterator[bytes]:
    """The kinds of an mp4's outermost boxes."""
    at = 0
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


def _count(file: BinaryIO, beginnings: tuple[bytes, ...]) -> int:
    found, kept = 0, b""
    longest = max(map(len, beginnings)) - 1
    while block := file.read(_BLOCK_BYTES):
        data = kept + block
        found += sum(data.count(beginning) for beginning in beginnings)
        kept = data[-longest:]
    return found
