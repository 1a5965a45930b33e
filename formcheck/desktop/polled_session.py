"""A watch for systems that are asked rather than told: twice a second, as a lock must be known within one."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from formcheck.desktop.battery import on_low_battery
from formcheck.desktop.session_state import SessionState

_LOOK_S, _SELDOM_S, _CLOSE_S = 0.5, 20.0, 2.0


class SystemSession(Protocol):
    """Asks a system for its session."""

    def often(self, known: SessionState) -> SessionState:
        """The state with what has to be known at once, and costs little to ask."""
        ...

    def seldom(self, known: SessionState) -> SessionState:
        """The state with what changes slowly, or costs more to ask."""
        ...


class PolledSessionWatch:
    """Watches the session; see `formcheck.desktop.session_watch.open_session_watch`.

    Args:
        changed: Told of each new state, in the watch's thread.
        system: Opens what is asked; None where there is nothing to ask.
        look_s: How often, seconds.
    """

    def __init__(
        self,
        changed: Callable[[SessionState], None],
        system: Callable[[], SystemSession] | None,
        look_s: float = _LOOK_S,
    ) -> None:
        self.problem = ""
        self._told, self._look_s = changed, look_s
        self._state = SessionState()
        self._ended = threading.Event()
        try:
            asked = system() if system is not None else None
        except Exception as error:  # noqa: BLE001 - a system of another version: then nothing is known
            asked = None
            self.problem = f"lock and sleep cannot be noticed here ({type(error).__name__}: {error})"
        if asked is None:
            self.problem = self.problem or "lock and sleep cannot be noticed on this system"
            return
        self._thread = threading.Thread(target=self._run, args=(asked,), name="session watch", daemon=True)
        self._thread.start()

    def state(self) -> SessionState:
        """What is known now."""
        return self._state

    def may_sleep(self) -> None:
        """These systems do not wait."""

    def close(self) -> None:
        """Stop watching."""
        self._ended.set()
        if hasattr(self, "_thread"):
            self._thread.join(_CLOSE_S)

    def _run(self, asked: SystemSession) -> None:
        seldom_s = float("-inf")
        while True:
            before, now_s = self._state, time.monotonic()
            with suppress(Exception):  # what is not known at one moment is so at the next
                self._state = asked.often(self._state)
                if now_s - seldom_s >= _SELDOM_S:
                    seldom_s = now_s
                    low = on_low_battery()
                    self._state = asked.seldom(replace(self._state, on_low_battery=low))
                if replace(self._state, idle_s=before.idle_s) != before:
                    self._told(self._state)
            if self._ended.wait(self._look_s):
                return
