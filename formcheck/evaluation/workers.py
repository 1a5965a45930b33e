"""Work on many clips in processes of their own, none of which outlives the program."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

# How long is waited for a pool whose processes are ended: its thread may never end, where an exception left a
# lock of a future taken, or a process was killed within the answer that the thread reads.
_MOST_S = 5.0
_ENDING_POOLS = "ending pools"
_GIVEN_UP_S, _LOOK_S = 1.0, 0.005
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
            close_own_end(pool)
        yield from found
    except BaseException:
        end_at_once([pool])
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


def close_own_end(pool: ProcessPoolExecutor) -> None:
    """Leave the pipe by which answers come to the processes alone, once all of them have been started.

    Otherwise, where a process is killed within an answer, the pool waits for the rest of it for ever: the
    pipe stays open at this end. That Python's own pool does so was seen with 3.11.
    """
    writer = getattr(getattr(pool, "_result_queue", None), "_writer", None)
    if writer is not None:
        writer.close()


def end_at_once(pools: Sequence[ProcessPoolExecutor]) -> None:
    """End the processes of pools whose work is not wanted any more; within seconds, whatever they do."""

    def shut() -> None:
        for pool in pools:
            pool.shutdown(cancel_futures=True)

    with signals_held():
        # From Python 3.14 on there is a method for it.
        processes = [one for pool in pools for one in (getattr(pool, "_processes", None) or {}).values()]
        ending = threading.Thread(target=shut, name=_ENDING_POOLS, daemon=True)
        ending.start()
        _wait_until_given_up(pools)
        for process in processes:
            process.kill()
        ending.join(_MOST_S)


def _wait_until_given_up(pools: Sequence[ProcessPoolExecutor]) -> None:
    """Let pools forget what is not begun, for a while; a process that dies then is no news to them.

    Python 3.11's prints a traceback otherwise.
    """

    def has(pool: ProcessPoolExecutor) -> bool:
        asked, left = getattr(pool, "_shutdown_thread", True), getattr(pool, "_cancel_pending_futures", False)
        return bool(asked) and not left

    until_s = time.monotonic() + _GIVEN_UP_S
    while not all(has(pool) for pool in pools) and time.monotonic() < until_s:
        time.sleep(_LOOK_S)


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
