"""How long a whole analysis takes, over decoding and the pose model alone, and how much memory.

    python -m benchmarks.throughput [--json] [--rounds 3] [--minutes 10] [VIDEO]

All are whole processes on the same file, in turn (A B C A B C), so that a machine that slows down slows all:
the analysis with annotated video and report, the raw loop (`raw_loop.py`), and what a user would write
(`naive_loop.py`). An analysis without video, which works at several parts of a film at a time, is measured
against two raw loops side by side, each over half as many pictures: two cores cannot beat that. Beside the
times there is what each used of all cores, which says more on a busy machine.
Without VIDEO, a sample is measured, the same sample enlarged to 1080x1920 and 2160x3840, and its first
seconds at 1080x1920 with 240 pictures a second. Processes find compiled modules, as those of an installed
program do. The loops run the model as MediaPipe does; the analysis leaves out its mask. With --minutes the
video (or the sample) is repeated to a tenth of that length and to all of it, for time and memory, which
takes about that long.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from benchmarks.figures import Figure, show
from formcheck.source.codecs import av

_SAMPLE = Path(__file__).parent.parent / "sample_videos" / "press_front_good.mp4"
_LARGER_PX = (1080, 1920), (2160, 3840)
_SLOW_MOTION_FPS, _SLOW_MOTION_S = 240, 5
MOST_TIMES_RAW = 1.15
MOST_TIMES_TWO_LOOPS = 1.15
LEAST_TIMES_NAIVE = 1.3
MOST_MEMORY_MB = 450.0
MOST_HELP_S, MOST_FIRST_S = 0.3, 1.2
MOST_GROWTH_PERCENT = 10.0


@dataclass(frozen=True, slots=True)
class _Used:
    """What a process used."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        video = arguments.video or _SAMPLE
        figures = [*_start_figures(video, folder, arguments.rounds)]
        figures += _figures(video, folder, arguments.rounds, "")
        for width_px, height_px in _LARGER_PX if arguments.video is None else ():
            large = folder / f"{width_px}.mp4"
            _apart(_enlarge, video, large, (width_px, height_px))
            figures += _figures(large, folder, arguments.rounds, f", {width_px}x{height_px}")
            large.unlink()
        if arguments.video is None:
            figures += _slow_motion_figures(folder, arguments.rounds)
        if arguments.minutes:
            figures += _long_figures(video, folder, arguments.minutes)
    return show(figures, as_json=arguments.json)


def _start_figures(video: Path, folder: Path, rounds: int) -> list[Figure]:
    """How long it takes to say something, and to judge a first moment."""
    help_s = min(_run(["-m", "formcheck", "--help"]).wall_s for _ in range(rounds))
    short = [*_analysis(video, folder), "--no-video", "--no-report", "--end", "0.1"]
    first_s = min(_run(short).wall_s for _ in range(rounds))
    return [
        Figure("formcheck --help, quickest", help_s, "s", MOST_HELP_S),
        Figure("a tenth of a second of video, quickest", first_s, "s", MOST_FIRST_S),
    ]


def _figures(video: Path, folder: Path, rounds: int, suffix: str) -> list[Figure]:
    """Time and memory of one video."""
    commands = {
        "analysis": _analysis(video, folder),
        "raw loop": ["-m", "benchmarks.raw_loop", str(video)],
        "naive loop": ["-m", "benchmarks.naive_loop", str(video), str(folder / "naive.mp4")],
    }
    numbers, half = [*_analysis(video, folder), "--no-video"], str(_pictures(video) // 2)
    runs, of_two = [], []
    for _ in range(rounds):
        runs.append({name: _run(command) for name, command in commands.items()})
        two = _run(["-m", "benchmarks.raw_loop", str(video), half], processes=2)
        of_two.append((_run(numbers), two))

    def median(what: Callable[[dict[str, _Used]], float]) -> float:
        return statistics.median(what(run) for run in runs)

    over_raw = median(lambda run: run["analysis"].wall_s / run["raw loop"].wall_s)
    below_naive = median(lambda run: run["naive loop"].wall_s / run["analysis"].wall_s)
    return [
        Figure(f"analysis over raw loop{suffix}", over_raw, "x", MOST_TIMES_RAW),
        Figure(f"naive loop over analysis{suffix}", below_naive, "x", LEAST_TIMES_NAIVE, at_least=True),
        Figure(
            f"analysis without video over two raw loops of half the film{suffix}",
            statistics.median(one.wall_s / two.wall_s for one, two in of_two), "x", MOST_TIMES_TWO_LOOPS,
        ),
        *(
            Figure(f"{name}{suffix}", statistics.median(run[name].wall_s for run in runs), "s")
            for name in commands
        ),
        *(
            Figure(f"{name}, of all cores{suffix}", statistics.median(run[name].cpu_s for run in runs), "s")
            for name in commands
        ),
        Figure(f"peak memory{suffix}", max(run["analysis"].peak_mb for run in runs), "MB", MOST_MEMORY_MB),
        Figure(f"peak memory without video{suffix}", max(one.peak_mb for one, _ in of_two), "MB"),
    ]  # fmt: skip


def _slow_motion_figures(folder: Path, rounds: int) -> list[Figure]:
    """Time and memory of a film of a phone in slow motion."""
    video = folder / "slow-motion.mp4"
    _apart(_slow_down, _SAMPLE, video, _LARGER_PX[0], _SLOW_MOTION_FPS, _SLOW_MOTION_S)
    runs = [
        (_run(_analysis(video, folder)), _run(["-m", "benchmarks.raw_loop", str(video)]))
        for _ in range(rounds)
    ]
    suffix = f", {_SLOW_MOTION_FPS} pictures a second"
    over_raw = statistics.median(analysis.wall_s / raw.wall_s for analysis, raw in runs)
    peak_mb = max(analysis.peak_mb for analysis, _ in runs)
    return [
        Figure(f"analysis over raw loop{suffix}", over_raw, "x", MOST_TIMES_RAW),
        Figure(f"peak memory{suffix}", peak_mb, "MB", MOST_MEMORY_MB),
    ]


def _long_figures(video: Path, folder: Path, minutes: float) -> list[Figure]:
    """Whether time grows in proportion to the length, and memory does not."""
    used = []
    for length in (minutes / 10, minutes):
        long_video = folder / "long.mp4"
        _apart(_repeat, video, long_video, length * 60)
        used.append(_run(_analysis(long_video, folder)))
    brief, long = used
    return [
        Figure(
            f"time of {minutes:g} minutes over ten times a tenth of it",
            100 * (long.wall_s / (10 * brief.wall_s) - 1), "%", MOST_GROWTH_PERCENT,
        ),
        Figure(
            f"peak memory of {minutes:g} minutes over that of a tenth of it",
            100 * (long.peak_mb / brief.peak_mb - 1), "%", MOST_GROWTH_PERCENT,
        ),
        Figure(f"peak memory, {minutes:g} minutes", long.peak_mb, "MB", MOST_MEMORY_MB),
    ]  # fmt: skip


def _analysis(video: Path, folder: Path) -> list[str]:
    return ["-m", "formcheck", "analyze", "-a", "press", "--quiet", "-o", str(folder / "out"), str(video)]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", nargs="?", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=0.0)
    return parser.parse_args()


def _run(arguments: list[str], processes: int = 1) -> _Used:
    """What a Python process used, by the system's own account; or several that do the same side by side."""
    started_s = time.perf_counter()
    numbers = [
        os.posix_spawn(
            sys.executable,
            [sys.executable, *arguments],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)],
        )
        for _ in range(processes)
    ]
    ended = [os.wait4(number, 0) for number in numbers]
    wall_s = time.perf_counter() - started_s
    if any(status for _, status, _ in ended):
        raise SystemExit(f"{' '.join(arguments)} failed")
    cpu_s = sum(usage.ru_utime + usage.ru_stime for _, _, usage in ended)
    return _Used(wall_s, cpu_s, max(usage.ru_maxrss for _, _, usage in ended) / 1024)


