"""A D-Bus as it is used here: calls that start nothing, and signals."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus
    from dbus_fast.message import Message

PROPERTIES = "org.freedesktop.DBus.Properties"
_DAEMON, _DAEMON_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"


class CallError(Exception):
    """A call gave no answer, but an error."""


class Bus:
    """A connection to a bus; to be used within one asyncio loop.

    Args:
        bus: It is connected.
    """

    def __init__(self, bus: "MessageBus") -> None:
        self._bus = bus

    @classmethod
    async def connect(cls, address: str, *, descriptors: bool = False) -> Self:
        """Connect to the bus of an address.

        Args:
            address: As `bus_address` gives it.
            descriptors: Whether open files may come through it.

        Raises:
            Exception: Whatever the library raises where there is none.
        """
        from dbus_fast.aio import MessageBus

        return cls(await MessageBus(address, negotiate_unix_fd=descriptors).connect())

    async def ended(self) -> None:
        """Wait until the connection is lost."""
        with suppress(Exception):
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Leave the bus."""
        with suppress(Exception):
            self._bus.disconnect()

    def on_signal(self, take: Callable[["Message"], None]) -> None:
        """Have each signal given to a function."""
        from dbus_fast.constants import MessageType

        def handle(message: "Message") -> None:
            if message.message_type is MessageType.SIGNAL:
                take(message)

        self._bus.add_message_handler(handle)

    async def listen(self, **rule: str) -> None:
        """Ask for the signals that a rule names, such as by ``interface`` and ``member``."""
        text = ",".join(["type='signal'", *(f"{key}='{value}'" for key, value in rule.items())])
        await self.call(_DAEMON, _DAEMON_PATH, _DAEMON, "AddMatch", "s", [text])

    async def call(
        self, name: str, path: str, interface: str, member: str, signature: str = "", body: Any = ()
    ) -> list[Any]:
        """Call a method of somebody who is there already, and give what it returns.

        Raises:
            CallError: If there is no such service or method, or it fails.
        """
        _, found = await self._called(name, path, interface, member, signature, body)
        return found

    async def descriptor(
        self, name: str, path: str, interface: str, member: str, signature: str, body: Any
    ) -> int:
        """Call a method that returns an open file, and give that.

        Raises:
            CallError: If it fails.
        """
        files, found = await self._called(name, path, interface, member, signature, body)
        if not files or not found or not isinstance(found[0], int) or found[0] >= len(files):
            raise CallError("no file came")
        return int(files[found[0]])

    async def value(self, name: str, path: str, interface: str, value: str) -> Any:
        """A property of somebody who is there already.

        Raises:
            CallError: If there is none.
        """
        (found,) = await self.call(name, path, PROPERTIES, "Get", "ss", [interface, value])
        return found.value

    async def owner(self, name: str) -> str:
        """Who has a name, or "" if nobody has."""
        try:
            (found,) = await self.call(_DAEMON, _DAEMON_PATH, _DAEMON, "GetNameOwner", "s", [name])
        except CallError:
            return ""
        return str(found)

    async def _called(
        self, name: str, path: str, interface: str, member: str, signature: str, body: Any
    ) -> tuple[list[int], list[Any]]:
        from dbus_fast.constants import MessageFlag, MessageType
        from dbus_fast.message import Message

        message = Message(
            destination=name, path=path, interface=interface, member=member,
            signature=signature, body=list(body), flags=MessageFlag.NO_AUTOSTART,
        )  # fmt: skip
        reply = await self._bus.call(message)
        if reply is None or reply.message_type is MessageType.ERROR:
            raise CallError(reply.error_name if reply is not None else "no answer")
        return list(reply.unix_fds), list(reply.body)
