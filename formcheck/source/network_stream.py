"""Cameras in the network: RTSP and HTTP streams, opened only when their address is given.

Read with PyAV, not with OpenCV: it says why a stream cannot be had, prints nothing, and takes its settings
with the call and not from the environment.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import numpy as np

from formcheck.errors import SourceError
from formcheck.source.codecs import InputContainer, VideoFrame, av
from formcheck.source.device import Picture
from formcheck.source.frame import StreamInfo

SCHEMES = ("rtsp", "rtsps", "http", "https")
_OPEN_TIMEOUT_S, _READ_TIMEOUT_S = 3.0, 2.0
_FPS = 30.0
# Look at the stream no longer than needed, hold nothing back, and lose no packet on the way.
_OPTIONS = {
    "fflags": "nobuffer",
    "flags": "low_delay",
    "probesize": "65536",
    "analyzeduration": "0",
    "protocol_whitelist": "rtsp,rtp,udp,tcp,tls,http,https,httpproxy,crypto",
}
_REMEDIES = {
    "HTTPUnauthorizedError": "user or password is wrong: write them as in rtsp://user:password@camera/",
    "HTTPForbiddenError": "it does not let you in: check user and password",
    "HTTPNotFoundError": "it has no stream of that address: check what follows the host",
    "ConnectionRefusedError": "nothing listens there: check host and port, and that the camera is on",
    "TimeoutError": "it does not answer: check the address, and that the camera is on",
    "ExitError": "it does not answer: check the address, and that the camera is on",
}


class NetworkStream:
    """A stream by its address.

    Args:
        url: With user and password if need be; they are never shown.
    """

    returns = True

    def __init__(self, url: str) -> None:
        self._url = url
        self.name = without_credentials(url)
        self._container: InputContainer | None = None

    def open(self) -> StreamInfo:
        """Connect, and take the first picture.

        Raises:
            SourceError: If that cannot be done.
        """
        self.close()
        options = _OPTIONS | ({"rtsp_transport": "tcp"} if self._url.startswith("rtsp") else {})
        first: VideoFrame | None = None
        try:
            timeouts = (_OPEN_TIMEOUT_S, _READ_TIMEOUT_S)
            self._container = av.open(self._url, options=options, timeout=timeouts)
            streams = self._container.streams.video
            if streams:
                self._pictures: Iterator[VideoFrame] = self._container.decode(streams[0])
                first = next(self._pictures, None)
        except (av.FFmpegError, OSError, ValueError) as error:
            self.close()
            raise self._translated(error) from None
        if first is None:
            self.close()
            raise SourceError(f"{self.name}: gives no picture; check the address and the camera")
        self._first: VideoFrame | None = first
        rate = streams[0].average_rate
        fps = float(rate) if rate and 1 <= rate <= 240 else _FPS
        return StreamInfo(self.name, first.width, first.height, fps)

    def read(self) -> Picture:
        """The next picture.

        Raises:
            SourceError: If the stream ends or is cut.
        """
        picture, self._first = self._first, None
        try:
            picture = picture or next(self._pictures, None)
        except (av.FFmpegError, OSError) as error:
            raise self._translated(error) from None
        if picture is None:
            raise SourceError(f"{self.name}: the stream was cut; check the camera and the network")
        return Picture(np.ascontiguousarray(picture.to_ndarray(format="rgb24")))

    def close(self) -> None:
        """Leave the stream."""
        self._first, self._pictures = None, iter(())
        if self._container is not None:
            self._container.close()
        self._container = None

    def _translated(self, error: Exception) -> SourceError:
        """In words, and without the address as FFmpeg quotes it: that holds the password."""
        kind = type(error).__name__
        said = (getattr(error, "strerror", None) or "cannot be read").lower()
        remedy = _REMEDIES.get(kind, f"{said}: check the address and the camera")
        return SourceError(f"{self.name}: {remedy}")


def without_credentials(url: str) -> str:
    """An address that can be shown: without user, password, and what could hold them.

    Cameras take passwords in the query and even in the path; a path that has such is left out.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that do not close: what is host and what is password, nobody knows
        return f"{url.partition('://')[0]}://..."
    host = parts.hostname or ""
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    path = "/..." if any(sign in parts.path for sign in "=&@%") else parts.path
    query = "?..." if parts.query else ""
    return f"{parts.scheme}://{host}{port}{path}{query}"
