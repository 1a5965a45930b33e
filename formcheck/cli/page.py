"""Text for a terminal, paragraph by paragraph: wrapped at words, coloured where that can be."""

import io
from collections.abc import Iterable

import click
from rich.console import Console
from rich.text import Text

from formcheck.cli.look import Look
from formcheck.files import printable

STYLES = {"poor": "bold red", "caution": "bold yellow", "good": "green", "heading": "bold", "quiet": "dim"}
Words = str | tuple[str, str]
"""Some words, or some words and the name of their style."""
_LEAST_TEXT = 20
# Stands for a space at which no line is broken, until all are.
_GLUE = "\ue000"


def together(text: str) -> str:
    """Words that stay on one line, such as a number and its unit."""
    return text.replace(" ", _GLUE)


class Page:
    """Collects lines.

    Args:
        look: What the terminal can show.
    """

    def __init__(self, look: Look) -> None:
        self.look = look
        self._lines: list[Text] = []
        self._console = Console(file=io.StringIO(), width=look.width or 10_000, no_color=True)

    def heading(self, text: str) -> None:
        """A line before a list."""
        self.line((text, "heading"))

    def space(self) -> None:
        """An empty line."""
        self._lines.append(Text())

    def line(self, *words: Words, indent: int = 0, hang: int = 0) -> None:
        """A paragraph.

        Args:
            words: What it says, in parts of one style each.
            indent: How far its first line stands in.
            hang: How far further its other lines do.
        """
        text = Text.assemble(*(self._styled(part) for part in words), no_wrap=False)
        width = self.look.width
        if width is None:
            self._lines.append(Text(" " * indent) + text)
            return
        room = max(_LEAST_TEXT, width - indent - hang)
        first, *others = self._wrapped(text, room, hang)
        self._lines.append(Text(" " * indent) + first)
        self._lines += [Text(" " * (indent + hang)) + other for other in others]

    def as_it_is(self, text: str) -> None:
        """A line that is not broken, such as a path that is to be copied."""
        self._lines.append(Text(self.shown(text)))

    def shown(self, text: str) -> str:
        """The text as this terminal can show it; nothing in it steers the terminal."""
        return self.look.shown(printable(text))

    def echo(self) -> None:
        """Print it on stdout.

        Raises:
            OSError: If it is full, or nobody reads it any more.
        """
        click.echo(self.text(), color=self.look.styled or None)

    def text(self) -> str:
        """All of it, with the codes of its colours."""
        file = io.StringIO()
        console = Console(
            file=file,
            width=self.look.width or 10_000,
            force_terminal=self.look.styled,
            color_system="standard" if self.look.styled else None,
            no_color=not self.look.styled,
            highlight=False,
            legacy_windows=False,
        )
        for line in self._lines:
            line.rstrip()
            console.print(line, soft_wrap=True)
        return file.getvalue().rstrip("\n").replace(_GLUE, " ")

    def _styled(self, part: Words) -> tuple[str, str]:
        words, style = (part, "") if isinstance(part, str) else part
        return self.shown(words), STYLES.get(style, "")

    def _wrapped(self, text: Text, room: int, hang: int) -> list[Text]:
        """Lines of at most so many cells; the first one has the room that the others lack."""
        if text.cell_len <= room + hang:
            return [text]
        first = text.wrap(self._console, room + hang)[0]
        rest = text[len(first.plain) :] if len(first.plain) < len(text.plain) else Text()
        while rest.plain.startswith(" "):
            rest = rest[1:]
        return [first, *rest.wrap(self._console, room)]


def table(
    page: Page, rows: Iterable[list[str]], *, right: bool = True, last: list[list[Words]] | None = None
) -> None:
    """A table whose first row is its heading; its last column is wrapped.

    Args:
        page: Where it goes.
        rows: Its cells without the last column.
        right: Whether the columns but the first are aligned to the right.
        last: The last column, a row each.
    """
    shown = [[page.shown(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in shown) for i in range(len(shown[0]))]
    for number, row in enumerate(shown):
        cells = [
            cell.ljust(width) if i == 0 or not right else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        words = "  ".join(cells)
        rest: list[Words] = last[number] if last else []
        style = "heading" if number == 0 else ""
        page.line(
            (f"{words}  " if rest else words.rstrip(), style), *rest, hang=len(words) + 2 if rest else 2
        )
