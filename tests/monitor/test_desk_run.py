"""The run of the desk monitor, with a stub in the worker's place: signals, requests, faults."""

import json
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from formcheck.activities.load import load_activity
from formcheck.calibration.starting_neutral import ProfileChooser, ProfileWish
from formcheck.calibration.store import ProfileStore
from formcheck.desktop.control import Request
from formcheck.desktop.notice import Notice
from formcheck.desktop.session_state import SessionState
from formcheck.desktop.window_view import WindowView
from formcheck.errors import OutputError
from formcheck.history.records import DeskMinute
from formcheck.monitor import desk_run, worker_handle
from formcheck.monitor.clock import mono_s
from formcheck.monitor.desk_run import DeskEnds, DeskRun
from formcheck.monitor.moment import Moment
from formcheck.monitor.monitor import Monitor
from formcheck.monitor.settings import DeskSettings
from formcheck.monitor.sitting import SittingWatch
from formcheck.monitor.worker_handle import Hear, Worker
from tests.seats import UPRIGHT
from tests.waiting import until as wait_until

STUB = Path(__file__).with_name("stub_worker.py")


class Kept:
    """Keeps minutes, or cannot."""

    def __init__(self) -> None:
        self.minutes: list[DeskMinute] = []
        self.is_full = False

    def add(self, record: DeskMinute) -> None:
        if self.is_full:
            raise OutputError("cannot write the history: no space left on device; free some space")
        self.minutes.append(record)

    def exercised_utc_s(self) -> float:
        return 0.0


class Notices:
    """A notification server of one's own."""

    def __init__(self) -> None:
        self.problem = ""
        self.shown: list[Notice] = []

    def show(self, notice: Notice) -> None:
        self.shown.append(notice)

    def withdraw(self, key: str) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


class Computer:
    """A computer that waits for the camera before it sleeps."""

    def __init__(self) -> None:
        self.problem = ""
        self.now = SessionState()
        self.was_let_sleep = 0

    def state(self) -> SessionState:
        return self.now

    def may_sleep(self) -> None:
        self.was_let_sleep += 1

    def close(self) -> None:
        """Nothing."""


@dataclass
class Running:
    """A run in a thread, and what it says."""

    folder: Path
    settings: DeskSettings = field(default_factory=lambda: DeskSettings(rate=5.0))
    lines: list[str] = field(default_factory=list)
    kept: Kept = field(default_factory=Kept)
    notices: Notices = field(default_factory=Notices)
    computer: Computer | None = None
    spare_windows: list["Shown"] = field(default_factory=list)
    jump_s: float = 0.0

    def start(self) -> "Running":
        points = [[None if math.isnan(n) else n for n in row] for row in UPRIGHT.photo().points.tolist()]
        (self.folder / "pose.json").write_text(json.dumps(points))
        self.mode("")
        desk = load_activity("desk")

        def chooser(info):
            store = ProfileStore(self.folder / "profiles")
            return ProfileChooser(info, desk.mode, ProfileWish(), info.pose_model, store, last_only=True)

        sitting = SittingWatch(desk, self.settings, chooser, self.lines.append)
        self.monitor = Monitor(self.settings, sitting.rules, self.clock())
        self.run = DeskRun(self.monitor, sitting)
        parts = {"notifier": self.notices, "session": self.computer}
        if self.spare_windows:
            parts["spare_window"] = lambda: self.spare_windows.pop(0)
        ends = DeskEnds(self.clock, self.looker, self.kept, self.lines.append, **parts)
        self.thread = threading.Thread(target=self.run.run, args=(ends,))
        self.thread.start()
        return self

    def clock(self) -> Moment:
        return Moment(mono_s(), time.time() + self.jump_s)

    def looker(self, hear: Hear) -> Worker:
        self.worker = Worker("0", "full", hear, (sys.executable, str(STUB), str(self.folder)))
        return self.worker

    def mode(self, mode: str) -> None:
        (self.folder / "mode").write_text(mode)

    @property
    def camera_is_on(self) -> bool:
        return (self.folder / "camera").exists()

    @property
    def looks(self) -> int:
        log = self.folder / "log"
        return log.read_text().count("look") if log.exists() else 0

    def says(self, part: str) -> Callable[[], bool]:
        return lambda: any(part in line for line in self.lines)

    def looks_more(self) -> None:
        before = self.looks
        wait_until(lambda: self.looks >= before + 2)

    def stop(self) -> None:
        self.run.stop()
        self.thread.join(20.0)
        assert not self.thread.is_alive()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    run = Running(tmp_path).start()
    yield run
    run.stop()


