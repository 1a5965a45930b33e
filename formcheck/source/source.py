"""What every origin of pictures looks like to the rest of the program.

Two policies hide behind the one interface, and the consumer need not know which it has:

- A *file* waits. It is read whole, as slowly as the consumer takes it, and no picture is dropped, so
  that two runs over one file give the same result.
- A *camera* does not wait. While the consumer is busy it drops the oldest picture, so that the next one
  taken is never older than the consumer's own delay. Indexes still count the dropped ones.
"""

from collections.abc import Iterator
from types import TracebackType
from typing import Protocol, Self

from formcheck.source.frame import Frame, StreamInfo


class FrameSource(Protocol):
    """An open stream of upright pictures, to be read once, in order, inside a `with`."""

    @property
    def info(self) -> StreamInfo:
        """What is known before the first picture."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """What went wrong so far without ending the stream, one line each."""
        ...

    def __iter__(self) -> Iterator[Frame]:
        """The pictures, with strictly increasing index and time."""
        ...

    def __enter__(self) -> Self:
        """The source itself."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free the device or file."""
        ...


class Film(FrameSource, Protocol):
    """A file of pictures that can be read from its middle."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with it so far, so that a reader that skips parts reads the same."""
        ...

    def can_skip(self) -> bool:
        """Whether reading can begin near where it was told to skip to; asked before it is read."""
        ...
