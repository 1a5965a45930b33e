"""Gets a batch ready: its sources, the folders of their results, and what is the same for all."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.recorded import folder_name
from formcheck.batch.places import places
from formcheck.batch.record import settings_of
from formcheck.batch.results import Results, results_at
from formcheck.batch.sources import Found, Location, Source
from formcheck.batch.storage import StorageUrl
from formcheck.batch.task import Plan, Task
from formcheck.errors import OutputError
from formcheck.pose.models import pose_model
from formcheck.pose.recording_name import SUFFIX, is_recording
from formcheck.sinks.own_files import RESULTS, SUMMARY


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that is ready to be done.

    Attributes:
        plan: What is the same for all.
        tasks: A task for each source.
        results: Where the results go.
        problems: What could not be looked into, one line each.
    """

    plan: Plan
    tasks: tuple[Task, ...]
    results: Results
    problems: tuple[str, ...]


def prepare(
    found: Found,
    out: Location,
    wanted: Activity | tuple[Activity, ...],
    options: AnalysisOptions,
    *,
    resume: bool = False,
    athlete_by_folder: bool = False,
    also_read: Sequence[Path] = (),
) -> Batch:
    """Know all of a batch before the first source is analysed.

    Args:
        found: The sources.
        out: Where the results go.
        wanted: What they show, or several activities of which the one that a source shows is found out.
        options: How they are analysed.
        resume: Leave results as they are where they were made of the same.
        athlete_by_folder: The first folder of a source, below what was named, says whose it is.
        also_read: Other files that are read, such as rules.

    Raises:
        ModelError: If the pose model is not there, and is needed.
        OutputError: If the results of a source would replace another one, or what is read.
        SourceError, MissingLibraryError: If the results go to storage that is not known.
    """
    if any(not is_recording(Path(source.path)) for source in found.sources):
        pose_model(options.model).open()  # what is wrong with it is wrong with every source
    results = results_at(out)
    results.clear_left()
    names = places(found.sources, results)
    tasks = tuple(
        Task(number, source.at, name, _athlete(source) if athlete_by_folder else "")
        for number, (source, name) in enumerate(zip(found.sources, names, strict=True))
    )
    if isinstance(out, Path):
        _refuse_links(tasks, out)
        _refuse_inputs(tasks, out, also_read)
    plan = Plan(out, wanted, options, settings_of(wanted, options), resume)
    return Batch(plan, tasks, results, tuple(found.problems))


def _athlete(source: Source) -> str:
    return source.below[0] if source.below else ""


def _refuse_links(tasks: Iterable[Task], out: Path) -> None:
    for task in tasks:
        folder = out / task.name
        if os.path.islink(folder):  # noqa: PTH114 - one that cannot be looked at is none
            raise OutputError(f"{folder} is a link elsewhere; remove it, or choose another folder with -o")


def _refuse_inputs(tasks: Sequence[Task], out: Path, also_read: Sequence[Path]) -> None:
    """Never write over what is being read.

    Raises:
        OutputError: If one of the inputs would be overwritten.
    """
    read: dict[object, Path] = {}
    for path in (*(task.at for task in tasks if isinstance(task.at, Path)), *also_read):
        read |= dict.fromkeys(_marks(path), path)
    for task in tasks:
        own = f"{folder_name(Path(str(task.at)))}{SUFFIX}"
        for name in (SUMMARY, *RESULTS, own):
            for mark in _marks(out / task.name / name):
                if mark in read:
                    raise OutputError(
                        f"{read[mark]} would be overwritten by the results of {task.at}; "
                        "choose another folder with -o"
                    )


def _marks(path: Path) -> Iterable[object]:
    """What a file is told by: where it is, and what it is."""
    with suppress(OSError, RuntimeError, ValueError):
        yield os.path.realpath(path)
        status = path.stat()
        if status.st_ino:
            yield status.st_dev, status.st_ino


def seen_by_all(found: Found, out: Location) -> tuple[Found, Location]:
    """The same with whole paths, for workers that are in other folders, or on other computers."""
    for number, source in enumerate(found.sources):
        found.sources[number] = Source(_whole(source.at), source.below)
    return found, _whole(out)


def _whole(at: Location) -> Location:
    return at if isinstance(at, StorageUrl) else Path(os.path.abspath(at))  # noqa: PTH100 - links stay
