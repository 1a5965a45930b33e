"""How quickly a camera's picture is judged and shown, and what that costs beside the pose model.

    python -m benchmarks.latency [--json] [--frames 600] [--memory-frames 20000]

A device that gives the pictures of a sample as 720p, 30 a second, stands in for the camera; all else is what
`formcheck live` runs, its window on a display of Xvfb (without Xvfb: no window, and the names say so). Times
mean something on a computer that does nothing else. What is promised is held against the pose model as it
is published, with the mask that is left out here; the percentage of the quicker one stands beside it. Own
work is compared in seconds of a core. Memory is measured in a process of its own, with the
model loaded, on frames that come as fast as they can be judged.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from benchmarks.display import can_have_display, own_display
from benchmarks.figures import Figure, show
from formcheck.activities.load import load_activity
from formcheck.live.live_options import LiveOptions, Plan
from formcheck.live.live_run import Connections, LiveRun
from formcheck.live.worker import ShownFrame
from formcheck.pose.blazepose.bundles import find_bundle
from formcheck.pose.blazepose.estimator import BlazePoseTracker
from formcheck.pose.models import DEFAULT_MODEL, pose_model
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.pose.subject_estimator import SubjectPoseEstimator, TrackedSubjectEstimator
from formcheck.session.start import start_session
from formcheck.sinks.screen.window import Window
from formcheck.sinks.speech.speaker import Silence
from formcheck.source.device import Picture
from formcheck.source.frame import Frame, Image, StreamInfo
from formcheck.source.video import VideoFile

_SAMPLES = Path(__file__).parent.parent / "sample_videos"
_GOOD, _FAULTY = _SAMPLES / "press_front_good.mp4", _SAMPLES / "press_side_layback.mp4"
_RECORDING = Path(__file__).parent / "recordings" / "dev-press-000-good-good-front.poses.jsonl.gz"
_SIZE_PX, _FPS = (1280, 720), 30.0
_SEEN_FIRST = 30  # frames that are not counted: everything is loaded with them
MOST_MEDIAN, MOST_P99 = 1.5, 3.0
MOST_CUE_S, MOST_BACKLOG, MOST_OWN_PERCENT, MOST_FIRST_S = 0.3, 1, 15.0, 1.5
MOST_MEMORY_MB, MOST_GROWTH_MB = 350.0, 20.0


class LoopedPictures:
    """A device: the same pictures again and again, so many a second, on the clock or as fast as asked.

    Attributes:
        own_s: CPU time that the reading thread spent outside this device.
    """

    name, returns = "looped", True

    def __init__(self, pictures: list[Image], count: int, *, paced: bool = True) -> None:
        self._pictures, self._count, self._paced = pictures, count, paced
        self._index = 0
        self.own_s = 0.0
        self._left_s: float | None = None
        self._started_s = 0.0
        self.allowed: Callable[[int], None] = lambda index: None

    def open(self) -> StreamInfo:
        """Nothing to open."""
        self._started_s = time.monotonic()
        height, width = self._pictures[0].shape[:2]
        return StreamInfo(self.name, width, height, _FPS)

    def read(self) -> Picture:
        """The next picture, in time."""
        if self._left_s is not None:
            self.own_s += time.thread_time() - self._left_s
        index, self._index = self._index, self._index + 1
        self.allowed(index)
        if self._paced:
            time.sleep(max(0.0, self._started_s + index / _FPS - time.monotonic()))
        image = self._pictures[index % len(self._pictures)]
        # Threads differ for the first picture, which is read by who opens it.
        self._left_s = None if index < 2 else time.thread_time()
        return Picture(image, None if self._paced else index / _FPS)

    def close(self) -> None:
        """Nothing to close."""


class TimedEstimator:
    """An estimator that notes what its thread spends outside it.

    Attributes:
        own_s: CPU time of the judging thread outside the estimator, frame by frame.
    """

    def __init__(self, estimator: SubjectPoseEstimator) -> None:
        self._estimator, self.model = estimator, estimator.model
        self.own_s: list[float] = []
        self._left_s: float | None = None

    def estimate(self, frame: Frame, info: StreamInfo) -> PosedFrame:
        """As the estimator inside."""
        if self._left_s is not None:
            self.own_s.append(time.thread_time() - self._left_s)
        posed = self._estimator.estimate(frame, info)
        self._left_s = time.thread_time()
        return posed

    def read_faces(self, wanted: bool) -> None:
        """As the estimator inside."""
        self._estimator.read_faces(wanted)

    def warm_up(self) -> None:
        """As the estimator inside."""
        self._estimator.warm_up()

    def __enter__(self) -> Self:
        self._estimator.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._estimator.__exit__(kind, error, trace)


class ReplayingEstimator(TimedEstimator):
    """Loads the model and looks at a few pictures with it; gives known poses after that, at no cost."""

    def __init__(self, estimator: SubjectPoseEstimator, poses: list[PosedFrame], looks: int) -> None:
        super().__init__(estimator)
        self._poses, self._looks, self._seen = poses, looks, 0
        self.may_go_on = threading.Semaphore(1)

    def wait_for_pace(self, index: int) -> None:
        """Wait until the picture before this one was judged."""
        if index > 1:
            self.may_go_on.acquire()

    def estimate(self, frame: Frame, info: StreamInfo) -> PosedFrame:
        """A known pose, at the frame's time."""
        self._seen += 1
        if self._seen <= self._looks:
            self._estimator.estimate(frame, info)
        self.may_go_on.release()
        return PosedFrame(frame.index, frame.time_s, self._poses[self._seen % len(self._poses)].pose)


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    if arguments.memory_only:
        print(json.dumps(_memory(arguments.memory_frames)))
        return 0
    figures = _speed(arguments.frames)
    figures.append(
        _cue_figure(next(f.value for f in figures if f.name.startswith("arrival to shown, median (")))
    )
    if arguments.memory_frames:
        figures += _memory_figures(arguments.memory_frames)
    return show(figures, as_json=arguments.json)


