"""A source whose first picture may be looked at before the others are read."""

from collections.abc import Iterator
from itertools import chain
from types import TracebackType
from typing import Self

from formcheck.source.frame import Frame, StreamInfo
from formcheck.source.source import Film


class BegunSource:
    """Gives all pictures of a source, the first of which was read already.

    Opening a film twice to look at its first picture would cost a second decoder, 100 MB of pictures at 4K.

    Args:
        source: Closed with this one.

    Attributes:
        first: Its first picture, or None where it has none, or others were asked for.

    Raises:
        SourceError: If the first picture cannot be read.
    """

    def __init__(self, source: Film) -> None:
        self._source = source
        self._frames = iter(source)
        self.first = next(self._frames, None)

    @property
    def info(self) -> StreamInfo:
        """What is known before the first picture."""
        return self._source.info

    @property
    def warnings(self) -> tuple[str, ...]:
        """What went wrong so far without ending the stream."""
        return self._source.warnings

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with it so far."""
        return self._source.is_sound

    def can_skip(self) -> bool:
        """It begins with its first picture, which was read."""
        return False

    def __iter__(self) -> Iterator[Frame]:
        first, self.first = self.first, None
        return self._frames if first is None else chain((first,), self._frames)

    def __enter__(self) -> Self:
        """The source itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the source."""
        self._source.__exit__(kind, error, trace)
