"""What all web pages share: one file each, that loads nothing and runs nothing but what it came with."""

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def templates(folder: Path, *filters: Callable[[str], str]) -> "Environment":
    """The templates of a folder; each is compiled once, which takes longer than to fill it.

    Args:
        folder: Where they lie.
        filters: Functions that they use, by their names.
    """
    # Here, not above: most commands write no page.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({each.__name__: each for each in filters})
    return environment


def asset(folder: Path, *names: str) -> str:
    """The text of files of a page's folder, such as its style, one after the other."""
    return "".join((folder / name).read_text(encoding="utf-8") for name in names)


def policy(style: str, script: str = "", **more: str) -> str:
    """A content security policy: this very style and script, and nothing else that is not named.

    Args:
        style: The page's style.
        script: Its script, "" for none.
        more: Other sources that it may use, such as ``img="data:"``.

    Example:
        >>> policy("", img="data:").split("; ")[0::2]
        ["default-src 'none'", 'img-src data:', "form-action 'none'"]
    """
    named = {"style": _hash(style)} | ({"script": _hash(script)} if script else {}) | more
    sources = [f"{kind}-src {source}" for kind, source in named.items()]
    return "; ".join(("default-src 'none'", *sources, "base-uri 'none'", "form-action 'none'"))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
