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


def recorded_at(path: Path) -> tuple[datetime, bool] | None:
    """When a file was recorded, on this computer's clock, and whether the time of day is known.

    Where only the day is, it is noon. What says so is what `recorded_on` goes by.

    Args:
        path: As of `recorded_on`.

    Example:
        >>> recorded_at(Path("Anna press 2026-11-26 30 kg.mp4"))[0].isoformat()[:16]
        '2026-11-26T12:00'
    """
    told = recorded_on(path)
    if told is None:
        return None
    known = _moment_in_container(path) or _moment_of_file(path)
    if known is not None and known.date().isoformat() == told[0]:
        return known, True
    return datetime.fromisoformat(f"{told[0]}T12:00").astimezone(), False


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


def _moment_of_file(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
    except (OSError, OverflowError, ValueError):
        return None


def _in_container(path: Path) -> date | None:
    moment = _moment_in_container(path)
    return None if moment is None else moment.date()


def _moment_in_container(path: Path) -> datetime | None:
    try:
        with av.open(str(path)) as container:
            text = container.metadata.get("creation_time", "")
        moment = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone()
    except (av.FFmpegError, OSError, ValueError, OverflowError):
        return None
    return moment if moment.date() > _OLDEST else None
