"""How long a whole analysis takes, over decoding and the pose model alone, and how much memory.

    python -m benchmarks.throughput [--json] [--rounds 3] [--minutes 10] [VIDEO]

Both are whole processes on the same file, in turn (A B A B), so that a machine that slows down slows both.
With --minutes the file is repeated to that length for the memory figures, which takes about that long.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import av

from benchmarks.figures import Figure, show

_SAMPLE = Path(__file__).parent.parent / "sample_videos" / "press_front_good.mp4"
MOST_TIMES_RAW = 1.3
MOST_MEMORY_MB = 400.0


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        analysis = ["-m", "formcheck", "analyze", "--quiet", "-o", folder]
        raw = ["-m", "benchmarks.raw_loop"]
        pairs = []
        peak_mb = 0.0
        for _ in range(arguments.rounds):
            whole_s, whole_mb = _run([*analysis, str(arguments.video)])
            raw_s, _ = _run([*raw, str(arguments.video)])
            pairs.append((whole_s, raw_s))
            peak_mb = max(peak_mb, whole_mb)
        figures = [
            Figure("analysis over raw loop", statistics.median(w / r for w, r in pairs), "x", MOST_TIMES_RAW),
            Figure("analysis", statistics.median(w for w, _ in pairs), "s"),
            Figure("raw loop", statistics.median(r for _, r in pairs), "s"),
            Figure("peak memory, short video", peak_mb, "MB", MOST_MEMORY_MB),
        ]
        if arguments.minutes:
            long_video = Path(folder) / "long.mp4"
            _repeat(arguments.video, long_video, arguments.minutes * 60)
            _, long_mb = _run([*analysis, str(long_video)])
            name = f"peak memory, {arguments.minutes:g} minutes"
            figures.append(Figure(name, long_mb, "MB", MOST_MEMORY_MB))
    return show(figures, as_json=arguments.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", nargs="?", type=Path, default=_SAMPLE)
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


def _repeat(video: Path, target: Path, seconds: float) -> None:
    """Write the video's packets again and again, one after the other, until it is long enough."""
    with av.open(str(target), "w") as out:
        stream, offset = None, 0
        while stream is None or offset * stream.time_base < seconds:
            with av.open(str(video)) as source:
                pictures = source.streams.video[0]
                stream = stream or out.add_stream_from_template(pictures)
                for packet in source.demux(pictures):
                    if packet.dts is None:
                        continue
                    packet.pts, packet.dts, packet.stream = packet.pts + offset, packet.dts + offset, stream
                    out.mux(packet)
                offset += pictures.duration


if __name__ == "__main__":
    sys.exit(main())
