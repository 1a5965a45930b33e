"""Answers whoever asks through the control socket: this user alone, short requests, one after the other.

A socket of the file system, mode 0600 in a folder of mode 0700; it is on no network. Who asks is checked
once more by what the kernel knows of the other end. A request that is too long, no JSON, or slow costs
whoever sent it the connection, and nobody else anything.
"""

import os
import selectors
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from formcheck.desktop.control import Reply, Request
from formcheck.desktop.control_place import ControlPlace, places
from formcheck.desktop.control_wire import LONGEST_REQUEST, WireError, parse_request, reply_line
from formcheck.errors import AlreadyRunningError
from formcheck.locks import Busy, hold, release

if TYPE_CHECKING:
    from formcheck.desktop.control_pipe import PipeServer

Answer = Callable[[Request], Reply]
# A request is one line that is ready when it is sent; more than a few at once is nobody's hand.
_PATIENCE_S, _MOST_AT_ONCE, _MOST_WAITING, _CLOSE_S = 2.0, 8, 128, 3.0
_ROOT = 0


class ControlServer:
    """Answers through a socket; its thread sleeps until somebody asks.

    Args:
        place: Where the socket lies.
        answer: Called in the thread of the server, one request at a time.

    Raises:
        AlreadyRunningError: If another process answers there.
        OSError: If there can be no socket.
    """

    def __init__(self, place: ControlPlace, answer: Answer) -> None:
        self.problem = ""
        self._place, self._answer = place, answer
        place.make()
        try:
            self._lock = hold(place.lock)
        except Busy:
            raise AlreadyRunningError from None
        try:
            self._listener = _listen(place)
            self._wake, self._woken = os.pipe()
        except BaseException:
            release(self._lock)
            raise
        self._slots: dict[socket.socket, _Asker] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._wake, selectors.EVENT_READ)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="control", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering, and remove the socket."""
        if self._woken < 0:
            return
        os.close(self._woken)
        self._woken = -1
        self._thread.join(_CLOSE_S)

    def _run(self) -> None:
        try:
            while self._serve_once():
                pass
        finally:
            for asker in list(self._slots.values()):
                self._leave(asker)
            self._selector.close()
            self._listener.close()
            os.close(self._wake)
            with suppress(OSError):
                self._place.socket.unlink()
            release(self._lock)

    def _serve_once(self) -> bool:
        """Take what is ready; False when the server is closed."""
        ready = self._selector.select(self._patience_s())
        for key, _ in ready:
            if key.fileobj == self._wake:
                return False
            if key.fileobj is self._listener:
                self._accept()
            elif isinstance(key.fileobj, socket.socket) and key.fileobj in self._slots:
                self._hear(self._slots[key.fileobj])
        now_s = time.monotonic()
        for asker in [one for one in self._slots.values() if one.until_s <= now_s]:
            self._leave(asker)
        return True

    def _patience_s(self) -> float | None:
        """How long to wait at most; for ever while nobody is there."""
        if not self._slots:
            return None
        return max(0.0, min(one.until_s for one in self._slots.values()) - time.monotonic())

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:  # gone again, or no descriptors are left for the moment
            return
        connection.setblocking(False)
        if not is_same_user(connection):
            connection.close()
            return
        self._slots[connection] = _Asker(connection)
        self._selector.register(connection, selectors.EVENT_READ)
        if len(self._slots) == _MOST_AT_ONCE:  # the others wait in the system's queue
            self._selector.unregister(self._listener)

    def _hear(self, asker: "_Asker") -> None:
        line = asker.heard()
        if line is not None:
            asker.reply(self._answered(line))
        if line is not None or asker.is_gone:
            self._leave(asker)

    def _answered(self, line: bytes) -> Reply:
        try:
            return self._answer(parse_request(line))
        except WireError as error:
            return Reply(False, f"the request {error}" if str(error).startswith("is ") else str(error), {})
        except Exception as error:  # noqa: BLE001 - whoever asks learns of it, and the monitor goes on
            return Reply(False, f"something unforeseen happened ({type(error).__name__}: {error})", {})

    def _leave(self, asker: "_Asker") -> None:
        was_full = len(self._slots) == _MOST_AT_ONCE
        del self._slots[asker.connection]
        self._selector.unregister(asker.connection)
        asker.connection.close()
        if was_full:
            self._selector.register(self._listener, selectors.EVENT_READ)


class _Asker:
    """Somebody who has connected, and what came of their line so far."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.until_s = time.monotonic() + _PATIENCE_S
        self.is_gone = False
        self._came = b""

    def heard(self) -> bytes | None:
        """The line; None before its end has come."""
        try:
            part = self.connection.recv(LONGEST_REQUEST + 1)
        except BlockingIOError:
            return None
        except OSError:
            part = b""
        self._came += part
        self.is_gone = not part
        if b"\n" in self._came[: LONGEST_REQUEST + 1]:
            return self._came.partition(b"\n")[0]
        if len(self._came) > LONGEST_REQUEST:
            return b'"too long"'  # answered as what it is: no request
        return None

    def reply(self, reply: Reply) -> None:
        """Answer; one who does not take it is left."""
        with suppress(OSError):
            self.connection.settimeout(_PATIENCE_S)
            self.connection.sendall(reply_line(reply))


class NoControl:
    """In place of a server where there can be none.

    Args:
        problem: Why.
    """

    def __init__(self, problem: str) -> None:
        self.problem = problem

    def close(self) -> None:
        """Nothing to close."""


def open_control(answer: Answer) -> "ControlServer | NoControl | PipeServer":
    """A server in the best place there is; one that says why where there is none.

    Args:
        answer: Called in the thread of the server, one request at a time; takes two seconds at most.

    Raises:
        AlreadyRunningError: If a monitor runs in this session already.
    """
    if sys.platform == "win32":
        return _open_pipe(answer)
    why: list[str] = []
    for place in places():
        try:
            if _answers(place):
                raise AlreadyRunningError
            return ControlServer(place, answer)
        except OSError as error:
            why.append(str(error) if error.errno is None else f"{place.folder}: {error.strerror}")
    return NoControl(f"other commands cannot ask or stop it, as there is no socket: {'; '.join(why)}")


def _open_pipe(answer: Answer) -> "NoControl | PipeServer":
    from formcheck.desktop.control_pipe import PipeServer, pipe_name

    try:
        return PipeServer(pipe_name(), answer)
    except OSError as error:
        return NoControl(f"other commands cannot ask or stop it: {error.strerror or error}")


def _answers(place: ControlPlace) -> bool:
    """Whether somebody listens there already, such as where locks are not known."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection, suppress(OSError):
        connection.settimeout(_PATIENCE_S)
        place.check()
        connection.connect(str(place.socket))
        return True
    return False


def _listen(place: ControlPlace) -> socket.socket:
    """A socket in place of one that was left; only called with the lock."""
    place.socket.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(str(place.socket))
        place.socket.chmod(0o600)
        listener.listen(_MOST_WAITING)
        listener.setblocking(False)
    except BaseException:
        listener.close()
        raise
    return listener


def is_same_user(connection: socket.socket) -> bool:
    """Whether the other end is this user, or the system's, by what the kernel knows."""
    try:
        if hasattr(socket, "SO_PEERCRED"):
            known = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            user = struct.unpack("3i", known)[1]
        else:  # macOS: struct xucred begins with its version and the user
            known = connection.getsockopt(0, _LOCAL_PEERCRED, 76)
            user = struct.unpack_from("2I", known)[1]
    except (OSError, struct.error):
        return False
    return user in (os.geteuid(), _ROOT)


_LOCAL_PEERCRED = 1
