"""How long a whole analysis takes, over decoding and the pose model alone, and how much memory.

    python -m benchmarks.throughput [--json] [--rounds 3] [--minutes 10] [VIDEO]

Both are whole processes on the same file, in turn (A B A B), so that a machine that slows down slows both.
Without VIDEO, a sample is measured, and the same sample enlarged to 1080x1920. With --minutes the video (or
the sample) is repeated to that length for the memory figures, which takes about that long.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, show
from formcheck.source.codecs import av

_SAMPLE = Path(__file__).parent.parent / "sample_videos" / "press_front_good.mp4"
_LARGE_PX = 1080, 1920
MOST_TIMES_RAW = 1.3
MOST_MEMORY_MB = 400.0


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        video = arguments.video or _SAMPLE
        figures = _figures(video, folder, arguments.rounds, "")
        if arguments.video is None:
            width_px, height_px = _LARGE_PX
            large = folder / "large.mp4"
            _enlarge(video, large)
            figures += _figures(large, folder, arguments.rounds, f", {width_px}x{height_px}")
        if arguments.minutes:
            figures.append(_long_figure(video, folder, arguments.minutes))
    return show(figures, as_json=arguments.json)


def _figures(video: Path, folder: Path, rounds: int, suffix: str) -> list[Figure]:
    """Time and memory of one video."""
    pairs = []
    peak_mb = 0.0
    for _ in range(rounds):
        whole_s, whole_mb = _run(_analysis(video, folder))
        raw_s, _ = _run(["-m", "benchmarks.raw_loop", str(video)])
        pairs.append((whole_s, raw_s))
        peak_mb = max(peak_mb, whole_mb)
    ratio = statistics.median(whole_s / raw_s for whole_s, raw_s in pairs)
    return [
        Figure(f"analysis over raw loop{suffix}", ratio, "x", MOST_TIMES_RAW),
        Figure(f"analysis{suffix}", statistics.median(whole_s for whole_s, _ in pairs), "s"),
        Figure(f"raw loop{suffix}", statistics.median(raw_s for _, raw_s in pairs), "s"),
        Figure(f"peak memory, short video{suffix}", peak_mb, "MB", MOST_MEMORY_MB),
    ]


def _long_figure(video: Path, folder: Path, minutes: float) -> Figure:
    long_video = folder / "long.mp4"
    _repeat(video, long_video, minutes * 60)
    _, long_mb = _run(_analysis(long_video, folder))
    return Figure(f"peak memory, {minutes:g} minutes", long_mb, "MB", MOST_MEMORY_MB)


def _analysis(video: Path, folder: Path) -> list[str]:
    return ["-m", "formcheck", "analyze", "--quiet", "-o", str(folder / "out"), str(video)]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", nargs="?", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=0.0)
    return parser.parse_args()


def _run(arguments: list[str]) -> tuple[float, float]:
    """Wall time in seconds and peak memory in MB of a Python process, by the system's own account."""
    started_s = time.perf_counter()
    process = os.posix_spawn(
        sys.executable,
        [sys.executable, *arguments],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(arguments)} failed")
    return time.perf_counter() - started_s, usage.ru_maxrss / 1024


def _enlarge(video: Path, target: Path) -> None:
    """Write the video again at 1080x1920, with its times."""
    with av.open(str(video)) as source, av.open(str(target), "w") as out:
        pictures = source.streams.video[0]
        assert pictures.time_base is not None
        stream = out.add_stream("libx264", rate=pictures.average_rate)
        stream.width, stream.height = _LARGE_PX
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = pictures.time_base
        stream.codec_context.options = {"preset": "veryfast", "crf": "20"}
        for picture in source.decode(pictures):
            enlarged = picture.reformat(*_LARGE_PX, format="yuv420p")
            enlarged.pts, enlarged.time_base = picture.pts, picture.time_base
            enlarged.pict_type = 0
            out.mux(stream.encode(enlarged))
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
