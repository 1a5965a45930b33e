"""The data of one track of a media file or stream, as PyAV gives it."""

from collections.abc import Iterator
from typing import TypeVar

from formcheck.source.codecs import AudioStream, InputContainer, Packet, VideoStream

_Track = TypeVar("_Track", AudioStream, VideoStream)


def packets_of(container: InputContainer, track: _Track) -> "Iterator[Packet[_Track]]":
    """The data of a track, to the end.

    Tracks may appear in the middle of a stream, where its sound begins later, or another recording was
    appended. PyAV does not know them, and looks for them in vain when it comes to the end.

    Args:
        container: What is read.
        track: One of its tracks.

    Raises:
        av.FFmpegError: If it cannot be read further.
    """
    packets = container.demux(track)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, IndexError):
            return
        yield packet
        del packet  # whoever holds it holds its data
