"""Opens the watch of the user's session that fits this system."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from formcheck.desktop.session_state import SessionState

if TYPE_CHECKING:
    from formcheck.desktop.linux_session import LinuxSessionWatch
    from formcheck.desktop.polled_session import PolledSessionWatch


def open_session_watch(
    changed: Callable[[SessionState], None], platform: str = sys.platform
) -> "LinuxSessionWatch | PolledSessionWatch":
    """A watch of the session; it knows the state now, where anybody tells it within a few seconds.

    Args:
        changed: Told of each new state, in a thread of the watch; it returns at once.
        platform: As of `sys.platform`.
    """
    if platform == "linux":
        from formcheck.desktop.linux_session import LinuxSessionWatch

        watch = LinuxSessionWatch(changed)
        watch.wait_until_known()
        return watch
    from formcheck.desktop.polled_session import PolledSessionWatch

    if platform == "darwin":
        from formcheck.desktop.mac_session import MacSession

        return PolledSessionWatch(changed, MacSession)
    if platform == "win32":
        from formcheck.desktop.windows_session import WindowsSession

        return PolledSessionWatch(changed, WindowsSession)
    return PolledSessionWatch(changed, None)
