"""Requests and replies as they go through the control socket: one line of JSON each way."""

import json
import math
from collections.abc import Mapping
from typing import Any, get_args

from formcheck.desktop.control import Command, Reply, Request

# A request is a word and a number; a status some lines of text.
LONGEST_REQUEST, LONGEST_REPLY = 1024, 65536
COMMANDS: tuple[Command, ...] = get_args(Command)
LONGEST_S = 7 * 24 * 3600.0


class WireError(ValueError):
    """A line holds no message; says why."""


def request_line(request: Request) -> bytes:
    r"""A request as a line.

    Example:
        >>> request_line(Request("pause", 1800.0))
        b'{"command":"pause","for_s":1800.0}\n'
    """
    return _line({"command": request.command, "for_s": request.for_s})


def reply_line(reply: Reply) -> bytes:
    """A reply as a line."""
    return _line({"ok": reply.ok, "text": reply.text, "status": dict(reply.status)})


def parse_request(line: bytes) -> Request:
    """The request in a line.

    Raises:
        WireError: If there is none in it.
    """
    found = _object(line)
    command, for_s = found.get("command"), found.get("for_s")
    known = next((name for name in COMMANDS if name == command), None)
    if known is None:
        raise WireError(f"no such command; known: {', '.join(COMMANDS)}")
    if for_s is None:
        return Request(known)
    if isinstance(for_s, bool) or not isinstance(for_s, (int, float)) or not 0 < for_s <= LONGEST_S:
        raise WireError(f"for_s: is not between 0 and {LONGEST_S:.0f} seconds")
    return Request(known, float(for_s))


def parse_reply(line: bytes) -> Reply:
    """The reply in a line.

    Raises:
        WireError: If there is none in it.
    """
    found = _object(line)
    ok, text, status = found.get("ok"), found.get("text"), found.get("status")
    if not isinstance(ok, bool) or not isinstance(text, str) or not isinstance(status, dict):
        raise WireError("is no reply")
    return Reply(ok, text, status)


def _line(message: Mapping[str, object]) -> bytes:
    return json.dumps(_finite(message), separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _finite(value: Any) -> Any:
    """Numbers that JSON does not know are left out."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(one) for key, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, (list, tuple)) else value


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise WireError("is no line of JSON") from None
    if not isinstance(found, dict):
        raise WireError("is no JSON object")
    return found
