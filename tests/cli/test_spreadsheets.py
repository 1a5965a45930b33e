"""The tables open rightly in spreadsheets, also where numbers have decimal commas, and run nothing there."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.recordings import LAYBACK, recorded


@pytest.fixture
def leaning(tmp_path: Path) -> Path:
    return recorded(tmp_path / "in" / "leaning.poses.jsonl.gz", LAYBACK, 0, 8)


def cells(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, delimiter=delimiter))


@pytest.mark.parametrize("name", ["frames.csv", "reps.csv"])
def test_semicolons_and_decimal_commas_hold_the_same_numbers(
    formcheck: Call, leaning: Path, tmp_path: Path, name: str
) -> None:
    formcheck("analyze", leaning, "-o", tmp_path / "plain", "--quiet")
    formcheck("analyze", leaning, "-o", tmp_path / "commas", "--quiet", "--csv-dialect", "semicolon")
    plain = cells(tmp_path / "plain" / "leaning" / name)
    commas = cells(tmp_path / "commas" / "leaning" / name, ";")
    assert "," in commas[-1][0]
    assert "." not in commas[-1][0]

    def as_plain(cell: str) -> str:
        return cell.replace(",", ".") if cell.replace(",", "").lstrip("-").isdecimal() else cell

    assert [[as_plain(cell) for cell in row] for row in commas] == plain


@pytest.mark.parametrize("cue", ["=1+1", "+1", "-1 up", "@up"])
def test_no_text_is_run_by_a_spreadsheet(formcheck: Call, leaning: Path, tmp_path: Path, cue: str) -> None:
    rules = tmp_path / "rules.toml"
    arguments = ["analyze", leaning, "-a", "overhead-press"]
    rules.write_text(f'[[rule]]\nid = "layback"\ncue = "{cue}"\n')
    assert formcheck(*arguments, "-o", tmp_path, "--quiet", "--rules", rules).code == 0
    heading, *rows = cells(tmp_path / "leaning" / "frames.csv")
    cues = {row[heading.index("cue")] for row in rows}
    assert f"'{cue}" in cues
    assert not [text for text in cues if text and text[0] in "=+-@"]


def test_numbers_below_zero_stay_numbers(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    formcheck("analyze", leaning, "-o", tmp_path, "--quiet")
    heading, *rows = cells(tmp_path / "leaning" / "frames.csv")
    leans = [row[heading.index("trunk_inclination_deg")] for row in rows]
    assert min(float(lean) for lean in leans if lean) < -20
