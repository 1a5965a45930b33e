"""How well many clips use two cores, what a cluster costs over that, and what a killed worker costs.

    python -m benchmarks.batch [--json] [--clips 40] [--seconds 2] [--rounds 3] [--no-cluster] [--video]

Each figure is a ratio of whole runs, taken in turn (A B A B), so that a machine that slows down slows all.
The limit of two cores is what two loops side by side reach that only decode and run the model, each over
half of the clips: a batch cannot have more. Clips are cut from a sample; without --video none is drawn,
since what is drawn beside the model uses the second core already, and is measured by benchmarks.throughput.
"""

import argparse
import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from benchmarks.figures import Figure, show
from formcheck.source.codecs import av

_SAMPLE = Path(__file__).parent.parent / "sample_videos" / "press_front_good.mp4"
# Nine tenths of the speed of two bare loops. One job is faster than one loop, as it decodes and judges beside
# the model: so what two jobs gain over one says less.
MOST_TIMES_LOOPS = 1 / 0.9
MOST_SHORTFALL = 0.10
MOST_CLUSTER_OVERHEAD = 0.10


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clips = _clips(folder / "clips", arguments.clips, arguments.seconds)
        runs = _Runs(clips, folder, video=arguments.video)
        figures = _speed_up(runs, arguments.rounds)
        if not arguments.no_cluster:
            with _cluster(folder) as address:
                figures += _cluster_figures(runs, address, arguments.rounds)
    return show(figures, as_json=arguments.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-cluster", action="store_true")
    parser.add_argument("--video", action="store_true")
    return parser.parse_args()


class _Runs:
    """The runs that are timed."""

    def __init__(self, clips: list[Path], folder: Path, *, video: bool) -> None:
        self.clips, self.folder = clips, folder
        self.options = ["-a", "press", "--quiet"] + ([] if video else ["--no-video", "--no-report"])
        self._number = 0

    def raw(self, loops: int) -> float:
        """So many bare loops side by side, each over its part of the clips; in seconds."""
        parts = [self.clips[number::loops] for number in range(loops)]
        commands = [[sys.executable, "-m", "benchmarks.raw_loops", *map(str, part)] for part in parts]
        started_s = time.perf_counter()
        processes = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for command in commands]
        if any(process.wait() for process in processes):
            raise SystemExit("a bare loop failed")
        return time.perf_counter() - started_s

    def batch(self, *how: str, meanwhile: Callable[[Path], None] = lambda out: None) -> float:
        """A batch over all clips; in seconds. Every result has to be there."""
        self._number += 1
        out = self.folder / f"out{self._number}"
        clips = str(self.clips[0].parent)
        command = [sys.executable, "-m", "formcheck", "analyze", clips, "-o", str(out), *self.options, *how]
        started_s = time.perf_counter()
        process = subprocess.Popen(command)
        meanwhile(out)
        if process.wait():
            raise SystemExit(f"{' '.join(command)} failed")
        took_s = time.perf_counter() - started_s
        self.found = len(_summaries(out))
        return took_s


def _summaries(out: Path) -> list[Path]:
    """The summaries that are in their places."""
    return list(out.glob("clip-*/summary.json"))


def _speed_up(runs: _Runs, rounds: int) -> list[Figure]:
    pairs, beside = [], []
    for _ in range(rounds):
        one_s, two_s = runs.raw(1), runs.raw(2)
        job_s, jobs_s = runs.batch("--jobs", "1"), runs.batch("--jobs", "2")
        pairs.append((one_s / two_s, job_s / jobs_s))
        beside.append(jobs_s / two_s)
    share = statistics.median(batch / raw for raw, batch in pairs)
    return [
        Figure(
            "time of --jobs 2 over that of two bare loops", statistics.median(beside), "x", MOST_TIMES_LOOPS
        ),
        Figure("speed-up of two bare loops over one", statistics.median(raw for raw, _ in pairs), "x"),
        Figure("speed-up of --jobs 2 over --jobs 1", statistics.median(batch for _, batch in pairs), "x"),
        Figure("what it falls short of the former", 1 - share, "", MOST_SHORTFALL),
    ]


def _cluster_figures(runs: _Runs, address: str, rounds: int) -> list[Figure]:
    over = []
    runs.batch("--cluster", address)  # its workers load the libraries once
    for _ in range(rounds):
        local = runs.batch("--jobs", "2")
        over.append(runs.batch("--cluster", address) / local - 1)
    runs.batch("--cluster", address, meanwhile=_kill_a_worker)
    lost = len(runs.clips) - runs.found
    return [
        Figure("overhead of a cluster of two workers", statistics.median(over), "", MOST_CLUSTER_OVERHEAD),
        Figure("results lost with a killed worker", lost, "", 0),
    ]


def _kill_a_worker(out: Path) -> None:
    """Once some results are there, one of the processes that make the others is killed."""
    while len(_summaries(out)) < 3:
        time.sleep(0.05)
    workers = [
        process
        for process in psutil.Process().children(recursive=True)
        if "spawn_main" in " ".join(process.cmdline()) and process.memory_info().rss > 100e6
    ]
    workers[0].send_signal(signal.SIGKILL)


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers of this computer; its address."""
    told = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with ExitStack() as opened:

        def start(*arguments: str) -> None:
            process = subprocess.Popen([*dask, *arguments], cwd=folder, **quiet)  # type: ignore[call-overload]
            opened.callback(process.wait)
            opened.callback(process.terminate)

        start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)
        )
        address = ""
        while not address:
            time.sleep(0.05)
            if told.is_file() and told.stat().st_size:
                address = json.loads(told.read_text())["address"]
        for _ in range(2):
            start("worker", address, "--nthreads", "1", "--no-dashboard")
        yield address


def _clips(folder: Path, count: int, seconds: float) -> list[Path]:
    """The beginning of a sample, so many times."""
    folder.mkdir()
    first = folder / "clip-000.mp4"
    with av.open(str(_SAMPLE)) as source, av.open(str(first), "w") as out:
        pictures = source.streams.video[0]
        stream = out.add_stream_from_template(pictures)
        assert pictures.time_base is not None
        for packet in source.demux(pictures):
            if packet.dts is None or packet.pts is None or packet.dts * pictures.time_base > seconds:
                continue
            packet.stream = stream
            out.mux(packet)
    clips = [folder / f"clip-{number:03d}.mp4" for number in range(count)]
    for clip in clips[1:]:
        clip.write_bytes(first.read_bytes())
    return clips


if __name__ == "__main__":
    sys.exit(main())
