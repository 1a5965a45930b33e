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


def is_address(text: str) -> bool:
    """Whether it is an address such as https://..., and no path.

    Example:
        >>> is_address("https://example.org/a.mp4"), is_address("C:/films/a.mp4")
        (True, False)
    """
    return _ADDRESS.match(text) is not None
