"""Processes of this computer that do tasks; one that is killed costs some time, and nothing else.

They share no lock: one that is killed while it holds it would have all others wait for ever.
"""

import ctypes
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

from formcheck.batch.task import Done, Plan, Task
from formcheck.batch.work import run_task
from formcheck.batch.workers import News
from formcheck.evaluation.workers import close_own_end, end_at_once, end_with_parent, signals_held

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
        self._heard: list[Connection] = []
        self._stop: Any = self._context.RawValue(ctypes.c_bool)
        self._free: list[ProcessPoolExecutor] = []
        self._busy: dict[Future[Done], ProcessPoolExecutor] = {}

    def submit(self, task: Task, plan: Plan) -> "Future[Done]":
        """Hand a task to a process that is free; one is started where none is."""
        self._look_who_is_free()
        with signals_held():
            pool = self._free.pop() if self._free else self._new()
            try:
                future = pool.submit(_do, task, plan)
            except BrokenProcessPool:  # it was killed while it had nothing to do
                pool.shutdown(wait=False)
                pool = self._new()
                future = pool.submit(_do, task, plan)
            close_own_end(pool)
        self._busy[future] = pool
        return future

    def news(self) -> Iterator[News]:
        """How far the tasks are."""
        for end in [*self._heard]:
            try:
                while end.poll():
                    yield end.recv()
            except EOFError:  # its process is gone
                self._heard.remove(end)
                end.close()

    def stop(self) -> None:
        """Each process is told, and ends its task after the frame that it judges."""
        self._stop.value = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pools = [*self._free, *self._busy.values()]
        if kind is not None:  # their tasks are not wanted any more
            end_at_once(pools)
            return
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)

    def _new(self) -> ProcessPoolExecutor:
        heard, tell = self._context.Pipe(duplex=False)
        self._heard.append(heard)
        return ProcessPoolExecutor(1, self._context, _begin, (tell, self._stop))

    def _look_who_is_free(self) -> None:
        for future in [future for future in self._busy if future.done()]:
            pool = self._busy.pop(future)
            if not future.cancelled() and isinstance(future.exception(), BrokenProcessPool):
                pool.shutdown(wait=False)
            else:
                self._free.append(pool)


class _Line:
    """How a process hears of the batch, and tells it; set once, when the process begins."""

    tell: Connection | None = None
    stop: Any = None


def _begin(tell: Connection, stop: Any) -> None:
    end_with_parent()
    _Line.tell, _Line.stop = tell, stop


def _do(task: Task, plan: Plan) -> Done:
    """A task, in a process that has begun."""
    tell, stop = _Line.tell, _Line.stop
    assert tell is not None
    last_s = time.monotonic()

    def report(number: int, share: float) -> None:
        nonlocal last_s
        if time.monotonic() - last_s >= _TELL_EVERY_S:
            last_s = time.monotonic()
            with suppress(OSError, ValueError):
                tell.send((number, share))

    return run_task(task, plan, report, lambda: bool(stop.value))
