"""The verdict: the whole session in one line."""

from collections.abc import Sequence

from formcheck.results.extent import chief_fix, extent_of, is_too_little, watched_s
from formcheck.results.grouping import by_rule
from formcheck.results.picture_verdict import picture_verdict
from formcheck.results.summary import FindingSummary, PostureSummary, Summary
from formcheck.results.words import (
    clock,
    count,
    lasted,
    listing,
    lower_first,
    percent,
    readable,
    reps_of_arms,
    reps_text,
    upper_first,
)

_MOST_RULES = 3
# Where less was judged of a sitting, that is said first.
_HALF = 0.5
# Less is the error of the estimate.
_ROLLED_FROM_DEG = 3.0
# A view is the set's when so much of it was seen from there.
_MOSTLY = 0.5
_HIDDEN_ARM = {
    "side": "If only the arm away from the camera lifts, your body hides it: film from that arm's side.",
    "back": "If only one arm lifts, your body may hide it: film from the front or from that arm's side.",
}
_LOOKS_DOWN = (
    "The camera seems to look down on you, so the limits for elbow height are wider: place it level, "
    "at chest height."
)


def verdict(summary: Summary) -> str:
    """Say how the session went."""
    stopped = f"Stopped early, at {clock(summary.last_s, tenths=False)}." if summary.interrupted else ""
    if summary.source.kind == "picture":
        return picture_verdict(summary)
    if not summary.coverage.with_pose:
        return _join(stopped, "No person was found, so nothing could be judged.")
    if summary.activity == "none":
        why = f": {summary.not_recognised[0].why}" if summary.not_recognised else ""
        return _join(stopped, f"None of the lifts that are judged, and nobody at a desk{why}.")
    if summary.posture is not None:
        return _join(stopped, _spent(summary, summary.posture))
    tilted = _LOOKS_DOWN if summary.coverage.looks_down else ""
    return _join(
        stopped,
        _counted(summary),
        _hidden_arm(summary),
        _judged(summary),
        tilted,
        _rolled(summary.coverage.roll_deg),
    )


def _hidden_arm(summary: Summary) -> str:
    """That an arm which lifts alone may be hidden, where no rep was found from the side or from behind."""
    if summary.reps or summary.attempts:
        return ""
    for view, hidden in _HIDDEN_ARM.items():
        if summary.coverage.views.get(view, 0.0) >= _MOSTLY:
            return hidden
    return ""


def _rolled(roll_deg: float | None) -> str:
    """That the camera is not level, from where it can be seen on."""
    if roll_deg is None or abs(roll_deg) < _ROLLED_FROM_DEG:
        return ""
    return f"The camera is rolled by {abs(roll_deg):.0f} deg, which is taken out: place it level."


def _spent(summary: Summary, posture: PostureSummary) -> str:
    """How the time was spent, in place of what the reps were like."""
    judged = f"{lasted(posture.judged_s)} of {lasted(watched_s(posture))} could be judged"
    if is_too_little(posture):
        little = f"{judged}: too little to say anything."
        helps = _likely(summary) or _how(summary) or _mostly(posture)
        return _join(little, helps, _possibly(summary))
    share = percent(posture.neutral_s / posture.judged_s)
    first = f"In your neutral posture for {share} of {lasted(posture.judged_s)}."
    if posture.judged_s < _HALF * watched_s(posture):
        first = f"{judged}. {first}"
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
    return _join("No reps were found.", _likely(summary))


def _likely(summary: Summary) -> str:
    """What was seen instead of what was asked for."""
    likely = summary.likely
    if likely is None:
        return ""
    if likely.activity is None:
        return f"What was seen: {likely.why}."
    return f"It looks like another activity: {lower_first(readable(likely.activity))}."


def _judged(summary: Summary) -> str:
    if summary.findings:
        return _faults(summary)
    if not summary.reps:
        return "" if summary.likely else "Without a full rep there is nothing to judge."
    extent = extent_of(summary.reps)
    if nothing_judged(summary):
        return _join("Not judged from here.", _how(summary))
    if extent.is_too_little:
        return _join(f"{extent.words} could be made: too little to say anything.", _how(summary))
    missing = len({item.rule for item in summary.not_judged})
    if missing:
        return f"No faults in what could be judged; {count(missing, 'check')} could not be made."
    return "No faults found: this looks good."


def nothing_judged(summary: Summary) -> bool:
    """Whether no rule could be judged in any rep."""
    reps = {rep.index for rep in summary.reps}
    everywhere = any(not item.reps or reps <= set(item.reps) for item in summary.not_judged)
    return everywhere and extent_of(summary.reps).is_none


def _how(summary: Summary) -> str:
    """The one thing that would make most of it possible."""
    return chief_fix([item.fix for item in summary.not_judged])


def _mostly(posture: PostureSummary) -> str:
    """Why most of the time was not judged."""
    reason = max(posture.not_judged, key=posture.not_judged.__getitem__, default="")
    return f"Mostly: {reason}." if reason else ""


def _possibly(summary: Summary) -> str:
    """What was seen in the little that could be judged, by name alone."""
    titles = [lower_first(found[0].title) for found in by_rule(summary).values()]
    return f"Seen in it: {listing(titles[:_MOST_RULES])}." if titles else ""


def _faults(summary: Summary) -> str:
    groups = list(by_rule(summary).values())
    reps = len(summary.reps)
    phrases = [_fault(findings, reps) for findings in groups[:_MOST_RULES]]
    text = upper_first("; ".join(phrases))
    if len(groups) > _MOST_RULES:
        return f"{text}; and {count(len(groups) - _MOST_RULES, 'more point')} below."
    rest = "the other checks that could be made" if summary.not_judged else "the other checks"
    return f"{text}; no fault in {rest}."


def _fault(findings: Sequence[FindingSummary], reps: int) -> str:
    title = lower_first(findings[0].title) + _which_way(findings)
    sure = sorted({f.rep for f in findings if f.rep is not None and not f.uncertain})
    maybe = sorted({f.rep for f in findings if f.rep is not None and f.uncertain} - set(sure))
    if sure:
        also = f", possibly also on {reps_text(maybe, reps)}" if maybe else ""
        return f"{title} on {_where(sure, reps)}{also}"
    if maybe:
        return f"possibly {title} on {_where(maybe, reps)}"
    times = count(len(findings), "time")
    return f"possibly {title}, {times}" if all(f.uncertain for f in findings) else f"{title}, {times}"


def _which_way(findings: Sequence[FindingSummary]) -> str:
    """Which hand is higher, or which way it goes, where it is the same each time."""
    ways = {finding.direction for finding in findings}
    (way,) = ways if len(ways) == 1 else (None,)
    return f" ({way})" if way else ""


def _where(affected: Sequence[int], reps: int) -> str:
    return "every rep" if len(affected) == reps > 1 else reps_text(affected, reps)
