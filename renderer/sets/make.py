"""Makes the recording and the truth file of one scene of the set, in a process of its own.

Worker processes import it by its name, which they cannot do with the module that a command starts with.
"""

import argparse
import os
import traceback
from pathlib import Path

from renderer.sets.planned import Planned


def files_of(planned: Planned, folder: Path) -> tuple[Path, Path]:
    """Return the recording and the truth file of a scene."""
    return folder / f"{planned.name}.poses.jsonl.gz", folder / f"{planned.name}.truth.json.gz"


def is_made(planned: Planned, folder: Path) -> bool:
    """Return whether both are there."""
    return all(path.exists() for path in files_of(planned, folder))


def make_safely(job: tuple[Planned, argparse.Namespace]) -> tuple[str, str | None]:
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
    recording, truth = files_of(planned, arguments.output)
    if arguments.truth_only:
        write_truth_of(clip, work, compact=True).replace(truth)
        return
    video, own_truth = render(clip, work, compact=True)
    record(video, recording, arguments.model, compact=True)
    if arguments.also:
        arguments.also_output.mkdir(parents=True, exist_ok=True)
        record(video, arguments.also_output / recording.name, arguments.also, compact=True)
    own_truth.replace(truth)
    if arguments.keep_video:
        video.replace(arguments.output / video.name)
