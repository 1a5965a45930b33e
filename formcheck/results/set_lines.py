"""What a set was like, in a few short lines: reps, then its most frequent faults."""

from collections import Counter
from collections.abc import Sequence

from formcheck.results.summary import Summary
from formcheck.results.words import count, reps_of_arms

_MOST_FAULTS = 3


def set_lines(
    reps: int, faults: Counter[str], most: int = _MOST_FAULTS, sides: Sequence[str | None] = ()
) -> tuple[str, ...]:
    """The lines of a set.

    Args:
        reps: How many reps it has.
        faults: Title of a fault -> how often it was found.
        most: So many faults are named.
        sides: The arm of each rep that is over, None for both; where it is not known of all, none is named.

    Example:
        >>> set_lines(2, Counter({"Lowered too fast": 2}))
        ('2 reps', 'Lowered too fast: 2 x')
    """
    lines = [f"{title}: {times} x" for title, times in faults.most_common(most)]
    if reps and not faults:
        lines.append("No clear fault")
    return (reps_of_arms(sides) if len(sides) == reps else count(reps, "rep"), *lines)


def summary_lines(summary: Summary) -> tuple[str, ...]:
    """The lines of a set that is over; what is nearer to its limit than its error is left out."""
    faults = Counter(finding.title for finding in summary.findings if not finding.uncertain)
    lines = set_lines(len(summary.reps), faults, sides=[rep.side for rep in summary.reps])
    return lines if summary.reps or summary.attempts else lines[1:]
