"""Shared storage that is no folder of this computer: whatever `fsspec` knows by its address."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from formcheck.errors import FormcheckError, MissingLibraryError, OutputError, SourceError

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+)://(.*)", re.IGNORECASE | re.DOTALL)
# Whoever names one of these means a stream, or a page: no storage.
NO_STORAGE = frozenset({"http", "https", "rtsp", "rtsps", "rtmp", "rtmps", "rtp", "srt", "tcp", "udp", "mms"})
_LEFT = ".formcheck-"


@dataclass(frozen=True, slots=True)
class StorageUrl:
    """An address such as `s3://clips/monday/press.mp4`, kept as it was given.

    Example:
        >>> StorageUrl("s3://clips/monday/press.mp4").path.name
        'press.mp4'
    """

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def path(self) -> PurePosixPath:
        """Its path within the storage."""
        found = _ADDRESS.fullmatch(self.text)
        assert found is not None
        return PurePosixPath(found[2])

    def below(self, name: str) -> "StorageUrl":
        """What is called so in it."""
        return StorageUrl(f"{self.text.rstrip('/')}/{name}") if name else self

    def is_below(self, other: "StorageUrl") -> bool:
        """Whether it lies in a folder."""
        return self.text.startswith(f"{other.text.rstrip('/')}/")


def storage_url(text: str) -> StorageUrl | None:
    """The address that a text is, or None for a path, and for what is watched and not stored.

    Example:
        >>> storage_url("s3://clips/a.mp4"), storage_url("clips/a.mp4"), storage_url("rtsp://camera/1")
        (StorageUrl(text='s3://clips/a.mp4'), None, None)
    """
    found = _ADDRESS.fullmatch(text)
    if found is None or found[1].lower() in NO_STORAGE:
        return None
    return StorageUrl(text)


class Storage:
    """One kind of storage, asked in our words.

    Args:
        kind: The file system of `fsspec`.
        scheme: How its addresses begin.
    """

    def __init__(self, kind: Any, scheme: str) -> None:
        self._kind, self._scheme = kind, scheme

    def is_folder(self, url: StorageUrl) -> bool:
        """Whether there is a folder.

        Raises:
            SourceError: If the storage cannot be asked.
        """
        with _told(url, SourceError):
            return bool(self._kind.isdir(url.text))

    def files_below(self, url: StorageUrl) -> list[StorageUrl]:
        """All files in a folder and in those in it, sorted, without hidden ones.

        Raises:
            SourceError: If the storage cannot be asked.
        """
        with _told(url, SourceError):
            top = self._kind._strip_protocol(url.text).rstrip("/")
            names = [str(name).removeprefix(top).lstrip("/") for name in self._kind.find(url.text)]
        shown = [name for name in names if not any(part.startswith(".") for part in name.split("/"))]
        return [url.below(name) for name in sorted(shown)]

    def read(self, url: StorageUrl) -> bytes | None:
        """A file's content, or None where there is none.

        Raises:
            SourceError: If the storage cannot be asked.
        """
        try:
            with _told(url, SourceError):
                return bytes(self._kind.cat_file(url.text))
        except SourceError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return None
            raise

    def size(self, url: StorageUrl) -> int:
        """A file's length in bytes.

        Raises:
            SourceError: If there is none, or the storage cannot be asked.
        """
        with _told(url, SourceError):
            return int(self._kind.info(url.text)["size"])

    def fetch(self, url: StorageUrl, to: Path) -> None:
        """Copy a file to this computer.

        Raises:
            SourceError: If there is none, or it cannot be had.
        """
        with _told(url, SourceError):
            self._kind.get_file(url.text, str(to))

    def put(self, path: Path, url: StorageUrl) -> None:
        """Copy a file there, whole or not at all.

        Raises:
            OutputError: If it cannot be stored.
        """
        with _told(url, OutputError):
            self._kind.makedirs(url.text.rpartition("/")[0], exist_ok=True)
            if "file" in self._protocols():  # others show an object once it is whole
                aside = f"{url.text.rpartition('/')[0]}/{_LEFT}{url.path.name}"
                self._kind.put_file(str(path), aside)
                self._kind.mv(aside, url.text)
            else:
                self._kind.put_file(str(path), url.text)

    def remove(self, url: StorageUrl) -> None:
        """Remove a file, if it is there.

        Raises:
            OutputError: If it cannot be removed.
        """
        with _told(url, OutputError):
            if self._kind.exists(url.text):
                self._kind.rm_file(url.text)

    def _protocols(self) -> tuple[str, ...]:
        names = self._kind.protocol
        return (names,) if isinstance(names, str) else tuple(names)


def storage_of(url: StorageUrl) -> Storage:
    """The storage that an address belongs to.

    Raises:
        MissingLibraryError: If `fsspec`, or what it needs for this kind, is not installed.
        SourceError: If no kind of storage is addressed so.
    """
    scheme = url.text.partition("://")[0].lower()
    try:
        fsspec = import_module("fsspec")
    except ImportError:
        raise MissingLibraryError(
            f"{url}: shared storage needs fsspec; install it with: pip install 'formcheck[cluster]'"
        ) from None
    try:
        kind, _ = fsspec.core.url_to_fs(url.text)
    except ImportError as error:
        raise MissingLibraryError(f"{url}: {' '.join(str(error).split())}") from None
    except ValueError as error:
        raise SourceError(f"{url}: {' '.join(str(error).split())}") from None
    return Storage(kind, scheme)


@contextmanager
def fetched(at: "Path | StorageUrl") -> Iterator[Path]:
    """A source as a file of this computer, for as long as the block lasts.

    Raises:
        SourceError: If it cannot be had.
    """
    if isinstance(at, Path):
        yield at
        return
    with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
        path = Path(folder) / at.path.name
        storage_of(at).fetch(at, path)
        yield path


@contextmanager
def _told(url: StorageUrl, kind: type[FormcheckError]) -> Iterator[None]:
    """Say what the storage says, in one line."""
    try:
        yield
    except FormcheckError:
        raise
    except FileNotFoundError as error:
        raise kind(f"{url}: there is no such file; check the address") from error
    except Exception as error:  # each kind of storage has its own
        text = " ".join(str(error).split()) or type(error).__name__
        raise kind(f"{url}: the storage does not do it: {text}") from error
