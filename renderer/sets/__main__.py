"""Builds the benchmark set: a pose recording and a truth file for each of about 300 scenes.

Run it again to go on where it stopped; what exists is skipped.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from formcheck.pose.models import DEFAULT_MODEL
from renderer.sets.plan import Planned, plan

MANIFEST = "set.json"
EXERCISES = ("press", "row", "desk", "mobility", "raise", "other", "workout")


def main() -> int:
    """Build what is missing of the set."""
    arguments = _arguments()
    chosen = [p for p in plan() if _wanted(p, arguments)]
    arguments.output.mkdir(parents=True, exist_ok=True)
    if arguments.publish:
        return publish(arguments.output, arguments.publish)
    write_manifest(arguments.output / MANIFEST, plan())
    missing = [p for p in chosen if _exists(p, arguments.output) == arguments.truth_only]
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
    complete = [p for p in plan() if _exists(p, source)]
    wanted = {path.name for p in complete for path in _files(p, source)}
    for path in [*target.glob("*.poses.jsonl.gz"), *target.glob("*.truth.json.gz")]:
        if path.name not in wanted:
            path.unlink()
    for name in sorted(wanted):
        (target / name).write_bytes((source / name).read_bytes())
    write_manifest(target / MANIFEST, complete)
    size = sum(path.stat().st_size for path in target.iterdir())
    print(f"{len(complete)} of {len(plan())} scenes, {size / 1e6:.1f} MB")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m renderer.sets", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the set")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--model", default=DEFAULT_MODEL, help="pose model")
    parser.add_argument("--split", choices=("development", "test"), help="only one half")
    parser.add_argument("--exercise", choices=EXERCISES, help="only one exercise")
    parser.add_argument("--name", help="only scenes whose name contains this")
    parser.add_argument("--keep-video", action="store_true", help="keep the videos")
    parser.add_argument("--truth-only", action="store_true", help="only write existing truths anew")
    parser.add_argument("--list", action="store_true", help="only count the scenes")
    parser.add_argument("--publish", type=Path, metavar="DIR", help="only copy what is complete to DIR")
    parser.add_argument("--data", type=Path, help="folder of the mesh data; fetched if it is missing")
    return parser.parse_args()


def _wanted(planned: Planned, arguments: argparse.Namespace) -> bool:
    return (
        arguments.split in (None, planned.split)
        and arguments.exercise in (None, planned.exercise)
        and (arguments.name or "") in planned.name
    )


def _files(planned: Planned, folder: Path) -> tuple[Path, Path]:
    return folder / f"{planned.name}.poses.jsonl.gz", folder / f"{planned.name}.truth.json.gz"


def _exists(planned: Planned, folder: Path) -> bool:
    return all(path.exists() for path in _files(planned, folder))


def _build(missing: Sequence[Planned], arguments: argparse.Namespace) -> int:
    failed, start = 0, time.monotonic()
    jobs = [(planned, arguments) for planned in missing]
    # Fresh processes now and then: a drawing window leaves some memory behind.
    with multiprocessing.get_context("spawn").Pool(arguments.workers, maxtasksperchild=20) as pool:
        for number, (name, error) in enumerate(pool.imap_unordered(_make_safely, jobs), start=1):
            failed += error is not None
            spent_s = time.monotonic() - start
            print(f"{number}/{len(missing)} {spent_s:.0f} s {name} {error or ''}".rstrip(), flush=True)
    return 1 if failed else 0


def _make_safely(job: tuple[Planned, argparse.Namespace]) -> tuple[str, str | None]:
    """Make one scene; return its name and what went wrong, or None."""
    planned, arguments = job
    work = arguments.output / f"part-{os.getpid()}"
    work.mkdir(exist_ok=True)
    try:
        make(planned, arguments, work)
    except Exception:  # noqa: BLE001 - one broken scene must not end the others
        return planned.name, traceback.format_exc()
    finally:
        for path in work.iterdir():
            path.unlink()
        work.rmdir()
    return planned.name, None


def make(planned: Planned, arguments: argparse.Namespace, work: Path) -> None:
    """Make the recording and the truth file of one scene, by way of a work folder."""
    from renderer.clips.build import clip_of
    from renderer.clips.clip import render, write_truth_of
    from renderer.clips.record import record
    from renderer.clips.scene_file import scene_of
    from renderer.people.fetch import data_folder
    from renderer.people.mesh_data import load_mesh_data

    clip = clip_of(scene_of(planned.scene, planned.name), load_mesh_data(data_folder(arguments.data)))
    recording, truth = _files(planned, arguments.output)
    if arguments.truth_only:
        write_truth_of(clip, work, compact=True).replace(truth)
        return
    video, own_truth = render(clip, work, compact=True)
    record(video, recording, arguments.model, compact=True)
    own_truth.replace(truth)
    if arguments.keep_video:
        video.replace(arguments.output / video.name)


if __name__ == "__main__":
    sys.exit(main())
