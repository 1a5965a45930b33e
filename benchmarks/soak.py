"""Hours before a camera, and a cable that is pulled: memory, lost pictures, and the time to recover.

    python -m benchmarks.soak [--hours 8] [--fps 2] [--cuts 5] [--json]

The hours run on a simulated clock: the desk sample, forwards and backwards, as 640 x 480 pictures of a
device, each looked at by the pose model and all that `formcheck live -a desk` does without a window, its
results written at the end. The device is no faster than what judges it, so a picture that is not judged is
lost. The cable: a camera in the network, on loopback, is cut and restored; measured is the time from its
return to the next judged picture.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from benchmarks.figures import Figure, show
from benchmarks.mjpeg import MjpegCamera, mjpeg_camera
from formcheck.activities.load import load_activity
from formcheck.live.live_options import LiveOptions, Plan
from formcheck.live.live_run import Connections, LiveRun
from formcheck.live.worker import ShownFrame
from formcheck.pose.models import DEFAULT_MODEL, pose_model
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.sinks.speech.speaker import Silence
from formcheck.source.device import Picture
from formcheck.source.frame import Image, StreamInfo
from formcheck.source.network_stream import NetworkStream
from formcheck.source.video import VideoFile

_SAMPLE = Path(__file__).parent.parent / "sample_videos" / "desk_front.mp4"
_SIZE_PX = (640, 480)
_LOST_AFTER_S = 60.0  # a computer that was stopped for a while has lost nothing
_STARTS_MB_AFTER_H = 1.0  # everything is loaded, and the first curves are full
MOST_GROWTH_MB, MOST_RECOVERY_S, MOST_MEMORY_MB = 20.0, 10.0, 400.0


class SimulatedCamera:
    """A device on a clock of its own: the next picture is taken when the last one was judged.

    Attributes:
        read_pictures: How many were asked for.
    """

    name, returns = "simulated", True

    def __init__(self, pictures: list[Image], fps: float, seconds: float) -> None:
        self._pictures = [*pictures, *pictures[-2:0:-1]]
        self._fps, self._count = fps, round(seconds * fps)
        self.read_pictures = 0
        self._judged = threading.Semaphore(1)

    def open(self) -> StreamInfo:
        """Nothing to open."""
        return StreamInfo(self.name, *_SIZE_PX, self._fps)

    def read(self) -> Picture | None:
        """The next picture, as soon as the one before was judged."""
        self._judged.acquire(timeout=_LOST_AFTER_S)
        index, self.read_pictures = self.read_pictures, self.read_pictures + 1
        if index >= self._count:
            return None
        return Picture(self._pictures[index % len(self._pictures)], index / self._fps)

    def judged(self) -> None:
        """The one before was judged."""
        self._judged.release()

    def close(self) -> None:
        """Nothing to close."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--fps", type=float, default=2.0)
    parser.add_argument("--cuts", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = [*_hours(arguments.hours, arguments.fps)] if arguments.hours else []
    figures += [*_cuts(arguments.cuts)] if arguments.cuts else []
    return show(figures, as_json=arguments.json)


def _hours(hours: float, fps: float) -> Iterator[Figure]:
    camera = SimulatedCamera(_pictures(fps), fps, 3600 * hours)
    sizes_mb: list[tuple[float, float]] = []
    shown_pictures = 0

    def hear(shown: ShownFrame, shown_s: float) -> None:
        nonlocal shown_pictures
        shown_pictures += 1
        camera.judged()
        hour = shown.frame.time_s / 3600
        if not sizes_mb or hour - sizes_mb[-1][0] >= hours / 200:
            sizes_mb.append((hour, _memory_mb("VmRSS")))

    with tempfile.TemporaryDirectory() as folder:
        started_s = time.process_time()
        estimator = TrackedSubjectEstimator(pose_model(DEFAULT_MODEL))
        LiveRun(
            _plan(), _options(folder), Connections(camera, estimator, None, Silence(), on_shown=hear)
        ).run()
        spent_s = time.process_time() - started_s
        written = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    settled = [mb for hour, mb in sizes_mb if hour >= min(_STARTS_MB_AFTER_H, hours / 2)]
    yield Figure("hours", hours, "h")
    yield Figure("pictures_a_second", fps, "1/s")
    for hour in range(1, int(hours) + 1):
        yield Figure(f"memory_after_{hour}_h", _at(sizes_mb, hour), "MB")
    yield Figure("memory_grown_after_the_first_hour", max(settled) - settled[0], "MB", MOST_GROWTH_MB)
    yield Figure("peak_memory", _memory_mb("VmHWM"), "MB", MOST_MEMORY_MB)
    yield Figure("pictures_lost", camera.read_pictures - 1 - shown_pictures, "pictures", 0)
    yield Figure("processor_time_a_picture", 1e3 * spent_s / max(1, shown_pictures), "ms")
    yield Figure("written", written / 1e6, "MB")


def _cuts(count: int) -> Iterator[Figure]:
    pictures = _pictures(10.0)
    chance = random.Random(1)
    judged_s: list[float] = []

    def hear(shown: ShownFrame, shown_s: float) -> None:
        if shown.judged.observation is not None:
            judged_s.append(shown_s)

    with (
        mjpeg_camera(lambda time_s: pictures[int(10 * time_s) % len(pictures)], 10.0) as camera,
        tempfile.TemporaryDirectory() as folder,
    ):
        estimator = TrackedSubjectEstimator(pose_model(DEFAULT_MODEL))
        ends = Connections(
            NetworkStream(camera.url),
            estimator,
            None,
            Silence(),
            on_shown=hear,
        )
        run = LiveRun(_plan(), _options(folder), ends)
        running = threading.Thread(target=run.run)
        running.start()
        took_s = [_cut(camera, judged_s, chance.uniform(1.0, 6.0)) for _ in range(count)]
        run.stop()
        running.join()
    yield Figure("cuts", count, "times")
    yield Figure("recovery_median", statistics.median(took_s), "s")
    yield Figure("recovery_longest", max(took_s), "s", MOST_RECOVERY_S)


def _cut(camera: MjpegCamera, judged_s: list[float], off_s: float) -> float:
    """Seconds from the camera's return to the next judged picture."""
    seen = len(judged_s)
    _wait_for(lambda: len(judged_s) > seen + 10)
    camera.switch_off()
    time.sleep(off_s)
    back_s = time.monotonic()
    camera.switch_on()
    _wait_for(lambda: judged_s[-1] > back_s)
    return judged_s[-1] - back_s


def _wait_for(condition: Callable[[], bool], longest_s: float = 60.0) -> None:
    end_s = time.monotonic() + longest_s
    while not condition():
        if time.monotonic() > end_s:
            raise TimeoutError(f"nothing was judged for {longest_s:.0f} s")
        time.sleep(0.005)


def _plan() -> Plan:
    activity = load_activity("desk")
    return Plan({1: activity}, activity)


def _options(folder: str) -> LiveOptions:
    return LiveOptions(Path(folder), guided=False, sound="none")


def _pictures(fps: float, end_s: float = 12.0) -> list[Image]:
    """The sample as pictures of a webcam."""
    with VideoFile(_SAMPLE, 0.0, end_s) as film:
        step = max(1, round(film.info.fps / max(fps, 2.0)))
        return [_webcam(frame.image) for frame in film if frame.index % step == 0]


def _webcam(image: Image) -> Image:
    return np.ascontiguousarray(cv2.resize(image, _SIZE_PX, interpolation=cv2.INTER_AREA), np.uint8)


def _at(sizes_mb: list[tuple[float, float]], hour: float) -> float:
    return min(sizes_mb, key=lambda one: abs(one[0] - hour))[1]


def _memory_mb(key: str) -> float:
    status = Path(f"/proc/{os.getpid()}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(key)) / 1024


if __name__ == "__main__":
    sys.exit(main())
