"""The index as people meet it: in a real browser, sorted and searched, on a phone and on a desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import formcheck
from tests.browser import CHROMIUM, Browser, open_browser
from tests.cli.recordings import GOOD, LAYBACK, recorded

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this computer")

BEYOND_THE_EDGE = """
[...document.querySelectorAll('body *')].filter((e) => {
  if (e.closest('.wide') || !e.getClientRects().length) return false;
  return e.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
}).map((e) => `${e.tagName}.${e.className}`)
"""
SHOWN = "[...document.querySelectorAll('#table tbody tr:not([hidden]) th')].map((e) => e.dataset.key)"
LONG = "a very long name without any break " + "x" * 60


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("index")
    recorded(top / "in" / "press 10.poses.jsonl.gz", LAYBACK, 0, 8)
    recorded(top / "in" / "press 2.poses.jsonl.gz", GOOD, 0, 8)
    recorded(top / "in" / f"{LONG}.poses.jsonl.gz", GOOD, 0, 2)
    (top / "in" / "broken.mp4").write_bytes(b"no film")
    outcomes = formcheck.analyze_many([top / "in"], top / "out", "overhead-press", jobs=1, report=False)
    assert len(outcomes.failed) == 1
    return top / "out" / "index.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.mark.parametrize("width", [360, 390, 768, 1200, 1920])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_lies_beyond_the_edge(browser: Browser, index: Path, width: int, dark: bool) -> None:
    browser.open(index, width, dark=dark)
    assert browser.run(BEYOND_THE_EDGE) == []
    assert browser.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert browser.problems == []


def test_columns_sort_numbers_as_numbers_and_both_ways(browser: Browser, index: Path) -> None:
    browser.open(index, 1200)
    click = "[...document.querySelectorAll('thead button')].find((b) => b.textContent === '{}').click()"
    browser.run(click.format("Source"))
    browser.run(click.format("Source"))
    assert browser.run(SHOWN) == [LONG, "press 2", "press 10"]
    browser.run(click.format("Findings"))
    assert browser.run(SHOWN)[0] == "press 10"
    browser.run(click.format("Findings"))
    assert browser.run(SHOWN)[-1] == "press 10"
    sorts = "[...document.querySelectorAll('[aria-sort]')].map((e) => e.getAttribute('aria-sort'))"
    assert browser.run(sorts) == ["ascending"]


def test_a_phone_has_another_way_to_sort(browser: Browser, index: Path) -> None:
    browser.open(index, 390)
    assert browser.run("getComputedStyle(document.querySelector('#table thead')).display") == "none"
    browser.choose("sort", 5)
    assert browser.run(SHOWN)[0] == "press 10"


def test_what_is_searched_is_left(browser: Browser, index: Path) -> None:
    browser.open(index, 1200)
    browser.choose("search", "Leaning BACK")
    assert browser.run(SHOWN) == ["press 10"]
    assert browser.run("document.getElementById('count').textContent") == "1 of 3"
    browser.choose("search", "")
    assert len(browser.run(SHOWN)) == 3


def test_links_lead_to_files_that_are_there(browser: Browser, index: Path) -> None:
    browser.open(index, 1200)
    links = browser.run("[...document.querySelectorAll('tbody a[href]')].map((a) => a.getAttribute('href'))")
    files = [link for link in links if not link.startswith("#")]
    assert len(files) == 3
    for link in files:
        assert browser.run(f"new URL({link!r}, location.href).protocol") == "file:"
    assert "broken.mp4" in browser.run("document.getElementById('problems').textContent")
    places = browser.run("[...document.querySelectorAll('.places a')].map((a) => a.getAttribute('href'))")
    assert all(browser.run(f"!!document.querySelector('{place}')") for place in places)
