"""What stands at the top: the verdict with its sign, and who, when and with what."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from formcheck.results.extent import extent_of, is_too_little
from formcheck.results.summary import Summary
from formcheck.results.verdict import nothing_judged, verdict

Tone = Literal["good", "partly", "caution", "poor", "unknown"]

# What kind of day it is: a file that was copied has another date than what it shows.
_DATES = {"recording": "Date", "name": "Date", "file": "Date of the file", None: "Date"}
# What the sign says, for those who do not see it.
_SIGNS: dict[Tone, str] = {
    "good": "All good",
    "partly": "Nothing found in what could be judged",
    "caution": "Something to look at",
    "poor": "Something to change",
    "unknown": "Not judged",
}


@dataclass(frozen=True, slots=True)
class Headline:
    """The verdict.

    Attributes:
        tone: Which sign and colour it has.
        sign: The sign in words.
        text: The verdict.
        notes: What was given with the recording, each with its name.
        note: The free note, or "".
    """

    tone: Tone
    sign: str
    text: str
    notes: tuple[tuple[str, str], ...]
    note: str


def headline(summary: Summary) -> Headline:
    """The verdict of a session, with what was given with it."""
    tone, notes = tone_of(summary), summary.notes
    said = [] if notes is None else [
        ("Athlete", notes.athlete), ("Load", notes.load), (_DATES[notes.date_from], _day(notes.date)),
        ("Height", f"{notes.height_cm:g} cm" if notes.height_cm else ""),
    ]  # fmt: skip
    return Headline(
        tone=tone,
        sign=_SIGNS[tone],
        text=verdict(summary),
        notes=tuple((name, text) for name, text in said if text),
        note="" if notes is None else notes.note,
    )


def tone_of(summary: Summary) -> Tone:
    """How a session went. What was not judged is never good."""
    if summary.findings:
        sure = [f for f in summary.findings if not f.uncertain]
        return "poor" if any(f.severity == "poor" for f in sure) else "caution"
    if not summary.coverage.with_pose or summary.activity == "none":
        return "unknown"
    if summary.posture is not None:
        seen = not is_too_little(summary.posture)
    elif summary.moment is not None:
        seen = bool(summary.judged)
    else:
        extent = extent_of(summary.reps)
        seen = bool(summary.reps) and not nothing_judged(summary) and not extent.is_too_little
    if not seen:
        return "unknown"
    return "partly" if summary.not_judged else "good"


def _day(text: str | None) -> str:
    """The day as one writes it: "26 November 2026"."""
    if text is None:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"
