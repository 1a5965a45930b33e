"""Tells a bar from dumbbells by the hands: overhead, dumbbells come together, and a bar keeps them apart."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from formcheck.phases.rep import TURN, Load, Phase, Rep

# What is looked at of each frame: a quantity of the catalogue.
HANDS_APART = "hands_apart"

# Dumbbells start wide and come together overhead, a bar holds the hands. From the bottom to the top their
# distance shrinks by these shares: on rendered presses by 0.02 +- 0.06 with a bar from the front, by 0.4 to
# 0.5 with dumbbells from everywhere but the side. Between the two nothing is said.
_BAR_TO, _DUMBBELLS_FROM = 0.12, 0.22
# In trunk lengths: nearer to each other at the bottom, the hands are seen from the side, or guessed where the
# body hides them. Dumbbells beside the shoulders are farther apart; 45 deg aside they look 0.8 and more.
_SEEN_FROM, _WIDE_FROM = 0.45, 0.70
# Both ends of a rep have to be seen in so many frames.
_FEWEST_FRAMES = 2


class LoadWatch:
    """Tells what is lifted in each rep of a set, and in the set so far.

    It needs a lift that ends overhead: hands that come up beside the body keep their distance with either.

    Args:
        overhead: Whether the lift is one.

    Example:
        >>> ends = {Phase.BOTTOM: ((0.0, 0.2),), Phase.TOP: ((1.0, 1.2),)}
        >>> rep = Rep(1, 0.2, 1.1, 2.0, intervals=ends)
        >>> LoadWatch(overhead=True).of(rep, [(0.0, 1.2), (0.1, 1.2), (1.0, 0.7), (1.1, 0.7)])
        'dumbbells'
    """

    def __init__(self, *, overhead: bool) -> None:
        self._overhead = overhead
        self._seen: Counter[Load] = Counter()

    def of(self, rep: Rep, apart: Sequence[tuple[float, float]]) -> Load | None:
        """What is lifted in the next rep; where the rep does not show it, what most reps before it showed.

        Args:
            rep: A rep that is over.
            apart: Time and distance of the hands, in trunk lengths, of the frames in which it was measured.
        """
        own = load_of(rep, apart) if self._overhead else None
        if own is not None:
            self._seen[own] += 1
            return own
        return self.so_far

    @property
    def so_far(self) -> Load | None:
        """What most reps so far showed."""
        return most_frequent(self._seen)


def load_of(rep: Rep, apart: Sequence[tuple[float, float]]) -> Load | None:
    """What a rep by itself shows of what is lifted.

    Returns:
        None for a rep of one arm, and where bottom or top was not seen or the change lies between the two.
    """
    low = _within(rep, apart, Phase.BOTTOM) + _within(rep, apart, TURN)
    high = _within(rep, apart, Phase.TOP)
    if rep.side is not None or min(len(low), len(high)) < _FEWEST_FRAMES:
        return None
    at_bottom, at_top = median(low), median(high)
    shrinks = (at_bottom - at_top) / max(at_bottom, at_top, _SEEN_FROM)
    if shrinks >= _DUMBBELLS_FROM and at_bottom >= _WIDE_FROM:
        return "dumbbells"
    return "bar" if abs(shrinks) <= _BAR_TO and at_bottom >= _SEEN_FROM else None


def most_frequent(seen: Counter[Load]) -> Load | None:
    """The load of most reps; None where there is none, or no more of one than of the other."""
    ranks = seen.most_common(2)
    if not ranks or (len(ranks) == 2 and ranks[0][1] == ranks[1][1]):
        return None
    return ranks[0][0]


def _within(rep: Rep, apart: Sequence[tuple[float, float]], phase: str) -> list[float]:
    spans = rep.intervals.get(phase, ())
    return [value for time_s, value in apart if any(low <= time_s <= high for low, high in spans)]
