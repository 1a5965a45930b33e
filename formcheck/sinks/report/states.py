"""The time line of a session without reps: one row a state, with its events."""

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.results.scale import Axis
from formcheck.results.summary import FindingSummary, PostureSummary, Summary
from formcheck.results.words import clock, count, lasted, percent


@dataclass(frozen=True, slots=True)
class EventBar:
    """A stretch of an event in its row, in percent of the width."""

    finding: FindingSummary
    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state: how much of the time, in words, and when."""

    title: str
    share: str
    time: str
    events: str
    bars: tuple[EventBar, ...]


@dataclass(frozen=True, slots=True)
class StateTable:
    """How the time was spent.

    Attributes:
        neutral: Share and time of the neutral posture.
        rows: The states, the longest first.
        remarks: Time that was not judged, and where the neutral came from.
    """

    neutral: tuple[str, str] = ("", "")
    rows: tuple[StateRow, ...] = ()
    remarks: tuple[str, ...] = ()


def state_table(summary: Summary, time: Axis) -> StateTable:
    """Build the table of a session; empty for one with reps."""
    posture = summary.posture
    if posture is None:
        return StateTable()
    rows = tuple(
        StateRow(
            title=state.title,
            share=percent(state.share),
            time=lasted(state.time_s),
            events=count(state.events, "time"),
            bars=tuple(
                _bar(finding, stretch, time)
                for finding in summary.findings
                if finding.rule == state.rule
                for stretch in finding.stretches or [(finding.start_s, finding.end_s)]
            ),
        )
        for state in posture.states
    )
    share = posture.neutral_s / posture.judged_s if posture.judged_s else 0.0
    return StateTable((percent(share), lasted(posture.neutral_s)), rows, tuple(_remarks(summary, posture)))


def _bar(finding: FindingSummary, stretch: tuple[float, float], time: Axis) -> EventBar:
    """A stretch of an event; what was bridged is not drawn."""
    start_s, end_s = stretch
    span = max(time.high - time.low, 1e-9)
    x = 100 * (start_s - time.low) / span
    width = max(0.4, 100 * (end_s - start_s) / span)
    label = f"{finding.title}, {clock(start_s)} to {clock(end_s)}"
    return EventBar(finding, max(0.0, x), min(width, 100.0 - max(0.0, x)), label)


def _remarks(summary: Summary, posture: PostureSummary) -> Sequence[str]:
    remarks = [f"Not judged for {lasted(time_s)}: {reason}." for reason, time_s in posture.not_judged.items()]
    if summary.neutral is not None and summary.neutral.origin == "provisional":
        remarks.insert(
            0,
            "Compared with your first still seconds here, which stand in for a calibrated neutral: "
            "if you were not sitting as you like to sit then, the numbers are off.",
        )
    return remarks
