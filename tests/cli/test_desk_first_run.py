"""The first run of the desk monitor, on a terminal: how to sit, which camera, and a calibration."""

import os
import select
import sys
import time
from collections.abc import Sequence

import pytest

from formcheck.monitor.config import config_path, load_config

pytestmark = [
    pytest.mark.usefixtures("home"),
    pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals"),
]
# The command with cameras that the test names; it ends where it would begin to watch.
_START = """
import sys
from formcheck.cli.app import run
from formcheck.monitor.desk_run import DeskRun
from formcheck.source import camera
names = {names!r}
camera.list_cameras = lambda: tuple(camera.CameraEntry(n, "", name) for n, name in enumerate(names))
def watch(self, ends):
    print("calibrates:", self._monitor.is_calibrating, "source:", self._monitor._source, flush=True)
    return True
DeskRun.run = watch
sys.exit(run(["desk", "--no-notify", "--sound", "off", *{flags!r}]))
"""
TWO = ("Built-in", "On the shelf")


def on_terminal(names: Sequence[str], flags: Sequence[str], answers: Sequence[tuple[str, str]]) -> str:
    """What stands on a terminal in the end, where each question is answered."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-c", _START.format(names=names, flags=list(flags))])
    shown, left, until_s = b"", list(answers), time.monotonic() + 120.0
    while time.monotonic() < until_s and select.select([terminal], [], [], 120.0)[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # it has ended
            break
        if not part:
            break
        shown += part
        if left and left[0][0].encode() in shown:
            os.write(terminal, left.pop(0)[1].encode() + b"\n")
    os.waitpid(pid, 0)
    os.close(terminal)
    assert not left, shown.decode()
    return shown.decode()


def test_it_shows_how_to_sit_asks_which_camera_and_keeps_that() -> None:
    shown = on_terminal(TWO, (), [("Which camera", "1"), ("Calibrate now", "")])
    assert "feet flat on the floor" in shown
    assert all(name in shown for name in TWO)
    assert "calibrates: True source: 1" in shown
    assert load_config().source == "1"
    assert str(config_path()) in shown.replace("\r\n", "")


@pytest.mark.parametrize(("names", "said"), [(("Built-in",), ""), ((), "No camera is there yet")])
def test_where_there_is_no_choice_nobody_is_asked(names: Sequence[str], said: str) -> None:
    shown = on_terminal(names, (), [("Calibrate now", "n")])
    assert "Which camera" not in shown
    assert said in shown
    assert "calibrates: False source: 0" in shown
    assert not config_path().exists()


def test_a_camera_that_was_given_is_not_asked_for() -> None:
    shown = on_terminal(TWO, ("--source", "1"), [("Calibrate now", "y")])
    assert "Which camera" not in shown
    assert "calibrates: True source: 1" in shown
    assert not config_path().exists()


@pytest.mark.parametrize(
    ("before", "source_line"),
    [
        ("", 'source = "1"'),
        ('alert_s = 60\n# source = "0"\nrate = 2\n', 'source = "1"'),
        ("source = 0\nalert_s = 60\n", 'source = "1"'),
        ("# mine\nalert_s = 60 # source = 3\n", 'source = "1"'),
    ],
)
def test_what_else_is_set_stays_when_the_camera_is_kept(before: str, source_line: str) -> None:
    config_path().parent.mkdir(parents=True, exist_ok=True)
    config_path().write_text(before)
    on_terminal(TWO, (), [("Which camera", "1"), ("Calibrate now", "n")])
    text = config_path().read_text()
    assert text.count(source_line) == 1
    assert load_config().source == "1"
    others = [line for line in before.splitlines() if not line.lstrip("# ").startswith("source")]
    assert all(line in text.splitlines() for line in others)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc takes no file")
def test_a_config_folder_that_cannot_be_written_is_said_and_it_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/proc")
    shown = on_terminal(TWO, (), [("Which camera", "1"), ("Calibrate now", "n")])
    assert "not kept for the next time" in shown
    assert "source: 1" in shown
