"""Tells a bar from dumbbells by the hands: on a bar they keep their distance."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from formcheck.phases.rep import TURN, Load, Phase, Rep

# What is looked at of each frame: a quantity of the catalogue.
HANDS_APART = "hands_apart"

# Between bottom and top the distance of the hands in the picture changes by these shares of the larger one:
# with a bar by less than the first, with dumbbells, which come together overhead, by more than the second.
# Between the two nothing is said [on rendered presses].
_BAR_TO, _DUMBBELLS_FROM = 0.12, 0.20
# Both ends of a rep have to be seen in so many frames.
_FEWEST_FRAMES = 2


class LoadWatch:
    """Tells what is lifted in each rep of a set, and in the set so far.

    Example:
        >>> ends = {Phase.BOTTOM: ((0.0, 0.2),), Phase.TOP: ((1.0, 1.2),)}
        >>> rep = Rep(1, 0.2, 1.1, 2.0, intervals=ends)
        >>> LoadWatch().of(rep, [(0.0, 1.2), (0.1, 1.2), (1.0, 0.7), (1.1, 0.7)])
        <Load.DUMBBELLS: 'dumbbells'>
    """

    def __init__(self) -> None:
        self._seen: Counter[Load] = Counter()

    def of(self, rep: Rep, apart: Sequence[tuple[float, float]]) -> Load | None:
        """What is lifted in the next rep; where the rep does not show it, what most reps before it showed.

        Args:
            rep: A rep that is over.
            apart: Time and distance of the hands, in any unit, of the frames in which it was measured.
        """
        own = load_of(rep, apart)
        if own is not None:
            self._seen[own] += 1
            return own
        return self.so_far

    @property
    def so_far(self) -> Load | None:
        """What most reps so far showed."""
        return most_frequent(self._seen)


def load_of(rep: Rep, apart: Sequence[tuple[float, float]]) -> Load | None:
    """What a rep by itself shows of what is lifted; None where it cannot be told."""
    change = change_of_distance(rep, apart)
    if change is None:
        return None
    if change >= _DUMBBELLS_FROM:
        return Load.DUMBBELLS
    return Load.BAR if change <= _BAR_TO else None


def change_of_distance(rep: Rep, apart: Sequence[tuple[float, float]]) -> float | None:
    """By how much the distance of the hands differs between bottom and top, as a share of the larger one.

    Returns:
        None for a rep of one arm, and where bottom or top was not seen.
    """
    if rep.side is not None:
        return None
    low = _within(rep, apart, Phase.BOTTOM) + _within(rep, apart, TURN)
    high = _within(rep, apart, Phase.TOP)
    if min(len(low), len(high)) < _FEWEST_FRAMES:
        return None
    at_bottom, at_top = median(low), median(high)
    larger = max(at_bottom, at_top)
    return abs(at_bottom - at_top) / larger if larger > 0 else None


def most_frequent(seen: Counter[Load]) -> Load | None:
    """The load of most reps; None where there is none, or no more of one than of the other."""
    ranks = seen.most_common(2)
    if not ranks or (len(ranks) == 2 and ranks[0][1] == ranks[1][1]):
        return None
    return ranks[0][0]


def _within(rep: Rep, apart: Sequence[tuple[float, float]], phase: str) -> list[float]:
    spans = rep.intervals.get(phase, ())
    return [value for time_s, value in apart if any(low <= time_s <= high for low, high in spans)]
