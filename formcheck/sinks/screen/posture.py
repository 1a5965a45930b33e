"""How long somebody has been sitting well: what the live window shows where there are no reps."""

from dataclasses import dataclass

from formcheck.activities.activity import Activity
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.overlay import posture_words
from formcheck.sinks.drawing.plates import Sign

# A longer gap between frames is no time that was watched.
_LONGEST_GAP_S = 2.0


@dataclass(frozen=True, slots=True)
class PostureNow:
    """Where a sitting session stands.

    Attributes:
        words: The present state: a rule's title, "Neutral", or why nothing is judged.
        sign: What stands before it.
        neutral_s: Time without one, while it was judged.
        judged_s: Time that was judged.
        events: States that have come, whether or not they are over.
    """

    words: str = ""
    sign: Sign = Sign.NOTICE
    neutral_s: float = 0.0
    judged_s: float = 0.0
    events: int = 0


class PostureTally:
    """Adds up a sitting session from its observations.

    Args:
        activity: For the titles of its rules.
    """

    def __init__(self, activity: Activity) -> None:
        self._titles = {rule.id: rule.title for rule in activity.rules}
        self._last_s: float | None = None
        self._firing: frozenset[str] = frozenset()
        self._neutral_s = self._judged_s = 0.0
        self._events = 0

    def update(self, seen: Observation) -> PostureNow:
        """The state after the next observation."""
        step_s = 0.0 if self._last_s is None else seen.time_s - self._last_s
        self._last_s = seen.time_s
        if seen.counts_as_judged and 0 < step_s <= _LONGEST_GAP_S:
            self._judged_s += step_s
            self._neutral_s += 0 if seen.firing else step_s
        firing = frozenset(seen.firing)
        self._events += len(firing - self._firing)
        self._firing = firing
        words, sign = posture_words(seen, self._titles)
        return PostureNow(words, sign, self._neutral_s, self._judged_s, self._events)
