"""Which kind of picture the bytes of a file are, whatever its name says."""

import struct
from pathlib import Path
from typing import Literal

from formcheck.errors import NotAVideoError

# As telephones store pictures: still, or several of them.
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif", b"miaf"})
_HEIF_MOVING = frozenset({b"msf1", b"hevc", b"hevx", b"avis"})
# So much of a file tells what it is.
HEAD_BYTES = 4096

StillKind = Literal["heif", "animated", "apng", "other"]


def still_kind(head: bytes) -> StillKind:
    """What the beginning of a file is.

    Args:
        head: Its first `HEAD_BYTES`, or all of it.

    Returns:
        "heif" for HEIC, HEIF and AVIF; "animated" for what moves and cannot be read as a film; "apng" for
        an animated PNG; "other" for anything else.

    Example:
        >>> still_kind(bytes(4) + b"ftypheic")
        'heif'
    """
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "heif" if brand in _HEIF else "animated" if brand in _HEIF_MOVING else "other"
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
