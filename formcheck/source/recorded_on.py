"""The day on which a file was recorded, as far as the file tells."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from formcheck.source.codecs import av

DateFrom = Literal["recording", "name", "file"]

# As cameras, phones and people name files: 2026-11-26, 20261126_101500, VID-20261126-WA0003.
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
# Cameras whose clock was never set say these.
_OLDEST = date(1995, 1, 1)


def recorded_on(path: Path) -> tuple[str, DateFrom] | None:
    """The day, as YYYY-MM-DD, and what says so; None where nothing does.

    Args:
        path: A video, a picture, or any other file.

    Example:
        >>> recorded_on(Path("Anna press 2026-11-26 30 kg.mp4"))
        ('2026-11-26', 'name')
    """
    told = _in_container(path)
    if told is not None:
        return told.isoformat(), "recording"
    named = _IN_NAME.search(path.name)
    if named is not None:
        with suppress(ValueError):
            return date(int(named[1]), int(named[3]), int(named[4])).isoformat(), "name"
    with suppress(OSError, OverflowError, ValueError):
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone().date().isoformat(), "file"
    return None


def _in_container(path: Path) -> date | None:
    try:
        with av.open(str(path)) as container:
            text = container.metadata.get("creation_time", "")
        day = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone().date()
    except (av.FFmpegError, OSError, ValueError, OverflowError):
        return None
    return day if day > _OLDEST else None
