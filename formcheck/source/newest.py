"""A place for one item between two threads: a newer one takes the older one's place."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Newest(Generic[T]):
    """A place for one item between two threads: the newest wins, and nothing ever queues.

    Attributes:
        dropped: Items that were replaced before anybody took them.
    """

    def __init__(self) -> None:
        self._item: T | None = None
        self._closed = False
        self._changed = threading.Condition()
        self.dropped = 0

    def put(self, item: T) -> None:
        """Leave an item; one that still lies here is dropped."""
        with self._changed:
            self.dropped += self._item is not None
            self._item = item
            self._changed.notify()

    def take(self, timeout_s: float) -> T | None:
        """The newest item, waiting for one at most so long; None if none came, or none will."""
        with self._changed:
            if self._item is None and not self._closed:
                self._changed.wait(timeout_s)
            item, self._item = self._item, None
            return item

    def close(self) -> None:
        """No more items will come; what lies here can still be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def waiting(self) -> int:
        """How many items lie here: 0 or 1."""
        return int(self._item is not None)
