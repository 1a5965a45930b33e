"""Builds the benchmark set: a pose recording and a truth file for each of about 1000 scenes.

Run it again to go on where it stopped; what exists is skipped.
"""

import argparse
import gzip
import json
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from formcheck.pose.landmarks import LANDMARK_COUNT
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.models import DEFAULT_MODEL
from renderer.sets.make import files_of, is_made, make_safely
from renderer.sets.plan import plan
from renderer.sets.planned import Planned

MANIFEST = "set.json"
EXERCISES = (
    *("press", "row", "desk", "mobility", "raise", "other", "workout"),
    *("press_views", "row_views", "raise_views", "sitters", "pastimes", "neck"),
    *("press_heads", "press_mixed", "row_mixed", "press_people", "row_people"),
    *("press_knees", "press_company"),
)
LIFTS = tuple(name for name in EXERCISES if name.split("_")[0] in ("press", "row", "raise"))


def main() -> int:
    """Build what is missing of the set."""
    arguments = _arguments()
    chosen = [p for p in plan() if _wanted(p, arguments)]
    arguments.output.mkdir(parents=True, exist_ok=True)
    if arguments.publish:
        return publish(arguments.output, arguments.publish)
    if arguments.add:
        return add(arguments.output, arguments.add, [planned.name for planned in chosen])
    write_manifest(arguments.output / MANIFEST, plan())
    missing = [p for p in chosen if is_made(p, arguments.output) == arguments.truth_only]
    print(f"{len(chosen)} scenes, {len(missing)} to make", flush=True)
    if arguments.list:
        for key, count in sorted(Counter((p.split, p.exercise) for p in chosen).items()):
            print(*key, count)
        return 0
    return _build(missing, arguments)


def write_manifest(path: Path, scenes: Sequence[Planned]) -> None:
    """Write what the set consists of, without the scenes themselves: the truth files have those."""
    rows = [{k: v for k, v in asdict(p).items() if k != "scene"} | {"name": p.name} for p in scenes]
    path.write_text(json.dumps({"format": "formcheck.set/1", "scenes": rows}, indent=1) + "\n")


def publish(source: Path, target: Path) -> int:
    """Copy every scene that is complete, remove what is no longer planned, and list what is there."""
    target.mkdir(parents=True, exist_ok=True)
    complete = [p for p in plan() if is_made(p, source)]
    wanted = {path.name for p in complete for path in files_of(p, source)}
    for path in [*target.glob("*.poses.jsonl.gz"), *target.glob("*.truth.json.gz")]:
        if path.name not in wanted:
            path.unlink()
    for name in sorted(wanted):
        (target / name).write_bytes((source / name).read_bytes())
    write_manifest(target / MANIFEST, complete)
    size = sum(path.stat().st_size for path in target.iterdir())
    print(f"{len(complete)} of {len(plan())} scenes, {size / 1e6:.1f} MB")
    return 0


def add(source: Path, target: Path, names: Sequence[str]) -> int:
    """Copy the named scenes that are complete, beside what is there already, and list all.

    Poses of who sits are copied without the legs, which a camera before a face does not see, and a third of
    the file is.
    """
    new = {p.name for p in plan() if p.name in names and is_made(p, source)}
    for planned in plan():
        of_poses = bytes if planned.exercise in LIFTS else _without_legs
        for path, strip in zip(files_of(planned, source), (of_poses, bytes), strict=True):
            if planned.name in new:
                data = strip(gzip.decompress(path.read_bytes()))
                (target / path.name).write_bytes(gzip.compress(data, compresslevel=9, mtime=0))
    write_manifest(target / MANIFEST, [p for p in plan() if is_made(p, target)])
    print(f"{len(new)} scenes added")
    return 0


def _without_legs(recording: bytes) -> bytes:
    head, *frames = recording.splitlines()
    lines = [head]
    for line in frames:
        frame = json.loads(line)
        if frame["points"]:
            frame["points"][L.LEFT_KNEE :] = [None] * (LANDMARK_COUNT - L.LEFT_KNEE)
        lines.append(json.dumps(frame, separators=(",", ":")).encode())
    return b"\n".join([*lines, b""])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m renderer.sets", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the set")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--model", default=DEFAULT_MODEL, help="pose model")
    parser.add_argument("--also", metavar="MODEL", help="record a second model's poses too, in --also-output")
    parser.add_argument("--also-output", type=Path, metavar="DIR", help="folder for them")
    parser.add_argument("--split", choices=("development", "test"), help="only one half")
    parser.add_argument("--exercise", choices=EXERCISES, help="only one exercise")
    parser.add_argument("--name", help="only scenes whose name contains this")
    parser.add_argument("--keep-video", action="store_true", help="keep the videos")
    parser.add_argument("--truth-only", action="store_true", help="only write existing truths anew")
    parser.add_argument("--list", action="store_true", help="only count the scenes")
    parser.add_argument("--publish", type=Path, metavar="DIR", help="only copy what is complete to DIR")
    parser.add_argument(
        "--add", type=Path, metavar="DIR", help="only copy what is chosen and complete to DIR"
    )
    parser.add_argument("--data", type=Path, help="folder of the mesh data; fetched if it is missing")
    arguments = parser.parse_args()
    if bool(arguments.also) != bool(arguments.also_output):
        parser.error("--also and --also-output go together")
    return arguments


def _wanted(planned: Planned, arguments: argparse.Namespace) -> bool:
    return (
        arguments.split in (None, planned.split)
        and arguments.exercise in (None, planned.exercise)
        and (arguments.name or "") in planned.name
    )


def _build(missing: Sequence[Planned], arguments: argparse.Namespace) -> int:
    failed, start = 0, time.monotonic()
    jobs = [(planned, arguments) for planned in missing]
    # Fresh processes now and then: a drawing window leaves some memory behind.
    with multiprocessing.get_context("spawn").Pool(arguments.workers, maxtasksperchild=20) as pool:
        for number, (name, error) in enumerate(pool.imap_unordered(make_safely, jobs), start=1):
            failed += error is not None
            spent_s = time.monotonic() - start
            print(f"{number}/{len(missing)} {spent_s:.0f} s {name} {error or ''}".rstrip(), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
