"""How the quantities of a set go over the rep: the median of its reps at evenly spaced phases."""

import bisect
from collections.abc import Sequence
from statistics import median

from formcheck.history.sets import Curve, RepRecord
from formcheck.results.plots import Plot, Series

# On the way up, while it is held at the far end, and on the way down: so the middle of the hold is the middle
# of all, and a pause there moves nothing else.
PER_WAY, AT_TOP = 18, 4
LAST = 2 * PER_WAY + AT_TOP
_LONGEST_GAP_S = 0.3


def curves_of(plots: Sequence[Plot], reps: Sequence[RepRecord]) -> dict[str, Curve]:
    """Quantity, with its side, -> its curve; those that could be measured nowhere are left out.

    Args:
        plots: The session's curves over time.
        reps: Those of the set.
    """
    found = {}
    for plot in plots:
        for series in plot.series:
            values = _middle(series, reps)
            if any(value is not None for value in values):
                name = f"{plot.title}, {series.label}" if series.label else plot.title
                found[name] = Curve(values, series.error or None, plot.unit)
    return found


def moments_of(rep: RepRecord) -> list[float]:
    """The times of a rep that lie at the phases of a curve, seconds; `LAST` is the number of the last one."""
    start_s, top_from_s, top_to_s, end_s = rep.phases_s
    return [
        *_between(start_s, top_from_s, PER_WAY),
        *_between(top_from_s, top_to_s, AT_TOP),
        *_between(top_to_s, end_s, PER_WAY),
        end_s,
    ]


def _between(from_s: float, to_s: float, steps: int) -> list[float]:
    return [from_s + (to_s - from_s) * step / steps for step in range(steps)]


def _middle(series: Series, reps: Sequence[RepRecord]) -> tuple[float | None, ...]:
    rows = [[_at(series, time_s) for time_s in moments_of(rep)] for rep in reps if rep.complete]
    at_phase = zip(*rows, strict=True) if rows else []
    known = ([value for value in values if value is not None] for values in at_phase)
    # Where most reps could not be measured, the few that could are not the set.
    return tuple(median(values) if 2 * len(values) >= len(rows) and values else None for values in known)


def _at(series: Series, time_s: float) -> float | None:
    """The value at a moment, between the two frames beside it."""
    times, values = series.time_s, series.values
    after = bisect.bisect_left(times, time_s)
    if after >= len(times):
        return values[-1] if times and time_s - times[-1] < _LONGEST_GAP_S else None
    if after == 0 or times[after] == time_s:
        return values[after] if times[after] - time_s < _LONGEST_GAP_S else None
    before, from_s, to_s = after - 1, times[after - 1], times[after]
    low, high = values[before], values[after]
    if low is None or high is None or to_s - from_s > _LONGEST_GAP_S:
        return None
    return low + (high - low) * (time_s - from_s) / (to_s - from_s)
