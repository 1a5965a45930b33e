"""A folder that the results of one run go to: all of them together, and nobody else's files are touched."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from formcheck.errors import FolderTakenError, OutputError
from formcheck.files import UNFINISHED, cannot_write, flush_to_disk
from formcheck.locks import Busy, hold, if_left, release
from formcheck.sinks.exports.names import EXPORTS
from formcheck.sinks.own_files import RESULTS, SUMMARY, is_ours, our_keypoints

# What a set before a camera knows so far; there while it lasts, and after its process was killed.
SO_FAR = "so-far.json"
# How the name ends of a folder whose files are being given their places.
_MOVING = "-moving"


class OutputFolder:
    """Where one run writes, and how that becomes its results.

    Everything is written into a hidden folder within, and moved when it is whole: first the results of an
    earlier run go, its summary before all else, then the new ones come, their summary last. So a summary
    never stands beside the tables of another run, whenever the process is killed. Meanwhile the folder is
    locked, and what a killed run left in it is removed.

    Args:
        folder: Made if it is not there.
        wanted: Names of the files that are going to be written; refused at once where one is somebody's own.
        force: Replace files even where this program has not written them.
        made: Whether the folder was made for this run, and goes if nothing is written.

    Attributes:
        waiting: Where the files go until all are there.

    Raises:
        FolderTakenError: If another run writes into it right now.
        OutputError: If the folder cannot be written, or a file in it is not of this program.
    """

    def __init__(
        self, folder: Path, wanted: Collection[str] = (), *, force: bool = False, made: bool = False
    ) -> None:
        self.folder, self._force = folder, force
        self._lock: int | None = None
        self._made = made or not os.path.lexists(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = hold(folder)
            clear_left(folder)
            self.refuse(wanted)
            self.waiting = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
        except Busy:
            raise FolderTakenError(
                f"another formcheck is writing into {folder}; wait for it, or choose another folder with -o"
            ) from None
        except OSError as error:
            self._leave()
            raise cannot_write(folder, error) from error
        except OutputError:
            self._leave()
            raise

    def publish(self) -> None:
        """Have everything that was written appear, and what it replaces go.

        Raises:
            OutputError: If a file cannot be moved or removed, or became somebody else's meanwhile.
        """
        self.refuse([str(name) for name in _finished(self.waiting)])
        try:
            _move(self.waiting, self.folder, replace_all=self._force)
        except OSError as error:
            self.discard()
            raise cannot_write(self.folder, error) from error
        self.discard()

    def discard(self) -> None:
        """Leave nothing of this run; does nothing after `publish`."""
        for path in (self.waiting, _moving(self.waiting)):
            shutil.rmtree(path, ignore_errors=True)
        self._leave()

    def final(self, path: Path) -> Path:
        """Where a file of `waiting` stands in the end."""
        return self.folder / path.relative_to(self.waiting) if path.is_relative_to(self.waiting) else path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Publish, or leave nothing after an exception."""
        if kind is None:
            self.publish()
        else:
            self.discard()

    def _leave(self) -> None:
        if self._made and self._lock is not None:
            with suppress(OSError):  # there is something in it
                self.folder.rmdir()
        release(self._lock)
        self._lock = None

    def refuse(self, names: Collection[str]) -> None:
        """Say that files of these names would replace somebody's own.

        Raises:
            OutputError: If so, unless that is to be.
        """
        if self._force:
            return
        for name in names:
            path = self.folder / name
            if os.path.lexists(path) and not is_ours(path):
                raise OutputError(
                    f"{path} was not written by formcheck: move it, choose another folder with -o, "
                    "or replace it with --force"
                )


def publish_left(folder: Path, left: Path) -> tuple[str, ...]:
    """Have what a killed run had finished appear in its folder, which is locked; the names of the files.

    Raises:
        OutputError: If a file cannot be moved.
    """
    names = _finished(left)
    try:
        _move(left, folder, replace_all=False)
    except OSError as error:
        raise cannot_write(folder, error) from error
    for path in (left, _moving(left)):
        shutil.rmtree(path, ignore_errors=True)
    return tuple(map(str, names))


