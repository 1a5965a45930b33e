"""Waiting for a condition, and never for a time: a machine that is busy may take as long as it needs."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

# Far more than anything takes: what waits for so long waits for something that will never be.
LAST_RESORT_S = 300.0
T = TypeVar("T")


def until(holds: Callable[[], T], alive: Callable[[], bool] = lambda: True) -> T:
    """Ask until the answer is yes, and give it.

    Args:
        holds: Asked again and again.
        alive: Whether the answer can still become yes.
    """
    gives_up_s = time.monotonic() + LAST_RESORT_S
    while True:
        is_alive = alive()
        if answer := holds():
            return answer
        assert is_alive, "it ended before it came true"
        assert time.monotonic() < gives_up_s, "it never came true"
        time.sleep(0.005)


def done_by_itself(work: Callable[[], T]) -> T:
    """What some work gives, done in a thread; it has to end long before `LAST_RESORT_S` is over."""
    found: list[T] = []
    thread = threading.Thread(target=lambda: found.append(work()), daemon=True)
    thread.start()
    thread.join(LAST_RESORT_S / 5)
    assert not thread.is_alive(), "it is still at it"
    return found[0]
