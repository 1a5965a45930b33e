"""What is meant by the names on a command line: files, folders with all in them, patterns, addresses."""

import glob
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from formcheck.batch.storage import StorageUrl, storage_of
from formcheck.errors import FormcheckError, SourceError
from formcheck.pose.recording_name import is_recording
from formcheck.sinks.own_files import SUMMARY, is_ours

# What is looked for in a folder. Still pictures are not: covers and screenshots lie beside films.
_FILMS: Final = frozenset(
    {
        *(".3g2", ".3gp", ".264", ".265", ".asf", ".avi", ".divx", ".dv", ".f4v", ".flv", ".h264", ".h265"),
        *(".hevc", ".ivf", ".m1v", ".m2ts", ".m2v", ".m4v", ".mjpeg", ".mjpg", ".mkv", ".mov", ".mp4"),
        *(".mpeg", ".mpg", ".mts", ".mxf", ".ogm", ".ogv", ".qt", ".ts", ".vob", ".webm", ".wmv", ".y4m"),
    }
)

Location = Path | StorageUrl


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a batch.

    Attributes:
        at: Where it is.
        below: The folders between the folder or pattern that was named and the source; they are made again
            among the results, so that sources of one name stay apart.
    """

    at: Location
    below: tuple[str, ...] = ()

    @property
    def path(self) -> PurePath:
        """Its path, for its name alone."""
        return self.at if isinstance(self.at, Path) else self.at.path


@dataclass(slots=True)
class Found:
    """What names stand for.

    Attributes:
        sources: Each once, in the order of the names, those of a folder by their paths.
        problems: What could not be looked into, one line each.
        many: Whether a folder or a pattern was among the names, so that it is a batch whatever was found.
    """

    sources: list[Source] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    many: bool = False


def find_sources(names: Iterable[Location], out: Location) -> Found:
    """Everything that is meant by some names.

    In a folder it is the films and pose recordings in it and in its folders, links followed, each file once.
    Left out are hidden files, the folder of the results, and folders that hold results.

    Args:
        names: Files, folders, patterns such as `clips/**/*.mp4`, or addresses of shared storage.
        out: Where the results go.

    Example:
        >>> [str(source.at) for source in find_sources([Path("press.poses.jsonl.gz")], Path("out")).sources]
        ['press.poses.jsonl.gz']
    """
    found, seen = Found(), _Seen()
    for name in names:
        if isinstance(name, StorageUrl):
            _look_at_storage(name, found, out)
        elif _is_folder(name):
            _look_into(name, name, found, seen, out)
        elif glob.has_magic(str(name)) and not os.path.lexists(name):
            _look_for(name, found, seen, out)
        else:
            found.sources.append(Source(name))
            with suppress(OSError, ValueError):
                seen.is_new(name)  # a folder that it is in does not give it once more
    found.sources = list({str(source.at): source for source in reversed(found.sources)}.values())[::-1]
    return found


def is_film(path: PurePath) -> bool:
    """Whether a path is named like a video or a pose recording."""
    return path.suffix.lower() in _FILMS or is_recording(Path(path))


class _Seen:
    """Files and folders that were met, by what they are and not by their names: links lead in circles."""

    def __init__(self) -> None:
        self._met: set[tuple[int, int]] = set()

    def is_new(self, path: Path) -> bool:
        """Whether it is met for the first time.

        Raises:
            OSError: If it is not there, or links lead to nothing.
        """
        status = path.stat()
        key = status.st_dev, status.st_ino
        if status.st_ino and key in self._met:
            return False
        self._met.add(key)
        return True


def _look_into(folder: Path, top: Path, found: Found, seen: _Seen, out: Location) -> None:
    found.many = True
    before = len(found.sources), len(found.problems)
    if not _walk(folder, top, found, seen, out):
        return  # it was met before
    if (len(found.sources), len(found.problems)) == before:
        found.problems.append(
            f"{folder}: holds no video and no pose recording; pictures are named, as in '{folder}/*.jpg'"
        )


def _walk(folder: Path, top: Path, found: Found, seen: _Seen, out: Location) -> bool:
    """Take the films in a folder and in those in it, sorted; False where it was met before."""
    try:
        if not seen.is_new(folder):
            return False
        with os.scandir(folder) as opened:
            entries = sorted(opened, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        found.problems.append(f"{folder}: cannot be looked into: {error.strerror or error}")
        return True
    for path in (Path(entry.path) for entry in entries if not entry.name.startswith(".")):
        if _is_folder(path):
            if not _is_results(path, out):
                _walk(path, top, found, seen, out)
        elif is_film(path):
            _take(path, top, found, seen)
    return True


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # links in a circle, a name that is too long
        return False


def _is_results(folder: Path, out: Location) -> bool:
    """Whether films in it are results, and no sources."""
    if isinstance(out, Path) and out.is_dir() and folder.samefile(out):
        return True
    return is_ours(folder / SUMMARY)


def _take(path: Path, top: Path, found: Found, seen: _Seen) -> None:
    """Take a file that was met, once; what cannot be opened is told by whoever opens it."""
    try:
        if not seen.is_new(path):
            return
    except OSError as error:
        found.problems.append(f"{path}: cannot be read: {error.strerror or error}")
        return
    found.sources.append(Source(path, path.parent.relative_to(top).parts))


def _look_for(pattern: Path, found: Found, seen: _Seen, out: Location) -> None:
    found.many = True
    top = _fixed_part(pattern)
    names = glob.glob(str(pattern), recursive=True)  # noqa: PTH207 - its ** follows links
    matches = sorted(map(Path, names), key=os.fsencode)
    if not matches:
        found.problems.append(f"{pattern}: nothing fits this pattern; check it")
    for path in matches:
        if _is_folder(path):
            if "**" not in pattern.parts:  # that one names the folders on its way, too
                _look_into(path, top, found, seen, out)
        elif not _is_results(path.parent, out):
            _take(path, top, found, seen)


def _fixed_part(pattern: Path) -> Path:
    """The folder that all matches of a pattern lie in."""
    fixed: list[str] = []
    for part in pattern.parent.parts:
        if glob.has_magic(part):
            break
        fixed.append(part)
    return Path(*fixed)


def _look_at_storage(url: StorageUrl, found: Found, out: Location) -> None:
    """The same for shared storage; what it answers is all that is known of it."""
    try:
        storage = storage_of(url)
        if storage.is_folder(url):
            found.many = True
            urls = [one for one in storage.files_below(url) if is_film(one.path)]
            kept = [one for one in urls if not (isinstance(out, StorageUrl) and one.is_below(out))]
            if not kept:
                raise SourceError(f"{url}: holds no video and no pose recording")
            found.sources += [Source(one, one.path.parent.relative_to(url.path).parts) for one in kept]
        else:
            found.sources.append(Source(url))
    except FormcheckError as error:
        found.problems.append(str(error))
