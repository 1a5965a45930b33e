"""Reads on in a thread of its own while the reader works."""

import queue
import threading
from collections.abc import Generator, Iterable
from typing import TypeVar

T = TypeVar("T")

_POLL_S = 0.1


def read_ahead(items: Iterable[T], depth: int) -> Generator[T]:
    """The same items in the same order, produced by a thread of its own while the caller is busy.

    At most `depth` items wait, so nothing is dropped and memory stays flat. What goes wrong while
    producing is raised here, in its place. Closing the iterator ends the thread before it returns.
    """
    ready: queue.Queue[tuple[bool, T | BaseException | None]] = queue.Queue(depth)
    stopped = threading.Event()

    def put(is_item: bool, content: T | BaseException | None) -> None:
        while not stopped.is_set():
            try:
                ready.put((is_item, content), timeout=_POLL_S)
            except queue.Full:
                continue
            return

    def produce() -> None:
        try:
            for item in items:
                put(True, item)
                if stopped.is_set():
                    return
            put(False, None)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the caller must hear of it
            put(False, error)

    thread = threading.Thread(target=produce, name="read-ahead", daemon=True)
    thread.start()
    try:
        while True:
            is_item, content = ready.get()
            if is_item:
                yield content  # type: ignore[misc]
            elif isinstance(content, BaseException):
                raise content
            else:
                return
    finally:
        stopped.set()
        thread.join()
