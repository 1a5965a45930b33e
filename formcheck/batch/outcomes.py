"""A whole batch, done and indexed: for programs; the command line tells meanwhile what it does."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from formcheck.batch.index.write import Problem, write_index
from formcheck.batch.prepare import Batch
from formcheck.batch.processes import Processes
from formcheck.batch.run import run_batch
from formcheck.batch.task import Done
from formcheck.batch.work import no_report
from formcheck.batch.workers import Elsewhere, Here, Workers
from formcheck.cores import cores

# An executor that does not say how many workers it has is given so many tasks before one is done.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of a batch.

    Attributes:
        done: What became of each source, in their order.
        problems: What could not be looked into, one line each.
    """

    done: tuple[Done, ...]
    problems: tuple[str, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """What went wrong, one line each."""
        return (*self.problems, *(one.error for one in self.done if one.error))


def do_batch(
    batch: Batch,
    executor: Executor | None = None,
    jobs: int | None = None,
    told: Callable[[Done], None] = lambda done: None,
) -> Outcomes:
    """Do a batch, and write its index.

    Args:
        batch: What is to be done.
        executor: Who does it; None: processes of this computer.
        jobs: How many at a time; None: as many as there are cores.
        told: Called with each source that is done.

    Raises:
        OutputError: If the index cannot be written.
    """
    done: list[Done] = []
    with _workers(batch, executor, jobs) as workers:
        for one in run_batch(batch.tasks, batch.plan, workers):
            done.append(one)
            told(one)
    batch.results.clear_left()
    problems = [Problem("", text) for text in batch.problems]
    problems += [Problem(str(one.task.at), one.error) for one in done if one.error]
    options = batch.plan.options
    if done:  # a folder in which nothing is leaves nothing behind
        write_index(batch.results, problems, csv=options.csv, force=options.force)
    return Outcomes(tuple(sorted(done, key=lambda one: one.task.number)), batch.problems)


def _workers(batch: Batch, executor: Executor | None, jobs: int | None) -> Workers:
    if executor is not None:
        return Elsewhere(executor, jobs or _AT_ONCE)
    count = min(jobs or cores(), max(1, len(batch.tasks)))
    return Processes(count) if count > 1 else Here(no_report)
