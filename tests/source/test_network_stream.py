"""Streams of network cameras: only the host that was named is asked, and a bad picture costs nothing."""

import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import cv2
import numpy as np
import pytest

from formcheck.errors import SourceError
from formcheck.source.network_stream import NetworkStream
from tests.source.clips import grey, index_of, make_clip, steady

MIXED = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n"


def jpeg(index: int) -> bytes:
    return cv2.imencode(".jpg", grey(index, (64, 48)))[1].tobytes()


def part(data: bytes) -> bytes:
    return b"--b\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(data) + data + b"\r\n"


class Host:
    """A host on loopback that says what it is told to each that asks."""

    def __init__(self, address: str, says: Callable[[bytes], Iterator[bytes]]) -> None:
        self.asked: list[bytes] = []
        self._says = says
        self._server = socket.create_server((address, 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[connection], daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                request = connection.recv(4096)
                self.asked.append(request)
                for data in self._says(request):
                    connection.sendall(data)
            except OSError:
                return

    def close(self) -> None:
        self._server.close()


@contextmanager
def host(says: Callable[[bytes], Iterator[bytes]], address: str = "127.0.0.1") -> Iterator[Host]:
    served = Host(address, says)
    try:
        yield served
    finally:
        served.close()


def sending(*parts: bytes) -> Callable[[bytes], Iterator[bytes]]:
    return lambda _: iter([MIXED, *parts, b"--b--\r\n"])


def seen(url: str, number: int) -> list[int]:
    stream = NetworkStream(url)
    stream.open()
    try:
        return [index_of(stream.read().image) for _ in range(number)]
    finally:
        stream.close()


GARBAGE = np.random.default_rng(0).bytes(4000)


@pytest.mark.parametrize(
    "bad",
    [part(b""), part(GARBAGE), part(jpeg(30)[:200]), part(GARBAGE) * 50],
    ids=["empty", "garbage", "cut off", "many"],
)
@pytest.mark.parametrize("first", [True, False], ids=["first", "later"])
def test_a_part_that_is_no_picture_is_passed_over(bad: bytes, first: bool) -> None:
    good = [part(jpeg(index)) for index in range(4)]
    with host(sending(*([bad] if first else []), *(good[0], bad, *good[1:]))) as camera:
        found = seen(f"http://127.0.0.1:{camera.port}/", 4)
        assert len(camera.asked) == 1
    # A picture that is cut off may be shown with what there is of it.
    assert [index for index in found if index < 4] == sorted(index for index in found if index < 4)


def test_the_end_of_a_stream_is_said() -> None:
    with host(sending(part(jpeg(0)))) as camera:
        stream = NetworkStream(f"http://127.0.0.1:{camera.port}/")
        stream.open()
        stream.read()
        with pytest.raises(SourceError, match="the stream has ended"):
            stream.read()


@pytest.mark.parametrize("suffix", [".ts", ".flv", ".mkv", ".h264"])
def test_other_streams_over_http_are_read_too(tmp_path, suffix: str) -> None:
    data = make_clip(tmp_path / f"clip{suffix}", steady(12)).read_bytes()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: video/x\r\nContent-Length: %d\r\n\r\n" % len(data)
    with host(lambda _: iter([head, data])) as camera:
        assert seen(f"HTTP://127.0.0.1:{camera.port}/", 12) == list(range(12))


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_camera_that_sends_on_to_another_host_is_refused(scheme: str, code: int) -> None:
    with host(lambda _: iter(()), "127.0.0.2") as other:
        there = f"{scheme}://me:secret@127.0.0.2:{other.port}/x"

        def sends_on(request: bytes) -> Iterator[bytes]:
            protocol = b"RTSP/1.0" if scheme == "rtsp" else b"HTTP/1.1"
            yield protocol + b" %d Found\r\nCSeq: 1\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (
                code,
                there.encode(),
            )

        with host(sends_on) as camera, pytest.raises(SourceError, match="which is not followed") as caught:
            NetworkStream(f"{scheme}://127.0.0.1:{camera.port}/video").open()
        assert other.asked == []
    assert "secret" not in str(caught.value)


PLAYLISTS = {
    "application/vnd.apple.mpegurl": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}/a.ts\n"
    "#EXT-X-ENDLIST\n",
    "application/dash+xml": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period>'
    "<BaseURL>{}/a.mp4</BaseURL></Period></MPD>",
    "text/plain": "ffconcat version 1.0\nfile {}/a.ts\n",
    "application/sdp": "v=0\nc=IN IP4 127.0.0.2\nm=video 5000 RTP/AVP 96\na=control:{}/a\n",
}


@pytest.mark.parametrize("kind", PLAYLISTS)
def test_a_playlist_leads_nowhere(kind: str) -> None:
    with host(lambda _: iter(()), "127.0.0.2") as other:
        body = PLAYLISTS[kind].format(f"http://127.0.0.2:{other.port}").encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        words = "give the stream's own address"
        with host(lambda _: iter([head, body])) as camera, pytest.raises(SourceError, match=words):
            NetworkStream(f"http://127.0.0.1:{camera.port}/list.m3u8").open()
        assert other.asked == []


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_not_asked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with host(lambda _: iter(()), "127.0.0.2") as proxy, host(sending(part(jpeg(3)))) as camera:
        monkeypatch.setenv(name, f"http://127.0.0.2:{proxy.port}")
        assert seen(f"http://127.0.0.1:{camera.port}/", 1) == [3]
        assert proxy.asked == []


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_user_and_password_are_given_when_asked_for(scheme: str) -> None:
    def guarded(request: bytes) -> Iterator[bytes]:
        if b"Authorization: " + scheme.encode() in request:
            yield from sending(part(jpeg(7)))(request)
        else:
            challenge = f'{scheme} realm="camera", nonce="5", qop="auth"'.encode()
            yield b"HTTP/1.1 401 No\r\nWWW-Authenticate: " + challenge + b"\r\nContent-Length: 0\r\n\r\n"

    with host(guarded) as camera:
        assert seen(f"http://me:se%40cret@127.0.0.1:{camera.port}/v", 1) == [7]
        if scheme == "Basic":
            assert b64encode(b"me:se@cret") in camera.asked[-1]
        with pytest.raises(SourceError, match="user or password is wrong") as caught:
            NetworkStream(f"http://127.0.0.1:{camera.port}/v").open()
    assert "cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", "no stream of that address"),
        (b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", "does not let you in"),
        (b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", "answers 503"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhi",
            "no stream of pictures",
        ),
        (b"what is this", "check the address"),
        (b"", "check the address"),
        (MIXED, "gives no picture"),
    ],
)
def test_what_a_host_answers_is_said_in_one_line(answer: bytes, words: str) -> None:
    with host(lambda _: iter([answer])) as camera, pytest.raises(SourceError, match=words) as caught:
        NetworkStream(f"http://me:secret@127.0.0.1:{camera.port}/v").open()
    assert str(caught.value).startswith(f"http://127.0.0.1:{camera.port}/v: ")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_pictures_are_taken_as_long_as_they_come() -> None:
    endless = (part(jpeg(number % 40)) for number in count())
    with host(lambda _: iter([MIXED, *(next(endless) for _ in range(200))])) as camera:
        assert seen(f"http://127.0.0.1:{camera.port}/", 100) == [number % 40 for number in range(100)]
