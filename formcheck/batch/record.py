"""run.json, beside the results of each source of a batch: what they were made of."""

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.calibration.store import profiles_folder
from formcheck.files import check_regular
from formcheck.sinks.own_files import RECORD, SUMMARY
from formcheck.version import VERSION

FORMAT: Final = "formcheck.run/1"
# They say where things are, and nothing of what comes out; what a profile says is in its file.
_NO_MATTER = frozenset({"force", "poses", "profile", "at_once"})


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What results were made of.

    Attributes:
        source: The source: its whole path, or its address.
        content: SHA-256 of what is in it.
        settings: SHA-256 of all that was asked for.
        version: Version of formcheck.
        files: SHA-256 of the summary, and the sizes of the other files, by their names.
    """

    source: str
    content: str
    settings: str
    version: str
    files: dict[str, str | int]

    def to_json(self) -> str:
        """The text of run.json; what is no character in a path stays what it is."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1) + "\n"


def record_of(source: str, content: str, settings: str, made: Path) -> RunRecord:
    """The record of results that lie in a folder.

    Raises:
        OSError: If they cannot be read.
    """
    names = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    files: dict[str, str | int] = {
        name: content_of(made / name) if name == SUMMARY else (made / name).stat().st_size
        for name in names
        if name != RECORD
    }
    return RunRecord(source, content, settings, VERSION, files)


def read_record(data: bytes | None) -> RunRecord | None:
    """A record, or None for what is none."""
    if data is None:
        return None
    with suppress(ValueError, TypeError, AttributeError, KeyError):
        known: dict[str, Any] = json.loads(data)
        if known.pop("format") == FORMAT:
            return RunRecord(**{field.name: known[field.name] for field in fields(RunRecord)})
    return None


def content_of(path: Path) -> str:
    """SHA-256 of a file.

    Raises:
        OSError: If it cannot be read, or has no end.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        check_regular(path, os.fstat(handle).st_mode)
        return hashlib.file_digest(file, "sha256").hexdigest()


def settings_of(wanted: Activity | Sequence[Activity], options: AnalysisOptions) -> str:
    """SHA-256 of all that decides what comes out beside the source: options, rules, profiles, a model.

    Args:
        wanted: What is looked for.
        options: How.
    """
    asked = {one.name: getattr(options, one.name) for one in fields(options) if one.name not in _NO_MATTER}
    told = [VERSION, repr(asked), repr(wanted)]
    profiles = _files_in(profiles_folder()) if options.profile.any else []
    if profiles:  # without any it is no matter whether one would be taken
        told.append(repr((options.profile.name, sorted(profiles))))
    with suppress(OSError, ValueError):  # a name, and no file of the user's own
        told.append(content_of(Path(options.model)))
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogateescape")).hexdigest()


def _files_in(folder: Path) -> list[tuple[str, str]]:
    found = []
    with suppress(OSError):
        for path in folder.glob("*.json"):
            with suppress(OSError):
                found.append((path.name, content_of(path)))
    return found
