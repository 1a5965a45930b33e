"""The argument that names a recorded source: a file; what is no file is refused with the reason."""

import re
from pathlib import Path

import click

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class RecordedSource(click.Path):
    """A path, as it was given; an address is told from one that is not there."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path.

        Raises:
            click.BadParameter: If it is an address.
        """
        if is_address(str(value)):
            self.fail(
                f"{value} is an address, and this reads files: download it first, or watch it as it comes "
                f"with formcheck live --source",
                param,
                ctx,
            )
        path = super().convert(value, param, ctx)  # type: ignore[arg-type]
        assert isinstance(path, Path)
        return path


class AnySource(RecordedSource):
    """A recorded source, or a camera: its number, device file or address, as text."""

    # An address holds what separates paths in a list of them.
    envvar_list_splitter = None  # type: ignore[assignment]

    def convert(  # type: ignore[override]
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | str:
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
