"""How results look in a terminal: wrapped, coloured and with signs where that can be, plain elsewhere."""

import io
import os
import re
from pathlib import Path

import pytest

from formcheck.activities.load import load_activity
from formcheck.cli.look import Look
from formcheck.cli.page import Page, table
from formcheck.cli.text import write_result
from formcheck.results.result import OutputFiles, WrittenResult
from tests.sinks import report_samples as samples

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
FOLDER = Path("out")
UTF_8 = {"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}


class Terminal(io.TextIOWrapper):
    def __init__(self, *, tty: bool = True, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


def look(terminal: Terminal | None = None, columns: int = 80, **environment: str) -> Look:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = str(columns)
    try:
        return Look.of(terminal or Terminal(), UTF_8 | environment)
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (look(), Look(80, styled=True, symbols=True)),
        (look(columns=60), Look(60, styled=True, symbols=True)),
        (look(columns=300), Look(100, styled=True, symbols=True)),
        (look(NO_COLOR="1"), Look(80, styled=False, symbols=True)),
        (look(TERM="dumb"), Look(80)),
        (look(LC_ALL="C"), Look(80, styled=True)),
        (look(LANG="C", LC_CTYPE="C.UTF-8"), Look(80, styled=True)),
        (look(LANG="de_DE.ISO-8859-1"), Look(80, styled=True)),
        (look(Terminal(encoding="latin-1")), Look(80, styled=True)),
        (look(Terminal(tty=False)), Look()),
    ],
)
def test_what_a_terminal_can_show(found: Look, expected: Look) -> None:
    assert found == expected


def shown(look: Look, **changes: object) -> str:
    data = samples.report_data(**changes)
    written = OutputFiles(FOLDER, FOLDER / "summary.json", None, None)
    page = Page(look)
    write_result(page, WrittenResult(data.summary, written, load_activity("overhead-press")))
    return page.text()


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("styled", [False, True])
@pytest.mark.parametrize("symbols", [False, True])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_broken(
    columns: int, styled: bool, symbols: bool
) -> None:
    text = shown(Look(columns, styled=styled, symbols=symbols))
    assert ("\x1b[" in text) == styled
    plain = ESCAPE.sub("", text)
    lines = [line for line in plain.splitlines() if not line.startswith("Summary:")]
    assert max(map(len, lines)) <= columns
    known = set(ESCAPE.sub("", shown(Look(symbols=symbols))).split())
    assert set(plain.split()) <= known
    assert plain.isascii() != symbols


def test_a_pipe_gets_whole_lines_in_plain_letters() -> None:
    text = shown(Look())
    assert text.isascii()
    assert "/!\\" in text
    assert "(X)" in text
    assert max(map(len, text.splitlines())) > 100


def test_findings_of_one_rule_are_one_paragraph_with_their_reps() -> None:
    lines = shown(Look()).splitlines()
    first = lines.index("Findings") + 1
    found = lines[first : lines.index("", first)]
    rules = {finding.title for finding in samples.report_data().summary.findings}
    assert len(found) == len(rules)
    assert any(re.search(r"reps? \d", line) for line in found)
    assert not any(re.search(r"\d\.\d{3}", line) for line in found)


def test_the_verdict_and_what_to_change_come_first() -> None:
    first, second, *_ = shown(Look()).splitlines()
    assert "5 reps" in first
    assert second.startswith("Change first: ")


def test_a_last_column_is_wrapped_below_itself() -> None:
    page = Page(Look(40))
    table(
        page, [["rep", "start"], ["1", "1.0 s"]], last=[["findings"], ["one two three four five six seven"]]
    )
    assert page.text().splitlines()[1:] == [
        "1    1.0 s  one two three four five six",
        "            seven",
    ]
