"""Neck exercises in the history: what is written of a routine, and the best ranges that are known."""

from collections.abc import Iterable

from formcheck.history.records import MobilitySet
from formcheck.results.mobility import MobilityResult


def mobility_sets(
    result: MobilityResult, start_utc_s: float, utc_offset_min: int, athlete: str = ""
) -> tuple[MobilitySet, ...]:
    """The records of a routine: one for each exercise that was done and seen.

    Args:
        result: The routine.
        start_utc_s: When it began, in seconds since 1970, UTC.
        utc_offset_min: How far the local clock was ahead of UTC then, minutes.
        athlete: Whose it is; empty for the owner of the computer.
    """
    return tuple(
        MobilitySet(
            start_utc_s=start_utc_s,
            utc_offset_min=utc_offset_min,
            exercise=one.exercise,
            reps=len(one.moves),
            held=one.held,
            range_deg=dict(one.best_deg),
            range_error_deg=one.range_error_deg(),
            faults=one.faults(),
            athlete=athlete,
        )
        for one in result.exercises
        if one.moves
    )


def best_ranges(sets: Iterable[MobilitySet]) -> dict[str, dict[str, float]]:
    """Exercise -> side -> the best range of all.

    Example:
        >>> ranges = ({"left": 31.0}, {"left": 36.0})
        >>> tilts = [MobilitySet(0.0, 0, "side-tilt", 2, 2, known) for known in ranges]
        >>> best_ranges(tilts)
        {'side-tilt': {'left': 36.0}}
    """
    best: dict[str, dict[str, float]] = {}
    for one in sets:
        known = best.setdefault(one.exercise, {})
        for side, range_deg in one.range_deg.items():
            known[side] = max(known.get(side, 0.0), range_deg)
    return best
