from collections import Counter

from formcheck.results.summary import Summary

_MOST_FAULTS = 3


def summary_lines(summary: Summary) -> tuple[str, ...]:
    """What a set was like, in a few short lines: reps, then its most frequent faults."""
    count = len(summary.reps)
    lines = [f"{count} rep" + ("" if count == 1 else "s")] if count or summary.attempts else []
    certain = [finding for finding in summary.findings if not finding.uncertain]
    faults = Counter(finding.title for finding in certain)
    lines += [f"{title}: {times} x" for title, times in faults.most_common(_MOST_FAULTS)]
    if count and not faults:
        lines.append("No clear fault")
    return tuple(lines)
