"""What a day with `formcheck desk` costs, and what it tells.

    python -m benchmarks.desk [SET] [--hours 8] [--rates 1,2,5] [--seconds 60] [--part all] [--json]
    python -m benchmarks.desk --part long [--minutes 60]

*day*: hours on a simulated clock, from people's recordings (`benchmarks.desk_day`), at each rate: how many
alerts were false, how many heads that came forward were told exactly once, and whether nudges came on time.
*costs*: the command itself before a camera on loopback, in whose time the camera does not count: share of a
core, memory (what processes share counts once), wake-ups.
*long*: the same for an hour, before somebody who moves: whether memory, threads and open files stay as they
are. It is not a part of *all*.
*faults*: from plugging the camera in again to the next judged look, and from a lock signal to a free camera.
"""

import argparse
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from benchmarks.desk_day import Part, Person, day_of, people_of, watch
from benchmarks.figures import Figure, show
from formcheck.desktop.control import Request
from formcheck.desktop.session_state import SessionState
from formcheck.monitor.settings import DeskSettings

_ROOT = Path(__file__).parents[1]
_FILM = _ROOT / "sample_videos" / "desk_front.mp4"
_SETTLES_S, _STEADY_S = 45.0, 100.0
_CAMERA_FPS = 10.0
# Pictures of a film: no sample has so many.
_ALL = 10_000
_MB = 1e6


# The day


def day_figures(people: Sequence[Person], hours: float, rates: Sequence[float]) -> Iterator[Figure]:
    """Hours at each rate, shared out among the people."""
    each_s = 3600.0 * hours / len(people)
    yield Figure("people", len(people), "")
    for rate in rates:
        own = psutil.Process()
        before = own.memory_info().rss
        days = [
            watch(person, day_of(person, people[(i + 1) % len(people)], i, each_s), rate)
            for i, person in enumerate(people)
        ]
        for day in days:
            for at_s, what, during in day.false:
                print(f"{rate:g}/s, {day.body}: {what} at {at_s} s, during: {during}", file=sys.stderr)
        episodes = sum(day.episodes for day in days)
        at = f"at {rate:g} looks/s"
        yield Figure(f"hours {at}", sum(m.watched_s for d in days for m in d.minutes) / 3600, "h watched")
        in_forward = sum(1 for d in days for _, _, during in d.false if during == "forward")
        yield Figure(f"false alerts {at}", sum(len(d.false) for d in days) - in_forward, "", bound=1.0)
        yield Figure(f"heads forward {at}", episodes, "")
        yield Figure(f"told exactly once {at}", sum(day.once for day in days), "")
        yield Figure(f"told by another name {at}", in_forward, "")
        yield Figure(f"nudges off by {at}", _nudges_off_s(people[0], rate), "s", bound=1.0)
        yield Figure(f"memory grown by {at}", (own.memory_info().rss - before) / _MB, "MB")


def _nudges_off_s(person: Person, rate: float) -> float:
    """By how much the nudges after 25 and 55 min come too early or late."""
    told = watch(person, [Part("home", 3420.0, person.home)], rate, nudges=True)
    due_s = {"Time to move": [1500.0, 3000.0], "Time for a break": [3300.0]}
    off = [
        min((abs(at_s - due) for at_s, title in told.nudges if title == what), default=999.0)
        for what, times in due_s.items()
        for due in times
    ]
    return max(off)


# What it costs


def _serve(port: "multiprocessing.Queue[str]", film: Path, most: int) -> None:
    """A camera on loopback, 640 x 480, in a process of its own."""
    from benchmarks.mjpeg import MjpegCamera

    pictures = _pictures(film, most)
    camera = MjpegCamera(lambda time_s: pictures[int(time_s * _CAMERA_FPS) % len(pictures)], _CAMERA_FPS)
    camera.switch_on()
    port.put(camera.url)
    threading.Event().wait()


def _pictures(film: Path, most: int = 25) -> list[Any]:
    """The first pictures of a film, there and back: of this one, somebody who sits well."""
    from formcheck.source.video import VideoFile

    with VideoFile(film, longest_side_px=640) as video:
        found = [frame.image for _, frame in zip(range(most), video, strict=False)]
    return [*found, *found[-2:0:-1]]


@contextmanager
def _camera(most: int = 25) -> Iterator[str]:
    context = multiprocessing.get_context("spawn")
    port: multiprocessing.Queue[str] = context.Queue()
    process = context.Process(target=_serve, args=(port, _FILM, most), daemon=True)
    process.start()
    try:
        yield port.get(timeout=120)
    finally:
        process.kill()


