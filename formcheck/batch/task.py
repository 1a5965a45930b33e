"""What goes to a worker, and what comes back: plain data that can be sent to another computer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.batch.storage import StorageUrl
from formcheck.results.result import WrittenResult


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for all sources of a batch.

    Attributes:
        out: Where the results go.
        wanted: What they show, or several activities of which the one that a source shows is found out.
        options: How they are analysed.
        settings: The hash of both, as it stands in the records.
        resume: Whether results are left as they are where they were made of the same.
    """

    out: Path | StorageUrl
    wanted: Activity | tuple[Activity, ...]
    options: AnalysisOptions
    settings: str
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One source of a batch.

    Attributes:
        number: Its place in the batch, from 0.
        at: The source.
        name: The folder of its results, seen from that of the batch.
        athlete: Whose it is, where that is told by its folder.
    """

    number: int
    at: Path | StorageUrl
    name: str
    athlete: str = ""


State = Literal["done", "unchanged", "interrupted", "failed"]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task.

    Attributes:
        task: The task.
        state: "unchanged": its results were there already, made of the same.
        result: What was found, and where it is; None where it failed.
        error: Why it failed, in a line.
    """

    task: Task
    state: State
    result: WrittenResult | None = None
    error: str = ""


def failed(task: Task, why: str) -> Done:
    """A task that came to nothing."""
    return Done(task, "failed", error=" ".join(why.split()))
