"""How the quantities of a set go over the rep: the median of its reps at evenly spaced phases."""

import bisect
from collections.abc import Sequence
from statistics import median

from formcheck.history.sets import Curve
from formcheck.results.plots import Plot, Series
from formcheck.results.summary import RepSummary

# From the start of a rep to its far end, and from there back.
PHASES_PER_WAY = 20
_LONGEST_GAP_S = 0.3


def curves_of(plots: Sequence[Plot], reps: Sequence[RepSummary]) -> dict[str, Curve]:
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


def moments_of(rep: RepSummary) -> list[float]:
    """The times of a rep that lie at evenly spaced phases, seconds."""
    up = [rep.start_s + (rep.top_s - rep.start_s) * i / PHASES_PER_WAY for i in range(PHASES_PER_WAY)]
    down = [rep.top_s + (rep.end_s - rep.top_s) * i / PHASES_PER_WAY for i in range(PHASES_PER_WAY + 1)]
    return [*up, *down]


def _middle(series: Series, reps: Sequence[RepSummary]) -> tuple[float | None, ...]:
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
