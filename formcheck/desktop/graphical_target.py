"""Whether the desktop tells systemd when it is there: not all do, and then a unit for it never starts."""

import asyncio
import shutil
from contextlib import suppress

from formcheck.desktop.bus import Bus, CallError
from formcheck.desktop.bus_address import NoBusError, session_address

_SYSTEMD, _PATH = "org.freedesktop.systemd1", "/org/freedesktop/systemd1"
_TARGET = "graphical-session.target"
_PATIENCE_S = 3.0


def starts_units_of_the_screen() -> bool:
    """Whether a unit that goes with the screen would start; yes where systemd cannot be asked."""
    if shutil.which("systemctl") is None:
        return False
    known: str | None = None
    with suppress(NoBusError, CallError, Exception):
        known = asyncio.run(asyncio.wait_for(_state(), _PATIENCE_S))
    return known in (None, "active", "activating")


async def _state() -> str:
    bus = await Bus.connect(session_address())
    try:
        (unit,) = await bus.call(_SYSTEMD, _PATH, f"{_SYSTEMD}.Manager", "LoadUnit", "s", [_TARGET])
        return str(await bus.value(_SYSTEMD, unit, f"{_SYSTEMD}.Unit", "ActiveState"))
    finally:
        bus.close()
