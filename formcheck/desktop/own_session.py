"""Which session of systemd-logind is the user's own."""

import os
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Any

from formcheck.desktop.bus import PROPERTIES, Bus, CallError

_LOGIND, _PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_MANAGER, _SESSION, _USER = f"{_LOGIND}.Manager", f"{_LOGIND}.Session", f"{_LOGIND}.User"
# What comes of a call that is answered otherwise than it should be.
_ODD = (CallError, ValueError, TypeError, IndexError)


async def own_session(bus: Bus) -> str:
    """The path of the session on the screen, not of the terminal from which this was started; "" if none.

    Args:
        bus: The system's bus.
    """
    async with aclosing(_candidates(bus)) as candidates:
        async for path in candidates:
            with suppress(CallError):
                await properties(bus, path)
                return path
    return ""


async def properties(bus: Bus, path: str) -> dict[str, Any]:
    """What is known of a session.

    Raises:
        CallError: If it is not there.
    """
    (found,) = await bus.call(_LOGIND, path, PROPERTIES, "GetAll", "s", [_SESSION])
    return {name: value.value for name, value in found.items()}


async def _candidates(bus: Bus) -> AsyncGenerator[str, None]:
    with suppress(*_ODD):
        (user,) = await bus.call(_LOGIND, _PATH, _MANAGER, "GetUser", "u", [os.geteuid()])
        yield str((await bus.value(_LOGIND, user, _USER, "Display"))[1])
    if name := os.environ.get("XDG_SESSION_ID", ""):
        with suppress(*_ODD):
            yield str((await bus.call(_LOGIND, _PATH, _MANAGER, "GetSession", "s", [name]))[0])
    with suppress(*_ODD):
        yield str((await bus.call(_LOGIND, _PATH, _MANAGER, "GetSessionByPID", "u", [os.getpid()]))[0])
    with suppress(*_ODD):
        (sessions,) = await bus.call(_LOGIND, _PATH, _MANAGER, "ListSessions")
        own = [(seat == "", path) for _, uid, _, seat, path in sessions if uid == os.geteuid()]
        for _, path in sorted(own):  # those with a seat first
            yield str(path)
