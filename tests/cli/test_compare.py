import re
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.history.sets import Curve
from formcheck.history.store import open_history
from tests.browser import CHROMIUM, open_browser
from tests.cli.conftest import Call
from tests.history.kept import NOON, a_rep, a_set

RECORDINGS = Path(__file__).parents[2] / "benchmarks" / "recordings"
GOOD = RECORDINGS / "dev-press-001-good-good-left_side.poses.jsonl.gz"
LEANING = RECORDINGS / "dev-press-014-layback-caution-left_side.poses.jsonl.gz"
ROW = next(RECORDINGS.glob("dev-row-*-front.poses.jsonl.gz"))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.html"


def test_two_recordings_are_compared_by_the_phase_of_the_rep(formcheck: Call, page: Path) -> None:
    done = formcheck("compare", GOOD, LEANING, "-a", "press", "-o", page)
    assert (done.code, done.err) == (0, "")
    assert "Lean back: lower in the second by" in done.out
    assert "Leaning back: 0 of 3 reps in the first, 2 of 3 reps in the second." in done.out
    assert re.search(r"Trunk inclination, .*: up to \d+ deg lower in the second, ", done.out)
    assert "Time up: no difference that can be told (it would have to be over" in done.out
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text()
    assert "://" not in text
    assert text.count("<canvas") == 2


@pytest.mark.skipif(CHROMIUM is None, reason="no browser")
def test_both_move_in_step(formcheck: Call, page: Path) -> None:
    assert formcheck("compare", GOOD, LEANING, "-a", "press", "-o", page).code == 0
    with open_browser() as browser:
        for width in (360, 1440):
            browser.open(page, width)
            assert browser.run("document.documentElement.scrollWidth") <= width
        browser.choose("phase", 1)
        assert browser.run("document.getElementById('name').textContent") == "top"
        assert browser.run("document.querySelector('.now').getAttribute('x1')") == "50%"
        top = browser.run("document.querySelector('canvas').toDataURL()")
        browser.choose("phase", 0)
        assert browser.run("document.querySelector('canvas').toDataURL()") != top
        browser.click("#play")
        browser.until("Number(document.getElementById('phase').value) > 0.2")
        assert browser.problems == []


def test_what_they_show_is_found_out(formcheck: Call, page: Path) -> None:
    assert formcheck("compare", GOOD, LEANING, "-o", page, "--quiet").code == 0
    done = formcheck("compare", GOOD, ROW, "-o", page)
    assert (done.code, done.out) == (1, "")
    assert "these are different lifts, overhead press and upright row" in done.err


def test_sets_of_the_history_are_compared_by_their_numbers(formcheck: Call, page: Path) -> None:
    faster = tuple(a_rep(i, concentric_time_s=0.6, range=0.5) for i in range(1, 6))
    other = {"elbow_angle_deg": Curve((60.0, 90.0, 120.0, 120.0), 4.0, "deg")}
    with open_history() as history:
        history.add_all([a_set(NOON), a_set(NOON + 60, curves=other, load="40 kg")])
        history.add(a_set(NOON + 120, reps=0, activity="upright-row"))
        history.add(replace(a_set(NOON + 240), reps=faster))
    done = formcheck("compare", "1", "#2", "-o", page)
    assert done.code == 0
    assert "As many reps." in done.out
    assert "numbers only, no picture is kept" in page.read_text()
    changed = formcheck("compare", "1", "4", "-o", page).out
    assert "Time up: lower in the second by 0.4 s, 1.0 to 0.6 s (over 0.1 s can be told)" in changed
    assert "Range: lower in the second by 0.30 arm lengths" in changed
    different = formcheck("compare", "1", "3", "-o", page)
    assert "different lifts" in different.err


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("7", "8"),
        ("nothing.mp4", GOOD),
        (GOOD, RECORDINGS / "README.md"),
        (GOOD, RECORDINGS / "dev-desk-000-quiet_talk-good-front.poses.jsonl.gz"),
    ],
)
def test_what_cannot_be_compared_is_one_line_and_leaves_no_page(
    formcheck: Call, page: Path, first: object, second: object
) -> None:
    done = formcheck("compare", first, second, "-o", page)
    assert done.code in (1, 2)
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    assert not page.exists()


def test_a_posture_has_nothing_to_compare(formcheck: Call, page: Path) -> None:
    done = formcheck("compare", GOOD, LEANING, "-a", "desk", "-o", page)
    assert "has no reps to compare" in done.err