@contextmanager
def _desk(url: str, *flags: str) -> Iterator[psutil.Process]:
    """The command, in a home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"), folder)
        Path(folder).chmod(0o700)
        os.environ.update(home)
        command = [sys.executable, "-m", "formcheck", "desk", "--no-notify", "--sound", "off", "--quiet"]
        environment = {**os.environ, **home, "FORMCHECK_SOURCE": url}
        process = subprocess.Popen([*command, *flags], env=environment, stdin=subprocess.DEVNULL)
        try:
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _status() -> dict[str, Any]:
    from formcheck.desktop.control_client import ask
    from formcheck.errors import ControlError

    try:
        return dict(ask(Request("status")).status)
    except ControlError:
        return {}


def _until(holds: Callable[[], bool], most_s: float = 240.0) -> float:
    """Wait for something; how long it took."""
    began_s = time.monotonic()
    while not holds():
        if time.monotonic() - began_s > most_s:
            raise TimeoutError
        time.sleep(0.02)
    return time.monotonic() - began_s


def cost_figures(seconds: float) -> Iterator[Figure]:
    """The command before a camera: twice a second, and as often as it takes."""
    with _camera() as url:
        for rate, settles_s, bound in ((2.0, _SETTLES_S, 5.0), (0.0, _STEADY_S, 2.0)):
            with _desk(url, "--rate", f"{rate:g}") as desk:
                _until(lambda: bool(_status().get("looks")))
                time.sleep(settles_s)
                yield from _costs(desk, seconds, "at 2 looks/s" if rate else "while steady", bound)


def _costs(desk: psutil.Process, seconds: float, at: str, bound: float) -> Iterator[Figure]:
    before, looks = _used(desk), _status()["looks"]
    began_s = time.monotonic()
    time.sleep(seconds)
    took_s = time.monotonic() - began_s
    after, status = _used(desk), _status()
    cpu_s, wakes = after[0] - before[0], after[1] - before[1]
    memory = [process.memory_full_info() for process in _processes(desk)]
    yield Figure(f"looks a second {at}", (status["looks"] - looks) / took_s, "/s")
    yield Figure(f"of one core {at}", 100 * cpu_s / took_s, "%", bound=bound)
    yield Figure(f"pose model, each look {at}", status["model_ms"], "ms of a core")
    yield Figure(f"wake-ups {at}", wakes / took_s, "/s")
    yield Figure(f"memory {at}", sum(getattr(m, "pss", m.rss) for m in memory) / _MB, "MB", bound=250.0)
    yield Figure(f"memory, shared counted twice {at}", sum(m.rss for m in memory) / _MB, "MB", bound=250.0)


def long_figures(minutes: float) -> Iterator[Figure]:
    """The command for an hour, before a whole film that is shown again and again: what does not stay."""
    with _camera(_ALL) as url, _desk(url, "--rate", "2") as desk:
        _until(lambda: bool(_status().get("looks")))
        time.sleep(_SETTLES_S)
        began, before, looks = time.monotonic(), _used(desk), _status()["looks"]
        held = [_held(desk)]
        for _ in range(max(1, round(minutes))):
            time.sleep(60.0)
            held.append(_held(desk))
        took_s, after = time.monotonic() - began, _used(desk)
        yield Figure("watched for", took_s / 60.0, "min")
        yield Figure("looks a second", (_status()["looks"] - looks) / took_s, "/s")
        yield Figure("of one core", 100 * (after[0] - before[0]) / took_s, "%", bound=5.0)
        yield Figure("wake-ups", (after[1] - before[1]) / took_s, "/s")
        yield Figure("most memory, shared counted twice", max(h[0] for h in held), "MB", bound=250.0)
        # One moment with a search for people in it holds more than the next: medians tell what stays.
        quarter = max(1, len(held) // 4)
        early, late = (
            statistics.median(h[0] for h in part) for part in (held[quarter:][:quarter], held[-quarter:])
        )
        yield Figure("memory grown by, from the second to the last quarter", late - early, "MB", bound=5.0)
        yield Figure("memory grown by, from the first moment to the last", held[-1][0] - held[0][0], "MB")
        yield Figure("threads grown by", held[-1][1] - held[0][1], "", bound=0.0)
        yield Figure("open files grown by", held[-1][2] - held[0][2], "", bound=0.0)


def _held(desk: psutil.Process) -> tuple[float, int, int]:
    """Memory in MB, threads, open files of all processes together."""
    there = _processes(desk)
    memory = sum(process.memory_info().rss for process in there) / _MB
    return memory, sum(p.num_threads() for p in there), sum(p.num_fds() for p in there)


def _processes(desk: psutil.Process) -> list[psutil.Process]:
    return [desk, *desk.children(recursive=True)]


def _used(desk: psutil.Process) -> tuple[float, int]:
    """Seconds of a core so far, and how often a thread was woken."""
    cpu_s, wakes = 0.0, 0
    for process in _processes(desk):
        times = process.cpu_times()
        cpu_s += times.user + times.system
        for status in Path(f"/proc/{process.pid}/task").glob("*/status"):
            for line in status.read_text().splitlines():
                if line.startswith("voluntary_ctxt_switches"):
                    wakes += int(line.split()[1])
    return cpu_s, wakes


# Faults


def fault_figures() -> Iterator[Figure]:
    """The run itself, with a camera whose cable is pulled, and a lock signal."""
    from benchmarks.mjpeg import mjpeg_camera
    from formcheck.activities.load import load_activity
    from formcheck.calibration.starting_neutral import ProfileChooser, ProfileWish
    from formcheck.monitor.clock import moment
    from formcheck.monitor.desk_run import DeskEnds, DeskRun
    from formcheck.monitor.look import Look
    from formcheck.monitor.monitor import Monitor
    from formcheck.monitor.sitting import SittingWatch
    from formcheck.monitor.worker_handle import Worker
    from formcheck.pose.pose import PosedFrame

    pictures, desk, settings = _pictures(_FILM), load_activity("desk"), DeskSettings(rate=2.0)
    wish = ProfileWish(any=False)
    judged: list[float] = []

    class Watch(SittingWatch):
        def take(self, frame: PosedFrame) -> Look:
            look = super().take(frame)
            if look.judged:
                judged.append(time.monotonic())
            return look

    sitting = Watch(desk, settings, lambda info: ProfileChooser(info, desk.mode, wish, info.pose_model))
    monitor = Monitor(settings, sitting.rules, moment())
    run = DeskRun(monitor, sitting)

    class Nowhere:
        def add(self, record: object) -> None:
            """Keep nothing."""

        def exercised_utc_s(self) -> float:
            """Never."""
            return 0.0

    with mjpeg_camera(
        lambda time_s: pictures[int(time_s * _CAMERA_FPS) % len(pictures)], _CAMERA_FPS
    ) as camera:
        ends = DeskEnds(moment, lambda hear: Worker(camera.url, "full", hear), Nowhere())
        thread = threading.Thread(target=run.run, args=(ends,))
        thread.start()

        def judges() -> bool:
            return bool(run.answer(Request("status")).status.get("state") == "watching")

        _until(judges)
        yield Figure("from plugging in to a judged look", _replugged(run, camera, judged), "s", bound=10.0)
        connections = camera._connections
        connections.clear()
        run.answer(Request("resume"))
        run.changed(SessionState(locked=True))
        began_s = time.monotonic()
        _until(lambda: not run.answer(Request("status")).status.get("camera_on", True) and not run.is_open)
        yield Figure("from a lock signal to a free camera", time.monotonic() - began_s, "s", bound=1.0)
        run.stop()
        thread.join(30)


def _replugged(run: Any, camera: Any, judged: Sequence[float]) -> float:
    camera.switch_off()
    _until(lambda: run.answer(Request("status")).status.get("why") == "camera gone")
    time.sleep(8.0)
    before = len(judged)
    camera.switch_on()
    return _until(lambda: len(judged) > before)


def main() -> int:
    """Measure and print; 1 if a bound does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "folder", type=Path, metavar="SET", nargs="?", default=_ROOT / "benchmarks/recordings"
    )
    parser.add_argument("--split", default="test")
    parser.add_argument("--hours", type=float, default=8.0, help="of all people together, at each rate")
    parser.add_argument("--rates", default="1,2,5", help="looks a second")
    parser.add_argument("--seconds", type=float, default=60.0, help="for how long costs are measured")
    parser.add_argument("--minutes", type=float, default=60.0, help="how long *long* is")
    parser.add_argument("--part", choices=("all", "day", "costs", "faults", "long"), default="all")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures: list[Figure] = []
    if arguments.part in ("all", "costs"):
        figures += cost_figures(arguments.seconds)
    if arguments.part == "long":
        figures += long_figures(arguments.minutes)
    if arguments.part in ("all", "faults"):
        figures += fault_figures()
    if arguments.part in ("all", "day"):
        people = people_of(arguments.folder, arguments.split)
        rates = [float(rate) for rate in arguments.rates.split(",")]
        figures += day_figures(people, arguments.hours, rates)
    return show(figures, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
