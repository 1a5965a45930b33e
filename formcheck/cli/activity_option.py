"""The option --activity: which activities can be named, and by which shorter names."""

from collections.abc import Callable
from typing import Any

import click
from click.shell_completion import CompletionItem

from formcheck.activities.find import ALIASES, activity_ids, is_activity_path, named
from formcheck.errors import UnknownActivityError

AUTO = "auto"


class ActivityName(click.ParamType):  # type: ignore[type-arg]  # not in every version of click
    """An activity's id, one of its short names, or the path of its file.

    Args:
        auto: Whether it may also be left to be found out.
    """

    name = "activity"

    def __init__(self, *, auto: bool) -> None:
        self._auto = auto

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The id, or the path as it is.

        Raises:
            UnknownActivityError: If there is no such activity; names the nearest one and all others.
        """
        if is_activity_path(value) or (self._auto and value == AUTO):
            return value
        try:
            return named(value)
        except UnknownActivityError as error:
            also = f"{AUTO}, " if self._auto else ""
            raise UnknownActivityError(str(error).replace("there are: ", f"there are: {also}")) from None

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """All that may be given."""
        return "|".join(self._choices())

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The activities, and the short names once they are begun."""
        known = [*self._choices(), *(ALIASES if incomplete else ())]
        return [CompletionItem(name) for name in known if name.startswith(incomplete)]

    def _choices(self) -> tuple[str, ...]:
        return (*((AUTO,) if self._auto else ()), *activity_ids())


def activity_option(about: str, *, default: str | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the option -a, --activity.

    Args:
        about: What it is for.
        default: What it is without it; "auto": it is found out, and may be.
    """
    short = ", ".join(sorted(ALIASES))
    return click.option(
        "-a",
        "--activity",
        "activity",
        type=ActivityName(auto=default == AUTO),
        default=default,
        show_default=default is not None,
        help=f"{about} Also by a short name ({short}) or by a .toml file.",
    )
