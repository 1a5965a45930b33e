"""Processes that do the work on many clips, and how they are ended."""

import multiprocessing
import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection

import psutil
import pytest

from formcheck.evaluation import workers
from tests.waiting import until


def test_work_is_given_back_in_the_order_of_its_items() -> None:
    assert list(workers.in_processes(abs, range(-5, 5), 2)) == [5, 4, 3, 2, 1, 0, 1, 2, 3, 4]


def test_what_the_work_raises_is_raised_and_nobody_works_on() -> None:
    with pytest.raises(ValueError, match="sleep length"):
        list(workers.in_processes(time.sleep, [-1.0, 3600.0, 3600.0, 3600.0], 2))
    until(lambda: not multiprocessing.active_children())


def _answer_and_die_within() -> bytes:
    """An answer that does not fit into the pipe, of which the process dies while it is being written."""
    threading.Timer(0.2, os._exit, (1,)).start()
    return bytes(1 << 20)


def test_a_process_that_dies_within_its_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    # The answer is not read before the process is gone.
    reading, may_read = Connection.recv, threading.Event()
    monkeypatch.setattr(Connection, "recv", lambda end: may_read.wait(60) and reading(end))
    future = pool.submit(_answer_and_die_within)
    workers.close_own_end(pool)
    (process,) = multiprocessing.active_children()
    until(lambda: not process.is_alive())
    may_read.set()
    with pytest.raises(BrokenProcessPool):
        future.result(60)
    pool.shutdown()


def test_pools_end_though_a_lock_of_theirs_is_never_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    # As an exception between taking the lock and the block that gives it back leaves it.
    monkeypatch.setattr(workers, "_MOST_S", 0.1)
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    future = pool.submit(time.sleep, 3600)
    until(future.running)
    (process,) = multiprocessing.active_children()
    with future._condition:
        workers.end_at_once([pool])
        until(lambda: not psutil.pid_exists(process.pid or 0) or not process.is_alive())
    # With the lock given back, what was not waited for ends as well.
    until(lambda: workers._ENDING_POOLS not in {thread.name for thread in threading.enumerate()})
