"""The verdict: the whole session in one line."""

from collections.abc import Sequence

from formcheck.phases.quantities import REP_QUANTITIES
from formcheck.results.grouping import by_rule
from formcheck.results.summary import FindingSummary, PostureSummary, RepSummary, Summary
from formcheck.results.words import (
    clock,
    count,
    lasted,
    lower_first,
    percent,
    reps_of_arms,
    reps_text,
    upper_first,
)

_MOST_RULES = 3
# Less is the error of the estimate.
_ROLLED_FROM_DEG = 3.0
_LOOKS_DOWN = (
    "The camera seems to look down on you, so the limits for elbow height are wider: place it level, "
    "at chest height."
)


def verdict(summary: Summary) -> str:
    """Say how the session went."""
    stopped = f"Stopped early, at {clock(summary.last_s, tenths=False)}." if summary.interrupted else ""
    if not summary.coverage.with_pose:
        return _join(stopped, "No person was found, so nothing could be judged.")
    if summary.activity == "none":
        return _join(stopped, "None of the lifts that are judged, and nobody at a desk.")
    if summary.posture is not None:
        return _join(stopped, _spent(summary, summary.posture))
    tilted = _LOOKS_DOWN if summary.coverage.looks_down else ""
    return _join(stopped, _counted(summary), _judged(summary), tilted, _rolled(summary.coverage.roll_deg))


def _rolled(roll_deg: float | None) -> str:
    """That the camera is not level, from where it can be seen on."""
    if roll_deg is None or abs(roll_deg) < _ROLLED_FROM_DEG:
        return ""
    return f"The camera is rolled by {abs(roll_deg):.0f} deg, which is taken out: place it level."


def _spent(summary: Summary, posture: PostureSummary) -> str:
    """How the time was spent, in place of what the reps were like."""
    if posture.judged_s <= 0:
        return "Your posture could not be judged; see below how to place the camera."
    share = percent(posture.neutral_s / posture.judged_s)
    first = f"In your neutral posture for {share} of {lasted(posture.judged_s)}."
    if not posture.states:
        return f"{first} Nothing stood out."
    groups = by_rule(summary)
    phrases = [
        f"{'possibly ' if all(f.uncertain for f in groups.get(s.rule, ())) else ''}{lower_first(s.title)} "
        f"for {lasted(s.time_s)}"
        for s in posture.states[:_MOST_RULES]
    ]
    alerts = sum(f.alert_s is not None for f in summary.findings)
    long = f" {upper_first(count(alerts, 'event'))} lasted long enough for an alert." if alerts else ""
    return f"{first} {upper_first('; '.join(phrases))}.{long}"


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _counted(summary: Summary) -> str:
    attempts = len(summary.attempts)
    fell_short = "did not go high enough to count"
    if summary.reps:
        more = f", and {count(attempts, 'attempt')} that {fell_short}" if attempts else ""
        load = " with dumbbells" if summary.load == "dumbbells" else ""
        return f"{reps_of_arms([rep.side for rep in summary.reps])}{load}{more}."
    if attempts:
        return f"No full rep: {count(attempts, 'attempt')} {fell_short}."
    return "No reps were found."


def _judged(summary: Summary) -> str:
    if summary.findings:
        return _faults(summary)
    if _nothing_judged(summary):
        return "Nothing could be judged; see below how to film it next time."
    if not summary.reps:
        return "Without a full rep there is little to judge, and nothing stood out."
    missing = len({item.rule for item in summary.not_judged})
    if missing:
        return f"No faults in what could be judged; {count(missing, 'check')} could not be made."
    return "No faults found: this looks good."


def _nothing_judged(summary: Summary) -> bool:
    reps = {rep.index for rep in summary.reps}
    everywhere = any(not item.reps or reps <= set(item.reps) for item in summary.not_judged)
    return everywhere and not any(_judged_values(rep) for rep in summary.reps)


def _judged_values(rep: RepSummary) -> bool:
    """Whether some rule had a value; times and range are there in any case."""
    return any(m.value is not None for name, m in rep.measurements.items() if name not in REP_QUANTITIES)


def _faults(summary: Summary) -> str:
    groups = list(by_rule(summary).values())
    reps = len(summary.reps)
    phrases = [_fault(findings, reps) for findings in groups[:_MOST_RULES]]
    text = upper_first("; ".join(phrases))
    if len(groups) > _MOST_RULES:
        return f"{text}; and {count(len(groups) - _MOST_RULES, 'more point')} below."
    rest = "the rest of what could be judged" if summary.not_judged else "the rest"
    return f"{text}; {rest} looks good."


def _fault(findings: Sequence[FindingSummary], reps: int) -> str:
    title = lower_first(findings[0].title)
    sure = sorted({f.rep for f in findings if f.rep is not None and not f.uncertain})
    maybe = sorted({f.rep for f in findings if f.rep is not None and f.uncertain} - set(sure))
    if sure:
        also = f", possibly also on {reps_text(maybe, reps)}" if maybe else ""
        return f"{title} on {_where(sure, reps)}{also}"
    if maybe:
        return f"possibly {title} on {_where(maybe, reps)}"
    times = count(len(findings), "time")
    return f"possibly {title}, {times}" if all(f.uncertain for f in findings) else f"{title}, {times}"


def _where(affected: Sequence[int], reps: int) -> str:
    return "every rep" if len(affected) == reps > 1 else reps_text(affected, reps)
