"""Names of files that are no plain text."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Call, command
from tests.cli.recordings import LAYBACK, recorded


def test_a_name_with_a_line_break_stays_one_line(formcheck: Call, tmp_path: Path) -> None:
    done = formcheck("analyze", tmp_path / "a\nb.mp4", tmp_path / "c.mp4", "-o", tmp_path / "out")
    assert done.code == 1
    assert len(done.err.splitlines()) == 2


def test_a_name_that_the_system_refuses_is_said_to_be_the_film_s(formcheck: Call, tmp_path: Path) -> None:
    done = formcheck("analyze", tmp_path / f"{'x' * 300}.mp4", "-a", "press", "-o", tmp_path / "out")
    assert done.code == 1
    assert "x.mp4: cannot be read" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names that are no text")
@pytest.mark.parametrize(("activity", "asked"), [("overhead-press", []), ("auto", ["--json"])])
def test_a_name_that_is_no_utf_8(tmp_path: Path, activity: str, asked: list[str]) -> None:
    source = recorded(tmp_path / os.fsdecode(b"caf\xe9.poses.jsonl.gz"), LAYBACK, 0, 8)
    arguments = ["analyze", source, "-o", tmp_path / "out", "-a", activity, "--save-poses"]
    done = subprocess.run(
        command(*arguments, *asked), capture_output=True, timeout=600, check=False, env=os.environ
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"caf?" in done.stdout
    folder = tmp_path / "out" / os.fsdecode(b"caf\xe9")
    assert {path.name for path in folder.iterdir()} == {
        "frames.csv", "report.html", "reps.csv", "summary.json", source.name,
    }  # fmt: skip
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["source"]["name"] == "caf?.poses.jsonl.gz"
