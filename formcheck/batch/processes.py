"""Processes of this computer that do tasks; one that is killed costs some time, and nothing else."""

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.synchronize import Event
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from formcheck.batch.task import Done, Plan, Task
from formcheck.batch.work import run_task
from formcheck.batch.workers import News
from formcheck.evaluation.workers import end_with_parent, signals_held

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue

# A bar that moves more often is not seen to.
_TELL_EVERY_S = 0.25


class Processes:
    """So many processes, each with one task at a time.

    Each is a pool of its own, so that it is known which task a process died of, and the others go on.

    Args:
        count: How many.
    """

    def __init__(self, count: int) -> None:
        self.at_once = count
        # Fresh processes: what the video layer keeps open must not be shared.
        self._context = multiprocessing.get_context("spawn")
        self._told: SimpleQueue[News] = self._context.SimpleQueue()
        self._stop: Event = self._context.Event()
        self._free: list[ProcessPoolExecutor] = []
        self._busy: dict[Future[Done], ProcessPoolExecutor] = {}

    def submit(self, task: Task, plan: Plan) -> "Future[Done]":
        """Hand a task to a process that is free; one is started where none is."""
        self._look_who_is_free()
        with signals_held():
            pool = self._free.pop() if self._free else self._started()
            try:
                future = pool.submit(_do, task, plan)
            except BrokenProcessPool:  # it was killed while it had nothing to do
                pool.shutdown(wait=False)
                pool = self._started()
                future = pool.submit(_do, task, plan)
        self._busy[future] = pool
        return future

    def news(self) -> Iterator[News]:
        """How far the tasks are."""
        while not self._told.empty():
            yield self._told.get()

    def stop(self) -> None:
        """Each process is told, and ends its task after the frame that it judges."""
        self._stop.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pools = [*self._free, *self._busy.values()]
        if kind is not None:  # their tasks are not wanted any more
            # From Python 3.14 on there is a method for it.
            for process in (
                one for pool in pools for one in (getattr(pool, "_processes", None) or {}).values()
            ):
                process.terminate()
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)
        self._told.close()

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, self._context, _begin, (self._told, self._stop))

    def _look_who_is_free(self) -> None:
        for future in [future for future in self._busy if future.done()]:
            pool = self._busy.pop(future)
            if not future.cancelled() and isinstance(future.exception(), BrokenProcessPool):
                pool.shutdown(wait=False)
            else:
                self._free.append(pool)


class _Line:
    """How a process hears of the batch, and tells it; set once, when the process begins."""

    told: Any = None
    stop: Event | None = None


def _begin(told: Any, stop: Event) -> None:
    end_with_parent()
    _Line.told, _Line.stop = told, stop


def _do(task: Task, plan: Plan) -> Done:
    """A task, in a process that has begun."""
    assert _Line.stop is not None
    last_s = time.monotonic()

    def report(number: int, share: float) -> None:
        nonlocal last_s
        if time.monotonic() - last_s >= _TELL_EVERY_S:
            last_s = time.monotonic()
            with suppress(OSError, ValueError):
                _Line.told.put((number, share))

    return run_task(task, plan, report, _Line.stop.is_set)
