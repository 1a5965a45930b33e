"""Who does the tasks: this process, processes beside it, or whatever executor somebody brings."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from types import TracebackType
from typing import Protocol, Self

from formcheck.analysis.run import never
from formcheck.batch.task import Done, Plan, Task
from formcheck.batch.work import run_task

News = tuple[int, float]
"""The number of a task, and which share of its source has been seen."""


class Workers(Protocol):
    """Does tasks, at most `at_once` at a time.

    Attributes:
        at_once: How many are handed over before one is done.
    """

    at_once: int

    def submit(self, task: Task, plan: Plan) -> "Future[Done]":
        """Hand a task over.

        Raises:
            BrokenExecutor: If nobody is left to do it.
        """
        ...

    def news(self) -> Iterator[News]:
        """How far the tasks are that are being done, as far as that is known; what came since last asked."""
        ...

    def stop(self) -> None:
        """Have the tasks that are being done end early, in good order, and begin no other one."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; after an exception at once."""
        ...


class Here:
    """This process, one task after the other.

    Args:
        report: Told how far the task is.
        stopped: Asked after each frame; once true, the task ends early.
    """

    at_once = 1

    def __init__(self, report: Callable[[int, float], None], stopped: Callable[[], bool] = never) -> None:
        self._report, self._stopped = report, stopped

    def submit(self, task: Task, plan: Plan) -> "Future[Done]":
        """Do it at once."""
        future: Future[Done] = Future()
        future.set_result(run_task(task, plan, self._report, self._stopped))
        return future

    def news(self) -> Iterator[News]:
        """All is told as it happens."""
        return iter(())

    def stop(self) -> None:
        """It has seen that itself."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class Elsewhere:
    """Any executor, of one computer or of many; who brings it ends it.

    Args:
        executor: Its tasks have to be done by processes, one at a time each: the pose model keeps the
            standard error of its process to itself while it is loaded.
        at_once: How many tasks it is given before one is done; enough to keep all of its workers busy.
    """

    def __init__(self, executor: Executor, at_once: int) -> None:
        self._executor, self.at_once = executor, at_once
        self._given: set[Future[Done]] = set()

    def submit(self, task: Task, plan: Plan) -> "Future[Done]":
        """Hand it over."""
        future = self._executor.submit(run_task, task, plan)
        self._given.add(future)
        future.add_done_callback(self._given.discard)
        return future

    def news(self) -> Iterator[News]:
        """Nothing is known until a task is done."""
        return iter(())

    def stop(self) -> None:
        """Take back what is not begun; what is being done elsewhere cannot be reached."""
        for future in [*self._given]:
            future.cancel()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None
