"""Processes that do the work on many clips, and how they are ended."""

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor

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
    pool.shutdown()
