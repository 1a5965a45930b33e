"""Work on many clips in processes of their own, none of which outlives the program."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def in_processes(work: Callable[[In], Out], items: Iterable[In], processes: int) -> Iterator[Out]:
    """What the work gives for each item, in their order.

    Args:
        work: A function of a module, or a partial of one: it is sent to the processes.
        items: What it is called with.
        processes: How many at once.

    Raises:
        Exception: Whatever the work raised; the other items are given up.
    """
    # Fresh processes: what the video layer keeps open must not be shared.
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=end_with_parent)
    try:
        with signals_held():
            found = pool.map(work, [*items])
        yield from found
    except BaseException:
        for worker in multiprocessing.active_children():  # their items are not wanted any more
            worker.terminate()
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


@contextmanager
def signals_held() -> Iterator[None]:
    """Take signals afterwards: a process that is left while it is being started prints a traceback."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return
    came: list[int] = []
    before = {number: signal.signal(number, lambda number, frame: came.append(number)) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)


def end_with_parent() -> None:
    """Have this process, which a pool has started, end when that one does, however it ends."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    # Ctrl-C goes to all processes of a terminal; the parent is who says what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
