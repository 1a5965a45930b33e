"""Where the results of a batch go: a folder of this computer or a shared one, or storage with an address."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from formcheck.batch.storage import StorageUrl, storage_of
from formcheck.errors import FolderTakenError, FormcheckError, OutputError
from formcheck.files import UNFINISHED, cannot_write, read_bounded, write_bytes
from formcheck.locks import hold, if_left, release
from formcheck.sinks.output_folder import OutputFolder, clear_left_below
from formcheck.sinks.own_files import RESULTS, SUMMARY

# A record or a summary; a summary of hours is a few MB.
_MOST_BYTES = 64_000_000
# Another task for the same source, given out twice, takes some milliseconds to move its files.
_PATIENCE_S, _AGAIN_S = 20.0, 0.05


class Results(Protocol):
    """All results of a batch. Names have / between their parts, and are seen from the batch's folder."""

    def read(self, name: str) -> bytes | None:
        """A file's content, or None where there is none, or none that can be read."""
        ...

    def size(self, name: str) -> int | None:
        """A file's length in bytes, or None where there is none."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all.

        Raises:
            OutputError: If it cannot be written.
        """
        ...

    def folders(self) -> Iterator[str]:
        """The folders that hold results, sorted; the sets of one source are not among them."""
        ...

    def aside(self, name: str) -> AbstractContextManager[Path]:
        """A folder to make the results of one source in; gone after the block.

        Raises:
            OutputError: If there is no place for it.
        """
        ...

    def publish(self, made: Path, name: str, *, force: bool) -> None:
        """Have what was made appear as the results of one source, and what it replaces go.

        Raises:
            OutputError: If it cannot, or would replace a file that is not of this program.
        """
        ...

    def shown(self, name: str) -> Path:
        """Where a file is, for people."""
        ...

    def clear_left(self) -> None:
        """Remove what killed runs have left."""
        ...


def results_at(out: Path | StorageUrl) -> Results:
    """The results that go to a folder or an address.

    Raises:
        MissingLibraryError: If the library for such an address is not installed.
        SourceError: If no kind of storage is addressed so.
    """
    return StoredResults(out) if isinstance(out, StorageUrl) else FolderResults(out)


class FolderResults:
    """Results in a folder that this computer sees as one.

    What is made aside lies in a hidden folder within, so that it takes its place by being renamed. Two tasks
    for one source, as after a worker that was thought lost, do not meet before that, and the later one's
    results replace the same results of the earlier one.

    Args:
        folder: The folder; made when the first results are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        """A file's content."""
        try:
            return read_bounded(self._folder / name, _MOST_BYTES)
        except (OSError, ValueError):
            return None

    def size(self, name: str) -> int | None:
        """A file's length."""
        try:
            return (self._folder / name).stat().st_size
        except (OSError, ValueError):
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        write_bytes(self._folder / name, data)

    def folders(self) -> Iterator[str]:
        """The folders that hold results."""
        for top, below, files in os.walk(self._folder):
            if SUMMARY in files and top != str(self._folder):
                below.clear()
                yield Path(top).relative_to(self._folder).as_posix()
            below[:] = sorted(name for name in below if not name.startswith("."))

    @contextmanager
    def aside(self, name: str) -> Iterator[Path]:
        """A hidden folder within."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            hidden = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self._folder))
            lock = hold(hidden)
        except OSError as error:
            raise cannot_write(self._folder / name, error) from error
        try:
            yield hidden / name
        finally:
            shutil.rmtree(hidden, ignore_errors=True)
            release(lock)

    def publish(self, made: Path, name: str, *, force: bool) -> None:
        """Move the files, which is quick: nobody else gets the folder meanwhile."""
        final = self._folder / name
        if final.is_symlink():
            raise OutputError(f"{final} is a link elsewhere; remove it, or choose another folder with -o")
        with _free_folder(final, force=force) as output:
            try:
                for path in sorted(made.iterdir()):
                    path.replace(output.waiting / path.name)
            except OSError as error:
                raise cannot_write(final, error) from error

    def shown(self, name: str) -> Path:
        """Where a file is."""
        return self._folder / name

    def clear_left(self) -> None:
        """Remove what killed runs have left."""
        clear_left_below(self._folder)
        with suppress(OSError):
            for hidden in self._folder.glob(f"{UNFINISHED}*"):
                with if_left(hidden) as is_left:
                    if is_left and hidden.is_dir() and not hidden.is_symlink():
                        shutil.rmtree(hidden, ignore_errors=True)


class StoredResults:
    """Results in storage with an address: made on this computer and copied there, the summary last.

    Args:
        url: The address of the folder.

    Raises:
        MissingLibraryError: If the library for it is not installed.
        SourceError: If no kind of storage is addressed so.
    """

    def __init__(self, url: StorageUrl) -> None:
        self._url, self._storage = url, storage_of(url)

    def read(self, name: str) -> bytes | None:
        """A file's content."""
        try:
            return self._storage.read(self._url.below(name))
        except FormcheckError:
            return None

    def size(self, name: str) -> int | None:
        """A file's length."""
        try:
            return self._storage.size(self._url.below(name))
        except FormcheckError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
            path = Path(folder) / name.rpartition("/")[2]
            path.write_bytes(data)
            self._storage.put(path, self._url.below(name))

    def folders(self) -> Iterator[str]:
        """The folders that hold results."""
        top = self._url.path
        found = (url.path for url in self._storage.files_below(self._url) if url.path.name == SUMMARY)
        before: list[str] = []
        for name in sorted(path.parent.relative_to(top).as_posix() for path in found):
            if name != "." and not any(name.startswith(f"{other}/") for other in before[-1:]):
                before.append(name)
                yield name

    @contextmanager
    def aside(self, name: str) -> Iterator[Path]:
        """A folder of this computer."""
        with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
            yield Path(folder) / name

    def publish(self, made: Path, name: str, *, force: bool) -> None:
        """Copy the files; of an earlier run nothing is left that this one has not."""
        del force  # whose a file there is cannot be told without reading it
        target = self._url.below(name)
        new = {path.relative_to(made).as_posix(): path for path in made.rglob("*") if path.is_file()}
        self._storage.remove(target.below(SUMMARY))
        for old in (*RESULTS,):
            if old not in new:
                self._storage.remove(target.below(old))
        for relative in sorted(new, key=lambda relative: (relative == SUMMARY, relative)):
            self._storage.put(new[relative], target.below(relative))

    def shown(self, name: str) -> Path:
        """Where a file is, seen from the address."""
        return Path(name)

    def clear_left(self) -> None:
        """Nothing is left there."""


@contextmanager
def _free_folder(folder: Path, *, force: bool) -> Iterator[OutputFolder]:
    """A folder of results, as soon as no other task moves files into it."""
    gives_up_s = time.monotonic() + _PATIENCE_S
    while True:
        try:
            output = OutputFolder(folder, force=force)
            break
        except FolderTakenError:
            if time.monotonic() > gives_up_s:
                raise
            time.sleep(_AGAIN_S)
    with output:
        yield output
