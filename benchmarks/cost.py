"""What 1,000 hours of video cost, worked out from a film that is analysed now.

    python -m benchmarks.cost [--json] [--price 0.04] [--hours 1000] [--rounds 3] [VIDEO]

It measures the processor time of whole analyses (of all their threads, by the system's own account), so that
other programs on the computer change little, and multiplies. The price is that of one core for an hour; at
computing centres and clouds it lies between 0.01 and 0.05 of a dollar.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure, show
from formcheck.source.video import VideoFile

_SAMPLE = Path(__file__).parent.parent / "sample_videos" / "press_front_good.mp4"


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    figures = []
    for name, options in (("with video and report", []), ("numbers only", ["--no-video", "--no-report"])):
        core_s = statistics.median(_core_s(arguments.video, options) for _ in range(arguments.rounds))
        ratio = core_s / _length_s(arguments.video)
        core_hours = ratio * arguments.hours
        figures += [
            Figure(f"core-seconds a second of video, {name}", ratio, "s"),
            Figure(f"core-hours of {arguments.hours:g} hours, {name}", core_hours, "h"),
            Figure(f"cost of {arguments.hours:g} hours, {name}", core_hours * arguments.price, ""),
        ]
    return show(figures, as_json=arguments.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("video", nargs="?", type=Path, default=_SAMPLE)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--price", type=float, default=0.04, help="of one core for an hour")
    parser.add_argument("--hours", type=float, default=1000.0)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _core_s(video: Path, options: list[str]) -> float:
    """Processor time of one analysis, in seconds."""
    with tempfile.TemporaryDirectory() as out:
        command = [
            sys.executable,
            "-m",
            "formcheck",
            "analyze",
            str(video),
            "-a",
            "press",
            "--quiet",
            "-o",
            out,
        ]
        process = os.posix_spawn(sys.executable, [*command, *options], os.environ)
        _, status, usage = os.wait4(process, 0)
    if status != 0:
        raise SystemExit("the analysis failed")
    return usage.ru_utime + usage.ru_stime


def _length_s(video: Path) -> float:
    with VideoFile(video) as opened:
        length_s = opened.info.duration_s
    if not length_s:
        raise SystemExit(f"{video}: does not say how long it is")
    return length_s


if __name__ == "__main__":
    sys.exit(main())
