"""Times of a film's pictures: rising, whatever its container's clock does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formcheck.source.codecs import Packet, VideoFrame, VideoStream

# A picture that is behind by less, or alone, has a wrong time; these many in a row have a new clock.
_NEW_CLOCK_PICTURES, _NEW_CLOCK_S = 3, 0.5
# A clock that leaps by more than this was set anew, in containers whose clocks may be; ffmpeg takes the same.
_LONGEST_GAP_S = 10.0
# The clock of MPEG streams has 33 bits at 90 kHz, and begins anew after 26.5 hours.
_WRAP_S = 2**33 / 90_000


@dataclass(frozen=True, slots=True)
class Timed:
    """A picture with its time.

    Attributes:
        time_s: Later than that of the picture before.
        picture: As it was decoded.
        joined: Whether another recording begins here.
    """

    time_s: float
    picture: VideoFrame
    joined: bool = False


@dataclass(frozen=True, slots=True)
class ClockKind:
    """What is known of a container's clock.

    Attributes:
        step_s: From one picture to the next, where the clock does not say.
        tick_s: What its stamps count.
        is_counted: There is none: pictures are counted.
        is_of_decoding: Its stamps say when a picture is decoded, which is another order than it is shown in.
        leaps: Whether it may be set anew, forwards as well.
    """

    step_s: float
    tick_s: float
    is_counted: bool = False
    is_of_decoding: bool = False
    leaps: bool = False

    def stamp_s(self, picture: "VideoFrame | Packet[VideoStream]") -> float | None:
        """What the container's clock says of a picture, decoded or not; or None."""
        if self.is_counted:
            return None
        shown, decoded = picture.pts, picture.dts
        stamp = decoded if self.is_of_decoding or shown is None else shown
        return None if stamp is None else stamp * self.tick_s


class Clock:
    """Gives pictures rising times that begin with 0.0 at the first picture of the film.

    A picture whose time repeats or runs backwards is left out, one without a time follows the one before by
    one step. Where several in a row run backwards, or the clock leaps, another recording was appended, or
    the clock ran over: its pictures follow by one step.

    Args:
        kind: The container's clock.
        origin_s: What it says at the first picture of the film.

    Attributes:
        left_out: Pictures left out so far.
        joins: How many recordings were appended to the first.
    """

    def __init__(self, kind: ClockKind, origin_s: float) -> None:
        self._kind = kind
        self._offset_s = -origin_s
        self._previous_s: float | None = None
        self._behind: list[VideoFrame] = []
        self.left_out = 0
        self.joins = 0

    def time_s(self, picture: "VideoFrame | Packet[VideoStream]") -> float | None:
        """The time of a picture as the clock goes now, or None where it does not say."""
        stamp_s = self._kind.stamp_s(picture)
        return None if stamp_s is None else stamp_s + self._offset_s

    def times(self, pictures: Iterable[VideoFrame]) -> Iterator[Timed]:
        """The pictures with their times, to the end."""
        for picture in pictures:
            yield from self._next(picture)
            del picture  # whoever holds it makes the decoder take another one: 12 MB each at 4K
        self.left_out += len(self._behind)
        self._behind.clear()

    def _next(self, picture: VideoFrame) -> Iterator[Timed]:
        before_s, time_s = self._previous_s, self.time_s(picture)
        if before_s is None:
            yield self._give(time_s or 0.0, picture)
        elif time_s is None:
            yield self._give(before_s + self._kind.step_s, picture)
        elif time_s <= before_s:
            yield from self._fall_behind(picture)
        else:
            self.left_out += len(self._behind)
            self._behind.clear()
            leaps = self._kind.leaps and time_s - before_s > _LONGEST_GAP_S
            yield self._join(picture) if leaps else self._give(time_s, picture)

    def _give(self, time_s: float, picture: VideoFrame, *, joined: bool = False) -> Timed:
        self._previous_s = time_s
        return Timed(time_s, picture, joined)

    def _join(self, picture: VideoFrame) -> Timed:
        """A new clock begins with this picture."""
        assert self._previous_s is not None
        stamp_s = self._kind.stamp_s(picture)
        assert stamp_s is not None
        ran_over_s = stamp_s + self._offset_s + _WRAP_S - self._previous_s
        if self._kind.leaps and 0 < ran_over_s <= _LONGEST_GAP_S:
            self._offset_s += _WRAP_S
            return self._give(self._previous_s + ran_over_s, picture)
        self.joins += 1
        self._offset_s = self._previous_s + self._kind.step_s - stamp_s
        return self._give(self._previous_s + self._kind.step_s, picture, joined=True)

    def _fall_behind(self, picture: VideoFrame) -> Iterator[Timed]:
        """Wait for more: one wrong time is left out, a new clock goes on from there."""
        assert self._previous_s is not None
        time_s, behind = self.time_s(picture), self._behind
        last_s = self.time_s(behind[-1]) if behind else None
        assert time_s is not None
        if last_s is not None and time_s <= last_s:
            self.left_out += len(behind)
            behind.clear()
        behind.append(picture)
        first_s = self.time_s(behind[0])
        assert first_s is not None
        if self._previous_s - first_s < _NEW_CLOCK_S:
            self.left_out += len(behind)
            behind.clear()
        elif len(behind) == _NEW_CLOCK_PICTURES:
            waited, self._behind = behind, []
            yield self._join(waited[0])
            for one in waited[1:]:
                yield from self._next(one)
