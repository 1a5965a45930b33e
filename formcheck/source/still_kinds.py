"""Which kind of picture the bytes of a file are, whatever its name says."""

import struct
from pathlib import Path
from typing import BinaryIO, Literal

from formcheck.errors import NotAVideoError

# As telephones store pictures: still, or several of them.
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif", b"miaf"})
_HEIF_MOVING = frozenset({b"msf1", b"hevc", b"hevx", b"avis"})
# So much of a file tells what it is.
HEAD_BYTES = 4096

StillKind = Literal["heif", "animated", "apng", "gif", "film", "other"]
# Pictures and papers that are not read: how they begin, and what they are called.
_NOT_READ = (
    (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"II+\0", "TIFF"), (b"MM\0+", "TIFF"), (b"BM", "BMP"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"), (b"\xff\x4f\xff\x51", "JPEG 2000"), (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"), (b"8BPS", "Photoshop"), (b"FUJIFILM", "raw"),
    (b"v/1\1", "OpenEXR"), (b"#?RADIANCE", "HDR"), (b"%PDF-", "PDF"), (b"<svg", "SVG"),
)  # fmt: skip
_READ = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"))


def still_kind(head: bytes) -> StillKind:
    """What the beginning of a file is.

    Args:
        head: Its first `HEAD_BYTES`, or all of it.

    Returns:
        "heif" for HEIC, HEIF and AVIF; "animated" for what moves and cannot be read as a film; "apng" for
        an animated PNG; "gif" for any GIF; "film" for an mp4; "other" for anything else.

    Example:
        >>> still_kind(bytes(4) + b"ftypheic")
        'heif'
    """
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "heif" if brand in _HEIF else "animated" if brand in _HEIF_MOVING else "film"
    if head[:4] == b"GIF8":
        return "gif"
    if head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X":
        return "animated" if head[20:21] and head[20] & 2 else "other"
    return "apng" if head.startswith(b"\x89PNG\r\n") and _has_animation(head) else "other"


def check_still(path: Path, head: bytes) -> None:
    """Say what to do with a picture of a kind that cannot be read.

    Raises:
        NotAVideoError: If it is one.
    """
    kind = still_kind(head)
    if kind == "heif":
        raise NotAVideoError(f"{path}: is a HEIC or AVIF picture, which is not read; save it as JPEG")
    if kind == "animated":
        raise NotAVideoError(f"{path}: is an animation, not one picture; save it as a video, such as mp4")
    for beginning, name in _NOT_READ:
        if head.startswith(beginning):
            raise NotAVideoError(f"{path}: is of the kind {name}, which is not read; save it as JPEG or PNG")


def ending_of_still(head: bytes) -> str | None:
    r"""The ending that the name of a picture should have, of a kind that is read; None for what is none.

    Example:
        >>> ending_of_still(b"\x89PNG\r\n\x1a\n")
        'png'
    """
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return next((ending for beginning, ending in _READ if head.startswith(beginning)), None)


def gif_moves(file: BinaryIO) -> bool:
    """Whether there is a second picture in a GIF.

    Args:
        file: At its beginning.
    """
    head = file.read(13)
    file.seek(_colours_bytes(head[10:11]), 1)
    pictures = 0
    while (kind := file.read(1)) in {b"\x21", b"\x2c"}:
        if kind == b"\x2c":
            pictures += 1
            if pictures == 2:
                return True
            file.seek(_colours_bytes(file.read(9)[8:9]) + 1, 1)
        else:
            file.seek(1, 1)
        while length := file.read(1):
            if length == b"\0":
                break
            file.seek(length[0], 1)
    return False


def _colours_bytes(flags: bytes) -> int:
    """How long the table of colours is that a GIF says to follow."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _has_animation(png: bytes) -> bool:
    """Whether the chunk that says so comes before the picture, as it has to."""
    at = 8
    while at + 8 <= len(png):
        (length,) = struct.unpack_from(">I", png, at)
        name = png[at + 4 : at + 8]
        if name in {b"acTL", b"IDAT"}:
            return name == b"acTL"
        at += 12 + length
    return False
