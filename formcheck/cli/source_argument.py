"""The argument that names a recorded source: a file; what is no file is refused with the reason."""

import re
from pathlib import Path
from typing import Any

import click

from formcheck.batch.storage import StorageUrl, storage_url
from formcheck.errors import SourceError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class RecordedSource(click.Path):
    """A path, as it was given, or where that is wanted an address of shared storage.

    What is watched, and not read, is told from a file that is not there.

    Args:
        storage: Whether it may lie in shared storage.
    """

    def __init__(self, *, storage: bool = False) -> None:
        super().__init__(path_type=Path)
        self._storage = storage

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or the address.

        Raises:
            click.BadParameter: If it is an address of something else.
            SourceError: If it is empty, which would mean the current folder.
        """
        if not str(value).strip():
            raise SourceError("a name is empty; give the path of a file or a folder")
        url = storage_url(str(value)) if self._storage and not isinstance(value, StorageUrl) else None
        if url is not None or isinstance(value, StorageUrl):
            return url or value
        if is_address(str(value)):
            self.fail(
                f"{value} is an address, and this reads files: download it first, or watch it as it comes "
                f"with formcheck live --source",
                param,
                ctx,
            )
        return super().convert(value, param, ctx)  # type: ignore[arg-type]


class ResultsFolder(click.Path):
    """Where results go: a folder, or an address of shared storage."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or the address.

        Raises:
            click.BadParameter: If it is empty, or an address of something that stores nothing.
        """
        if isinstance(value, StorageUrl):
            return value
        if not str(value).strip():
            self.fail("must name a folder", param, ctx)
        url = storage_url(str(value))
        if url is None and is_address(str(value)):
            self.fail(f"{value} stores nothing: give a folder, or an address of shared storage", param, ctx)
        return url or super().convert(value, param, ctx)  # type: ignore[arg-type]


class AnySource(RecordedSource):
    """A recorded source, or a camera: its number, device file or address, as text."""

    # An address holds what separates paths in a list of them.
    envvar_list_splitter = None  # type: ignore[assignment]

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """The path, or what names the camera."""
        text = str(value)
        return text if is_camera(text) else super().convert(value, param, ctx)


def is_camera(text: str) -> bool:
    """Whether it names a camera or stream, and no recorded file.

    Example:
        >>> is_camera("0"), is_camera("rtsp://camera/1"), is_camera("/dev/video0"), is_camera("a.mp4")
        (True, True, True, False)
    """
    return (text.isdecimal() and not Path(text).exists()) or is_address(text) or text.startswith("/dev/")


def is_address(text: str) -> bool:
    """Whether it is an address such as https://..., and no path.

    Example:
        >>> is_address("https://example.org/a.mp4"), is_address("C:/films/a.mp4")
        (True, False)
    """
    return _ADDRESS.match(text) is not None
