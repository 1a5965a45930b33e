"""Which pictures of a film are damaged: where data is missing, and what is built on that."""

from collections.abc import Sequence
from itertools import pairwise

from formcheck.source.codecs import Packet, VideoFrame, VideoStream

# What follows a damaged picture is built on it until the next one that stands for itself: encoders write one
# every ten seconds at least. Some never do, and mend the picture bit by bit.
_LASTS_S = 10.0
# Where recordings are appended, the counters of a transport stream miss packets a little before.
LOOKS_AHEAD = 2


class Losses:
    """Which pictures are decoded after data was lost, up to the next one that stands for itself.

    Pictures are shown in another order than they are decoded in, so they are known by their stamps.

    Attributes:
        count: How many pictures could not be decoded at all.
        at_the_end: How many of them came after the last one that could.
    """

    def __init__(self) -> None:
        self.count = self.at_the_end = 0
        self._since_s: float | None = None
        self._leading: int | None = None
        self._stamps: set[int] = set()

    def begin(
        self, packet: "Packet[VideoStream]", following: "Sequence[Packet[VideoStream]]" = ()
    ) -> "Packet[VideoStream]":
        """The next data to be decoded, which is given back.

        Args:
            packet: The data.
            following: The next ones, as many as `LOOKS_AHEAD`; fewer at the end.
        """
        time_s = 0.0 if packet.dts is None else float(packet.dts * packet.time_base)
        if packet.is_keyframe or (self._since_s is not None and abs(time_s - self._since_s) > _LASTS_S):
            # What is shown before this picture is built on the ones before as well.
            self._leading = None if self._since_s is None else packet.pts
            self._since_s = None
        if packet.is_corrupt and not _is_joined((packet, *following)):
            self._since_s = time_s
        is_leading = packet.pts is not None and self._leading is not None and packet.pts < self._leading
        if packet.pts is not None and (is_leading or self._since_s is not None):
            self._stamps.add(packet.pts)
        return packet

    def fail(self, packet: "Packet[VideoStream] | None") -> None:
        """It could not be decoded."""
        self.count += 1
        self.at_the_end += 1
        if packet is None:
            return
        self._since_s = 0.0 if packet.dts is None else float(packet.dts * packet.time_base)
        if packet.pts is not None:
            self._stamps.add(packet.pts)

    def reach(self, picture: VideoFrame) -> bool:
        """Whether something is missing in what a picture is built on; each is asked for once."""
        self.at_the_end = 0
        if picture.pts is None:
            return self._since_s is not None
        if picture.pts not in self._stamps:
            return False
        self._stamps.discard(picture.pts)
        return True

    def forget(self) -> None:
        """Another recording begins, with other stamps."""
        self._stamps.clear()


def _is_joined(packets: "Sequence[Packet[VideoStream]]") -> bool:
    """Whether another recording begins within them: nothing is missing there."""
    return any(after.is_keyframe and _leaps(before, after) for before, after in pairwise(packets))


def _leaps(before: "Packet[VideoStream]", after: "Packet[VideoStream]") -> bool:
    if before.dts is None or after.dts is None:
        return False
    return not 0 < (after.dts - before.dts) * before.time_base <= _LASTS_S


class Damage:
    """What is damaged: pictures that the decoder marks, and those that are built on them."""

    def __init__(self) -> None:
        self._until_s = 0.0

    def reaches(self, time_s: float, picture: VideoFrame) -> bool:
        """Whether the picture is damaged.

        Args:
            time_s: Its time.
            picture: As it was decoded.
        """
        if picture.is_corrupt:
            self._until_s = time_s + _LASTS_S
            return True
        if picture.key_frame:
            self._until_s = time_s
        return time_s < self._until_s
