"""The process that has the camera and the pose model: it looks when it is told to, and ends with the monitor.

    python -m formcheck.monitor.worker MODEL

Orders come on stdin, answers go to stdout (`wire`). A process of its own, because a driver or a model that
hangs can be ended in no other way. When the monitor dies, however it does, stdin ends, and so does this.
"""

import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from formcheck.errors import FormcheckError, MissingLibraryError, ModelError, SourceError

if TYPE_CHECKING:
    from formcheck.monitor.camera_plan import Why
    from formcheck.monitor.wire import Told
    from formcheck.source.frame import StreamInfo

# A picture may take so long: some cameras give one in several seconds.
_PICTURE_S = 8.0
# What hangs when stdin has ended is not waited for longer.
_END_S = 1.0


class Eye:
    """Has the camera and the model, and looks.

    Args:
        source: As of `opening.open_device`.
        model: Name of the pose model.
        tell: Takes what there is to tell.
    """

    def __init__(self, source: str, model: str, tell: "Callable[[Told], None]") -> None:
        from formcheck.pose.models import pose_model
        from formcheck.pose.subject_estimator import TrackedSubjectEstimator
        from formcheck.source.glances import Glances

        self._source, self._tell = source, tell
        self._estimator = TrackedSubjectEstimator(pose_model(model), sparing=True)
        self._glances: Glances = Glances(source)
        self._name = _camera_name(source)
        self._elsewhere = ""
        self._index = 0

    def look(self, number: int) -> None:
        """Look once, and tell what is there; the camera stays open until it is to be closed."""
        try:
            self._tell(self._looked(number))
        except SourceError as error:
            self._lose(number, str(error))
        except (ModelError, MissingLibraryError) as error:
            from formcheck.monitor.wire import CouldNot

            self._tell(CouldNot(number, "camera does not answer", str(error), fatal=True))

    def close(self) -> None:
        """Let go of the camera."""
        from formcheck.monitor.wire import Closed

        self._glances.close()
        self._tell(Closed())

    def _looked(self, number: int) -> "Told":
        from formcheck.monitor.clock import mono_s
        from formcheck.monitor.wire import CouldNot, Looked, Opened
        from formcheck.source.fitting import fitted, size_within
        from formcheck.source.frame import Frame
        from formcheck.source.health import brightness

        if not self._glances.is_open:
            self._info = self._glances.open()
            self._tell(Opened(self._info.name))
        picture = self._glances.look(_PICTURE_S)
        if picture is None:
            if self._glances.has_ended:
                return CouldNot(number, "camera gone", f"{self._info.name}: the film is over", fatal=True)
            raise SourceError(f"{self._info.name}: no picture has come for {_PICTURE_S:g} s")
        at_s = mono_s()
        size = size_within(self._info.width_px, self._info.height_px, _LONGEST_SIDE_PX)
        image = fitted(picture.image, size)
        info = _stream(self._info.name, size, self._info.fps, self._estimator.model)
        self._index += 1
        before_s = time.process_time()
        posed = self._estimator.estimate(Frame(self._index, at_s, image), info)
        model_s = time.process_time() - before_s
        return Looked(number, at_s, info, posed.pose, brightness(image), model_s)

    def _lose(self, number: int, line: str) -> None:
        """The camera could not be had: why, and whether it is there under another number now."""
        from formcheck.desktop.cameras_in_use import users_of_cameras
        from formcheck.monitor.wire import CouldNot

        self._glances.close()
        why = self._why_lost()
        if why == "camera gone":
            self._look_elsewhere()
        elif users := users_of_cameras():
            line = f"{line} (it is with {', '.join(users)})"
        is_file = not (self._source.isdecimal() or "://" in self._source or _device(self._source))
        self._tell(CouldNot(number, why, line, fatal=is_file))

    def _why_lost(self) -> "Why":
        path = _device(self._source if not self._elsewhere else self._elsewhere)
        return "camera in use" if path is not None and path.exists() else "camera gone"

    def _look_elsewhere(self) -> None:
        """The same camera has another number after it was plugged in again; of several it is told by name."""
        if _device(self._source) is None or sys.platform != "linux":
            return
        from formcheck.source.camera import list_cameras
        from formcheck.source.glances import Glances

        there = list_cameras()
        same = [camera for camera in there if self._name and camera.name == self._name]
        found = same or (list(there) if len(there) == 1 else [])
        own = _device(self._source)
        self._elsewhere = "" if not found or (own is not None and own.exists()) else str(found[0].index)
        self._glances = Glances(self._elsewhere or self._source)


_LONGEST_SIDE_PX = 640


def _stream(name: str, size: tuple[int, int], fps: float, model: str) -> "StreamInfo":
    from formcheck.source.frame import StreamInfo

    return StreamInfo(name, size[0], size[1], fps, pose_model=model)


def _device(source: str) -> Path | None:
    """The device file of a camera of this computer."""
    if source.startswith("/dev/"):
        return Path(source)
    return Path(f"/dev/video{source}") if source.isdecimal() and sys.platform == "linux" else None


def _camera_name(source: str) -> str:
    """What its maker calls a camera of this computer; "" where that is not known."""
    path = _device(source)
    if path is None or sys.platform != "linux":
        return ""
    from formcheck.source.camera import list_cameras  # here: it loads OpenCV

    return next((camera.name for camera in list_cameras() if camera.path == str(path)), "")


def _end_with_parent() -> None:
    """On Linux the system itself ends this process with the one that started it."""
    if sys.platform != "linux":
        return
    import ctypes
    import signal

    with suppress(OSError, AttributeError):
        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


def _read_orders(stream: IO[bytes], orders: "queue.SimpleQueue[dict[str, object]]") -> None:
    import json

    for line in stream:
        with suppress(ValueError):
            orders.put(json.loads(line))
    orders.put({"do": "end"})
    time.sleep(_END_S)
    os._exit(0)  # the driver hangs, and only this lets go of the camera


def _answers() -> IO[bytes]:
    """Where answers go; whatever libraries print goes to stderr."""
    own = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return own


def main() -> int:
    """Look until there is nobody to look for."""
    from formcheck.source.windowless import never_open_windows

    never_open_windows()
    source, model = os.environ.get("FORMCHECK_DESK_SOURCE", "0"), sys.argv[1]
    answers = _answers()
    _end_with_parent()
    orders: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
    threading.Thread(target=_read_orders, args=(sys.stdin.buffer, orders), daemon=True).start()
    from formcheck.monitor.wire import CouldNot, told_line

    def tell(told: "Told") -> None:
        answers.write(told_line(told))

    try:
        eye = Eye(source, model, tell)
        while (order := orders.get())["do"] != "end":
            if order["do"] == "look":
                eye.look(int(str(order["number"])))
            else:
                eye.close()
        eye.close()
    except FormcheckError as error:
        tell(CouldNot(0, "camera does not answer", str(error), fatal=True))
        return 1
    except BrokenPipeError:
        return 0
    return 0


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # threads of drivers and of the model are not waited for
