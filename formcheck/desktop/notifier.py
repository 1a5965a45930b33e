"""Shows notices through the desktop's own notifications, and tells which of their buttons was pressed.

`desktop-notifier` speaks to each system; it wants asyncio, which runs in a thread of its own. One notice of a
key is shown at a time, and taken away when it is not worth reading any more: nothing piles up. Where nothing
can be shown, the reason is in `problem`, and it is tried again with the next notice.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from formcheck.desktop.bus_address import NoBusError, session_address
from formcheck.desktop.loop_thread import LoopThread
from formcheck.desktop.notice import Notice, Press
from formcheck.files import printable

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier, Notification

Pressed = Callable[[Press], None]
_APP = "formcheck"
# How long a notification server may take: one that is started for it takes a second.
_PATIENCE_S = 5.0
_ELSEWHERE = "the terminal, the small window and the sound tell instead"
_UNSIGNED = "macOS shows notifications of signed apps alone, and this Python is none"
_NO_SERVER = "no notification server answers; start one, such as dunst"


class _CannotShow(Exception):  # noqa: N818 - an answer, not an error
    """Why nothing can be shown."""


class Notifier:
    """Shows notices on the desktop.

    Args:
        pressed: Told of each button that was pressed, in the notifier's thread.
    """

    def __init__(self, pressed: Pressed) -> None:
        _silence_library()
        self._pressed = pressed
        self._problem = ""
        self._notifier: DesktopNotifier | None = None
        self._has_buttons = False
        self._shown: dict[str, str] = {}
        self._numbers: dict[str, int | None] = {}
        self._turn: asyncio.Lock | None = None
        self._thread = LoopThread("notifier")
        self._thread.start(self._try_out())

    @property
    def problem(self) -> str:
        """Why nothing can be shown, or ""."""
        return self._problem and f"no notifications: {self._problem}; {_ELSEWHERE}"

    def show(self, notice: Notice) -> None:
        """Show a notice soon, or never."""
        self._thread.start(self._in_turn(self._replace, notice))

    def withdraw(self, key: str) -> None:
        """Take a notice away, if it is there still."""
        self._thread.start(self._in_turn(self._take_away, key))

    def close(self) -> None:
        """Take all notices away, and end."""
        self._thread.close(self._take_all_away())

    async def _try_out(self) -> None:
        await self._in_turn(self._connect)

    async def _in_turn(self, work: Callable[..., Any], *arguments: object) -> None:
        """Do one thing after the other; whatever goes wrong is a problem, and nothing else."""
        if self._turn is None:
            self._turn = asyncio.Lock()
        async with self._turn:
            try:
                await asyncio.wait_for(work(*arguments), _PATIENCE_S)
            except _CannotShow as reason:
                self._give_up(str(reason))
            except TimeoutError:
                self._give_up("the notification server does not answer")
            except Exception as error:  # noqa: BLE001 - each system's libraries raise what they like
                self._give_up(printable(" ".join(f"{type(error).__name__}: {error}".split())))

    def _give_up(self, why: str) -> None:
        self._problem = why
        if self._notifier is not None:
            _hang_up(self._notifier)
            self._notifier = None
        self._shown.clear()

    async def _connect(self) -> "DesktopNotifier":
        if self._notifier is not None:
            return self._notifier
        if sys.platform == "linux":
            _check_bus()
        from desktop_notifier import Capability, DesktopNotifier

        self._notifier = notifier = DesktopNotifier(app_name=_APP, app_icon=None)
        try:
            able = await notifier.get_capabilities()
        except Exception as error:  # noqa: BLE001 - as above
            raise _CannotShow(_NO_SERVER if sys.platform == "linux" else str(error)) from None
        if Capability.TITLE not in able:
            raise _CannotShow(_UNSIGNED if sys.platform == "darwin" else "this system has none")
        if not await notifier.request_authorisation():
            raise _CannotShow("they are switched off for this program in the system's settings")
        self._has_buttons, self._problem = Capability.BUTTONS in able, ""
        return notifier

    async def _replace(self, notice: Notice) -> None:
        notifier = await self._connect()
        await self._take_away(notice.key)
        if await self._sent(notifier, notice):
            return
        self._give_up("")  # the server has gone, and another one may have come
        if not await self._sent(await self._connect(), notice):
            raise _CannotShow(_NO_SERVER)

    async def _sent(self, notifier: "DesktopNotifier", notice: Notice) -> bool:
        arrived: list[bool] = []
        notification = self._notification(notice, lambda: arrived.append(True))
        await notifier.send_notification(notification)
        if arrived:
            self._numbers[notice.key] = _number(notifier, notification.identifier)
            self._shown[notice.key] = notification.identifier
            loop = asyncio.get_running_loop()
            loop.call_later(notice.lasts_s, self._expire, notice.key, notification.identifier)
        return bool(arrived)

    def _expire(self, key: str, identifier: str) -> None:
        if self._shown.get(key) == identifier:
            self._thread.start(self._in_turn(self._take_away, key))

    async def _take_away(self, key: str) -> None:
        identifier = self._shown.pop(key, None)
        notifier = self._notifier
        if identifier and notifier and identifier in await notifier.get_current_notifications():
            await notifier.clear(identifier)

    async def _take_all_away(self) -> None:
        for key in list(self._shown):
            await self._in_turn(self._take_away, key)
        self._give_up(self._problem)

    async def _close_pressed(self, key: str) -> None:
        """Some servers leave a notice when its button was pressed, which the library forgets then."""
        interface = getattr(getattr(self._notifier, "_backend", None), "interface", None)
        number = self._numbers.pop(key, None)
        if interface is not None and number is not None and key not in self._shown:
            with suppress(Exception):  # it was closed by the server
                await interface.call_close_notification(number)

    def _notification(self, notice: Notice, arrived: Callable[[], None]) -> "Notification":
        from desktop_notifier import Button, Notification, Urgency

        buttons = notice.buttons if self._has_buttons else ()
        return Notification(
            title=printable(notice.title),
            message=_plain(notice.text),
            urgency=Urgency.Normal,
            buttons=tuple(
                Button(one.label, self._presser(Press(notice.key, one.id)), one.id) for one in buttons
            ),
            timeout=max(1, round(notice.lasts_s)),
            on_dispatched=arrived,
        )

    def _presser(self, press: Press) -> Callable[[], None]:
        def tell() -> None:
            self._shown.pop(press.key, None)
            self._thread.start(self._in_turn(self._close_pressed, press.key))
            self._pressed(press)

        return tell


def open_notifier(pressed: Pressed) -> Notifier:
    """A notifier; at once, while it still finds out whether it can show anything.

    Args:
        pressed: Told of each button that was pressed, in a thread of the notifier's own.
    """
    return Notifier(pressed)


def _silence_library() -> None:
    """What cannot be done is said here once, and not with a traceback each time."""
    log = logging.getLogger("desktop_notifier")
    log.propagate = False
    if not log.handlers:
        log.addHandler(logging.NullHandler())


def _hang_up(notifier: "DesktopNotifier") -> None:
    """Leave the bus: the library itself never does, and each try would leave a connection open."""
    bus = getattr(notifier._backend, "bus", None)
    if bus is not None:
        bus.disconnect()


def _number(notifier: "DesktopNotifier", identifier: str) -> int | None:
    """What the server of a D-Bus calls a notice."""
    numbers = getattr(notifier._backend, "_platform_to_interface_notification_identifier", None)
    found = None if numbers is None else numbers.inverse.get(identifier)
    return found if isinstance(found, int) else None


def _plain(text: str) -> str:
    """A text that no notification server takes for markup."""
    return printable(text).replace("&", "+").replace("<", "(").replace(">", ")")


def _check_bus() -> None:
    try:
        # The library looks there alone.
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = session_address()
    except NoBusError as error:
        raise _CannotShow(str(error)) from None
