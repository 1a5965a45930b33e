"""Which pages this program has written; light, as a look at the history should not load what reads films."""

import re
from pathlib import Path

from formcheck.errors import OutputError
from formcheck.files import cannot_write

_HEAD_BYTES = 4096
_OUR_TITLE = re.compile(rb"formcheck(: index)?</title>")


def is_our_page(path: Path) -> bool:
    """Whether a page was made by this program: its title says so.

    Raises:
        OSError: If it cannot be read.
    """
    with path.open("rb") as file:
        return _OUR_TITLE.search(file.read(_HEAD_BYTES)) is not None


def refuse_page_of_others(path: Path, *, force: bool) -> None:
    """A page goes where none is yet, or in the place of one that this program has written.

    Args:
        path: Where it is to go, named by its user.
        force: Whether it may replace anything.

    Raises:
        OutputError: If something else is there.
    """
    try:
        taken = path.is_file() and not force and not (is_our_page(path) and not path.is_symlink())
    except OSError as error:
        raise cannot_write(path, error) from None
    if taken:
        raise OutputError(
            f"{path} was not written by formcheck: move it, choose another name, or replace it with --force"
        )
