"""What gives pictures in its own time: a camera, a network stream, a file that is played."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from formcheck.source.frame import Image, StreamInfo


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture as it came.

    Attributes:
        image: (height, width, 3) uint8 RGB.
        time_s: The device's own time, where it has one; else the moment of its coming counts.
        damaged: Whether the decoder had to make up a part of it.
        cut: Whether nothing goes on from the picture before.
    """

    image: Image
    time_s: float | None = None
    damaged: bool = False
    cut: bool = False


class Device(Protocol):
    """Opened, read picture by picture, and closed; maybe opened again. All by one thread at a time.

    Attributes:
        name: What the user called it, without credentials.
        returns: Whether it may come back after it was lost, as a camera does; a file has an end.
    """

    name: str
    returns: bool

    def open(self) -> StreamInfo:
        """Open it; what is known of its pictures.

        Raises:
            SourceError: If that cannot be done; in words that say what to do.
        """
        ...

    def read(self) -> Picture | None:
        """The next picture, when it comes; None at the end of a file.

        Raises:
            SourceError: If it is lost.
        """
        ...

    def close(self) -> None:
        """Free it. Does nothing if it is not open."""
        ...


@runtime_checkable
class OnDemand(Protocol):
    """A device that holds still between two pictures, and gives the one of now when it is asked."""

    def fresh(self) -> Picture:
        """The picture of this moment.

        Raises:
            SourceError: If none comes any more.
        """
        ...
