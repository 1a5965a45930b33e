# ruff: noqa: F821 - D-Bus types, and names as D-Bus has them
"""A login manager and a desktop for tests: they answer and signal as those of a real computer do."""

import os
from contextlib import suppress

from dbus_fast import PropertyAccess
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from formcheck.desktop.loop_thread import LoopThread

SESSION, USER = "/org/freedesktop/login1/session/_31", "/org/freedesktop/login1/user/_0"
ASIDE = "/org/freedesktop/login1/session/_99"


class Manager(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.freedesktop.login1.Manager")
        self.lid = self.docked = False
        self.delays: list[tuple[str, str]] = []
        self.held: list[int] = []
        self.sent: list[int] = []

    @dbus_method()
    def GetUser(self, uid: "u") -> "o":
        return USER

    @dbus_method()
    def GetSession(self, name: "s") -> "o":
        return SESSION

    @dbus_method()
    def Inhibit(self, what: "s", who: "s", why: "s", mode: "s") -> "h":
        reading, writing = os.pipe()
        self.delays.append((what, mode))
        self.held.append(reading)
        self.sent.append(writing)
        return writing

    def is_let_go(self, number: int) -> bool:
        """Whether the other end of a delay was closed by whoever got it, who has it by now."""
        while self.sent:
            os.close(self.sent.pop())
        os.set_blocking(self.held[number], False)
        try:
            return os.read(self.held[number], 1) == b""
        except BlockingIOError:
            return False

    @dbus_property(access=PropertyAccess.READ)
    def LidClosed(self) -> "b":
        return self.lid

    @dbus_property(access=PropertyAccess.READ)
    def Docked(self) -> "b":
        return self.docked

    @dbus_signal()
    def PrepareForSleep(self, start: bool) -> "b":
        return start


class Lister(ServiceInterface):
    """A login manager that can list its sessions, and nothing else."""

    def __init__(self, *sessions: tuple[int, str, str]) -> None:
        super().__init__("org.freedesktop.login1.Manager")
        self.sessions = sessions

    @dbus_method()
    def ListSessions(self) -> "a(susso)":
        return [["1", uid, "somebody", seat, path] for uid, seat, path in self.sessions]


class User(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.freedesktop.login1.User")

    @dbus_property(access=PropertyAccess.READ)
    def Display(self) -> "(so)":
        return ["1", SESSION]


class Session(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.freedesktop.login1.Session")
        self.locked, self.active, self.idle, self.idle_since = False, True, False, 0

    @dbus_signal()
    def Lock(self) -> None:
        return

    @dbus_signal()
    def Unlock(self) -> None:
        return

    @dbus_property(access=PropertyAccess.READ)
    def LockedHint(self) -> "b":
        return self.locked

    @dbus_property(access=PropertyAccess.READ)
    def Active(self) -> "b":
        return self.active

    @dbus_property(access=PropertyAccess.READ)
    def IdleHint(self) -> "b":
        return self.idle

    @dbus_property(access=PropertyAccess.READ)
    def IdleSinceHintMonotonic(self) -> "t":
        return self.idle_since


class Power(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.freedesktop.UPower")
        self.lid = False

    @dbus_property(access=PropertyAccess.READ)
    def LidIsClosed(self) -> "b":
        return self.lid


class Saver(ServiceInterface):
    def __init__(self, interface: str) -> None:
        super().__init__(interface)
        self.on, self.idle = False, 0

    @dbus_method()
    def GetActive(self) -> "b":
        return self.on

    @dbus_method()
    def GetSessionIdleTime(self) -> "u":
        return self.idle

    @dbus_signal()
    def ActiveChanged(self, on: bool) -> "b":
        return on


class Idle(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.gnome.Mutter.IdleMonitor")
        self.idle_ms = 0

    @dbus_method()
    def GetIdletime(self) -> "t":
        return self.idle_ms


class NotificationServer(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.freedesktop.Notifications")
        self.quiet = False

    @dbus_property(access=PropertyAccess.READ)
    def Inhibited(self) -> "b":
        return self.quiet


class Settings(ServiceInterface):
    """GNOME's: tells that something was changed."""

    def __init__(self) -> None:
        super().__init__("ca.desrt.dconf.Writer")

    @dbus_signal()
    def Notify(self, prefix: str, changes: "list[str]", tag: str) -> "sass":
        return [prefix, changes, tag]


class Services:
    """Things on a bus, served in a thread of their own."""

    def __init__(self, address: str) -> None:
        self.thread = LoopThread("services")
        self.bus: MessageBus = self.thread.start(self._connect(address)).result(60)

    async def _connect(self, address: str) -> MessageBus:
        return await MessageBus(address, negotiate_unix_fd=True).connect()

    def serve(self, name: str, *things: tuple[str, ServiceInterface]) -> None:
        async def do() -> None:
            for path, thing in things:
                self.bus.export(path, thing)
            await self.bus.request_name(name)

        self.thread.start(do()).result(60)

    def give_up(self, name: str) -> None:
        self.thread.start(self.bus.release_name(name)).result(60)

    def do(self, signal: object, *arguments: object) -> None:
        """Send a signal, or change a property, in the thread of the bus."""

        async def send() -> None:
            signal(*arguments)  # type: ignore[operator]

        self.thread.start(send()).result(60)

    def close(self) -> None:
        async def leave() -> None:
            self.bus.disconnect()
            with suppress(Exception):
                await self.bus.wait_for_disconnect()

        self.thread.close(leave())
