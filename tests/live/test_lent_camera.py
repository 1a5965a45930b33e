"""Neck exercises have the desk monitor let go of the camera, and give it back."""

import threading

import pytest

from formcheck.desktop.control import Reply, Request
from formcheck.errors import ControlError, NotRunningError, SourceError
from formcheck.live.lent_camera import AwaitedDevice, LentCamera
from formcheck.source.device import Picture
from formcheck.source.frame import StreamInfo


class Monitor:
    """Keeps what it was asked."""

    def __init__(self, *, ok: bool = True, error: ControlError | None = None) -> None:
        self.ok, self.error = ok, error
        self.commands: list[str] = []
        self.asked_again = threading.Event()

    def ask(self, request: Request) -> Reply:
        self.commands.append(request.command)
        if len(self.commands) == 3:
            self.asked_again.set()
        if self.error is not None:
            raise self.error
        return Reply(self.ok, "", {})


class Camera:
    """Cannot be opened the first few times."""

    name, returns = "camera 0", True

    def __init__(self, busy: int) -> None:
        self.busy = busy

    def open(self) -> StreamInfo:
        self.busy -= 1
        if self.busy >= 0:
            raise SourceError("camera 0: in use")
        return StreamInfo("camera 0", 640, 480, 30.0)

    def read(self) -> Picture | None:
        return None

    def close(self) -> None:
        pass


def test_it_is_lent_again_and_again_and_returned_at_the_end() -> None:
    monitor, said = Monitor(), list[str]()
    with LentCamera(said.append, monitor.ask, again_s=0.001) as lent:
        assert lent.lent
        assert monitor.asked_again.wait(10.0)
    assert monitor.commands[0] == "lend"
    assert monitor.commands[-1] == "return"
    assert said == ["the desk monitor waits until you are done"]


def test_it_is_returned_after_an_error_too() -> None:
    monitor = Monitor()
    with pytest.raises(SourceError), LentCamera(asked=monitor.ask):
        raise SourceError("no camera")
    assert monitor.commands == ["lend", "return"]


def test_without_a_monitor_nothing_is_said_and_nothing_waited_for() -> None:
    monitor, said, camera = Monitor(error=NotRunningError()), list[str](), Camera(busy=0)
    with LentCamera(said.append, monitor.ask) as lent:
        assert lent.device(camera) is camera
    assert monitor.commands == ["lend"]
    assert said == []


@pytest.mark.parametrize("monitor", [Monitor(ok=False), Monitor(error=ControlError("it does not answer"))])
def test_a_monitor_that_does_not_lend_it_is_named_with_what_helps(monitor: Monitor) -> None:
    said = list[str]()
    with LentCamera(said.append, monitor.ask) as lent:
        assert not lent.lent
    assert "formcheck desk pause" in said[-1]
    assert monitor.commands == ["lend"]


def test_a_camera_that_is_about_to_be_free_is_waited_for() -> None:
    passed_s = list[float]()
    device = AwaitedDevice(Camera(busy=3), clock=lambda: sum(passed_s), sleep=passed_s.append)
    assert device.open().name == "camera 0"
    assert len(passed_s) == 3


def test_a_camera_that_stays_in_use_is_an_error_in_the_end() -> None:
    passed_s = list[float]()
    device = AwaitedDevice(Camera(busy=1000), clock=lambda: sum(passed_s), sleep=passed_s.append)
    with pytest.raises(SourceError, match="in use"):
        device.open()
    assert 3.9 < sum(passed_s) < 5.0
