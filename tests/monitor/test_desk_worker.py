"""The worker of the desk monitor and what it looks through: it ends with its monitor, and decodes little."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import SourceError
from formcheck.monitor.budget import Budget
from formcheck.monitor.wire import CouldNot, Looked, Opened, order_line, read_told, told_line
from formcheck.source.device import Picture
from formcheck.source.frame import StreamInfo
from formcheck.source.glances import Glances
from tests.seats import UPRIGHT
from tests.waiting import until as wait_until

INFO = StreamInfo("stub", 640, 480, 10.0, pose_model="full")


class Stream:
    """A stream that goes on by itself, and decodes only what is wanted."""

    name, returns = "stream", True

    def __init__(self, wanted: Callable[[], bool]) -> None:
        self._wanted, self._go = wanted, threading.Event()
        self.decoded = 0
        self.is_open = False
        self.is_lost = False

    def open(self) -> StreamInfo:
        self.is_open = True
        return INFO

    def read(self) -> Picture:
        while self.is_open and not self._wanted() and not self.is_lost:
            self._go.wait(0.005)
        if self.is_lost:
            raise SourceError("stream: was cut")
        self.decoded += 1
        return Picture(np.full((4, 4, 3), self.decoded, np.uint8))

    def close(self) -> None:
        self.is_open = False


def glances() -> tuple[Glances, list[Stream]]:
    made: list[Stream] = []

    def make(source: str, wanted: Callable[[], bool]) -> Stream:
        made.append(Stream(wanted))
        return made[-1]

    return Glances("stream", make), made


def test_only_what_is_looked_at_is_decoded() -> None:
    look, made = glances()
    look.open()
    for number in range(1, 4):
        picture = look.look(60.0)
        assert picture is not None
        assert number <= made[0].decoded <= 2 * number
    look.close()


def test_closing_lets_go_of_it_and_opening_takes_it_anew() -> None:
    look, made = glances()
    look.open()
    assert look.look(60.0) is not None
    look.close()
    wait_until(lambda: not made[0].is_open)
    assert not look.is_open
    look.open()
    assert look.look(60.0) is not None
    assert len(made) == 2
    look.close()


def test_a_stream_that_is_cut_is_told() -> None:
    look, made = glances()
    look.open()
    made[0].is_lost = True
    with pytest.raises(SourceError, match="was cut"):
        while look.look(60.0) is not None:
            pass
    look.close()


def test_what_is_told_arrives_as_it_was() -> None:
    pose = UPRIGHT.photo()
    told = read_told(told_line(Looked(3, 12.5, INFO, pose, 0.5, 0.02)))
    assert isinstance(told, Looked)
    assert told.pose is not None
    assert np.allclose(told.pose.points, pose.points, atol=1e-3, equal_nan=True)
    assert (told.number, told.at_s, told.info) == (3, 12.5, INFO)
    for other in (CouldNot(1, "camera gone", "it is gone"), Opened("camera 0")):
        assert read_told(told_line(other)) == other


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"{", b"[]", b'{"is": "what"}', b'{"is": "looked"}', b"\xff\xfe"]
)
def test_what_is_no_answer_is_passed_over(line: bytes) -> None:
    assert read_told(line) is None


def test_a_budget_gives_back_what_is_old() -> None:
    budget = Budget(2, 60.0)
    budget.use(0.0)
    budget.use(10.0)
    assert budget.wait_s(20.0) == 40.0
    assert budget.wait_s(61.0) == 0.0


@pytest.mark.parametrize("how", ["stdin ends", "killed"])
def test_the_worker_ends_with_whoever_started_it(tmp_path: Path, how: str) -> None:
    """However the monitor ends, no process of it keeps the camera."""
    if how == "killed" and sys.platform != "linux":
        pytest.skip("only Linux tells of a parent's death")
    environment = {**os.environ, "FORMCHECK_DESK_SOURCE": str(tmp_path / "none.mp4")}
    start = (
        "import subprocess, sys, time\n"
        "worker = subprocess.Popen([sys.executable, '-m', 'formcheck.monitor.worker', 'full'],"
        " stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "print(worker.pid, flush=True)\n"
        "worker.stdin.write(b'" + order_line("look", 1).decode().replace("\n", "\\n") + "')\n"
        "worker.stdin.flush()\n"
        "print(worker.stdout.readline(), flush=True)\n"
        "time.sleep(3600)\n"
    )
    monitor = subprocess.Popen([sys.executable, "-c", start], stdout=subprocess.PIPE, env=environment)
    assert monitor.stdout is not None
    pid = int(monitor.stdout.readline())
    answer = monitor.stdout.readline()
    assert b"could not" in answer
    assert _lives(pid)
    monitor.send_signal(signal.SIGKILL if how == "killed" else signal.SIGTERM)
    monitor.wait()
    monitor.stdout.close()
    wait_until(lambda: not _lives(pid))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    status = Path(f"/proc/{pid}/status")
    return "State:\tZ" not in (status.read_text() if status.exists() else "")


def test_what_looks_at_a_stream_does_without_opencv() -> None:
    """It takes 27 MB, all day long, and opens no window there."""
    look = (
        "import sys\n"
        "from formcheck.source.windowless import never_open_windows\n"
        "never_open_windows()\n"
        "from formcheck.monitor.worker import Eye\n"
        "told = []\n"
        "Eye('http://127.0.0.1:9/', 'full', told.append).look(1)\n"
        "print(type(told[0]).__name__, 'av' in sys.modules, 'cv2' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["CouldNot", "True", "False"]
