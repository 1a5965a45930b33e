"""index.html: one self-contained page over all results, to be sorted and searched."""

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from formcheck.batch.index.rows import Row, by_athlete, by_rule
from formcheck.batch.results import Results
from formcheck.files import printable
from formcheck.results.words import clock, lasted, readable
from formcheck.sinks.own_files import THUMBNAIL
from formcheck.version import VERSION
from formcheck.web_page import asset, policy, templates

if TYPE_CHECKING:
    from formcheck.batch.index.write import Problem

_TEMPLATES = Path(__file__).with_name("template")
_MOST_COMMON = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as it is shown.

    Attributes:
        id: Of its place in the page.
        row: What it says.
        link: Where it leads, "" where there is nothing to see.
        more: Other files, with their words.
        picture: The thumbnail as an address that holds it, "" without one.
        length: How much was seen, in words.
        activity: In words.
        words: What is searched in it.
    """

    id: str
    row: Row
    link: str
    more: tuple[tuple[str, str], ...]
    picture: str
    length: str
    activity: str
    words: str


def page(rows: Sequence[Row], results: Results, problems: "Sequence[Problem]") -> bytes:
    """The page; pictures are in it, everything else is linked."""
    lines = [_line(number, row, results) for number, row in enumerate(rows)]
    ids = {line.row.folder: line.id for line in lines}
    style, script = asset(_TEMPLATES, "index.css"), asset(_TEMPLATES, "index.js")
    text: str = (
        templates(_TEMPLATES, printable)
        .get_template("index.html.j2")
        .render(
            style=style,
            script=script,
            policy=policy(style, script, img="data:"),
            lines=lines,
            rules=[(total, [(ids[folder], folder) for folder in total.folders]) for total in by_rule(rows)],
            athletes=[(total, total.rules.most_common(_MOST_COMMON)) for total in by_athlete(rows)],
            problems=problems,
            reps=sum(row.reps for row in rows),
            length=lasted(sum(row.seen_s for row in rows)),
            version=VERSION,
        )
    )
    return text.encode("utf-8", "replace")


def _line(number: int, row: Row, results: Results) -> _Line:
    data = results.read(f"{row.folder}/{THUMBNAIL}")
    links = [(name, _address(f"{row.folder}/{name}")) for name in row.links]
    words = {"annotated.mp4": "video", "annotated.jpg": "picture", "summary.json": "numbers"}
    said = " ".join((row.folder, row.source, row.athlete, row.date, readable(row.activity), row.verdict))
    return _Line(
        id=f"r{number}",
        row=row,
        link=links[0][1] if links else "",
        more=tuple((words[name], link) for name, link in links[1:]),
        picture="" if data is None else f"data:image/jpeg;base64,{base64.b64encode(data).decode()}",
        length=clock(row.seen_s, tenths=False),
        activity=readable(row.activity),
        words=printable(said).casefold(),
    )


def _address(name: str) -> str:
    """As a link; bytes that are no text stay what they are."""
    return quote(os.fsencode(name), safe="/")
