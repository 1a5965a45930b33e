"""The report as people meet it: in a real browser, at every width, with mouse, keyboard and printer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from formcheck.results.motion import POINTS, RepMotion
from formcheck.sinks.report.data import ReportData
from formcheck.sinks.report.page import write_report
from formcheck.sinks.report.pdf import write_pdf
from formcheck.sinks.video.writer import VideoWriter
from formcheck.source.frame import StreamInfo
from tests.browser import CHROMIUM, Browser, open_browser
from tests.sinks import report_samples as samples

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this computer")

WIDTHS = (360, 390, 768, 1200, 1920)
FPS = 10.0

BEYOND_THE_EDGE = """
[...document.querySelectorAll('body *')].filter((e) => {
  if (e.closest('svg, .hidden, thead') || !e.getClientRects().length) return false;
  if (e.closest('.scroll')) return false;
  return e.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
}).map((e) => `${e.tagName}.${e.className}`)
"""
CLIPPED_TABLES = """
[...document.querySelectorAll('.wide')].filter((e) => e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.className)
"""
# Labels of one drawing that lie on each other.
COLLIDING_LABELS = """
[...document.querySelectorAll('.area, .gauge, .axis')].flatMap((drawing) => {
  const boxes = [...drawing.querySelectorAll('text')].filter((t) => t.textContent.trim())
    .map((t) => [t.textContent, t.getBoundingClientRect()]).filter(([, b]) => b.width);
  return boxes.flatMap(([text, a], i) => boxes.slice(i + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1)
    .filter(([, b]) => a.top < b.bottom - 2 && b.top < a.bottom - 2)
    .map(([other]) => `${text} on ${other}`));
})
"""


def moved(rep: int, start_s: float) -> RepMotion:
    """A stick figure whose hands go up and down."""
    times = tuple(start_s + k / FPS for k in range(17))
    points = np.zeros((17, len(POINTS), 2), np.int16)
    for k in range(17):
        lift = 150 * np.sin(np.pi * k / 16) + 5 * rep
        for n, (x, y) in enumerate([(310, 100), (330, 100), (280, 160), (360, 160), (270, 180), (370, 180),
                                    (270, 200 - lift), (370, 200 - lift), (295, 280), (345, 280),
                                    (295, 360), (345, 360), (295, 430), (345, 430)]):  # fmt: skip
            points[k, n] = x, y
    return RepMotion(rep, start_s, start_s + 0.7, start_s + 1.6, times, points)


def report_data(folder: Path) -> ReportData:
    """The five reps of the samples, with a video and figures."""
    path = folder / "annotated.mp4"
    with VideoWriter(path, StreamInfo("press.mp4", 320, 240, FPS)) as writer:
        for index in range(100):
            picture = np.full((240, 320, 3), 40 + index, np.uint8)
            writer.write(picture, index / FPS)
    data = samples.report_data()
    source = data.summary.source.model_copy(update={"fps": FPS})
    summary = data.summary.model_copy(update={"source": source})
    motion = tuple(moved(rep.index, rep.start_s) for rep in summary.reps)
    return replace(data, summary=summary, video=path, motion=motion, pictures={})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(report_data(folder), folder / "report.html")
    return folder / "report.html"


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("without-video")
    write_report(replace(samples.report_data(), pictures={}), folder / "report.html")
    return folder / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_or_collides_at_any_width(
    browser: Browser, report: Path, still: Path, width: int, dark: bool
) -> None:
    for page in (report, still):
        browser.problems.clear()
        browser.open(page, width, dark=dark)
        browser.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert browser.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        for script in (BEYOND_THE_EDGE, CLIPPED_TABLES, COLLIDING_LABELS):
            assert browser.run(script) == []
        assert browser.problems == []


def test_the_parts_stand_in_the_order_in_which_they_are_needed(browser: Browser, report: Path) -> None:
    browser.open(report, 390)
    tops = browser.run(
        "['verdict', 'first', 'reps', 'findings', 'angles', 'not-judged'].map((id) => "
        "document.getElementById(id).getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    assert tops[1] < 500, "what to change is on the first screen of a phone"


def test_a_finding_plays_its_rep_again_and_again(browser: Browser, report: Path) -> None:
    browser.open(report, 1200)
    browser.until("document.getElementById('video').readyState > 0")
    browser.click("#f3 .play")
    browser.until("!document.getElementById('video').paused")
    start_s, end_s = browser.run("document.getElementById('loop').value.split(' ').map(Number)")
    assert (start_s, end_s) == pytest.approx((7.2, 8.8))
    browser.run(f"document.getElementById('video').currentTime = {end_s + 0.15}")
    browser.until(f"document.getElementById('video').currentTime < {start_s + 0.5}")
    assert " of 5: Short lockout, rep 5" in browser.run("document.getElementById('now').textContent")


def test_speed_frames_and_place_can_be_chosen(browser: Browser, report: Path) -> None:
    browser.open(report, 1200)
    browser.until("document.getElementById('video').readyState > 0")
    for speed in ("0.25", "0.5", "1"):
        browser.choose("speed", speed)
        assert browser.run("document.getElementById('video').playbackRate") == float(speed)
    browser.choose("place", 2.05)
    browser.until("!document.getElementById('video').seeking")
    time_s = "document.getElementById('video').currentTime"
    for button, expected in (("on", 2.15), ("on", 2.25), ("back", 2.15)):
        browser.click(f"#{button}")
        assert browser.run(time_s) == pytest.approx(expected, abs=0.01)


def test_controls_lie_beside_the_picture_and_hide_no_cue(browser: Browser, report: Path) -> None:
    browser.open(report, 768)
    assert browser.run("document.getElementById('video').controls") is False
    bottom, top = browser.run(
        "[document.getElementById('video').getBoundingClientRect().bottom, "
        "document.getElementById('player').getBoundingClientRect().top]"
    )
    assert top >= bottom


def test_two_reps_stand_beside_each_other_at_the_same_phase(browser: Browser, report: Path) -> None:
    browser.open(report, 1200)
    chosen = browser.run("['one', 'other'].map((n) => document.getElementById(`rep-${n}`).value)")
    assert chosen[0] in ("5", "2", "3")
    assert chosen[1] == "4", "the only rep in which nothing was found"
    browser.choose("phase", 1)
    assert browser.run("document.getElementById('phase-name').textContent") == "top"
    left, right = (
        browser.run(f"document.querySelector('[data-angle={side}]').textContent") for side in ("one", "other")
    )
    assert left != right
    browser.click("#compare-play")
    browser.until("Number(document.getElementById('phase').value) > 1.2")
    browser.click("#compare-play")
    heights = browser.run("['one', 'other'].map((n) => document.getElementById(`stage-${n}`).clientHeight)")
    assert heights[0] == heights[1] > 100


USABLE = """
[...document.querySelectorAll('button, select, input, summary, a[href]:not([tabindex="-1"])')]
  .filter((e) => e.getClientRects().length)
