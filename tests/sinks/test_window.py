"""The one window, on a display of its own: what is pressed in it, and that it stays closed once it was."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.display import own_display
from tests.display import all_windows, click_close, display, needs_display, xdotool
from tests.waiting import until

__all__ = ["display"]
pytestmark = needs_display


class Opened:
    """A window in a process of its own, and its number on the display."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        before = set(all_windows("formcheck"))
        assert self._answer() == "open"
        self.number = until(lambda: set(all_windows("formcheck")) - before).pop()

    def do(self, order: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        return self._answer()

    def hears(self, key: str) -> bool:
        return key in self.do("pressed").split()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def window() -> Iterator[Opened]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sinks.window_on_demand"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        yield Opened(process)
    finally:
        process.kill()
        process.communicate()


def leave(opened: Opened, how: str, display: str) -> None:
    if how == "cross":
        click_close(opened.number, display)
    else:
        xdotool("windowclose", opened.number)


@pytest.mark.parametrize("how", ["cross", "destroyed"])
@pytest.mark.parametrize("shown", [True, False], ids=["with a picture", "before the first picture"])
def test_a_window_that_was_closed_stays_closed(display: str, how: str, shown: bool) -> None:
    with window() as opened:
        if shown:
            opened.do("show")
        assert not opened.hears("close")
        leave(opened, how, display)
        until(lambda: opened.hears("close"))
        for order in ("show", "full screen", "show"):
            assert opened.do(order) == "done"
            assert opened.hears("close")
        assert all_windows("formcheck") == []
        assert opened.do("size") == "1280 x 720"


def test_a_window_is_no_larger_than_the_screen() -> None:
    with own_display("640x480x24"), window() as opened:
        opened.do("show")
        width, height = map(int, opened.do("size").split(" x "))
    assert width <= 640
    assert height <= 480
    assert width / height == pytest.approx(1280 / 720, rel=0.01)


@pytest.mark.parametrize(
    ("width", "height", "drawn"), [(3840, 2160, "1280 x 720"), (1600, 900, "1600 x 900")]
)
def test_a_very_large_window_is_drawn_smaller_and_enlarged(width: int, height: int, drawn: str) -> None:
    with own_display("3840x2160x24"), window() as opened:
        opened.do("show")
        xdotool("windowsize", opened.number, width, height)

        def size_when_there() -> str:
            opened.do("pressed")
            there = f"{width}x{height}" in xdotool("getwindowgeometry", opened.number)
            return opened.do("size") if there else ""

        until(lambda: size_when_there() == drawn)
        assert opened.do("show") == "done"
        assert size_when_there() == drawn


def test_keys_have_names(display: str) -> None:
    names = {"q": "q", "Q": "q", "space": "space", "Escape": "esc", "1": "1"}
    with window() as opened:
        opened.do("show")
        opened.do("pressed")
        xdotool("windowfocus", "--sync", opened.number)
        for key, name in names.items():
            xdotool("key", key)
            until(lambda name=name: opened.hears(name))


def test_each_of_two_windows_is_left_by_itself(display: str) -> None:
    with window() as first, window() as second:
        for opened in (first, second):
            opened.do("show")
            assert not opened.hears("close")
        xdotool("windowclose", first.number)
        until(lambda: first.hears("close"))
        assert not second.hears("close")
        assert all_windows("formcheck") == [second.number]
