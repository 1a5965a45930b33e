"""Makes single frames of people in any position: what the pose models find in them, and the truth.

Run it again to go on where it stopped: parts that exist are kept, and joined at the end.
"""

import argparse
import multiprocessing
import sys
import time
from pathlib import Path

from renderer.frames.part import PART_FRAMES, make_part
from renderer.frames.table import join
from renderer.people.fetch import data_folder


def main() -> int:
    """Make what is missing, then join the parts."""
    arguments = _arguments()
    folder = arguments.output.with_name(arguments.output.name + ".parts")
    folder.mkdir(parents=True, exist_ok=True)
    numbers = range(-(-arguments.count // PART_FRAMES))
    missing = [number for number in numbers if not _part(folder, number).exists()]
    if not arguments.join:
        _make(missing, folder, arguments)
    parts = [_part(folder, number) for number in numbers if _part(folder, number).exists()]
    if not parts:
        print("no part is there to join", file=sys.stderr)
        return 1
    print(f"{arguments.output}: {join(parts, arguments.output)} frames")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m renderer.frames", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the .npz to write")
    parser.add_argument("--count", type=int, default=1000, metavar="N", help="how many frames, about")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="the same seed gives the same frames"
    )
    parser.add_argument(
        "--split", choices=("development", "test"), default="development", help="whose people"
    )
    parser.add_argument("--processes", type=int, default=1, metavar="P")
    parser.add_argument(
        "--join", action="store_true", help="make nothing, only join the parts that are there"
    )
    parser.add_argument("--data", type=Path, help="folder of the mesh data; fetched if it is missing")
    return parser.parse_args()


def _part(folder: Path, number: int) -> Path:
    return folder / f"{number:05d}.npz"


def _make(missing: list[int], folder: Path, arguments: argparse.Namespace) -> None:
    data = data_folder(arguments.data)
    start_s, done = time.monotonic(), 0
    jobs = [(n, _part(folder, n), data, arguments.seed, arguments.split) for n in missing]
    # Fresh processes now and then: a drawing window leaves some memory behind.
    with multiprocessing.get_context("spawn").Pool(arguments.processes, maxtasksperchild=10) as pool:
        for frames in pool.imap_unordered(make_part, jobs):
            done += frames
            rate = done / (time.monotonic() - start_s)
            print(f"{done} frames, {1000 / rate:.0f} ms a frame", flush=True)


if __name__ == "__main__":
    sys.exit(main())
