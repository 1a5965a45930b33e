"""Asks the desk monitor that runs in this session."""

import socket
import sys
from pathlib import Path

from formcheck.desktop.control import Reply, Request
from formcheck.desktop.control_place import places
from formcheck.desktop.control_wire import LONGEST_REPLY, WireError, parse_reply, request_line
from formcheck.errors import ControlError, NotRunningError

# The monitor answers within two seconds; a computer that just woke takes longer.
_PATIENCE_S = 10.0


def ask(request: Request, patience_s: float = _PATIENCE_S) -> Reply:
    """Ask the monitor, and give what it answers.

    Args:
        request: What is asked.
        patience_s: How long its answer is waited for, seconds.

    Raises:
        NotRunningError: If none runs.
        ControlError: If it does not answer, or not so that it can be understood.
    """
    try:
        line = (
            _sent_through_pipe(request, patience_s) if sys.platform == "win32" else _sent(request, patience_s)
        )
        return parse_reply(line)
    except TimeoutError:
        raise ControlError(
            f"the desk monitor does not answer within {patience_s:g} s; if that stays so, end its process"
        ) from None
    except WireError as error:
        raise ControlError(
            f"what the desk monitor answers {error}; is it of another version? Start it anew"
        ) from None


def _sent(request: Request, patience_s: float) -> bytes:
    for place in places():
        try:
            place.check()
            return _through(place.socket, request, patience_s)
        except BlockingIOError:  # far more ask than it can take
            raise TimeoutError from None
        except TimeoutError:
            raise
        except OSError:  # not there, not ours, or left by a process that was killed
            continue
    raise NotRunningError


def _through(path: Path, request: Request, patience_s: float) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(patience_s)
        connection.connect(str(path))
        connection.sendall(request_line(request))
        found = b""
        while len(found) <= LONGEST_REPLY and not found.endswith(b"\n"):
            part = connection.recv(LONGEST_REPLY)
            if not part:
                break
            found += part
        return found


def _sent_through_pipe(request: Request, patience_s: float) -> bytes:
    from formcheck.desktop.control_pipe import pipe_name, through_pipe

    return through_pipe(pipe_name(), request_line(request), patience_s)