"""


def test_the_keyboard_alone_reaches_everything(browser: Browser, report: Path) -> None:
    browser.open(report, 1200)
    browser.run("window.reached = new Set()")
    browser.run("document.addEventListener('focusin', (event) => reached.add(event.target))")
    for _ in range(browser.run(f"{USABLE}.length") + 20):
        browser.press("Tab", 9)
    missed = browser.run(f"{USABLE}.filter((e) => !reached.has(e)).map((e) => e.outerHTML.slice(0, 90))")
    assert missed == []


def test_everything_that_can_be_used_has_a_name(browser: Browser, report: Path) -> None:
    browser.open(report, 390)
    tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    usable = {"button", "link", "slider", "combobox", "image", "img"}
    nodes = [node for node in tree if node.get("role", {}).get("value") in usable and not node.get("ignored")]
    assert len(nodes) > 30
    assert [node for node in nodes if not node.get("name", {}).get("value", "").strip()] == []


def test_lists_hold_nothing_but_their_entries(browser: Browser, report: Path) -> None:
    browser.open(report, 1200)
    strays = browser.run(
        "[...document.querySelectorAll('ul > :not(li), dl > :not(div, dt, dd), dl > div > :not(dt, dd)')]"
        ".map((e) => e.outerHTML.slice(0, 80))"
    )
    assert strays == []


def test_it_prints_on_few_pages_and_on_one_sheet(browser: Browser, report: Path) -> None:
    browser.open(report, 1200)
    assert 1 <= browser.pdf_pages() <= 3  # five reps, four plots with findings
    browser.open(report, 1200, part="#sheet")
    assert browser.pdf_pages() == 1


@pytest.mark.parametrize("reps", [5, 200])
def test_the_pdf_is_one_page_however_many_reps(reps: int, tmp_path: Path) -> None:
    data = samples.report_data() if reps == 5 else samples.long_report_data(minutes=10, reps=reps)
    write_report(replace(data, pictures={}), tmp_path / "report.html")
    write_pdf(tmp_path / "report.html", tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().count(b"/Type /Page\n") == 1
