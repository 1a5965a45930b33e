"""The control socket of Windows: a named pipe, which is on no network either.

Windows lets others read from such a pipe, but not write into it, so that they can ask nothing. Not tried on
Windows; the tests run it through a socket of the file system, as `multiprocessing.connection` has both.
"""

import getpass
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Client, Listener

from formcheck.desktop.control import Reply, Request
from formcheck.desktop.control_wire import (
    LONGEST_REPLY,
    LONGEST_REQUEST,
    WireError,
    parse_request,
    reply_line,
)
from formcheck.errors import AlreadyRunningError, NotRunningError

Answer = Callable[[Request], Reply]
_PATIENCE_S, _CLOSE_S = 2.0, 3.0


def pipe_name() -> str:
    r"""The name of this user's pipe."""
    user = "".join(sign if sign.isalnum() else "-" for sign in getpass.getuser())
    return rf"\\.\pipe\formcheck-desk-{user}"


class PipeServer:
    """Answers through a named pipe, one client after the other.

    Args:
        name: Of the pipe; where it is a path, it is a socket of the file system.
        answer: As of `open_control`.

    Raises:
        AlreadyRunningError: If another process has the pipe.
        OSError: If there can be none.
    """

    def __init__(self, name: str, answer: Answer) -> None:
        self.problem = ""
        self._name, self._answer = name, answer
        self._is_closed = False
        try:
            self._listener = Listener(name)
        except PermissionError:  # as Windows says it of a name that is taken
            raise AlreadyRunningError from None
        self._thread = threading.Thread(target=self._run, name="control", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering, and remove the pipe."""
        if self._is_closed:
            return
        self._is_closed = True
        with suppress(OSError):  # whoever waits for a client is given one
            Client(self._name).close()
        self._thread.join(_CLOSE_S)
        self._listener.close()

    def _run(self) -> None:
        while not self._is_closed:
            with suppress(OSError, EOFError), self._listener.accept() as client:
                if not self._is_closed and client.poll(_PATIENCE_S):
                    client.send_bytes(reply_line(self._answered(client.recv_bytes(LONGEST_REQUEST))))

    def _answered(self, line: bytes) -> Reply:
        try:
            return self._answer(parse_request(line))
        except WireError as error:
            return Reply(False, str(error), {})
        except Exception as error:  # noqa: BLE001 - whoever asks learns of it, and the monitor goes on
            return Reply(False, f"something unforeseen happened ({type(error).__name__}: {error})", {})


def through_pipe(name: str, line: bytes, patience_s: float) -> bytes:
    """Send a line through a pipe, and give the one that comes back.

    Raises:
        NotRunningError: If nobody has such a pipe.
        TimeoutError: If no answer comes.
    """
    try:
        with Client(name) as server:
            server.send_bytes(line)
            if not server.poll(patience_s):
                raise TimeoutError
            return server.recv_bytes(LONGEST_REPLY)
    except (FileNotFoundError, ConnectionError, EOFError):
        raise NotRunningError from None
