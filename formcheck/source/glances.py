"""A source that is looked at now and then: the picture of the moment, and little work between."""

import threading
from collections.abc import Callable
from contextlib import suppress

from formcheck.errors import SourceError
from formcheck.source.device import Device, OnDemand, Picture
from formcheck.source.frame import StreamInfo
from formcheck.source.newest import Newest
from formcheck.source.opening import open_for_looks

_CLOSE_S = 0.5


class Glances:
    """Opens a source, gives the picture of now whenever asked, and lets go of it.

    A camera of this computer holds still between two looks. A stream or a played file goes on by itself: a
    thread follows it, and has no picture decoded that nobody asked for.

    Args:
        source: As of `opening.open_device`.
        make: For tests.
    """

    def __init__(
        self, source: str, make: Callable[[str, Callable[[], bool]], Device] = open_for_looks
    ) -> None:
        self._wanted = threading.Event()
        self._source, self._make = source, make
        self._device: Device | None = None
        self._newest: Newest[Picture] = Newest()
        self._thread: threading.Thread | None = None
        self._error: SourceError | None = None
        self._stopped = threading.Event()

    @property
    def is_open(self) -> bool:
        """Whether it is open."""
        return self._device is not None

    def open(self) -> StreamInfo:
        """Open it.

        Raises:
            SourceError: If that cannot be done.
        """
        self.close()
        device = self._make(self._source, self._wanted.is_set)
        try:
            info = device.open()
        except BaseException:
            device.close()
            raise
        self._device, self._error, self._stopped, self._newest = device, None, threading.Event(), Newest()
        if not isinstance(device, OnDemand):
            arguments = device, self._newest, self._stopped
            self._thread = threading.Thread(target=self._follow, args=arguments, name="camera", daemon=True)
            self._thread.start()
        return info

    def look(self, timeout_s: float) -> Picture | None:
        """The picture of now; None where none came in time, or a file has ended.

        Raises:
            SourceError: If the camera is lost.
        """
        if isinstance(self._device, OnDemand):
            return self._device.fresh()
        self._newest.take(0.0)  # what lies there from before is not of now
        self._wanted.set()
        try:
            picture = self._newest.take(timeout_s)
        finally:
            self._wanted.clear()
        if picture is None and self._error is not None:
            raise self._error
        return picture

    @property
    def has_ended(self) -> bool:
        """Whether a file that was played is over."""
        device, thread = self._device, self._thread
        return device is not None and not device.returns and thread is not None and not thread.is_alive()

    def close(self) -> None:
        """Let go of it. Does nothing if it is not open."""
        device, self._device = self._device, None
        thread, self._thread = self._thread, None
        if device is None:
            return
        self._stopped.set()
        self._wanted.set()  # whatever the thread passes over now, it sees that it is to end
        if thread is not None:
            thread.join(_CLOSE_S)
        self._wanted.clear()
        if thread is None or not thread.is_alive():
            with suppress(SourceError):
                device.close()

    def _follow(self, device: Device, newest: Newest[Picture], stopped: threading.Event) -> None:
        try:
            while not stopped.is_set():
                picture = device.read()
                if picture is None:
                    return
                if stopped.is_set():
                    return
                newest.put(picture)
                # The next one is wanted only when somebody asks again.
                self._wanted.clear()
        except SourceError as error:
            self._error = error
        finally:
            if stopped.is_set():
                with suppress(SourceError):
                    device.close()
            newest.close()
