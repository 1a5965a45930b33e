"""Single pictures, as a source of one frame."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np

from formcheck.errors import NotAVideoError, SourceError
from formcheck.files import scratch_file
from formcheck.source.container import check_file
from formcheck.source.fitting import size_within
from formcheck.source.frame import AS_IT_SAYS, Frame, Reading, StreamInfo, turned
from formcheck.source.still_kinds import HEAD_BYTES, check_still, ending_of_still, gif_moves, still_kind

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".hif", ".avif"})
_LARGEST_BYTES = 200_000_000
_MOST_PIXELS = 100_000_000
_STDERR = 2
_PNG = b"\x89PNG\r\n\x1a\n"
# How libjpeg begins to say that it made up a part of the picture.
_DAMAGED = b"Corrupt JPEG data"


def is_picture(path: Path) -> bool:
    """Whether a path is named like a still picture, and is none that moves and can be read as a film."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES and suffix != ".gif":
        return False
    try:
        if not path.is_file():  # a pipe would be waited for
            return suffix != ".gif"
        with path.open("rb") as file:
            kind = still_kind(file.read(HEAD_BYTES))
            if kind == "gif":
                file.seek(0)
                return not gif_moves(file)
            return suffix != ".gif" and kind not in {"apng", "film"}
    except (OSError, ValueError):
        return suffix != ".gif"  # whoever opens it will say what is wrong


class PictureFile:
    """One still picture: upright as its EXIF orientation says, RGB, at time 0.

    Args:
        path: A JPEG, PNG, WebP, or a GIF that does not move.
        longest_side_px: Scale a larger picture down to this; `info` states the full size all the same.
        reading: By how much it is turned beyond what it says.

    Raises:
        NotAVideoError: If there is no picture in the file.
        SourceError: If it cannot be read.
    """

    def __init__(self, path: Path, longest_side_px: int | None = None, reading: Reading = AS_IT_SAYS) -> None:
        data = _read(path)
        check_still(path, data[:HEAD_BYTES])
        _refuse_huge(path, data)
        # Nothing else is handed to OpenCV: it reads many kinds, whose sizes are not looked at here.
        is_known = ending_of_still(data) is not None and _is_whole(data)
        decoded, said = _decoded(data) if is_known else (None, b"")
        if decoded is None:
            raise NotAVideoError(
                f"{path}: is cut off or no picture; copy it again, or save it as JPEG or PNG"
            )
        decoded = np.rot90(decoded, -reading.turn_deg // 90)
        height_px, width_px = decoded.shape[:2]
        self.info = StreamInfo(str(path), width_px, height_px, fps=1.0, reading=reading)
        size_px = size_within(width_px, height_px, longest_side_px)
        if size_px != (width_px, height_px):
            decoded = cv2.resize(decoded, size_px, interpolation=cv2.INTER_AREA)
        self._image = np.ascontiguousarray(decoded, np.uint8)
        damaged = f"{path}: is damaged in places; look at annotated.jpg, or copy it again"
        self.warnings: tuple[str, ...] = (*turned(path, reading), *([damaged] if _DAMAGED in said else []))

    def __iter__(self) -> Iterator[Frame]:
        """The one picture."""
        yield Frame(0, 0.0, self._image)

    def __enter__(self) -> Self:
        """The source itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held open."""


def _refuse_huge(path: Path, data: bytes) -> None:
    """A few bytes can claim any number of pixels: their header is looked at before they are unpacked.

    Raises:
        SourceError: If there are more pixels than any camera has.
    """
    claimed = claimed_size_px(data)
    if claimed is not None and claimed[0] * claimed[1] > _MOST_PIXELS:
        width, height = claimed
        raise SourceError(f"{path}: is {width} x {height} pixels, too many to be looked at; save it smaller")


def _is_whole(data: bytes) -> bool:
    """Whether the parts of a PNG lie in the file, to its end: OpenCV makes room for what they claim."""
    if data[:8] != _PNG:
        return True
    at = len(_PNG)
    while at + 8 <= len(data):
        is_last = data[at + 4 : at + 8] == b"IEND"
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        if is_last:
            return at <= len(data)
    return False


def claimed_size_px(data: bytes) -> tuple[int, int] | None:
    """Width and height as the header of a JPEG, PNG, GIF or WebP states them; None where none is found."""
    if data[:8] == _PNG:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp_size_px(data)
    if data[:4] == b"GIF8":
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return _jpeg_size_px(data) if data[:2] == b"\xff\xd8" else None


def _webp_size_px(data: bytes) -> tuple[int, int] | None:
    kind, part = data[12:16], data[20:30]
    if kind == b"VP8X":
        return int.from_bytes(part[4:7], "little") + 1, int.from_bytes(part[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(part[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(part[6:8], "little") & 0x3FFF, int.from_bytes(part[8:10], "little") & 0x3FFF


def _jpeg_size_px(data: bytes) -> tuple[int, int] | None:
    """The largest of all frame headers, as the decoder may take any."""
    found: tuple[int, int] | None = None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == 0xFF:  # a filling byte
            at += 1
            continue
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            size = int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
            found = max(found or size, size, key=lambda one: one[0] * one[1])
        if kind == 0xDA:  # the pixels
            break
        at += 2 + length
    return found


def _decoded(data: bytes) -> tuple[Any, bytes]:
    """The picture, or None, and what the libraries in C had to say on file descriptor 2."""
    with scratch_file() as said:
        try:
            with _written_to(said.fileno()):
                decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB)
        except cv2.error:
            decoded = None
        said.seek(0)
        return decoded, said.read()


@contextmanager
def _written_to(file: int) -> Iterator[None]:
    """Send what is written to file descriptor 2 there; of the whole process, so keep the block short."""
    try:
        screen = os.dup(_STDERR)
    except OSError:  # closed: there is nothing to keep clean
        yield
        return
    os.dup2(file, _STDERR)
    try:
        yield
    finally:
        os.dup2(screen, _STDERR)
        os.close(screen)


def _read(path: Path) -> bytes:
    check_file(path)
    if path.stat().st_size > _LARGEST_BYTES:
        raise SourceError(f"{path}: is too large for a picture; save it smaller")
    return path.read_bytes()
