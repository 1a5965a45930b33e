"""Lock, sleep, lid, idle time and do-not-disturb on Linux, over D-Bus in a thread of its own."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from formcheck.desktop.battery import on_low_battery
from formcheck.desktop.bus import Bus, CallError
from formcheck.desktop.bus_address import NoBusError, session_address, system_address
from formcheck.desktop.desktop_session import DesktopSession
from formcheck.desktop.lock_signs import LockSigns
from formcheck.desktop.login_session import LoginSession
from formcheck.desktop.loop_thread import LoopThread
from formcheck.desktop.session_state import SessionState

# Signals tell what has to be known at once; this is for the rest, and for what nobody signals.
_LOOK_S = 20.0
_PATIENCE_S = 5.0
# A bus that has gone is tried again, less and less often.
_AGAIN_S, _AGAIN_AT_MOST_S = 1.0, 300.0
_PAUSE_YOURSELF = "pause it yourself when you leave: formcheck desk pause"


class LinuxSessionWatch:
    """Watches the session; see `formcheck.desktop.session_watch.open_session_watch`.

    Args:
        changed: Told of each new state, in the watch's thread.
        look_s: How often it is looked for what no signal tells, seconds.
    """

    def __init__(self, changed: Callable[[SessionState], None], look_s: float = _LOOK_S) -> None:
        self._told, self._look_s = changed, look_s
        self._state = SessionState()
        self._signs = LockSigns()
        self._login: LoginSession | None = None
        self._desktop: DesktopSession | None = None
        self._missing: dict[str, str] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._look_now: asyncio.Event | None = None
        self._thread = LoopThread("session watch")
        self._first = self._thread.start(self._begin())

    @property
    def problem(self) -> str:
        """What cannot be known here, or ""."""
        login, missing = self._login, self._missing
        system = missing.get("system", "") or ("" if login is None else login.problem)
        if system:
            return f"lock, sleep and lid cannot be noticed here: {system}; {_PAUSE_YOURSELF}"
        session = missing.get("session", "")
        return f"do-not-disturb and screen savers cannot be noticed here: {session}" if session else ""

    def state(self) -> SessionState:
        """What is known now."""
        return self._state

    def wait_until_known(self, at_most_s: float = _PATIENCE_S) -> None:
        """Wait until it was looked for the first time."""
        with suppress(Exception):
            self._first.result(at_most_s)

    def may_sleep(self) -> None:
        """The camera is released: the computer need not wait any more before it sleeps."""
        self._thread.start(self._let_sleep())

    def close(self) -> None:
        """Stop watching."""
        self._thread.close(self._let_sleep())

    async def _let_sleep(self) -> None:
        if self._login is not None:
            self._login.may_sleep()

    async def _begin(self) -> None:
        self._look_now = asyncio.Event()
        tried = asyncio.Event(), asyncio.Event()
        self._tasks = [
            asyncio.ensure_future(self._keep("system", self._with_system, tried[0])),
            asyncio.ensure_future(self._keep("session", self._with_session, tried[1])),
        ]
        for one in tried:
            await one.wait()
        self._add_up()
        self._tasks.append(asyncio.ensure_future(self._look_now_and_then(self._look_now)))

    async def _keep(
        self, name: str, live: Callable[[asyncio.Event], Awaitable[None]], tried: asyncio.Event
    ) -> None:
        """Have a bus for as long as there is one, and look for a new one when it has gone."""
        wait_s = _AGAIN_S
        while True:
            began_s = time.monotonic()
            try:
                await live(tried)
                why = "the D-Bus has gone"
            except (NoBusError, CallError) as error:
                why = str(error)
            except TimeoutError:
                why = "the D-Bus does not answer"
            except Exception:  # noqa: BLE001 - the library raises what the socket gave it
                why = f"there is no {name} D-Bus"
            self._missing[name] = why
            tried.set()
            self._add_up()
            wait_s = _AGAIN_S if time.monotonic() - began_s > _AGAIN_AT_MOST_S else wait_s
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, _AGAIN_AT_MOST_S)

    async def _with_system(self, tried: asyncio.Event) -> None:
        bus = await asyncio.wait_for(Bus.connect(system_address(), descriptors=True), _PATIENCE_S)
        login = LoginSession(bus, self._signs, self._add_up)
        try:
            await asyncio.wait_for(login.open(), _PATIENCE_S)
            self._login = login
            self._has("system", tried)
            await bus.ended()
        finally:
            self._login = None
            self._signs.forget_login()
            login.may_sleep()
            bus.close()

    async def _with_session(self, tried: asyncio.Event) -> None:
        bus = await asyncio.wait_for(Bus.connect(session_address()), _PATIENCE_S)
        desktop = DesktopSession(bus, self._signs, self._add_up, self._look_soon)
        try:
            await asyncio.wait_for(desktop.open(), _PATIENCE_S)
            self._desktop = desktop
            self._has("session", tried)
            await bus.ended()
        finally:
            self._desktop = None
            self._signs.savers.clear()
            bus.close()

    def _has(self, name: str, tried: asyncio.Event) -> None:
        self._missing.pop(name, None)
        tried.set()
        self._add_up()

    def _look_soon(self) -> None:
        if self._look_now is not None:
            self._look_now.set()

    async def _look_now_and_then(self, now: asyncio.Event) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(now.wait(), self._look_s)
            now.clear()
            for part in (self._login, self._desktop):
                if part is not None:
                    with suppress(Exception):  # a bus that goes meanwhile is noticed where it is kept
                        await asyncio.wait_for(part.look(), _PATIENCE_S)
            self._add_up()

    def _add_up(self) -> None:
        """Tell the new state, if there is one."""
        login, desktop = self._login, self._desktop
        idle_s = desktop.idle_s if desktop and desktop.idle_s is not None else login.idle_s if login else None
        self._signs.see_input(time.monotonic(), idle_s)
        before, self._state = self._state, SessionState(
            locked=self._signs.locked,
            asleep=login is not None and login.asleep,
            lid_closed=login is not None and login.lid_closed,
            on_low_battery=on_low_battery(),
            do_not_disturb=desktop is not None and desktop.do_not_disturb,
            idle_s=idle_s,
        )  # fmt: skip
        if replace(self._state, idle_s=before.idle_s) != before:
            with suppress(Exception):  # whoever is told must not end the watch
                self._told(self._state)