def _speed(frames: int) -> list[Figure]:
    """Latency, backlog, own work and the time to the first frame."""
    pictures = _pictures_720p(_GOOD)
    where = "window" if can_have_display() else "no window"
    with own_display() if can_have_display() else nullcontext(), tempfile.TemporaryDirectory() as folder:
        face = Window() if can_have_display() else None
        (published_s, published_cpu_s), (_, quick_cpu_s) = _model_s(pictures), _model_s(pictures, known=True)
        device, estimator = (
            LoopedPictures(pictures, frames),
            TimedEstimator(TrackedSubjectEstimator(pose_model(DEFAULT_MODEL))),
        )
        seen: list[tuple[ShownFrame, float]] = []
        main_s: list[float] = []  # CPU time of the showing thread so far, at each frame
        backlog = 0

        def hear(shown: ShownFrame, shown_s: float) -> None:
            nonlocal backlog
            seen.append((shown, shown_s))
            main_s.append(time.thread_time())
            backlog = max(backlog, run.waiting)
            if len(seen) >= frames + _SEEN_FIRST:
                run.stop()

        plan = _plan()
        options = LiveOptions(Path(folder), guided=False, sound="none", report=False)
        run = LiveRun(plan, options, Connections(device, estimator, face, Silence(), on_shown=hear))
        started_s = time.monotonic()
        run.run()
        if face is not None:
            face.close()
    first_s = next(shown_s for shown, shown_s in seen if shown.judged.observation) - started_s
    counted = seen[_SEEN_FIRST:]
    model_s = statistics.median(s.timing.seen_s - s.timing.taken_s for s, _ in counted)
    waits_s = [shown_s - s.timing.came_s for s, shown_s in counted]
    p99_s = float(np.percentile(waits_s, 99))
    median_s = statistics.median(waits_s)
    own = {
        "judging": statistics.median(estimator.own_s[_SEEN_FIRST:]),
        "reading": device.own_s / max(1, device._index),
        "showing": statistics.median(np.diff(main_s[_SEEN_FIRST:])),
    }
    stages_s = {
        "waiting to be taken": [s.timing.taken_s - s.timing.came_s for s, _ in counted],
        "judging": [s.timing.judged_s - s.timing.seen_s for s, _ in counted],
        "drawing and painting": [shown_s - s.timing.judged_s for s, shown_s in counted],
    }
    return [
        Figure("pose model as it is published, median", published_s * 1e3, "ms"),
        Figure("pose model, median", model_s * 1e3, "ms"),
        *(Figure(f"{name}, median", statistics.median(v) * 1e3, "ms") for name, v in stages_s.items()),
        Figure(f"arrival to shown, median ({where})", median_s * 1e3, "ms"),
        Figure(f"arrival to shown, 99 % ({where})", p99_s * 1e3, "ms"),
        Figure("arrival to shown over the published model, median", median_s / published_s, "x", MOST_MEDIAN),
        Figure("arrival to shown over the published model, 99 %", p99_s / published_s, "x", MOST_P99),
        Figure("backlog, largest", backlog, "frames", MOST_BACKLOG),
        *(Figure(f"own work, {name}", value * 1e3, "ms/frame") for name, value in own.items()),
        Figure(
            "own work at 720p over the published model",
            100 * sum(own.values()) / published_cpu_s, "%", MOST_OWN_PERCENT,
        ),
        Figure(
            "own work at 720p over the model without its mask", 100 * sum(own.values()) / quick_cpu_s, "%"
        ),
        Figure("first frame judged after", first_s, "s", MOST_FIRST_S),
    ]  # fmt: skip


def _model_s(pictures: list[Image], *, known: bool = False) -> tuple[float, float]:
    """Seconds of the clock and of a core that the pose model takes for a picture, the first ones left out.

    Args:
        pictures: What it is shown.
        known: Without the mask, as the program runs it; otherwise as MediaPipe does.
    """
    took_s: list[tuple[float, float]] = []
    with BlazePoseTracker(find_bundle(DEFAULT_MODEL), known=known) as model:
        for image in pictures:
            started_s, started_cpu_s = time.perf_counter(), time.process_time()
            model.estimate(image)
            took_s.append((time.perf_counter() - started_s, time.process_time() - started_cpu_s))
    clock_s, cpu_s = (statistics.median(seconds) for seconds in zip(*took_s[_SEEN_FIRST:], strict=True))
    return clock_s, cpu_s


