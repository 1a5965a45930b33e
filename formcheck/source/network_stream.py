"""Cameras in the network: RTSP and HTTP streams, opened only when their address is given.

Read with PyAV, not with OpenCV: it says why a stream cannot be had, prints nothing, and takes its settings
with the call and not from the environment. HTTP is spoken by Python, which asks nobody but the host that was
named.
"""

import socket
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from formcheck.errors import SourceError
from formcheck.source.codecs import InputContainer, VideoFrame, av
from formcheck.source.damage import Damage
from formcheck.source.device import Picture
from formcheck.source.frame import StreamInfo
from formcheck.source.http_stream import HttpPictures, as_rgb, decoded
from formcheck.source.shown_address import without_credentials

SCHEMES = ("rtsp", "rtsps", "http", "https")
# One picture may take longer than an answer: some cameras give one in 10 s.
_OPEN_TIMEOUT_S, _READ_TIMEOUT_S = 3.0, 15.0
_FPS = 30.0
# Look at the stream no longer than needed, hold nothing back, and lose no packet on the way.
_OPTIONS = {
    "fflags": "nobuffer",
    "flags": "low_delay",
    "probesize": "65536",
    "analyzeduration": "0",
    "rtsp_transport": "tcp",
    "protocol_whitelist": "rtsp,rtp,tcp,tls,crypto",
}
_RTSP_PORT = 554
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
        wanted: Asked before a picture is decoded, where it can be passed over without.
    """

    returns = True

    def __init__(self, url: str, wanted: Callable[[], bool] = lambda: True) -> None:
        self._wanted = wanted
        scheme, mark, rest = url.partition("://")
        self._url = f"{scheme.lower()}{mark}{rest}"
        self.name = without_credentials(self._url)
        self._container: InputContainer | None = None
        self._http: HttpPictures | None = None
        self._first: tuple[VideoFrame, ...] = ()
        self._is_open = False
        self._pictures: Iterator[VideoFrame] = iter(())
        self._damage = Damage()

    def open(self) -> StreamInfo:
        """Connect, and take the first picture.

        Raises:
            SourceError: If that cannot be done.
        """
        self.close()
        self._damage = Damage()
        try:
            rate = self._connect()
            first = self._next()
        except SourceError:
            self.close()
            raise
        if first is None:
            self.close()
            raise SourceError(f"{self.name}: gives no picture; check the address and the camera")
        self._first, self._is_open = (first,), True
        fps = float(rate) if rate and 1 <= rate <= 240 else _FPS
        return StreamInfo(self.name, first.width, first.height, fps)

    def read(self) -> Picture:
        """The next picture; one that cannot be decoded is passed over.

        Raises:
            SourceError: If the stream ends or is cut.
        """
        picture = self._next()
        if picture is None:
            raise SourceError(f"{self.name}: the stream has ended; check the camera and the network")
        return Picture(as_rgb(picture), damaged=self._damage.reaches(picture.time or 0.0, picture))

    def close(self) -> None:
        """Leave the stream."""
        self._first = ()
        self._pictures = iter(())
        if self._container is not None:
            self._container.close()
        if self._http is not None:
            self._http.close()
        self._container = self._http = None
        self._is_open = False

    def _connect(self) -> float | None:
        """Open the stream; gives the pictures a second that it states."""
        if self._url.startswith("http"):
            self._http = HttpPictures(self._url, self.name, wanted=self._is_wanted)
            return self._http.fps
        try:
            if self._url.startswith("rtsp:"):
                self._refuse_to_be_sent_on()
            timeouts = (_OPEN_TIMEOUT_S, _READ_TIMEOUT_S)
            self._container = av.open(
                self._url, options=_OPTIONS, timeout=timeouts, metadata_errors="replace"
            )
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self._translated(error) from None
        self._pictures = decoded(self._container)
        streams = self._container.streams.video
        rate = streams[0].average_rate if streams else None
        return float(rate) if rate else None

    def _is_wanted(self) -> bool:
        return not self._is_open or self._wanted()

    def _next(self) -> VideoFrame | None:
        if self._first:
            (first,), self._first = self._first, ()
            return first
        if self._http is not None:
            return self._http.next()
        try:
            return next(self._pictures, None)
        except (av.FFmpegError, OSError) as error:
            raise self._translated(error) from None

    def _refuse_to_be_sent_on(self) -> None:
        """FFmpeg goes wherever a camera sends it: ask before whether this one would."""
        parts = urlsplit(self._url)
        host, port = parts.hostname or "", parts.port or _RTSP_PORT
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        with socket.create_connection((host, port), _OPEN_TIMEOUT_S) as connection:
            for number, method in enumerate(("OPTIONS", "DESCRIBE"), start=1):
                connection.sendall(f"{method} {bare} RTSP/1.0\r\nCSeq: {number}\r\n\r\n".encode())
                if connection.recv(4096).partition(b" ")[2].startswith(b"3"):
                    raise SourceError(
                        f"{self.name}: sends on to another address, which is not followed: "
                        "give that one if you trust it"
                    )

    def _translated(self, error: Exception) -> SourceError:
        """In words, and without the address as FFmpeg quotes it: that holds the password."""
        if isinstance(error, SourceError):
            return error
        kind = type(error).__name__
        said = (getattr(error, "strerror", None) or "cannot be read").lower()
        remedy = _REMEDIES.get(kind, f"{said}: check the address and the camera")
        return SourceError(f"{self.name}: {remedy}")
