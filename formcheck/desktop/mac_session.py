"""Asks macOS for lock, lid and idle time. Written from Apple's documentation, and not tried on a Mac yet.

Sleep needs no asking: while the computer sleeps nobody looks, and the lid is closed or the screen locked.
Whether a Focus is on no program may know; macOS itself keeps notifications back then.
"""

import ctypes
import subprocess
from contextlib import suppress
from dataclasses import replace

from formcheck.desktop.session_state import SessionState

_FRAMEWORKS = "/System/Library/Frameworks"
_UTF8, _HID_STATE, _ANY_INPUT = 0x08000100, 1, 0xFFFFFFFF
_IOREG = ("/usr/sbin/ioreg", "-r", "-k", "AppleClamshellState", "-d", "1")
_IOREG_S = 3.0


class MacSession:
    """Asks through CoreGraphics, and `ioreg` for the lid."""

    def __init__(self) -> None:
        self._foundation = ctypes.CDLL(f"{_FRAMEWORKS}/CoreFoundation.framework/CoreFoundation")
        self._graphics = ctypes.CDLL(f"{_FRAMEWORKS}/CoreGraphics.framework/CoreGraphics")
        pointer = ctypes.c_void_p
        self._graphics.CGSessionCopyCurrentDictionary.restype = pointer
        idle = self._graphics.CGEventSourceSecondsSinceLastEventType
        idle.argtypes, idle.restype = [ctypes.c_int32, ctypes.c_uint32], ctypes.c_double
        self._foundation.CFStringCreateWithCString.argtypes = [pointer, ctypes.c_char_p, ctypes.c_uint32]
        self._foundation.CFStringCreateWithCString.restype = pointer
        self._foundation.CFDictionaryGetValue.argtypes = [pointer, pointer]
        self._foundation.CFDictionaryGetValue.restype = pointer
        self._foundation.CFBooleanGetValue.argtypes = [pointer]
        self._foundation.CFBooleanGetValue.restype = ctypes.c_bool
        self._foundation.CFRelease.argtypes = [pointer]
        self._keys = {
            name: self._foundation.CFStringCreateWithCString(None, name.encode(), _UTF8)
            for name in ("CGSSessionScreenIsLocked", "kCGSSessionOnConsoleKey")
        }

    def often(self, known: SessionState) -> SessionState:
        """Lock and idle time."""
        idle_s = self._graphics.CGEventSourceSecondsSinceLastEventType(_HID_STATE, _ANY_INPUT)
        return replace(known, locked=self._is_locked(), idle_s=max(0.0, idle_s))

    def seldom(self, known: SessionState) -> SessionState:
        """The lid."""
        with suppress(OSError, subprocess.SubprocessError):
            done = subprocess.run(
                _IOREG, capture_output=True, text=True, timeout=_IOREG_S, check=False,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
            return replace(known, lid_closed='"AppleClamshellState" = Yes' in done.stdout)
        return known

    def _is_locked(self) -> bool:
        """Locked, or another user is in front; there is no dictionary where nobody is logged in."""
        session = self._graphics.CGSessionCopyCurrentDictionary()
        if not session:
            return True
        try:
            locked, in_front = (
                self._foundation.CFDictionaryGetValue(session, key) for key in self._keys.values()
            )
            if locked and self._foundation.CFBooleanGetValue(locked):
                return True
            return bool(in_front) and not self._foundation.CFBooleanGetValue(in_front)
        finally:
            self._foundation.CFRelease(session)
