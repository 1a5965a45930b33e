"""What one still picture shows, in a line."""

from formcheck.results.extent import chief_fix
from formcheck.results.grouping import by_rule
from formcheck.results.summary import Summary
from formcheck.results.words import count, listing, lower_first, upper_first


def picture_verdict(summary: Summary) -> str:
    """Say what stands out in one moment; nothing is praised of which nothing was judged."""
    if not summary.coverage.with_pose:
        return "No person was found, so nothing could be judged."
    judged = len(summary.judged or ())
    if not judged:
        return _not_judged(summary)
    checks = f"{count(judged, 'check')} that one picture allows"
    groups = by_rule(summary)
    if not groups:
        return f"Nothing stands out in the {checks}."
    found = [
        f"{'possibly ' if one.uncertain else ''}{lower_first(one.title)}"
        f"{f' ({one.aside})' if one.aside else ''}, {one.severity}"
        for one, *_ in groups.values()
    ]
    return f"{upper_first(listing(found))}; in the {checks}."


def _not_judged(summary: Summary) -> str:
    """Why not, and what helps most."""
    reasons = [entry.reason for entry in summary.not_judged]
    reason = f": {max(reasons, key=reasons.count)}" if reasons else ""
    how = chief_fix([entry.fix for entry in summary.not_judged])
    return f"Measured, and not judged{reason}. {how}".rstrip()
