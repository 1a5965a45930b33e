"""Options of all commands that write reports: who, with what, and how it is printed."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from formcheck.results.summary import NotesSummary


@dataclass(frozen=True, slots=True)
class Notes:
    """What was said of a session: who, with what, anything else, and how tall."""

    athlete: str = ""
    load: str = ""
    note: str = ""
    height_cm: float | None = None

    def summary(self) -> "NotesSummary":
        """The same as it is written with the results."""
        from formcheck.results.summary import NotesSummary  # it brings the rules, and numpy

        return NotesSummary(athlete=self.athlete, load=self.load, note=self.note, height_cm=self.height_cm)


def notes_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --athlete, --load, --note and --height; the command gets them as `notes`, a Notes."""

    @wraps(command)
    def with_notes(*args: Any, athlete: str, load: str, note: str, height: float | None, **rest: Any) -> Any:
        from formcheck.files import printable

        if height is not None and not math.isfinite(height):
            raise click.BadParameter("must be a number of centimetres", param_hint="--height")

        def one_line(text: str) -> str:
            return " ".join(printable(text).split())

        notes = Notes(one_line(athlete), one_line(load), one_line(note), height)
        return command(*args, notes=notes, **rest)

    for option in reversed(
        (
            click.option("--athlete", default="", metavar="NAME", help="Who it is; keeps people apart."),
            click.option("--load", default="", metavar="TEXT", help='What is lifted, such as "40 kg".'),
            click.option("--note", default="", metavar="TEXT", help="Anything else, for the report."),
            click.option("--height", type=click.FloatRange(80, 250), metavar="CM",
                         help="How tall the person is: the report then tells lengths in cm."),
        )
    ):  # fmt: skip
        option(with_notes)
    return with_notes


def require_browser(context: click.Context, *, pdf: bool, report: bool) -> None:
    """Find out before all that takes time whether a report can be printed.

    Raises:
        MissingLibraryError: If there is nothing to print it with.
    """
    if not pdf:
        return
    if not report:
        raise click.UsageError("--pdf prints the report: give it without --no-report", context)
    from formcheck.sinks.report.pdf import find_browser

    find_browser()