def _cue_figure(shown_ms: float) -> Figure:
    """From the fault having lasted long enough, as it is known afterwards, to its cue on the screen.

    Afterwards: the same poses smoothed without delay, both ways. Before a camera they are smoothed one way.
    """
    poses = _poses(_FAULTY)
    rule = "overhead-press.layback"
    late_s = [
        cue_s - fault_s
        for fault_s, cue_s in zip(
            _starts(poses, ZeroPhaseSmoother(), rule, lambda o: rule in o.firing),
            _starts(poses, OneEuroSmoother(), rule, lambda o: o.cue is not None and o.cue.rule == rule),
            strict=True,
        )
    ]
    return Figure("cue after the fault's dwell, latest", max(late_s) + shown_ms / 1e3, "s", MOST_CUE_S)


def _starts(
    poses: list[PosedFrame], smoother: Smoother, rule: str, holds: Callable[..., bool]
) -> list[float]:
    """When something begins to hold, for each rep that it does in."""
    session = start_session(load_activity(rule.partition(".")[0]), _info(_FAULTY), smoother)
    starts, last_s = [], -1.0
    for observation in session.watch(poses):
        if holds(observation):
            if observation.time_s - last_s > 2.0:
                starts.append(observation.time_s)
            last_s = observation.time_s
    return starts


def _memory_figures(frames: int) -> list[Figure]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.latency", "--memory-only", "--memory-frames", str(frames)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(done.stdout.splitlines()[-1])
    return [
        Figure(f"peak memory over {frames} frames", found["peak_mb"], "MB", MOST_MEMORY_MB),
        Figure("memory grown in the last three quarters", found["grown_mb"], "MB", MOST_GROWTH_MB),
    ]


def _memory(frames: int) -> dict[str, float]:
    """Peak and growth of this process over so many judged frames."""
    # A recording and few pictures: the measuring itself is to take little.
    with PoseRecording(_RECORDING) as recording:
        poses = list(recording)
    pictures = _pictures_720p(_GOOD, 0.3)
    sizes: list[float] = []
    with own_display() if can_have_display() else nullcontext(), tempfile.TemporaryDirectory() as folder:
        face = Window() if can_have_display() else None
        estimator = ReplayingEstimator(TrackedSubjectEstimator(pose_model(DEFAULT_MODEL)), poses, looks=100)
        device = LoopedPictures(pictures, frames, paced=False)
        device.allowed = estimator.wait_for_pace

        def hear(shown: ShownFrame, shown_s: float) -> None:
            if shown.frame.index >= frames:
                run.stop()
            elif shown.frame.index % 100 == 0:
                sizes.append(_memory_mb("VmRSS"))

        options = LiveOptions(Path(folder), guided=False, sound="none", report=False)
        run = LiveRun(_plan(), options, Connections(device, estimator, face, Silence(), on_shown=hear))
        run.run()
        if face is not None:
            face.close()
    quarter = len(sizes) // 4
    return {"peak_mb": _memory_mb("VmHWM"), "grown_mb": sizes[-1] - sizes[quarter]}


def _memory_mb(key: str) -> float:
    status = Path(f"/proc/{os.getpid()}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(key)) / 1024


def _plan() -> Plan:
    activity = load_activity("overhead-press")
    return Plan({1: activity}, activity)


def _pictures_720p(video: Path, end_s: float = 3.0) -> list[Image]:
    """The pictures of a part of a video in which somebody moves, fitted into 1280 x 720."""
    width, height = _SIZE_PX
    with VideoFile(video, 0.0, end_s) as frames:
        return [_inside(frame.image, width, height) for frame in frames]


def _inside(image: Image, width: int, height: int) -> Image:
    scale = min(width / image.shape[1], height / image.shape[0])
    small = cv2.resize(image, (round(image.shape[1] * scale), round(image.shape[0] * scale)))
    canvas = np.full((height, width, 3), 96, np.uint8)
    top, left = (height - small.shape[0]) // 2, (width - small.shape[1]) // 2
    canvas[top : top + small.shape[0], left : left + small.shape[1]] = small
    return canvas


def _poses(video: Path) -> list[PosedFrame]:
    info = _info(video)
    with VideoFile(video) as frames, TrackedSubjectEstimator(pose_model(DEFAULT_MODEL)) as estimator:
        return [estimator.estimate(frame, info) for frame in frames]


def _info(video: Path) -> StreamInfo:
    with VideoFile(video) as frames:
        return replace(frames.info, pose_model=DEFAULT_MODEL)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--frames", type=int, default=600)
    parser.add_argument("--memory-frames", type=int, default=20_000)
    parser.add_argument("--memory-only", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
