import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psutil
import pytest

from benchmarks.display import own_display
from formcheck.desktop import small_window
from formcheck.desktop.control import Request
from formcheck.desktop.small_window import SmallWindow, open_window
from formcheck.desktop.window_view import WindowView
from tests.display import all_windows, display, needs_display, xdotool  # noqa: F401 - a fixture
from tests.waiting import until

tkinter = pytest.importorskip("tkinter", reason="this Python has no Tk")
TITLE = "formcheck desk"
GOOD = WindowView("good", "Sitting well", "break in 32 min", camera_on=True)


@contextmanager
def opened(view: WindowView = GOOD) -> Iterator[tuple[SmallWindow, int]]:
    """A window that is to be seen, and its number on the display."""
    window = open_window()
    try:
        window.show(view)
        (number,) = until(lambda: all_windows(TITLE), lambda: not gone(window))
        yield window, number
    finally:
        window.close()


def gone(window: SmallWindow) -> bool:
    window.pump()
    return window.pid is None


def click(window: int, left: int, top: int) -> None:
    xdotool("mousemove", "--window", window, left, top, "click", 1)


@needs_display
@pytest.mark.usefixtures("display")
def test_what_is_clicked_is_asked_and_pause_becomes_resume() -> None:
    with opened() as (window, number):
        for place, command in ((80, "pause"), (150, "snooze")):
            click(number, place, 70)
            assert until(window.pump) == (Request(command),)  # type: ignore[arg-type]
        window.show(WindowView("paused", "Paused", "for 30 min"))
        asked: list[Request] = []

        def has_resumed() -> bool:
            click(number, 80, 70)
            asked.extend(window.pump())
            return Request("resume") in asked

        until(has_resumed)


@needs_display
@pytest.mark.usefixtures("display")
def test_it_never_takes_the_keys_from_where_one_types() -> None:
    before = xdotool("getwindowfocus", "-f")
    with opened() as (window, number):
        for level in ("hint", "alert", "good"):
            window.show(replace(GOOD, level=level))  # type: ignore[arg-type]
        click(number, 150, 70)
        until(window.pump)
        assert xdotool("getwindowfocus", "-f") == before
        # On a display without a window manager the keys go to where the pointer is.
        for key, command in (("p", "pause"), ("s", "snooze"), ("c", "calibrate")):
            xdotool("key", key)
            assert until(window.pump) == (Request(command),)  # type: ignore[arg-type]
        xdotool("key", "Escape")
        until(lambda: gone(window))
        assert window.problem == ""


@needs_display
@pytest.mark.usefixtures("display")
def test_it_can_be_moved() -> None:
    with opened() as (_, number):
        before = xdotool("getwindowgeometry", number)
        xdotool("mousemove", "--window", number, 20, 50, "mousedown", 1)
        xdotool("mousemove_relative", "--", -100, -100)
        until(lambda: xdotool("getwindowgeometry", number) != before)
        xdotool("mouseup", 1)


@needs_display
@pytest.mark.usefixtures("display")
def test_closed_by_its_user_it_stays_closed() -> None:
    with opened() as (window, number):
        click(number, 222, 70)
        until(lambda: gone(window))
        window.show(replace(GOOD, level="alert"))
        assert window.pump() == ()
        assert (window.problem, all_windows(TITLE)) == ("", [])


@needs_display
@pytest.mark.usefixtures("display")
def test_two_windows_do_not_fight_for_the_front_and_none_is_left() -> None:
    with opened() as (first, _):
        second = open_window()
        second.show(GOOD)
        until(lambda: len(all_windows(TITLE)) == 2)
        second.close()
        second.close()
        until(lambda: len(all_windows(TITLE)) == 1)
        assert first.pid is not None
    until(lambda: not all_windows(TITLE))


@needs_display
def test_a_display_that_goes_takes_the_window_along_and_nothing_else() -> None:
    with own_display():
        window = open_window()
        window.show(GOOD)
        until(lambda: all_windows(TITLE))
    until(lambda: gone(window))
    assert window.problem == "the small window has gone with its display"


@pytest.mark.parametrize("name", ["", ":987"])
def test_without_a_display_it_says_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", name)
    window = open_window()
    window.show(GOOD)
    until(lambda: gone(window))
    assert window.problem.startswith("no small window: ")
    assert "display" in window.problem
    assert "\n" not in window.problem


def test_a_python_without_tk_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_window, "find_spec", lambda _: None)
    window = open_window()
    assert "python3-tk" in window.problem
    window.show(GOOD)
    assert window.pump() == ()
    window.close()


MONITOR = """
from formcheck.desktop.small_window import open_window
from formcheck.desktop.window_view import WindowView
window = open_window()
window.show(WindowView("good", "Sitting well"))
print(window.pid, flush=True)
input()
"""


@needs_display
@pytest.mark.usefixtures("display")
def test_a_monitor_that_is_killed_leaves_no_window() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", MONITOR], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as monitor:
        assert monitor.stdout is not None
        pid = int(monitor.stdout.readline())
        until(lambda: all_windows(TITLE))
        os.kill(monitor.pid, signal.SIGKILL)
    until(lambda: not all_windows(TITLE))
    until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
