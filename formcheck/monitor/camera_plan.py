"""Whether the camera is to be on: open while somebody sits there, let go whenever nobody needs it."""

from dataclasses import dataclass
from typing import Literal

from formcheck.desktop.session_state import SessionState
from formcheck.monitor.moment import MINUTE_S
from formcheck.monitor.settings import DeskSettings

Why = Literal[
    "", "paused", "stopped for today", "screen locked", "asleep", "lid closed", "battery low",
    "camera in use", "camera gone", "camera does not answer", "nobody there", "neck exercises",
]  # fmt: skip
# Nobody there: a short look every so often. A camera takes up to a second and a half to give a good picture,
# and its light blinks each time: more often would be worse than leaving it on.
GLANCE_S = 30.0
# Somebody uses the keyboard: look at once, but not again and again where they sit out of sight.
_USED_S, _SOONEST_S = 5.0, 10.0
# A camera that another program has: tried again after so long, then ever more seldom.
_BUSY_S, _BUSY_MOST_S = 5.0, 60.0
# One that is gone may be plugged in again at any moment, and looking whether it is costs nothing.
_GONE_S = 3.0


@dataclass(frozen=True, slots=True)
class CameraPlan:
    """What to do with the camera.

    Attributes:
        keep: Whether to keep it open between looks.
        look: Whether it may be opened for a look now, or is open.
        again_s: When to try again where it may not, on the first clock; None until something changes.
        why: Why it is off.
    """

    keep: bool
    look: bool
    again_s: float | None = None
    why: Why = ""


class CameraManners:
    """Follows who is there, who else wants the camera, and what the computer does.

    Args:
        settings: When nobody counts as there.
    """

    def __init__(self, settings: DeskSettings) -> None:
        self._away_s = MINUTE_S * settings.away_min
        self._seen_s: float | None = None
        self._glanced_s = float("-inf")
        self._state = SessionState()
        self._failed: tuple[Why, float] | None = None
        self._pause_s = _BUSY_S

    @property
    def is_in_call(self) -> bool:
        """Whether another program has the camera: somebody may be talking."""
        return self._failed is not None and self._failed[0] == "camera in use"

    @property
    def is_away_for_sure(self) -> bool:
        """Whether it is known without a look that nobody works here."""
        return self._state.locked or self._state.asleep or self._state.lid_closed

    def session(self, now_s: float, state: SessionState) -> None:
        """Take what the computer tells of itself."""
        before, self._state = self._state, state
        if before != state and not _forbids(state):
            # Whoever unlocks a screen, or opens a lid, sits there.
            self._seen_s = now_s if _forbids(before) else self._seen_s
            self._failed = None if _forbids(before) else self._failed

    def saw(self, now_s: float, *, present: bool) -> None:
        """Take a look that worked."""
        self._failed, self._pause_s = None, _BUSY_S
        self._glanced_s = now_s
        if present or self._seen_s is None:
            self._seen_s = now_s

    def failed(self, now_s: float, why: Why) -> None:
        """The camera could not be had."""
        again_s = _GONE_S
        if why == "camera in use":
            again_s, self._pause_s = self._pause_s, min(2 * self._pause_s, _BUSY_MOST_S)
        self._failed = why, now_s + again_s

    def retry(self) -> None:
        """Something changed: try at once."""
        self._failed, self._pause_s = None, _BUSY_S

    def begin(self, now_s: float) -> None:
        """Watching begins, or goes on after a pause: somebody wants it, so somebody is there."""
        self._seen_s = now_s
        self.retry()

    def plan(self, now_s: float, *, paused: Why = "") -> CameraPlan:
        """What to do with the camera now.

        Args:
            now_s: The time.
            paused: Why nothing is to be watched, or "".
        """
        off = paused or _forbids(self._state)
        if off:
            return CameraPlan(keep=False, look=False, why=off)
        if self._failed is not None:
            why, again_s = self._failed
            return CameraPlan(keep=False, look=now_s >= again_s, again_s=again_s, why=why)
        if self._seen_s is None or now_s - self._seen_s < self._away_s:
            return CameraPlan(keep=True, look=True)
        again_s = self._glanced_s + self._glance_s()
        return CameraPlan(keep=False, look=now_s >= again_s, again_s=again_s, why="nobody there")

    def _glance_s(self) -> float:
        idle_s = self._state.idle_s
        return _SOONEST_S if idle_s is not None and idle_s < _USED_S else GLANCE_S


def _forbids(state: SessionState) -> Why:
    """Why the computer's state does not let it be on."""
    if state.asleep:
        return "asleep"
    if state.locked:
        return "screen locked"
    if state.lid_closed:
        return "lid closed"
    return "battery low" if state.on_low_battery else ""
