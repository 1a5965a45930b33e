"""A camera in the network: an HTTP server on loopback that sends JPEGs, and can be cut and restored."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import cv2

from formcheck.source.frame import Image


class MjpegCamera:
    """Serves pictures at a rate, from when it is switched on until it is switched off.

    Args:
        picture: The RGB picture at a time since the camera was first switched on.
    """

    def __init__(self, picture: Callable[[float], Image], fps: float = 30.0) -> None:
        self._picture, self._fps = picture, fps
        self._server: ThreadingHTTPServer | None = None
        self._connections: list[socket.socket] = []
        self._on = threading.Event()
        self._started_s: float | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://me:secret@127.0.0.1:{self.port}/video"

    def switch_on(self) -> None:
        """Listen, and serve whoever connects."""
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                camera._connections.append(self.connection)
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                try:
                    camera._send(self.wfile.write)
                except OSError:
                    return

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass

        self._on.set()
        self._server = Server(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True).start()

    def switch_off(self) -> None:
        """As when its cable is pulled: connections end, and nobody listens."""
        self._on.clear()
        for connection in self._connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self._connections.clear()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        self._server = None

    def _send(self, write: Callable[[bytes], object]) -> None:
        if self._started_s is None:
            self._started_s = time.monotonic()
        while self._on.is_set():
            image = self._picture(time.monotonic() - self._started_s)
            data = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1].tobytes()
            head = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(data)
            write(head + data + b"\r\n")
            time.sleep(1 / self._fps)


@contextmanager
def mjpeg_camera(picture: Callable[[float], Image], fps: float = 30.0) -> Iterator[MjpegCamera]:
    """A camera that is on, and off in the end."""
    camera = MjpegCamera(picture, fps)
    camera.switch_on()
    try:
        yield camera
    finally:
        camera.switch_off()
