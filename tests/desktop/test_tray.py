import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from formcheck.desktop.control import Reply, Request
from formcheck.desktop.control_server import open_control
from formcheck.desktop.tray_view import OFF, WHILE_PAUSED, WHILE_WATCHING, tray_view
from tests.waiting import until

HAS_EXTRA = subprocess.run([sys.executable, "-c", "import PySide6.QtWidgets"], check=False).returncode == 0
needs_extra = pytest.mark.skipif(not HAS_EXTRA, reason='needs the extra "tray", and libegl1 libxkbcommon0')


@pytest.mark.parametrize(
    ("status", "shape", "paused"),
    [
        ({"state": "watching", "posture": ""}, "check", False),
        ({"state": "watching", "posture": "Head forward"}, "triangle", False),
        ({"state": "paused"}, "bars", True),
        ({"state": "waiting"}, "ring", False),
        ({"state": "away"}, "ring", False),
        ({}, "ring", False),
    ],
)
def test_each_state_has_a_shape_of_its_own(status: dict[str, object], shape: str, paused: bool) -> None:
    view = tray_view(Reply(True, "words", status))
    assert (view.shape, view.paused, view.words) == (shape, paused, "words")


def test_without_a_monitor_there_is_nothing_to_ask() -> None:
    assert tray_view(None) == OFF
    assert not OFF.runs


# What a user does with the icon, on a screen that is nowhere; PySide6 is loaded in this process alone.
USE = """
import sys
from PySide6.QtWidgets import QApplication
from formcheck.desktop.tray import Tray
app = QApplication([])
tray = Tray(app)
print(tray.view.words, "|", ", ".join(a.text() for a in tray.menu.actions() if a.text()))
for title in sys.argv[1:]:
    next(a for a in tray.menu.actions() if a.text() == title).trigger()
    print(tray.view.words, "|", ", ".join(a.text() for a in tray.menu.actions() if a.text()))
assert not tray.icon.icon().isNull()
"""


def use(*titles: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", USE, *titles], capture_output=True, text=True, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def asked(home: Path) -> Iterator[list[Request]]:
    requests: list[Request] = []

    def answer(request: Request) -> Reply:
        if request.command != "status":
            requests.append(request)
        paused = bool(requests) and requests[-1].command == "pause"
        state = "paused" if paused else "watching"
        return Reply(True, f"it is {state}", {"state": state, "posture": ""})

    with closing(open_control(answer)):
        yield requests


@needs_extra
def test_the_menu_asks_the_monitor_and_follows_what_it_does(asked: list[Request]) -> None:
    watching = f"it is watching | it is watching, {', '.join(WHILE_WATCHING)}, Hide this icon"
    paused = f"it is paused | it is paused, {', '.join(WHILE_PAUSED)}, Hide this icon"
    assert use("Pause for 30 minutes", "Resume", "Snooze") == [watching, paused, watching, watching]
    assert asked == [Request("pause", 1800.0), Request("resume"), Request("snooze")]


@needs_extra
@pytest.mark.usefixtures("home")
def test_without_a_monitor_the_menu_says_so() -> None:
    assert use() == ["no desk monitor runs | no desk monitor runs, Hide this icon"]


def tray_command(environment: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "formcheck", "desk", "tray"], capture_output=True, text=True, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip
    return done.returncode, done.stderr


@needs_extra
def test_a_desktop_without_a_tray_is_said() -> None:
    code, said = tray_command({"QT_QPA_PLATFORM": "offscreen"})
    assert (code, said.count("\n")) == (1, 1)
    assert "shows no tray icons" in said


@needs_extra
def test_without_a_display_it_says_so() -> None:
    code, said = tray_command({"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""})
    assert (code, said.count("\n")) == (1, 1)
    assert "no display" in said


@needs_extra
def test_a_display_that_qt_cannot_open_is_one_line() -> None:
    code, said = tray_command({"QT_QPA_PLATFORM": "", "DISPLAY": ":987", "WAYLAND_DISPLAY": ""})
    assert (code, said.count("\n")) == (1, 1)
    assert "Qt cannot open the display" in said


def test_without_the_extra_it_names_it(tmp_path: Path) -> None:
    (tmp_path / "PySide6.py").write_text("raise ImportError")
    path = os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])
    code, said = tray_command({"PYTHONPATH": path})
    assert (code, said.count("\n")) == (1, 1)
    assert 'pip install "formcheck[tray]"' in said


RUN = """
from PySide6.QtWidgets import QSystemTrayIcon
QSystemTrayIcon.isSystemTrayAvailable = staticmethod(lambda: True)
import sys, formcheck.desktop.tray as tray
shown = tray.Tray.look
def look(self):
    shown(self)
    print("looked", flush=True)
tray.Tray.look = look
sys.exit(tray.run_tray())
"""


@needs_extra
@pytest.mark.usefixtures("home")
def test_ctrl_c_ends_it() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUN], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        # The second look is one of the timer's, so by then it waits for what happens.
        assert [process.stdout.readline() for _ in range(2)] == ["looked\n"] * 2
        process.send_signal(signal.SIGINT)
        until(lambda: process.poll() is not None)
        assert process.returncode == 0
        assert "Traceback" not in process.stderr.read()
