"""What is given with a session, and how its report is printed."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from formcheck.errors import MissingLibraryError
from formcheck.sinks.report import pdf
from formcheck.source.recorded_on import recorded_on
from tests.browser import CHROMIUM
from tests.cli.bad_input import check_refused
from tests.cli.conftest import Call, files_in
from tests.cli.recordings import LAYBACK, recorded

ODD = "Зоя 👩🏽‍🦽 <b>x</b> " + "ü" * 180


def test_what_was_given_stands_in_the_report_and_the_summary(formcheck: Call, tmp_path: Path) -> None:
    source = recorded(tmp_path / "set 2026-03-01.poses.jsonl.gz", LAYBACK, 0, 4)
    given = ["--athlete", ODD, "--load", "40 kg", "--note", "first\nline", "--height", "178"]
    done = formcheck("analyze", source, "-a", "overhead-press", "-o", tmp_path / "out", *given)
    assert done.code == 0
    (folder,) = (tmp_path / "out").iterdir()
    notes = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["notes"]
    assert notes == {
        "athlete": ODD.strip(), "load": "40 kg", "note": "first line", "height_cm": 178.0,
        "date": "2026-03-01", "date_from": "name",
    }  # fmt: skip
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x" not in page
    assert "1 March 2026" in page


@pytest.mark.parametrize("height", ["12", "400", "tall", "-1", "nan"])
def test_a_height_that_nobody_has_is_refused(formcheck: Call, tmp_path: Path, height: str) -> None:
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 2)
    done = formcheck("analyze", source, "-a", "overhead-press", "-o", tmp_path / "out", "--height", height)
    check_refused(done, "--height", 2)
    assert files_in(tmp_path / "out") == []


def without_browsers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_NAMES", ("no-such-browser",))
    monkeypatch.setattr(pdf, "_PLACES", ())


def test_without_a_browser_it_is_said_what_to_install_before_anything_is_done(
    formcheck: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_browsers(monkeypatch)
    with pytest.raises(MissingLibraryError, match="install one"):
        pdf.find_browser()
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 2)
    done = formcheck("analyze", source, "-a", "overhead-press", "-o", tmp_path / "out", "--pdf")
    check_refused(done, "install one", 1)
    assert files_in(tmp_path / "out") == []


def test_a_pdf_needs_a_report(formcheck: Call, tmp_path: Path) -> None:
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 2)
    arguments = ["-a", "overhead-press", "-o", tmp_path / "out", "--pdf", "--no-report"]
    check_refused(formcheck("analyze", source, *arguments), "--no-report", 2)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this computer")
def test_a_pdf_lies_beside_the_report_and_goes_with_it(formcheck: Call, tmp_path: Path) -> None:
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 4)
    arguments = ["analyze", source, "-a", "overhead-press", "-o", tmp_path / "out"]
    assert formcheck(*arguments, "--pdf").code == 0
    path = tmp_path / "out" / "set" / "report.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    assert formcheck(*arguments).code == 0
    assert not path.exists(), "one of an earlier analysis would contradict the new report"


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this computer")
def test_a_pdf_that_the_program_did_not_print_is_kept(formcheck: Call, tmp_path: Path) -> None:
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 4)
    arguments = ["analyze", source, "-a", "overhead-press", "-o", tmp_path / "out", "--quiet"]
    path = tmp_path / "out" / "set" / "report.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF-1.4 my own")
    check_refused(formcheck(*arguments, "--pdf"), "was not written by formcheck")
    assert files_in(path.parent) == ["report.pdf"]
    assert formcheck(*arguments).code == 0
    assert path.read_bytes() == b"%PDF-1.4 my own"
    assert formcheck(*arguments, "--pdf", "--force").code == 0
    assert path.read_bytes() != b"%PDF-1.4 my own"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("press 2026-11-26.mp4", "2026-11-26"),
        ("VID_20261126_101500.mp4", "2026-11-26"),
        ("VID-20261126-WA0003.mp4", "2026-11-26"),
        ("2026.11.26 Anna.mov", "2026-11-26"),
    ],
)
def test_the_day_is_read_from_the_name(name: str, day: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"no video")
    assert recorded_on(tmp_path / name) == (day, "name")


@pytest.mark.parametrize(
    "name", ["press.mp4", "20261399.mp4", "2026-1126.mp4", "120261126.mp4", "2026-02-30.mp4"]
)
def test_without_a_day_in_the_name_that_of_the_file_is_told_as_such(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"no video")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    told = recorded_on(path)
    assert told is not None
    assert told[1] == "file"
    assert abs((date.fromisoformat(told[0]) - date(2023, 11, 14)).days) <= 1


def test_of_what_is_not_there_no_day_is_known(tmp_path: Path) -> None:
    assert recorded_on(tmp_path / "gone.mp4") is None
