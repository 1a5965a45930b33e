"""What the desktop says on the session's bus: screen saver, do-not-disturb, idle time."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from formcheck.desktop.bus import PROPERTIES, Bus, CallError
from formcheck.desktop.lock_signs import LockSigns

if TYPE_CHECKING:
    from dbus_fast.message import Message

# Those that say when they come on, and can be asked.
_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
)
_SERVER, _SERVER_PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
# Interface and property of a notification server that was told to be quiet: KDE's, and dunst's.
_QUIET = ((_SERVER, "Inhibited"), ("org.dunstproject.cmd0", "paused"))
_DCONF, _BANNERS = "ca.desrt.dconf.Writer", "/org/gnome/desktop/notifications/"
_GSETTINGS = ("gsettings", "get", "org.gnome.desktop.notifications", "show-banners")
_GSETTINGS_S = 3.0


class DesktopSession:
    """Follows the desktop on the session's bus.

    Args:
        bus: The session's bus.
        signs: What is known of the lock; changed here.
        changed: Called when something is new.
        look_again: Called when something is new that has to be asked for.
    """

    def __init__(
        self, bus: Bus, signs: LockSigns, changed: Callable[[], None], look_again: Callable[[], None]
    ) -> None:
        self.do_not_disturb = False
        self.idle_s: float | None = None
        self._bus, self._signs, self._changed, self._look_again = bus, signs, changed, look_again
        self._server_is_quiet = False
        self._no_banners: bool | None = None

    async def open(self) -> None:
        """Listen, and ask for what is so already."""
        self._bus.on_signal(self._take)
        await self._bus.listen(member="ActiveChanged")
        await self._bus.listen(path=_SERVER_PATH, interface=PROPERTIES)
        await self._bus.listen(interface=_DCONF, member="Notify")
        await self.look()

    async def look(self) -> None:
        """Read what is not told by a signal, or was so before."""
        for name, path in _SAVERS:
            with suppress(CallError):
                (on,) = await self._bus.call(name, path, name, "GetActive")
                if self._signs.savers.get(name) != bool(on):
                    self._signs.set_saver(name, bool(on))
        self._server_is_quiet = await self._is_server_quiet()
        if self._no_banners is None:
            self._no_banners = await asyncio.to_thread(_has_no_banners)
        self._add_up()
        self.idle_s = await self._idle_s()

    def _add_up(self) -> None:
        self.do_not_disturb = self._server_is_quiet or bool(self._no_banners)

    async def _is_server_quiet(self) -> bool:
        for interface, name in _QUIET:
            with suppress(CallError):
                if await self._bus.value(_SERVER, _SERVER_PATH, interface, name) is True:
                    return True
        return await self._xfce() is True

    async def _xfce(self) -> object:
        with suppress(CallError):
            (found,) = await self._bus.call(
                "org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf", "GetProperty", "ss",
                ["xfce4-notifyd", "/do-not-disturb"],
            )  # fmt: skip
            return found.value
        return None

    async def _idle_s(self) -> float | None:
        """Mutter and KDE count milliseconds, other screen savers seconds."""
        with suppress(CallError):
            (idle,) = await self._bus.call(
                "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core",
                "org.gnome.Mutter.IdleMonitor", "GetIdletime",
            )  # fmt: skip
            return float(idle) / 1000
        with suppress(CallError):
            name, path = _SAVERS[0]
            (idle,) = await self._bus.call(name, path, name, "GetSessionIdleTime")
            return float(idle) / (1000 if await self._bus.owner("org.kde.screensaver") else 1)
        return None

    def _take(self, message: "Message") -> None:
        is_saver = message.member == "ActiveChanged" and (message.interface or "").endswith(".ScreenSaver")
        if is_saver and message.signature == "b":
            self._signs.set_saver(str(message.interface), bool(message.body[0]))
            self._changed()
        elif message.path == _SERVER_PATH and message.interface == PROPERTIES:
            self._look_again()
        elif message.interface == _DCONF and message.body and _is_about_banners(str(message.body[0])):
            self._no_banners = None
            self._look_again()


def _is_about_banners(changed: str) -> bool:
    return changed.startswith(_BANNERS) or _BANNERS.startswith(changed)


def _has_no_banners() -> bool:
    """Whether GNOME was told to show no notifications; its settings are on no bus, so its tool is asked."""
    desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").upper().split(":")
    if "GNOME" not in desktops or shutil.which(_GSETTINGS[0]) is None:
        return False
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            _GSETTINGS, capture_output=True, text=True, timeout=_GSETTINGS_S, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return done.stdout.strip() == "false"
    return False
