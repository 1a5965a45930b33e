"""Options of a batch: how many at a time, where, and what is left as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch is done.

    Attributes:
        jobs: How many sources are analysed at a time; None: as many as there are cores.
        resume: Leave results as they are where they were made of the same.
        scheduler: The address of a scheduler whose workers do it; None: this computer does.
        athlete_by_folder: The first folder of a source says whose it is.
    """

    jobs: int | None = None
    resume: bool = False
    scheduler: str | None = None
    athlete_by_folder: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed, and when the command fails.

    Attributes:
        quiet: Print errors only.
        as_json: Print the summaries as JSON.
        fail_on: End with 1 if there is a finding of this severity, or worse.
    """

    quiet: bool = False
    as_json: bool = False
    fail_on: str | None = None


def batch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --jobs, --resume, --cluster and --athlete-folders; the command gets them as `batch`."""

    @wraps(command)
    def with_batch(
        *args: Any, jobs: int | None, resume: bool, scheduler: str | None, athlete_folders: bool, **rest: Any
    ) -> Any:
        if jobs is not None and scheduler is not None:
            raise click.UsageError(
                "--jobs is for this computer: the workers of --cluster say how many they are"
            )
        return command(*args, batch=BatchOptions(jobs, resume, scheduler, athlete_folders), **rest)

    for option in reversed(
        (
            click.option("--jobs", type=click.IntRange(1, 512), metavar="N",
                         help="How many videos, or parts of one, are analysed at once.  [default: cores]"),
            click.option("--resume", is_flag=True,
                         help="Skip what is finished and was made of the same video with the same options."),
            click.option("--cluster", "scheduler", metavar="ADDRESS",
                         help="Have it done by the workers of this Dask scheduler, such as tcp://HOST:8786."),
            click.option("--athlete-folders", is_flag=True,
                         help="The first folder below the one that is named says who it is."),
        )
    ):  # fmt: skip
        option(with_batch)
    return with_batch
