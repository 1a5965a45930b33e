"""`formcheck mobility` on recordings: what is printed, what is written, and what is refused."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call

FOLDER = Path(__file__).parents[2] / "benchmarks" / "recordings"


def recording(number: str) -> Path:
    (path,) = FOLDER.glob(f"dev-neck-{number}-*.poses.jsonl.gz")
    return path


def test_tilts_are_told_with_their_sides_their_holds_and_their_faults(formcheck: Call, tmp_path: Path):
    done = formcheck("mobility", recording("007"), "--routine", "tilt", "--hold", "1.5", "-o", tmp_path)

    assert done.code == 0
    assert "side tilt 3 x" in done.out
    assert "3 of 3 held for 1.5 s or more" in done.out
    assert "Let the ear come to the shoulder" in done.out
    assert "Stop on pain, dizziness, numbness or tingling" in done.out


def test_the_summary_holds_what_was_done(formcheck: Call, tmp_path: Path):
    assert formcheck("mobility", recording("007"), "--routine", "tilt", "-o", tmp_path, "--quiet").code == 0

    (path,) = tmp_path.glob("*/summary.json")
    (tilt,) = json.loads(path.read_text())["exercises"]
    assert (tilt["exercise"], tilt["reps"], tilt["held"]) == ("side-tilt", 3, 0)
    assert tilt["faults"]["hike"] == 1
    assert set(tilt["best_deg"]) == {"left", "right"}


def test_of_all_exercises_the_one_that_was_done_is_found(formcheck: Call, tmp_path: Path):
    done = formcheck("mobility", recording("007"), "--json", "-o", tmp_path)

    counts = {one["exercise"]: one["reps"] for one in json.loads(done.out)["exercises"]}
    assert counts == {"chin-tuck": 0, "side-tilt": 3, "neck-rotation": 0, "shoulder-roll": 0}


def test_what_cannot_be_seen_from_here_is_said(formcheck: Call, tmp_path: Path):
    done = formcheck("mobility", recording("001"), "--routine", "tilt", "-o", tmp_path)

    assert done.code == 0
    assert "cannot be told from this view" in done.out
    assert "in front of you" in done.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--routine", "tuk"], "did you mean 'tuck'?"),
        (["--routine", ","], "must name an exercise"),
        (["--voice", "--beep"], "only one of --voice and --beep"),
        (["--hold", "0"], "--hold"),
        (["-o", ""], "must name a folder"),
    ],
)
def test_what_cannot_be_meant_is_one_line(formcheck: Call, arguments: list[str], words: str):
    done = formcheck("mobility", recording("007"), *arguments)

    assert done.code == 2
    assert words in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_one_line(formcheck: Call, tmp_path: Path):
    done = formcheck("mobility", tmp_path / "no.mp4", "-o", tmp_path)

    assert (done.code, done.out) == (1, "")
    assert len(done.err.strip().splitlines()) == 1


def test_a_summary_of_somebody_else_is_not_replaced(formcheck: Call, tmp_path: Path):
    path = tmp_path / f"{recording('007').name.removesuffix('.poses.jsonl.gz')}-mobility" / "summary.json"
    path.parent.mkdir()
    path.write_text("mine")

    done = formcheck("mobility", recording("007"), "--routine", "tilt", "-o", tmp_path)

    assert done.code == 1
    assert "was not written by formcheck mobility" in done.err
    assert path.read_text() == "mine"
    assert formcheck("mobility", recording("007"), "--routine", "tilt", "-o", tmp_path, "--force").code == 0


@pytest.fixture
def own_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.mark.usefixtures("own_history")
def test_the_best_range_is_remembered_and_no_change_is_told_within_natural_variation(
    formcheck: Call, tmp_path: Path
):
    arguments = ("mobility", recording("007"), "--routine", "tilt", "-o", tmp_path)
    assert "as before" not in formcheck(*arguments, "--log").out

    again = formcheck(*arguments)

    assert again.out.count("as before") == 2
    assert "before 3" not in again.out


@pytest.mark.usefixtures("own_history")
def test_what_is_logged_is_in_the_history_of_that_person(formcheck: Call, tmp_path: Path):
    formcheck("mobility", recording("007"), "--routine", "tilt", "-o", tmp_path, "--log", "--athlete", "Ada")

    formcheck("history", "export", "--json", "-o", tmp_path / "all.json")
    (done,) = json.loads((tmp_path / "all.json").read_text())["mobility"]
    assert (done["exercise"], done["reps"], done["athlete"]) == ("side-tilt", 3, "Ada")


@pytest.mark.usefixtures("own_history")
def test_without_log_a_film_leaves_no_history(formcheck: Call, tmp_path: Path):
    formcheck("mobility", recording("007"), "--routine", "tilt", "-o", tmp_path)

    assert list((tmp_path / "data").rglob("*.db")) == []
