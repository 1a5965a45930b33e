"""What the monitor needs of the computer that it runs on; `formcheck.desktop` has it for each system.

Whatever comes from outside (a button, a lock signal, a request on the socket) is handed to the monitor by a
function that is given when the part is opened. That function may be called from any thread, returns at once,
and never raises. What the monitor calls must not wait either: 50 ms are already long.

A part that cannot work (no D-Bus, no notification server, no display) is never an error: opening it gives one
that says so in `problem`, once and in plain words, and does nothing.
"""

from collections.abc import Callable
from typing import Protocol

from formcheck.desktop.control import Reply, Request
from formcheck.desktop.notice import Notice, Press
from formcheck.desktop.session_state import SessionState
from formcheck.desktop.window_view import WindowView
from formcheck.history.records import DeskMinute

Pressed = Callable[[Press], None]
Changed = Callable[[SessionState], None]
Answer = Callable[[Request], Reply]


class Notifier(Protocol):
    """Shows notices on the desktop. Opened as `open_notifier(pressed: Pressed)`."""

    @property
    def problem(self) -> str:
        """Why nothing can be shown, one line for people, or ""; may turn up later."""
        ...

    def show(self, notice: Notice) -> None:
        """Show a notice soon, or never; returns at once."""
        ...

    def withdraw(self, key: str) -> None:
        """Take a notice away, if it is there still."""
        ...

    def close(self) -> None:
        """Take all notices away, and end."""
        ...


class SessionWatch(Protocol):
    """Tells of lock, sleep, lid, battery and idle. Opened as `open_session_watch(changed: Changed)`.

    `changed` is called within a tenth of a second of a lock, sleep or lid signal, with the state after it.
    """

    @property
    def problem(self) -> str:
        """What cannot be known here, and why, one line for people, or ""."""
        ...

    def state(self) -> SessionState:
        """What is known now; asked once a minute or so, and before each alert."""
        ...

    def may_sleep(self) -> None:
        """The camera is released: the computer need not wait any more before it sleeps."""
        ...

    def close(self) -> None:
        """Stop watching."""
        ...


class Window(Protocol):
    """A small window that stays in front. Opened as `open_window()`; asked from the main thread only."""

    @property
    def problem(self) -> str:
        """Why there is no window, one line for people, or ""."""
        ...

    def show(self, view: WindowView) -> None:
        """Show this from now on; cheap where nothing changed."""
        ...

    def pump(self) -> tuple[Request, ...]:
        """Let the window live; gives what was asked with keys or clicks, and nothing once it is closed."""
        ...

    def close(self) -> None:
        """Close it; does nothing the second time."""
        ...


class Sound(Protocol):
    """Plays a short tone, or says a sentence: `formcheck.sinks.speech` has it."""

    @property
    def problem(self) -> str:
        """Why nothing can be heard, one line for people, or ""."""
        ...

    def say(self, text: str) -> None:
        """Say a sentence soon, or never; returns at once."""
        ...

    def close(self) -> None:
        """Fall silent and end."""
        ...


class ControlServer(Protocol):
    """Answers the other commands of `formcheck desk`. Opened as `open_control(answer: Answer)`.

    `answer` is called in the server's own thread, one request at a time, and takes two seconds at most.
    """

    @property
    def problem(self) -> str:
        """Why the monitor cannot be asked from elsewhere, one line for people, or ""."""
        ...

    def close(self) -> None:
        """Stop answering, and remove the socket."""
        ...


class Recorder(Protocol):
    """Keeps the minutes: `formcheck.history` has it."""

    def add(self, record: DeskMinute) -> None:
        """Keep a minute.

        Raises:
            OutputError: If it cannot be written.
        """
        ...

    def exercised_utc_s(self) -> float:
        """When neck exercises were begun last, in seconds since 1970, UTC; 0 if never.

        Raises:
            FormcheckError: If it cannot be read now.
        """
        ...
