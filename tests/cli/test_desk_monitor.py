"""`formcheck desk` as its user has it: a camera, a desktop, and what goes wrong with them."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psutil
import pytest

from benchmarks.mjpeg import MjpegCamera, mjpeg_camera
from formcheck.desktop.control import Request
from formcheck.desktop.control_client import ask
from formcheck.errors import ControlError
from formcheck.source.frame import Image
from formcheck.source.video import VideoFile
from tests.cli.conftest import command, in_subprocess
from tests.cli.recordings import SAMPLES
from tests.desktop.buses import dunst, dunstctl, needs_bus, needs_dunst, own_bus
from tests.desktop.fake_login import SESSION, USER, Manager, Services, Session, User
from tests.display import all_windows, display, needs_display, xdotool  # noqa: F401 - a fixture
from tests.waiting import until

pytestmark = [pytest.mark.model, pytest.mark.skipif(os.name != "posix", reason="signals and sockets")]
QUICK = ("--rate", "5", "--caution-s", "1", "--alert-s", "3", "--sound", "off")
WINDOW = "formcheck desk"


@cache
def part(start_s: float, end_s: float) -> tuple[Image, ...]:
    """The pictures of a part of the sample, there and back again."""
    with VideoFile(SAMPLES / "desk_front.mp4", start_s, end_s) as video:
        shown = [frame.image for frame in video]
    return (*shown, *shown[-2:0:-1])


class Sitter:
    """Somebody before the camera, who sits as they are told to."""

    def __init__(self) -> None:
        self.pushes_head = False

    def picture(self, time_s: float) -> Image:
        pictures = part(3.4, 4.8) if self.pushes_head else part(0.2, 2.4)
        return pictures[round(time_s * 12) % len(pictures)]


@pytest.fixture
def sitter() -> Sitter:
    return Sitter()


@pytest.fixture
def camera(sitter: Sitter) -> Iterator[MjpegCamera]:
    with mjpeg_camera(sitter.picture, fps=12.0) as made:
        yield made


@contextmanager
def desk(*arguments: object, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A monitor that runs, and is stopped in the end."""
    with log.open("wb") as err, subprocess.Popen(
        command("desk", *arguments), stdin=subprocess.DEVNULL, stdout=err, stderr=err
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def status() -> dict[str, Any]:
    try:
        return dict(ask(Request("status")).status)
    except ControlError:
        return {}


@needs_dunst
@needs_display
@pytest.mark.usefixtures("display")
def test_a_morning_at_the_desk(
    home: Path, sitter: Sitter, camera: MjpegCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tkinter", reason="this Python has no Tk")
    log = home / "log"
    with own_bus() as system, own_bus() as session:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", system)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session)
        services, login = Services(system), Session()
        things = (("/org/freedesktop/login1", Manager()), (USER, User()), (SESSION, login))
        services.serve("org.freedesktop.login1", *things)
        with dunst(home), desk("--source", camera.url, "--window", *QUICK, log=log) as monitor:
            alive = monitor_lives(monitor)
            until(sits_well, alive)
            assert all_windows(WINDOW)

            sitter.pushes_head = True
            until(lambda: dunstctl("count", "displayed") == "1", alive)
            (home / "wanted").write_text("Snooze 15 min")
            dunstctl("context")
            until(lambda: status()["quiet"], alive)
            until(lambda: dunstctl("count", "displayed") == "0", alive)

            began_s = time.monotonic()
            services.do(login.Lock)
            until(lambda: not status()["camera_on"], alive)
            assert time.monotonic() - began_s < 10.0  # far less on a machine that is not busy
            services.do(login.Unlock)
            until(lambda: status()["camera_on"], alive)

            camera.switch_off()
            until(lambda: status()["why"], alive)
            camera.switch_on()
            until(lambda: status()["state"] == "watching" and status()["camera_on"], alive)

            (window,) = all_windows(WINDOW)
            xdotool("mousemove", "--window", window, 80, 70, "click", 1)
            until(lambda: status()["state"] == "paused", alive)
        assert monitor.returncode == 0
        services.close()
    said = log.read_text()
    assert "secret" not in said
    assert "Traceback" not in said
    assert not all_windows(WINDOW)


def sits_well() -> bool:
    """Whether they have sat there for a while, so that it is known how."""
    now = status()
    return now.get("state") == "watching" and now["held_s"] > 5.0


def monitor_lives(monitor: "subprocess.Popen[bytes]") -> Any:
    return lambda: monitor.poll() is None


def test_with_nothing_to_speak_of_it_runs_and_says_each_lack_once(
    home: Path, camera: MjpegCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={home}/none")
    monkeypatch.setenv("PATH", str(home))  # neither voice nor player
    (home / "run" / "formcheck").write_text("")
    (home / "data" / "formcheck").write_text("")
    log = home / "log"
    with desk("--source", camera.url, "--window", "--sound", "voice", log=log) as monitor:
        lacks = ("no socket", "no notifications", "lock, sleep and lid", "no voice", "no small window")
        until(lambda: all(lack in log.read_text() for lack in lacks), monitor_lives(monitor))
    assert monitor.returncode == 0
    said = log.read_text()
    assert [said.count(lack) for lack in lacks] == [1] * len(lacks)
    assert "Traceback" not in said


def test_a_second_one_says_what_the_first_one_does_and_a_killed_one_leaves_nothing(
    home: Path, camera: MjpegCamera
) -> None:
    with desk("--source", camera.url, "--no-notify", "--sound", "off", log=home / "log") as first:
        until(lambda: status().get("camera_on"), monitor_lives(first))
        second = in_subprocess("desk", "--source", camera.url)
        assert second.code == 1
        assert "runs already" in second.err
        assert "camera on" in second.out
        workers = psutil.Process(first.pid).children(recursive=True)
        first.send_signal(signal.SIGKILL)
        first.wait()
        psutil.wait_procs(workers, timeout=60)
        assert not [one for one in workers if one.is_running()]
    assert "no desk monitor runs" in in_subprocess("desk", "status").err
    with desk("--source", camera.url, "--no-notify", "--sound", "off", log=home / "log") as third:
        until(lambda: status().get("camera_on"), monitor_lives(third))
        assert in_subprocess("desk", "stop").code == 0
        until(lambda: third.poll() is not None)
        assert third.returncode == 0


def test_it_does_not_start_with_half_a_config(home: Path) -> None:
    (home / "config" / "formcheck").mkdir()
    (home / "config" / "formcheck" / "desk.toml").write_text("rate = 2\nalrt_s = 60\n")
    done = in_subprocess("desk")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "alrt_s: unknown key; did you mean 'alert_s'?" in done.err


def can_trace() -> bool:
    """Whether strace is there, and may follow what it starts."""
    strace = shutil.which("strace")
    return (
        strace is not None
        and subprocess.run([strace, "-qq", "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(
    not can_trace(), reason="strace is missing or not allowed; on Debian: apt-get install strace"
)
@needs_bus
def test_no_part_of_it_asks_for_a_socket_of_a_network(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = home / "trace"
    film = SAMPLES / "desk_front.mp4"
    with own_bus() as bus:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
        watched = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket,connect", "-o", str(trace)]
        done = subprocess.run(
            [*watched, *command("desk", "--source", film, "--sound", "off")],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    calls = trace.read_text()
    assert "AF_UNIX" in calls
    assert "AF_INET" not in calls
