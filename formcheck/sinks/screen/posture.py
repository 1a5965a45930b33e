"""How long somebody has been sitting well: what the live window shows where there are no reps."""

from dataclasses import dataclass

from formcheck.activities.activity import Activity
from formcheck.results.posture_tally import PostureTotals
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.overlay import posture_words
from formcheck.sinks.drawing.plates import Sign


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


class PostureWatch:
    """Says where a sitting session stands, as its summary will add it up.

    Args:
        activity: For the titles of its rules.
    """

    def __init__(self, activity: Activity) -> None:
        self._titles = {rule.id: rule.title for rule in activity.rules}
        self._totals = PostureTotals(activity)

    def update(self, seen: Observation) -> PostureNow:
        """The state after the next observation."""
        totals = self._totals
        totals.write(seen)
        words, sign = posture_words(seen, self._titles)
        return PostureNow(words, sign, totals.neutral_s, totals.judged_s, totals.came)
