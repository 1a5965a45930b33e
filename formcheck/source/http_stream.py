"""Streams over HTTP. Only the host that the user named is asked: no redirect, no proxy, no playlist."""

import http.client
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDefaultErrorHandler,
    HTTPDigestAuthHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPSHandler,
    OpenerDirector,
)

import numpy as np

from formcheck.errors import SourceError
from formcheck.source.codecs import InputContainer, Packet, VideoFrame, av
from formcheck.source.frame import Image
from formcheck.source.multipart import Multipart
from formcheck.source.packets import packets_of
from formcheck.source.scaling import Scaler
from formcheck.source.shown_address import without_credentials

# Whoever answers later than this is not there. One picture may take longer: some cameras give one in 10 s.
_OPEN_TIMEOUT_S, _READ_TIMEOUT_S = 3.0, 15.0
_AT_ONCE_BYTES = 65536
# Formats that hold pictures themselves; a playlist would lead to other addresses.
_FORMATS = "mpegts,mpjpeg,mjpeg,flv,matroska,webm,mov,mp4,h264,hevc,mpeg,ogg,nut,asf,avi"
_OPTIONS = {
    "flags": "low_delay",
    "probesize": "65536",
    "analyzeduration": "0",
    "format_whitelist": _FORMATS,
    "protocol_whitelist": "",
}
_REMEDIES = {
    401: "user or password is wrong: write them as in http://user:password@camera/",
    403: "it does not let you in: check user and password",
    404: "it has no stream of that address: check what follows the host",
}


class HttpPictures:
    """The pictures of a stream over HTTP, as they come; a damaged one is passed over.

    Args:
        url: The address.
        name: What it is called; without credentials.
        clock: The monotonic clock.
        wanted: Asked before each single picture; one that is not wanted is passed over, undecoded.

    Raises:
        SourceError: If it cannot be had.
    """

    def __init__(
        self,
        url: str,
        name: str,
        clock: Callable[[], float] = time.monotonic,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self._name, self._clock, self._wanted = name, clock, wanted
        self._container: InputContainer | None = None
        self._pictures: Iterator[VideoFrame] = iter(())
        self._answer = _answer(url, name)
        kind = self._answer.headers.get_content_type()
        boundary = self._answer.headers.get_param("boundary")
        try:
            if kind.startswith("multipart/"):
                self._pictures = self._jpegs(str(boundary or ""))
            else:
                source = _Bytes(self._read)
                container = av.open(source, "r", options=_OPTIONS, metadata_errors="replace")
                self._container, self._pictures = container, decoded(container)
        except (av.FFmpegError, ValueError, OSError):
            self.close()
            raise SourceError(
                f"{name}: gives no stream of pictures ({kind}); a playlist (.m3u8) is not followed: "
                "give the stream's own address"
            ) from None

    @property
    def fps(self) -> float | None:
        """Pictures a second, where the stream says so."""
        if self._container is None or not self._container.streams.video:
            return None
        rate = self._container.streams.video[0].average_rate
        return float(rate) if rate else None

    def next(self) -> VideoFrame | None:
        """The next picture, None at the end of the stream.

        Raises:
            SourceError: If none comes any more.
        """
        try:
            return next(self._pictures, None)
        except (TimeoutError, av.error.TimeoutError):
            raise SourceError(
                f"{self._name}: no picture has come for {_READ_TIMEOUT_S:g} s; "
                "check the camera and the network"
            ) from None
        except (av.FFmpegError, OSError, http.client.HTTPException, ValueError):
            raise SourceError(f"{self._name}: the stream was cut; check the camera and the network") from None

    def close(self) -> None:
        """Leave the stream."""
        self._pictures = iter(())
        if self._container is not None:
            self._container.close()
        self._answer.close()

    def _read(self, size: int = _AT_ONCE_BYTES) -> bytes:
        return bytes(self._answer.read1(size))

    def _jpegs(self, boundary: str) -> Iterator[VideoFrame]:
        decoder = av.CodecContext.create("mjpeg", "r")
        seen_s = self._clock()
        for part in Multipart(self._read, boundary).parts():
            pictures: list[Any] = []
            if part and not self._wanted():
                seen_s = self._clock()
                continue
            with suppress(av.FFmpegError):  # an empty or damaged part: the next one will do
                pictures = list(decoder.decode(Packet(part))) if part else []
            for picture in pictures:
                seen_s = self._clock()
                yield picture
            if self._clock() - seen_s > _READ_TIMEOUT_S:
                raise TimeoutError


class _Bytes:
    """What PyAV reads from."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self.read = read


def decoded(container: InputContainer) -> Iterator[VideoFrame]:
    """The pictures of a stream; what cannot be decoded is passed over."""
    if not container.streams.video:
        return
    stream = container.streams.video[0]
    for packet in packets_of(container, stream):
        try:
            pictures = stream.decode(packet)
        except av.error.InvalidDataError:
            continue
        except EOFError:
            return
        yield from pictures


def as_rgb(picture: VideoFrame) -> Image:
    """A picture as (height, width, 3) uint8 RGB, contiguous."""
    try:
        return np.ascontiguousarray(picture.to_ndarray(format="rgb24"), np.uint8)
    except av.FFmpegError:  # its colours are named oddly
        return Scaler().rgb(picture, (picture.width, picture.height))


def _answer(url: str, name: str) -> Any:
    """Ask the host that was named, and nobody else."""
    try:
        opener, bare = _opener(url)
        answer = opener.open(bare, timeout=_OPEN_TIMEOUT_S)
    except HTTPError as error:
        with error:
            raise SourceError(f"{name}: {_refused(error)}") from None
    except (URLError, OSError, http.client.HTTPException, ValueError) as error:
        raise SourceError(f"{name}: {_unreachable(error)}") from None
    _set_timeout(answer, _READ_TIMEOUT_S)
    return answer


def _opener(url: str) -> tuple[OpenerDirector, str]:
    """What asks, and the address without user and password."""
    parts = urlsplit(url)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
    opener = OpenerDirector()
    opener.add_handler(HTTPHandler())
    opener.add_handler(HTTPSHandler(context=_as_cameras_have_it()))
    opener.add_handler(HTTPErrorProcessor())
    opener.add_handler(HTTPDefaultErrorHandler())
    if parts.username is not None:
        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, bare, unquote(parts.username), unquote(parts.password or ""))
        opener.add_handler(HTTPBasicAuthHandler(passwords))
        opener.add_handler(HTTPDigestAuthHandler(passwords))
    return opener, bare


def _as_cameras_have_it() -> ssl.SSLContext:
    """Cameras sign their certificates themselves: nobody could tell whether one is right."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _set_timeout(answer: Any, timeout_s: float) -> None:
    """From here on a picture may take longer than an answer."""
    raw = getattr(getattr(answer, "fp", None), "raw", None)
    connection = getattr(raw, "_sock", None)
    if connection is not None:
        connection.settimeout(timeout_s)


def _refused(error: HTTPError) -> str:
    if 300 <= error.code < 400:
        there = without_credentials(error.headers.get("Location", ""))
        return f"sends on to {there}, which is not followed: give that address if you trust it"
    said = http.client.responses.get(error.code, "it refuses").lower()
    return _REMEDIES.get(error.code, f"it answers {error.code}, {said}: check the address and the camera")


def _unreachable(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ConnectionRefusedError):
        return "nothing listens there: check host and port, and that the camera is on"
    if isinstance(reason, TimeoutError):
        return "it does not answer: check the address, and that the camera is on"
    said = getattr(reason, "strerror", None) or "cannot be read"
    return f"{str(said).lower()}: check the address and the camera"
