"""When to look next: seldom while all is well and stays so, often while something changes."""

from formcheck.monitor.look import Look
from formcheck.monitor.settings import FASTEST, SLOWEST

# Looks a second: while nothing is known yet or something has just changed, and while a posture is there that
# has not been told, or has just ended [design defaults].
_CHANGING, _WATCHFUL = FASTEST, 1.0
_CHANGED_S, _WATCHFUL_S = 2.0, 15.0
# While a neutral is taken: as often as cameras give pictures, since half of them may be passed over.
CALIBRATING_S = 0.1


class LookSchedule:
    """Says how long to wait before the next look.

    Args:
        rate: Looks a second; None to look as often as it takes. Whatever it is, the first seconds with
            somebody new are looked at often: a neutral that is learned from three pictures trembles.
    """

    def __init__(self, rate: float | None = None) -> None:
        self._rate = rate
        self._kind: tuple[object, ...] | None = None
        self._changed_s = float("-inf")
        self._watchful_until_s = float("-inf")
        self._learning = True

    def saw(self, now_s: float, look: Look) -> None:
        """Take what a look showed."""
        kind = (look.present, look.judged, look.near, *(state.rule for state in look.states))
        if self._kind is not None and kind != self._kind:
            self._changed_s = now_s
        self._kind, self._learning = kind, look.learning and look.present
        if look.near or look.states or self._changed_s == now_s:
            self._watchful_until_s = now_s + _WATCHFUL_S

    def interval_s(self, now_s: float) -> float:
        """From one look to the next, seconds."""
        return 1.0 / self._looks_a_second(now_s)

    def _looks_a_second(self, now_s: float) -> float:
        if self._learning:
            return _CHANGING
        if self._rate is not None:
            return self._rate
        if now_s - self._changed_s < _CHANGED_S:
            return _CHANGING
        return _WATCHFUL if now_s < self._watchful_until_s else SLOWEST
