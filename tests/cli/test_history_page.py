"""The page of the history, in a real browser."""

from datetime import date, datetime
from pathlib import Path

import pytest

from benchmarks.made_history import a_year
from formcheck.history.store import open_history
from tests.browser import CHROMIUM, open_browser
from tests.cli.conftest import Call
from tests.history.kept import a_set


@pytest.fixture
def page(formcheck: Call, tmp_path: Path) -> Path:
    with open_history() as history:
        history.add_all(a_year(date.today(), days=20, sets_a_day=3, hours_a_day=1))
    path = tmp_path / "history.html"
    done = formcheck("history", "--html", path)
    assert (done.code, done.out.strip()) == (0, f"written: {path}")
    return path


def test_the_page_is_whole_private_and_asks_nobody(page: Path) -> None:
    text = page.read_text()
    assert page.stat().st_mode & 0o777 == 0o600
    assert "://" not in text
    assert "<script" not in text
    for words in (
        "Neutral, by hour of the day",
        "Events, a day",
        "Breaks, a day",
        "Sets, a day",
        "Range, arm lengths",
        "Time up, s",
        "Load, kg",
        "Imbalance, left hand or elbow higher upwards",
        "Leaning back, share of reps",
        "No change: less than 0.14 arm lengths cannot be told from none.",
        "Neck exercises",
    ):
        assert words in text, words


@pytest.mark.skipif(CHROMIUM is None, reason="no browser")
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_fits_every_screen_and_paper(page: Path, dark: bool) -> None:
    with open_browser() as browser:
        for width in (360, 800, 1440):
            browser.open(page, width, dark=dark)
            assert browser.run("document.documentElement.scrollWidth") <= width
            heights = "[...document.querySelectorAll('text')].map(t => t.getBoundingClientRect().height)"
            assert min(height for height in browser.run(heights) if height) >= 10
        assert browser.pdf_pages() >= 1
        assert browser.problems == []


def test_a_measure_from_two_views_has_a_chart_of_each(formcheck: Call, tmp_path: Path) -> None:
    now = datetime.now().astimezone().timestamp()
    with open_history() as history:
        for day in range(8):
            view = "side" if day % 2 else "front"
            history.add(a_set(now - 86400.0 * (8 - day), view=view, utc_offset_min=0))
    assert formcheck("history", "--html", tmp_path / "page.html").code == 0
    text = (tmp_path / "page.html").read_text()
    assert text.index("Range, from the side, arm lengths") < text.index("Range, from the front, arm lengths")
    shown = formcheck("history").out
    assert "no change (under 0.14), seen from side" in shown
    assert "no change (under 0.14), seen from front" in shown


def test_a_page_of_nothing_says_so(formcheck: Call, tmp_path: Path) -> None:
    done = formcheck("history", "--html", tmp_path / "page.html")
    assert done.code == 0
    assert "Nothing is kept of this time" in (tmp_path / "page.html").read_text()
