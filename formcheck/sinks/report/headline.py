"""What stands at the top: the verdict with its sign, and who, when and with what."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from formcheck.activities.activity import Activity
from formcheck.results.summary import Summary
from formcheck.results.verdict import nothing_judged, verdict
from formcheck.results.words import listing, lower_first, upper_first

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


def headline(summary: Summary, activity: Activity | None = None) -> Headline:
    """The verdict of a session, with what was given with it.

    Args:
        summary: The session.
        activity: What was watched, to know how much of a still picture was judged.
    """
    tone, notes = tone_of(summary, activity), summary.notes
    said = [] if notes is None else [
        ("Athlete", notes.athlete), ("Load", notes.load), (_DATES[notes.date_from], _day(notes.date)),
        ("Height", f"{notes.height_cm:g} cm" if notes.height_cm else ""),
    ]  # fmt: skip
    return Headline(
        tone=tone,
        sign=_SIGNS[tone],
        text=verdict(summary) if summary.moment is None else _moment(summary, tone),
        notes=tuple((name, text) for name, text in said if text),
        note="" if notes is None else notes.note,
    )


def tone_of(summary: Summary, activity: Activity | None = None) -> Tone:
    """How a session went. What was not judged is never good."""
    if summary.findings:
        sure = [f for f in summary.findings if not f.uncertain]
        return "poor" if any(f.severity == "poor" for f in sure) else "caution"
    if not summary.coverage.with_pose or summary.activity == "none":
        return "unknown"
    if summary.posture is not None:
        seen = summary.posture.judged_s > 0
    elif summary.moment is not None:
        rules = {rule.id for rule in activity.faults()} if activity is not None else set()
        seen = bool(rules - {item.rule for item in summary.not_judged})
    else:
        seen = bool(summary.reps) and not nothing_judged(summary)
    if not seen:
        return "unknown"
    return "partly" if summary.not_judged else "good"


def _moment(summary: Summary, tone: Tone) -> str:
    """The verdict on a still picture."""
    if not summary.coverage.with_pose:
        return "No person was found, so nothing could be judged."
    if summary.findings:
        titles = dict.fromkeys(
            f"{'possibly ' if finding.uncertain else ''}{lower_first(finding.title)}"
            for finding in summary.findings
        )
        return f"{upper_first(listing(list(titles)))} at this moment."
    if tone == "unknown":
        return "Nothing could be judged in this picture; see below what to do."
    return "Nothing stood out at this moment, in what one picture can show."


def _day(text: str | None) -> str:
    """The day as one writes it: "26 November 2026"."""
    if text is None:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"
