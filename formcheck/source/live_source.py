"""A camera, a network stream, or a file played at its own pace: the newest picture, whenever asked for."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np

from formcheck.errors import SourceError
from formcheck.source.device import Device, Picture
from formcheck.source.fitting import fitted, size_within
from formcheck.source.frame import Frame, Image, StreamInfo
from formcheck.source.health import SILENT_S, SLOW_S, Health, Trouble, brightness, lost, silent, slow
from formcheck.source.newest import Newest

# What cameras give, and windows show. Larger pictures cost time in everything that
# follows, and show no more of a person's joints.
LONGEST_SIDE_PX = 1280
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.25, 8.0
# A camera that was lost again before this was not really back: it is opened ever more seldom.
_STEADY_S = 30.0
# Of so many intervals the middle one is what is usual, and a camera is silent after so many times of it.
_INTERVALS, _TIMES_USUAL = 3, 3.0
_POLL_S = 0.1
# A read that hangs ends by its own timeout; the program does not wait for it.
_CLOSING_S = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """One picture, as it came.

    Attributes:
        frame: The picture, at most 1280 px long, with its time since the source was opened.
        came_s: When it came, on the monotonic clock.
        light: Its mean brightness, 0..1.
    """

    frame: Frame
    came_s: float
    light: float


class LiveSource:
    """Reads a device in a thread of its own; whoever asks gets the newest picture, older ones are dropped.

    What goes wrong with a camera after it was opened does not end the stream: `trouble` says what it is,
    and the camera is opened again, at first at once, then ever more seldom, also where that works but does
    not last. Times go on meanwhile.

    Args:
        device: What is read.
        clock: The monotonic clock.

    Attributes:
        info: Known once the source was entered; the name holds no credentials.

    Raises:
        SourceError: On entering, if the device cannot be opened or gives no picture.
    """

    def __init__(self, device: Device, clock: Callable[[], float] = time.monotonic) -> None:
        self._device = device
        self._clock = clock
        self._newest: Newest[Arrival] = Newest()
        self._stopped = threading.Event()
        self._ended = threading.Event()
        self._trouble: Trouble | None = None
        self._health = self._new_health()
        self._index = -1
        self._last_s = -np.inf
        self._came_s = 0.0
        self._outages = 0
        self._pause_s = _FIRST_PAUSE_S
        self._opened_s = 0.0
        self._intervals_s: deque[float] = deque(maxlen=_INTERVALS)
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def __enter__(self) -> Self:
        try:
            self.info = self._device.open()
            self._origin_s = self._opened_s = self._clock()
            first = self._device.read()
        except BaseException:
            self._device.close()
            raise
        if first is None:
            self._device.close()
            raise SourceError(f"{self._device.name}: gives no picture; check it, or name another --source")
        self._take(first)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._newest.close()
        if self._thread.is_alive():
            self._thread.join(_CLOSING_S)

    def __iter__(self) -> Iterator[Frame]:
        """The pictures; while the consumer is busy, the oldest ones are dropped."""
        while not self.ended:
            arrival = self.next(_POLL_S)
            if arrival is not None:
                yield arrival.frame

    def next(self, timeout_s: float) -> Arrival | None:
        """The newest picture that nobody has taken yet, waiting for one at most so long.

        Raises:
            BaseException: What the reading thread died of, if it did.
        """
        arrival = self._newest.take(timeout_s)
        if arrival is None and self._error is not None:
            raise self._error
        return arrival

    @property
    def ended(self) -> bool:
        """Whether no more pictures will come."""
        return self._ended.is_set() and not self._newest.waiting

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong with the source now, or None."""
        if self._trouble is not None or self._ended.is_set():
            return self._trouble
        usual_s = self._usual_s
        if self._clock() - self._came_s > max(SILENT_S, _TIMES_USUAL * usual_s):
            return silent(self._device.name)
        return slow(self._device.name, usual_s) if usual_s > SLOW_S else None

    @property
    def _usual_s(self) -> float:
        """How long it usually is from one picture to the next; 0 while that is not known."""
        intervals_s = sorted(self._intervals_s)
        return intervals_s[len(intervals_s) // 2] if len(intervals_s) == _INTERVALS else 0.0

    @property
    def dropped(self) -> int:
        """How many pictures were dropped so far because a newer one came."""
        return self._newest.dropped

    @property
    def waiting(self) -> int:
        """How many pictures lie ready: 0 or 1."""
        return self._newest.waiting

    @property
    def warnings(self) -> tuple[str, ...]:
        """What went wrong so far without ending the stream, one line each."""
        if not self._outages:
            return ()
        times = "once" if self._outages == 1 else f"{self._outages} times"
        return (f"{self._device.name}: was gone {times} meanwhile; what was seen is kept",)

    def _new_health(self) -> Health:
        return Health(self._device.name, may_stand_still=not self._device.returns)

    # The thread

    def _run(self) -> None:
        try:
            self._read_on()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the consumer must hear of it
            self._error = error
        finally:
            with suppress(SourceError):
                self._device.close()
            self._ended.set()
            self._newest.close()

    def _read_on(self) -> None:
        while not self._stopped.is_set():
            try:
                picture = self._device.read()
            except SourceError as error:
                if not self._device.returns:
                    raise
                self._lose(str(error))
                continue
            if picture is None:
                return
            self._take(picture)

    def _take(self, picture: Picture) -> None:
        now_s = self._clock()
        if self._index >= 0:
            self._intervals_s.append(now_s - self._came_s)
        self._came_s = now_s
        self._index += 1
        time_s = now_s - self._origin_s if picture.time_s is None else picture.time_s
        if time_s <= self._last_s:
            return
        self._last_s = time_s
        image = _fitted(picture.image, self.info)
        light = brightness(image)
        self._trouble = self._health.look(image, light, now_s)
        frame = Frame(self._index, time_s, image, cut=picture.cut, damaged=picture.damaged)
        self._newest.put(Arrival(frame, now_s, light))

    def _lose(self, why: str) -> None:
        """Close the camera and open it again, until that works or nobody wants it any more."""
        self._trouble = lost(why)
        self._outages += 1
        self._device.close()
        if self._clock() - self._opened_s > _STEADY_S:
            self._pause_s = _FIRST_PAUSE_S
        while not self._stopped.wait(self._pause_s):
            self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)
            try:
                self._device.open()
            except SourceError as error:
                self._trouble = lost(str(error))
                continue
            self._came_s = self._opened_s = self._clock()
            self._intervals_s.clear()
            self._health = self._new_health()
            return


def _fitted(image: Image, info: StreamInfo) -> Image:
    """The picture at the size that all others of the stream have; of another shape, with black edges."""
    return fitted(image, size_within(info.width_px, info.height_px, LONGEST_SIDE_PX))