def test_it_looks_and_says_how_it_is(running: Running) -> None:
    running.looks_more()
    reply = running.run.answer(Request("status"))
    assert reply.ok
    assert reply.status["camera_on"] is True
    assert json.dumps(reply.status)


def test_a_lock_signal_lets_go_of_the_camera_within_a_second(running: Running) -> None:
    wait_until(lambda: running.camera_is_on)
    before_s = time.monotonic()
    running.run.changed(SessionState(locked=True))
    wait_until(lambda: not running.camera_is_on)
    assert time.monotonic() - before_s < 1.0
    running.run.changed(SessionState())
    wait_until(lambda: running.camera_is_on)


def test_the_computer_may_sleep_when_the_camera_is_off_whether_it_was_on_or_not(tmp_path: Path) -> None:
    computer = Computer()
    run = Running(tmp_path, computer=computer).start()
    for paused in (False, True):
        run.run.answer(Request("pause" if paused else "resume"))
        wait_until(lambda paused=paused: run.camera_is_on != paused)
        before, computer.now = computer.was_let_sleep, SessionState(asleep=True)
        run.run.changed(computer.now)
        wait_until(lambda before=before: computer.was_let_sleep > before)
        assert not run.camera_is_on
        computer.now = SessionState()
        run.run.changed(computer.now)
    run.stop()


def test_a_camera_that_does_not_close_is_taken_from_its_process(running: Running) -> None:
    wait_until(lambda: running.camera_is_on)
    running.mode("slow to close")
    pid = running.worker.pid
    running.run.changed(SessionState(locked=True))
    wait_until(lambda: not running.worker.runs)
    assert pid is not None
    wait_until(lambda: not _lives(pid))


def test_a_worker_that_is_killed_is_started_anew_and_said_once(running: Running) -> None:
    for _ in range(2):
        running.looks_more()
        pid = running.worker.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda pid=pid: running.worker.pid not in (None, pid))
    running.looks_more()
    assert sum("started anew" in line for line in running.lines) == 1


def test_a_worker_that_hangs_is_ended_and_started_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_handle, "_LOOK_S", 0.5)
    running = Running(tmp_path).start()
    running.looks_more()
    pid = running.worker.pid
    running.mode("hang")
    wait_until(lambda: running.worker.pid != pid)
    running.mode("")
    running.looks_more()
    running.stop()
    assert running.says("did not answer")()
    assert pid is not None
    assert not _lives(pid)


def test_one_that_dies_again_and_again_is_left_alone_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_run, "_STARTS", 3)
    running = Running(tmp_path).start()
    running.mode("die")
    wait_until(running.says("keeps failing"))
    looks = running.looks
    running.run.answer(Request("status"))
    assert running.looks == looks <= 5
    assert running.run.answer(Request("status")).status["why"] == "camera does not answer"
    running.stop()


def test_a_camera_that_is_gone_comes_back_within_ten_seconds(running: Running) -> None:
    running.looks_more()
    running.mode("gone")
    wait_until(running.says("the camera is gone"))
    running.mode("")
    before_s = time.monotonic()
    wait_until(running.says("the camera is on again"))
    assert time.monotonic() - before_s < 10.0
    running.looks_more()
    assert "close" not in (running.folder / "log").read_text()  # opened once, and kept