def _finished(waiting: Path) -> list[Path]:
    """What has its name, but what is only known so far."""
    names = [path.relative_to(waiting) for path in sorted(waiting.rglob("*")) if path.is_file()]
    return [name for name in names if not name.name.startswith(UNFINISHED) and name.name != SO_FAR]


def _move(waiting: Path, folder: Path, *, replace_all: bool) -> None:
    """Give what waits its place; the name of where it waits says when nothing earlier is left."""
    new = _finished(waiting)
    if not waiting.name.endswith(_MOVING):
        _remove_earlier(folder, {*map(str, new)} if replace_all else frozenset())
        waiting = waiting.rename(_moving(waiting))
    # The summary of the whole comes last: whoever waits for it finds everything.
    for name in sorted(new, key=lambda name: (name.name == SUMMARY, -len(name.parts))):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (waiting / name).replace(folder / name)
    for place in {folder, *((folder / name).parent for name in new)}:
        flush_to_disk(place)


def _moving(waiting: Path) -> Path:
    return waiting.with_name(f"{waiting.name}{_MOVING}")


def _remove_earlier(folder: Path, also: Collection[str]) -> None:
    """Remove the results of an earlier run, its summary first.

    Args:
        folder: Where they are.
        also: Names of files that go whoever has written them.
    """
    for place in (folder, *_folders_of_sets(folder)):
        for name in (SUMMARY, *RESULTS):
            path = place / name
            if is_ours(path) or str(path.relative_to(folder)) in also:
                path.unlink(missing_ok=True)
        for path in our_keypoints(place):
            path.unlink(missing_ok=True)
        with suppress(OSError):  # it holds something else, or is not there
            (place / EXPORTS["openpose"]).rmdir()
        if place != folder:
            with suppress(OSError):  # it holds something else
                place.rmdir()


def _folders_of_sets(folder: Path) -> Iterator[Path]:
    """Where an earlier run has put the sets of a source that shows several."""
    try:
        sets = json.loads((folder / SUMMARY).read_text(encoding="utf-8")).get("sets") or []
        names = {str(one.get("folder") or "") for one in sets}
    except (OSError, ValueError, AttributeError, TypeError):
        return
    yield from (folder / name for name in sorted(names) if name.startswith("set-") and "/" not in name)


def new_folder(parent: Path, name: str) -> Path:
    """Make a folder that nobody has yet, not even another process in the same moment, and give its path.

    Args:
        parent: Where; made if it is not there.
        name: What it is called; another one of the name gets a number.

    Raises:
        OutputError: If it cannot be made.
    """
    return _new(parent, name, "", lambda path: path.mkdir())


def new_file(parent: Path, name: str, suffix: str) -> Path:
    """The same for a file, which is empty until it is written.

    Raises:
        OutputError: If it cannot be made.
    """
    return _new(parent, name, suffix, lambda path: path.touch(mode=0o600, exist_ok=False))


def _new(parent: Path, name: str, suffix: str, make: Callable[[Path], None]) -> Path:
    number = 1
    while True:
        path = parent / f"{name}{'' if number == 1 else f'-{number}'}{suffix}"
        number += 1
        try:
            parent.mkdir(parents=True, exist_ok=True)
            make(path)
        except FileExistsError:
            if parent.is_dir():
                continue
            raise cannot_write(parent, NotADirectoryError(errno.ENOTDIR, "is not a folder")) from None
        except OSError as error:
            raise cannot_write(path, error) from error
        return path


def clear_left(folder: Path) -> None:
    """Remove what killed runs have left in a folder that is locked, but for what can be recovered."""
    for path in folder.glob(f"{UNFINISHED}*"):
        if path.is_dir() and not path.is_symlink() and not (path / SO_FAR).exists():
            shutil.rmtree(path, ignore_errors=True)


def clear_left_below(folder: Path) -> None:
    """Remove what killed runs have left in the folders of results within a folder."""
    with suppress(OSError):
        for path in {left.parent for left in folder.glob(f"*/{UNFINISHED}*")}:
            with if_left(path) as is_left:
                if is_left:
                    clear_left(path)
                    with suppress(OSError):
                        path.rmdir()
