"""How a command is ended by signals: in good order first, at once when asked again."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def ended_by_signals(stop: Callable[[int], None]) -> Iterator[None]:
    """Have Ctrl-C, and being stopped by the system, end what goes on within the block.

    Being hung up more than once is nothing new: a terminal that closes says it twice. What ignores hang-ups,
    as nohup has it, goes on.

    Args:
        stop: Told of the first signal, in the main thread; the second one raises KeyboardInterrupt.
    """
    stopped = False

    def take(number: int, frame: FrameType | None) -> None:
        nonlocal stopped
        if not stopped:
            stopped = True
            stop(number)
        elif number != getattr(signal, "SIGHUP", None):
            raise KeyboardInterrupt

    with _handled(take):
        yield


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """Have being stopped by the system end what goes on within the block as Ctrl-C does: by an exception."""

    def take(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled(take):
        yield


@contextmanager
def _handled(take: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # called from a program of somebody's own, which has the signals
        return
    before = {}
    for number in _ENDING:
        ignored = signal.getsignal(number) is signal.SIG_IGN and number != signal.SIGINT
        if not ignored:
            before[number] = signal.signal(number, take)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