def test_nobody_there_lets_go_of_the_camera(tmp_path: Path) -> None:
    running = Running(tmp_path, DeskSettings(rate=5.0, away_min=0.02)).start()
    wait_until(lambda: running.camera_is_on)
    (tmp_path / "pose.json").write_text("null")
    wait_until(lambda: not running.camera_is_on)
    wait_until(running.says("nobody is there"))
    running.stop()


def test_a_pause_lets_go_of_the_camera_until_resume(running: Running) -> None:
    wait_until(lambda: running.camera_is_on)
    assert running.run.answer(Request("pause")).text == "paused"
    wait_until(lambda: not running.camera_is_on)
    running.run.answer(Request("resume"))
    wait_until(lambda: running.camera_is_on)


def test_a_full_disk_is_said_once_and_loses_no_minute(running: Running) -> None:
    running.looks_more()
    running.kept.is_full = True
    for minutes in (1, 2, 3):
        running.jump_s = 60.0 * minutes
        running.looks_more()
    wait_until(running.says("no space left"))
    running.kept.is_full = False
    running.stop()
    assert sum("no space left" in line for line in running.lines) == 1
    assert len(running.kept.minutes) >= 3


def test_minutes_that_no_disk_took_until_the_end_are_said(running: Running) -> None:
    running.looks_more()
    running.kept.is_full = True
    running.jump_s = 60.0
    running.looks_more()
    running.stop()
    assert not running.kept.minutes
    assert running.lines[-1] == "2 minutes could not be written, and are lost"


def test_stop_ends_it_and_tells_the_day(running: Running) -> None:
    wait_until(lambda: running.looks > 10)
    pid = running.worker.pid
    running.run.answer(Request("stop"))
    running.thread.join(10.0)
    assert not running.thread.is_alive()
    assert any("watched" in line for line in running.lines)
    assert pid is not None
    assert not _lives(pid)
    assert running.kept.minutes


class Shown:
    """A small window of one's own."""

    def __init__(self) -> None:
        self.problem = ""
        self.views: list[WindowView] = []

    def show(self, view: WindowView) -> None:
        self.views.append(view)

    def pump(self) -> tuple[Request, ...]:
        return ()

    def close(self) -> None:
        """Nothing."""


def test_what_cannot_be_shown_on_the_desktop_is_said_in_the_terminal_and_a_window(tmp_path: Path) -> None:
    settings, windows = DeskSettings(rate=5.0, shift_min=0.02, break_min=0), [Shown(), Shown()]
    running = Running(tmp_path, settings, spare_windows=list(windows))
    running.notices.problem = "no notifications: no server answers"
    running.start()
    wait_until(running.says("Time to move"))
    wait_until(lambda: len(windows[0].views) > 2)
    running.stop()
    assert windows[1].views == []
    assert sum("no server answers" in line for line in running.lines) == 1


def test_a_notice_that_finds_no_server_any_more_is_said_all_the_same(tmp_path: Path) -> None:
    """A server that has ended is noticed only when a notice has been sent to it."""
    running = Running(tmp_path, DeskSettings(rate=5.0, shift_min=0.02, break_min=0))
    running.spare_windows = [Shown()]

    def show(notice: Notice) -> None:
        running.notices.shown.append(notice)
        running.notices.problem = "no notifications: no server answers"

    running.notices.show = show
    running.start()
    wait_until(running.says("Time to move"))
    wait_until(lambda: not running.spare_windows)
    running.stop()


def test_a_notice_that_is_shown_is_not_said_in_the_terminal(tmp_path: Path) -> None:
    running = Running(tmp_path, DeskSettings(rate=5.0, shift_min=0.02, break_min=0)).start()
    wait_until(lambda: len(running.notices.shown) > 1)
    running.stop()
    assert not any("Time to move" in line for line in running.lines)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
