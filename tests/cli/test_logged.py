"""What sessions leave in the history, and what they say of the set before."""

import sqlite3
from pathlib import Path

import pytest

from formcheck.history.sets import RuleTally
from formcheck.history.store import open_history
from tests.cli.conftest import Call

RECORDINGS = Path(__file__).parents[2] / "benchmarks" / "recordings"
PRESS = RECORDINGS / "dev-press-000-good-good-front.poses.jsonl.gz"
OTHER_PRESS = RECORDINGS / "dev-press-008-good-good-front.poses.jsonl.gz"
DESK = RECORDINGS / "dev-desk-000-quiet_talk-good-front.poses.jsonl.gz"
USUAL = ("--no-report", "--quiet")


def test_an_analysis_is_kept_only_where_that_is_asked_for(
    formcheck: Call, tmp_path: Path, own_history: Path
) -> None:
    usual = ("analyze", PRESS, "-a", "press", "-o", tmp_path, *USUAL)
    assert formcheck(*usual).code == 0
    assert not own_history.exists()
    assert formcheck(*usual, "--log", "--athlete", "Anna", "--load", "2 x 20 kg").code == 0
    with open_history() as history:
        (kept,) = history.full_sets()
    assert (kept.athlete, kept.load, kept.load_kg, kept.effort) == ("Anna", "2 x 20 kg", 40.0, "press")
    assert len(kept.reps) == 3
    assert kept.overview.numbers["range"].error
    assert kept.rules["overhead-press.no-lockout"] == RuleTally("Short lockout", 3, 0, 0, "Lockout")
    curve = kept.curves["Elbow angle, left"].values
    assert curve[0] is not None
    assert curve[20] is not None
    assert curve[0] < 60
    assert curve[20] > 140


def test_the_same_film_logged_twice_is_one_set(formcheck: Call, tmp_path: Path) -> None:
    copy = tmp_path / "copy.poses.jsonl.gz"
    copy.write_bytes(PRESS.read_bytes())
    for source in (PRESS, copy, PRESS):
        assert formcheck("analyze", source, "-a", "press", "-o", tmp_path / "out", *USUAL, "--log").code == 0
    with open_history() as history:
        assert len(history.sets()) == 1


def test_a_later_set_says_how_it_compares(formcheck: Call, tmp_path: Path) -> None:
    for recording, day in ((PRESS, "2026-11-02"), (OTHER_PRESS, "2026-11-05")):
        film = tmp_path / f"{day}.poses.jsonl.gz"
        film.write_bytes(recording.read_bytes())
        done = formcheck("analyze", film, "-a", "press", "-o", tmp_path / "out", "--log", "--load", day)
        assert done.code == 0
    assert "Last time (2 Nov): 3 reps, now as many; 2026-11-02, now 2026-11-05; " in done.out
    assert "range" in done.out
    report = (tmp_path / "out" / "2026-11-05" / "report.html").read_text()
    assert "Last time (2 Nov)" in report


def test_sitting_is_kept_as_minutes(formcheck: Call, tmp_path: Path) -> None:
    assert formcheck("analyze", DESK, "-a", "desk", "-o", tmp_path, *USUAL, "--log").code == 0
    with open_history() as history:
        minutes = history.minutes()
    assert 5.0 < sum(minute.judged_s for minute in minutes) < 60.0
    assert all(m.neutral_s <= m.judged_s <= m.present_s <= m.watched_s for m in minutes)


def test_a_history_of_a_newer_version_is_said_before_the_analysis(
    formcheck: Call, tmp_path: Path, own_history: Path
) -> None:
    open_history().close()
    with sqlite3.connect(own_history) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    done = formcheck("analyze", PRESS, "-a", "press", "-o", tmp_path, *USUAL, "--log")
    assert done.code == 1
    assert "newer formcheck" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a folder", "text"])
def test_what_lies_in_its_place_costs_no_analysis(
    formcheck: Call, tmp_path: Path, own_history: Path, name: str
) -> None:
    own_history.mkdir() if name == "a folder" else own_history.write_text("x" * 200)
    done = formcheck("analyze", PRESS, "-a", "press", "-o", tmp_path, *USUAL, "--log")
    assert len(done.err.splitlines()) == 1
    assert done.code == (1 if name == "a folder" else 0)
    assert ("set aside" in done.err) is (name == "text")
