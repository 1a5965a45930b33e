"""Where the D-Bus of the session and of the system are: sockets of this computer, and of no network."""

import os
import stat
from pathlib import Path

_SYSTEM = "unix:path=/run/dbus/system_bus_socket"


class NoBusError(OSError):
    """There is no bus that may be used; says why in a few words."""


def session_address() -> str:
    """The address of the session's bus.

    Raises:
        NoBusError: If there is none, or it is elsewhere.
    """
    given = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if given:
        return _of_this_computer(given)
    # As systemd has it, also for what was started outside of the session.
    usual = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.geteuid()}") / "bus"
    try:
        is_there = stat.S_ISSOCK(usual.stat().st_mode)
    except OSError:
        is_there = False
    if not is_there:
        raise NoBusError("there is no D-Bus session (DBUS_SESSION_BUS_ADDRESS is not set)")
    return f"unix:path={usual}"


def system_address() -> str:
    """The address of the system's bus.

    Raises:
        NoBusError: If it is elsewhere.
    """
    return _of_this_computer(os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or _SYSTEM)


def _of_this_computer(address: str) -> str:
    for one in filter(None, address.split(";")):
        if not one.startswith("unix:"):
            raise NoBusError(f"the D-Bus at {one.partition(':')[0]}: is not one of this computer alone")
    return address
