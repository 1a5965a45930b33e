"""The camera that the desk monitor has, lent for as long as neck exercises take."""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from formcheck.desktop.control import Reply, Request
from formcheck.desktop.control_client import ask
from formcheck.errors import ControlError, NotRunningError, SourceError
from formcheck.source.device import Device, Picture
from formcheck.source.frame import StreamInfo

# Asked again long before it ends: a computer may be busy. Who is killed asks no more.
_LENT_S, _AGAIN_S = 20.0, 5.0
# The monitor answers first, and closes the camera then.
_LET_GO_S, _TRY_S = 4.0, 0.1
_PATIENCE_S = 3.0


class LentCamera:
    """Has the running monitor let go of the camera while the block lasts; does nothing where none runs.

    Args:
        talk: Takes a line for people.
        asked: How the monitor is asked.
        again_s: How often it is asked again, seconds.

    Attributes:
        lent: Whether a monitor let go of it.
    """

    def __init__(
        self,
        talk: Callable[[str], None] = lambda line: None,
        asked: Callable[[Request], Reply] = lambda request: ask(request, _PATIENCE_S),
        again_s: float = _AGAIN_S,
    ) -> None:
        self._talk, self._asked, self._again_s = talk, asked, again_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask_again, name="lent camera", daemon=True)
        self.lent = False

    def __enter__(self) -> Self:
        try:
            self.lent = self._asked(Request("lend", _LENT_S)).ok
        except NotRunningError:
            return self
        except ControlError as error:
            self._talk(str(error))
        if self.lent:
            self._talk("the desk monitor waits until you are done")
            self._thread.start()
        else:
            self._talk("the desk monitor keeps the camera: if it is the same one, say formcheck desk pause")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.lent:
            return
        self._over.set()
        self._thread.join()
        self._tell(Request("return"))

    def device(self, device: Device) -> Device:
        """The same device, which waits a moment for the monitor to let go of it."""
        return AwaitedDevice(device) if self.lent else device

    def _ask_again(self) -> None:
        while not self._over.wait(self._again_s):
            self._tell(Request("lend", _LENT_S))

    def _tell(self, request: Request) -> None:
        try:
            self._asked(request)
        except ControlError:  # it has ended, or takes the camera back by itself
            return


class AwaitedDevice:
    """A device that another program is about to let go of.

    Args:
        device: What is opened.
        patience_s: For how long that is tried, seconds.
        clock, sleep: The time, and how it is passed.
    """

    def __init__(
        self,
        device: Device,
        patience_s: float = _LET_GO_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name, self.returns = device.name, device.returns
        self._device, self._patience_s, self._clock, self._sleep = device, patience_s, clock, sleep

    def open(self) -> StreamInfo:
        """Open it, as soon as that works.

        Raises:
            SourceError: If it does not work in all that time.
        """
        end_s = self._clock() + self._patience_s
        while True:
            try:
                info = self._device.open()
            except SourceError:
                if self._clock() >= end_s:
                    raise
                self._sleep(_TRY_S)
            else:
                self._patience_s = 0.0  # once it is ours, waiting does not help
                return info

    def read(self) -> Picture | None:
        """The next picture.

        Raises:
            SourceError: If it is lost.
        """
        return self._device.read()

    def close(self) -> None:
        """Free it."""
        self._device.close()
