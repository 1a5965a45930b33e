"""What a set was like, in a few short lines: reps, then its most frequent faults."""

from collections import Counter
from collections.abc import Sequence

from formcheck.results.extent import Extent, extent_of
from formcheck.results.summary import Summary
from formcheck.results.words import count, reps_of_arms

_MOST_FAULTS = 3


def set_lines(
    reps: int,
    faults: Counter[str],
    extent: Extent,
    most: int = _MOST_FAULTS,
    sides: Sequence[str | None] = (),
    *,
    doubtful: bool = False,
) -> tuple[str, ...]:
    """The lines of a set.

    Args:
        reps: How many reps it has.
        faults: Title of a fault -> how often it was found.
        extent: How much could be judged.
        most: So many faults are named.
        sides: The arm of each rep that is over, None for both; where it is not known of all, none is named.
        doubtful: Whether there is a finding that is nearer to its limit than its error.

    Example:
        >>> set_lines(2, Counter({"Lowered too fast": 2}), Extent(7, 12))
        ('2 reps', 'Lowered too fast: 2 times')
        >>> set_lines(2, Counter(), Extent(0, 12))
        ('2 reps', 'Not judged from here')
    """
    lines = [f"{title}: {count(times, 'time')}" for title, times in faults.most_common(most)]
    if reps and (not faults or extent.is_none):
        lines.append(without_faults(extent, doubtful=doubtful))
    return (reps_of_arms(sides) if len(sides) == reps else count(reps, "rep"), *lines)


def without_faults(extent: Extent, *, doubtful: bool = False) -> str:
    """What may be said where no fault was found: less, the less was judged.

    Example:
        >>> without_faults(Extent(7, 12)), without_faults(Extent(1, 12))
        ('No fault in 7 of 12 checks', 'Only 1 of 12 checks made')
    """
    if extent.is_none:
        return "Not judged from here"
    if extent.is_too_little:
        return f"Only {extent.words} made"
    return "Nothing certain" if doubtful else f"No fault in {extent.words}"


def summary_lines(summary: Summary) -> tuple[str, ...]:
    """The lines of a set that is over; what is nearer to its limit than its error is left out."""
    certain = [finding for finding in summary.findings if not finding.uncertain]
    lines = set_lines(
        len(summary.reps),
        Counter(finding.title for finding in certain),
        extent_of(summary.reps),
        sides=[rep.side for rep in summary.reps],
        doubtful=len(certain) < len(summary.findings),
    )
    return lines if summary.reps or summary.attempts else lines[1:]
