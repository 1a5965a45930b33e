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
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

from benchmarks.render.set_plan import Planned, plan

MANIFEST = "set.json"


def main() -> int:
    """Build what is missing of the set."""
    arguments = _arguments()
    chosen = [p for p in plan() if _wanted(p, arguments)]
    arguments.output.mkdir(parents=True, exist_ok=True)
    write_manifest(arguments.output / MANIFEST)
    missing = [p for p in chosen if not _exists(p, arguments.output)]
    print(f"{len(chosen)} scenes, {len(chosen) - len(missing)} there, {len(missing)} to make", flush=True)
    if arguments.list:
        for key, count in sorted(Counter((p.split, p.exercise) for p in chosen).items()):
            print(*key, count)
        return 0
    return _build(missing, arguments)


def write_manifest(path: Path) -> None:
    """Write what the set consists of, without the scenes themselves: the truth files have those."""
    rows = [{k: v for k, v in asdict(p).items() if k != "scene"} | {"name": p.name} for p in plan()]
    path.write_text(json.dumps({"format": "formcheck.set/1", "scenes": rows}, indent=1) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.render.set", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the set")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--model", default="full", help="pose model")
    parser.add_argument("--split", choices=("development", "test"), help="only one half")
    parser.add_argument("--exercise", choices=("press", "row", "desk", "mobility"), help="only one exercise")
    parser.add_argument("--name", help="only scenes whose name contains this")
    parser.add_argument("--keep-video", action="store_true", help="keep the videos")
    parser.add_argument("--list", action="store_true", help="only count the scenes")
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
    # Fresh processes now and then: a drawing window leaves some memory behind.
    pool = ProcessPoolExecutor(
        arguments.workers, mp_context=multiprocessing.get_context("spawn"), max_tasks_per_child=25
    )
    failed, start = 0, time.monotonic()
    with pool:
        jobs = {
            pool.submit(make, p, arguments.output, arguments.model, arguments.keep_video, arguments.data): p
            for p in missing
        }
        for number, job in enumerate(as_completed(jobs), start=1):
            name, error = jobs[job].name, job.result()
            failed += error is not None
            spent_s = time.monotonic() - start
            print(f"{number}/{len(missing)} {spent_s:.0f} s {name} {error or ''}".rstrip(), flush=True)
    return 1 if failed else 0


def make(planned: Planned, folder: Path, model: str, keep_video: bool, data: Path | None) -> str | None:
    """Make one scene; return what went wrong, or None."""
    from benchmarks.render.build import clip_of
    from benchmarks.render.clip import render
    from benchmarks.render.fetch import data_folder
    from benchmarks.render.mesh_data import load_mesh_data
    from benchmarks.render.record import record
    from benchmarks.render.scene import scene_of

    work = folder / f"part-{os.getpid()}"
    work.mkdir(exist_ok=True)
    recording, truth = _files(planned, folder)
    try:
        mesh = load_mesh_data(data_folder(data))
        clip = clip_of(scene_of(planned.scene, planned.name), mesh)
        video, own_truth = render(clip, work)
        record(video, recording, model, compact=True)
        own_truth.replace(truth)
        if keep_video:
            video.replace(folder / video.name)
    except Exception:  # noqa: BLE001 - one broken scene must not end the others
        return traceback.format_exc()
    finally:
        for path in work.iterdir():
            path.unlink()
        work.rmdir()
    return None


if __name__ == "__main__":
    sys.exit(main())