def _apart(write: Callable[..., None], *arguments: object) -> None:
    """Write a film in a process of its own.

    Linux counts what a process was before it became another program, and so this one's size, as the peak of
    each program that it starts: it must stay small.
    """
    writer = get_context("spawn").Process(target=write, args=arguments)
    writer.start()
    writer.join()
    if writer.exitcode:
        raise SystemExit(f"{write.__name__} failed")


def _pictures(video: Path) -> int:
    with av.open(str(video)) as container:
        return int(container.streams.video[0].frames)


def _enlarge(video: Path, target: Path, size_px: tuple[int, int]) -> None:
    """Write the video again at another size, with its times."""
    with av.open(str(video)) as source, av.open(str(target), "w") as out:
        pictures = source.streams.video[0]
        assert pictures.time_base is not None
        stream = out.add_stream("libx264", rate=pictures.average_rate)
        stream.width, stream.height = size_px
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = pictures.time_base
        stream.codec_context.options = {"preset": "veryfast", "crf": "20"}
        for picture in source.decode(pictures):
            enlarged = picture.reformat(*size_px, format="yuv420p")
            enlarged.pts, enlarged.time_base = picture.pts, picture.time_base
            enlarged.pict_type = 0
            out.mux(stream.encode(enlarged))
        out.mux(stream.encode(None))


def _slow_down(video: Path, target: Path, size_px: tuple[int, int], fps: int, seconds: float) -> None:
    """Write the beginning of a video at another size, with pictures blended in between."""
    width_px, height_px = size_px
    with av.open(str(video)) as source, av.open(str(target), "w") as out:
        pictures = source.streams.video[0]
        stream = out.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
        stream.codec_context.options = {"preset": "veryfast", "crf": "20"}
        graph = av.filter.Graph()
        blended = graph.add("framerate", f"fps={fps}"), graph.add("scale", f"{width_px}:{height_px}")
        graph.link_nodes(graph.add_buffer(template=pictures), *blended, graph.add("buffersink")).configure()
        for picture in source.decode(pictures):
            if picture.time is None or picture.time > seconds:
                break
            graph.vpush(picture)
            with suppress(av.BlockingIOError):
                while True:
                    between = graph.vpull()
                    between.pict_type = 0
                    out.mux(stream.encode(between))
        out.mux(stream.encode(None))


def _repeat(video: Path, target: Path, seconds: float) -> None:
    """Write the video's packets again and again, one after the other, until it is long enough."""
    with av.open(str(target), "w") as out:
        stream, offset, written_s = None, 0, 0.0
        while written_s < seconds:
            with av.open(str(video)) as source:
                pictures = source.streams.video[0]
                assert pictures.duration is not None
                assert pictures.time_base is not None
                stream = stream or out.add_stream_from_template(pictures)
                for packet in source.demux(pictures):
                    if packet.dts is None or packet.pts is None:
                        continue
                    packet.pts, packet.dts, packet.stream = packet.pts + offset, packet.dts + offset, stream
                    out.mux(packet)
                offset += pictures.duration
                written_s += float(pictures.duration * pictures.time_base)


if __name__ == "__main__":
    sys.exit(main())
