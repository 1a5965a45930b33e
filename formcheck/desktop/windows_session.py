"""Asks Windows for lock, do-not-disturb and idle time. Written from its documentation, not tried there yet.

Sleep needs no asking: while the computer sleeps nobody looks. The lid is not told to programs without a
window; Windows sleeps or locks when it is closed.
"""

import ctypes
import sys
from dataclasses import replace
from typing import Any

from formcheck.desktop.session_state import SessionState

_SWITCH_DESKTOP = 0x0100
# SHQueryUserNotificationState: 5 is a user who may be told; 1 is one who is not there.
_ACCEPTS = 5


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("tick_ms", ctypes.c_uint32))


class WindowsSession:
    """Asks through user32, kernel32 and shell32."""

    def __init__(self) -> None:
        if sys.platform != "win32":
            raise OSError("this is not Windows")
        self._user: Any = ctypes.WinDLL("user32")
        self._kernel: Any = ctypes.WinDLL("kernel32")
        self._shell: Any = ctypes.WinDLL("shell32")
        self._user.OpenInputDesktop.restype = ctypes.c_void_p
        self._user.CloseDesktop.argtypes = [ctypes.c_void_p]
        self._kernel.GetTickCount.restype = ctypes.c_uint32

    def often(self, known: SessionState) -> SessionState:
        """Lock and idle time."""
        return replace(
            known, locked=self._is_locked(), idle_s=self._idle_s(), do_not_disturb=self._is_quiet()
        )

    def seldom(self, known: SessionState) -> SessionState:
        """Nothing more."""
        return known

    def _is_locked(self) -> bool:
        """The desktop that takes the keys is not this user's while the screen is locked."""
        desktop = self._user.OpenInputDesktop(0, False, _SWITCH_DESKTOP)
        if not desktop:
            return True
        self._user.CloseDesktop(desktop)
        return False

    def _idle_s(self) -> float | None:
        last = _LastInput(ctypes.sizeof(_LastInput), 0)
        if not self._user.GetLastInputInfo(ctypes.byref(last)):
            return None
        since_ms = (self._kernel.GetTickCount() - last.tick_ms) % (1 << 32)  # it begins anew every 49 days
        return float(since_ms) / 1000

    def _is_quiet(self) -> bool:
        """A presentation, a game, a film on the whole screen, or quiet hours."""
        state = ctypes.c_int(_ACCEPTS)
        if self._shell.SHQueryUserNotificationState(ctypes.byref(state)) != 0:
            return False
        return state.value not in (1, _ACCEPTS)
