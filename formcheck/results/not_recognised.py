"""What is none of the activities, for the summary."""

from formcheck.recognition.sets import Recognised
from formcheck.results.summary import NotRecognisedSummary


def not_recognised(
    found: Recognised, start_s: float, end_s: float, zero_s: float = 0.0
) -> list[NotRecognisedSummary]:
    """What is none of the activities, and why; where no lift counted anything, the whole source is.

    Args:
        found: What was recognised.
        start_s: Where the part of the source begins that was looked at.
        end_s: Where it ends.
        zero_s: The source's time that is 0 in the summary.
    """
    if found.why_not and not found.rejected:
        return [_part(start_s - zero_s, end_s - zero_s, 0, found.why_not)]
    return [_part(one.start_s - zero_s, one.end_s - zero_s, one.reps, one.why) for one in found.rejected]


def _part(start_s: float, end_s: float, reps: int, why: str) -> NotRecognisedSummary:
    return NotRecognisedSummary(
        start_s=round(max(0.0, start_s), 3), end_s=round(end_s, 3), reps=reps, why=why
    )
