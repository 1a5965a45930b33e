"""What systemd-logind says: lock, sleep, lid, another user in front; and its delay of sleep."""

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from formcheck.desktop.bus import PROPERTIES, Bus, CallError
from formcheck.desktop.lock_signs import LockSigns
from formcheck.desktop.own_session import own_session, properties

if TYPE_CHECKING:
    from dbus_fast.message import Message

_LOGIND, _MANAGER_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_MANAGER, _SESSION = f"{_LOGIND}.Manager", f"{_LOGIND}.Session"
_DAEMON = "org.freedesktop.DBus"
_POWER, _POWER_PATH = "org.freedesktop.UPower", "/org/freedesktop/UPower"


class LoginSession:
    """Follows the user's session on the system's bus.

    Args:
        bus: The system's bus, with open files.
        signs: What is known of the lock; changed here.
        changed: Called when something is new.
    """

    def __init__(self, bus: Bus, signs: LockSigns, changed: Callable[[], None]) -> None:
        self.problem = ""
        self.asleep = self.lid_closed = False
        self.idle_s: float | None = None
        self._bus, self._signs, self._changed = bus, signs, changed
        self._path = self._owner = ""
        self._delay: int | None = None
        self._waking: asyncio.Future[None] | None = None
        self._asking: asyncio.Future[None] | None = None

    async def open(self) -> None:
        """Find the session, and listen."""
        self._bus.on_signal(self._take)
        await self._bus.listen(sender=_LOGIND, interface=_MANAGER, member="PrepareForSleep")
        await self._bus.listen(sender=_POWER, path=_POWER_PATH, interface=PROPERTIES)
        await self._bus.listen(sender=_DAEMON, member="NameOwnerChanged", arg0=_LOGIND)
        self._owner = await self._bus.owner(_LOGIND)
        if not self._owner:
            self.problem = "systemd-logind does not run"
            return
        self._path = await own_session(self._bus)
        if self._path:
            await self._bus.listen(sender=_LOGIND, path=self._path)
        else:  # better too many locks than none
            self.problem = "systemd-logind knows no session of yours, so each lock is taken for yours"
            await self._bus.listen(sender=_LOGIND, interface=_SESSION)
            await self._bus.listen(sender=_LOGIND, interface=PROPERTIES, arg0=_SESSION)
        await self.look()
        await self._delay_sleep()  # last: whoever waits for this one knows that all is listened to

    async def look(self) -> None:
        """Read what is not told by a signal."""
        if self._path:
            await self._look_at_session()
        with suppress(CallError):
            closed = await self._bus.value(_LOGIND, _MANAGER_PATH, _MANAGER, "LidClosed")
            self.lid_closed = closed is True and not await self._is_docked()

    async def _look_at_session(self) -> None:
        try:
            known = await properties(self._bus, self._path)
        except CallError:  # the user has logged out, and this goes on
            self._signs.in_front = False
            return
        # Where nobody sets the hint it stays false, which says nothing against a lock that was asked for.
        self._signs.set_hint(known.get("LockedHint") is True)
        self._signs.in_front = known.get("Active") is not False
        since_us = known.get("IdleSinceHintMonotonic", 0)
        self.idle_s = max(0.0, time.monotonic() - since_us / 1e6) if known.get("IdleHint") is True else None

    def may_sleep(self) -> None:
        """Let the computer sleep that was kept from it for a moment."""
        if self._delay is not None:
            os.close(self._delay)
            self._delay = None

    async def _wake(self) -> None:
        """Be asked again before the next sleep."""
        with suppress(CallError):
            await self._delay_sleep()
            await self.look()
            self._changed()

    async def _ask_lid(self) -> None:
        """Anybody on this bus can send a signal, but only who has the name answers."""
        with suppress(CallError):
            closed = await self._bus.value(_POWER, _POWER_PATH, _POWER, "LidIsClosed")
            self.lid_closed = closed is True and not await self._is_docked()
            self._changed()

    async def _is_docked(self) -> bool:
        """Whether there is another screen to sit at, and perhaps another camera: then a lid says nothing."""
        with suppress(CallError):
            return await self._bus.value(_LOGIND, _MANAGER_PATH, _MANAGER, "Docked") is True
        return False

    async def _delay_sleep(self) -> None:
        self.may_sleep()
        with suppress(CallError):
            self._delay = await self._bus.descriptor(
                _LOGIND, _MANAGER_PATH, _MANAGER, "Inhibit", "ssss",
                ["sleep", "formcheck", "Switches the camera off", "delay"],
            )  # fmt: skip

    def _take(self, message: "Message") -> None:
        if message.path == _POWER_PATH:
            self._asking = asyncio.ensure_future(self._ask_lid())
            return
        if message.sender == _DAEMON and message.member == "NameOwnerChanged":
            self._bus.close()  # it was started anew, and knows nothing of us: so do we
            return
        if message.sender != self._owner:
            return
        if message.member == "PrepareForSleep":
            self.asleep = bool(message.body[0])
            if not self.asleep:
                self._waking = asyncio.ensure_future(self._wake())
        elif self._path not in ("", message.path):
            return
        elif message.member == "Lock":
            self._signs.ask(time.monotonic())
        elif message.member == "Unlock":
            self._signs.unlock()
        elif message.interface == PROPERTIES and message.body[0] == _SESSION:
            self._take_properties(message.body[1])
        else:
            return
        self._changed()

    def _take_properties(self, changed: dict[str, Any]) -> None:
        if "LockedHint" in changed:
            self._signs.set_hint(bool(changed["LockedHint"].value))
        if "Active" in changed:
            self._signs.in_front = bool(changed["Active"].value)
