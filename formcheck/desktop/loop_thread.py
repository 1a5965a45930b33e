"""An asyncio loop in a thread of its own, for libraries that need one; it sleeps while nothing happens."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
_CLOSE_S = 2.0


class LoopThread:
    """Runs coroutines for other threads.

    Args:
        name: Of the thread.
    """

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def start(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Run something soon; what comes of it is in the future."""
        if self._loop.is_closed() or not self._thread.is_alive():
            work.close()
            failed: Future[T] = Future()
            failed.set_exception(RuntimeError("the loop has ended"))
            return failed
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self, last: Coroutine[Any, Any, object] | None = None) -> None:
        """End, after a last piece of work that must not take long; what still runs is given up."""
        if not self._thread.is_alive():
            if last is not None:
                last.close()
            return
        if last is not None:
            with suppress(Exception):
                self.start(last).result(_CLOSE_S)
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CLOSE_S)

    def _run(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(_give_up_the_rest())
            self._loop.close()


async def _give_up_the_rest() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
