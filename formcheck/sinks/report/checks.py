"""What passed: each check with the value that came nearest to its limit."""

from collections.abc import Iterator
from dataclasses import dataclass

from formcheck.results.judgements import PassedCheck, first_limits
from formcheck.results.words import lasted, lower_first, measured, quantity, reps_text, upper_first
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Check, Rule
from formcheck.sinks.report.data import ReportData
from formcheck.sinks.report.headline import tone_of
from formcheck.sinks.report.plain_units import shown_values, sign_of


@dataclass(frozen=True, slots=True)
class PassedLine:
    """One check that found nothing.

    Attributes:
        name: What was measured: "Lockout".
        fault: What would have been found: "not seen: short lockout".
        value: The value nearest to the limit.
        limit: The limit, in words.
        where: The reps it was judged in, or for how long; "" for all reps.
    """

    name: str
    fault: str
    value: str
    limit: str
    where: str = ""


def passed_lines(data: ReportData) -> tuple[PassedLine, ...]:
    """All checks of a session that found nothing; none where too little was judged to say anything."""
    if tone_of(data.summary) == "unknown":
        return ()
    judgements = data.judgements
    if data.summary.moment is not None:
        return tuple(_of_moment(data))
    if judgements is None:
        return ()
    if data.summary.posture is not None:
        return tuple(_states(data))
    known = data.summary.errors.known
    return tuple(_line(check, data, known=known) for check in judgements.passed())


def _line(check: PassedCheck, data: ReportData, *, known: bool) -> PassedLine:
    unit = "x" if check.test.compare == "ratio" else _unit(data, check.test)
    value, limit, shown_unit = shown_values(data.plain, check.test, unit, check.value, check.limit.on)
    error = shown_values(data.plain, check.test, unit, check.error, 0.0)[0] if known else None
    if _both_ways(check.test):
        value, limit, text = abs(value), abs(limit), f"at most {quantity(abs(limit), shown_unit)} either way"
    else:
        above = check.limit.above == (sign_of(check.test) > 0)
        text = f"{'at most' if above else 'at least'} {quantity(limit, shown_unit)}"
    if check.own_best is not None:
        beyond = shown_values(data.plain, check.test, unit, check.own_best, 0.0)[0]
        text += f", or within {quantity(abs(beyond), shown_unit)} of your best rep"
    reps = len(data.summary.reps)
    return PassedLine(
        name=data.plain.heading(check.rule.id),
        fault=_not_seen(check.rule),
        value=measured(value, None if error is None else abs(error), shown_unit, limit),
        limit=text,
        where="" if len(check.reps) == reps else upper_first(reps_text(check.reps, reps)),
    )


def _both_ways(test: Check) -> bool:
    """Whether too much and too little are equally far from nothing."""
    if test.above is None or test.below is None:
        return False
    first = {limit.above: limit.on for limit in first_limits(test)}
    return first[True] == -first[False]


def _unit(data: ReportData, test: Check) -> str:
    activity = data.plain.activity
    return "" if activity is None else activity.unit_of(test.measure)


def _states(data: ReportData) -> Iterator[PassedLine]:
    """States of a sitter: what was read most of the time, and the limit."""
    found = {finding.rule for finding in data.summary.findings}
    assert data.judgements is not None
    for rule, judged_s in data.judgements.passed_states():
        if rule.id not in found:
            yield PassedLine(
                name=data.plain.heading(rule.id),
                fault=_not_seen(rule),
                value=_usual(rule, data),
                limit=_state_limit(rule, data),
                where=f"judged for {lasted(judged_s)}",
            )


def _of_moment(data: ReportData) -> Iterator[PassedLine]:
    """Rules that one picture could judge, and that found nothing in it."""
    summary, activity = data.summary, data.plain.activity
    if activity is None or not summary.coverage.with_pose:
        return
    passed = {*(summary.judged or ())} - {finding.rule for finding in summary.findings}
    for rule in activity.faults():
        if rule.id in passed:
            limit = _state_limit(rule, data)
            yield PassedLine(data.plain.heading(rule.id), _not_seen(rule), _at_moment(rule, data), limit)


def _at_moment(rule: Rule, data: ReportData) -> str:
    """The values in the picture, of what is held against its limit as it is."""
    test, moment = rule.tests[0], data.summary.moment or {}
    if test.compare != "absolute":
        return ""
    known = [moment[c] for c in quantities()[test.measure].columns() if c in moment]
    shown = []
    for one in known:
        if one.value is not None:
            value, _, unit = shown_values(data.plain, test, one.unit, one.value, 0.0)
            shown.append(quantity(round(value), unit) if abs(value) >= 1 else measured(value, None, unit))
    return " and ".join(dict.fromkeys(shown))


def _not_seen(rule: Rule) -> str:
    return f"not seen: {lower_first(rule.title)}"


def _usual(rule: Rule, data: ReportData) -> str:
    """The middle of what was measured."""
    for plot in data.plots:
        values = sorted(v for one in plot.series for v in one.values if v is not None)
        if rule.id in plot.rules and values:
            error = max(one.error for one in plot.series) or None
            return f"usually {measured(values[len(values) // 2], error, plot.unit)}"
    return "–"


def _state_limit(rule: Rule, data: ReportData) -> str:
    test = rule.tests[0]
    unit = "x" if test.compare == "ratio" else _unit(data, test)
    if _both_ways(test):
        _, on, shown_unit = shown_values(data.plain, test, unit, 0.0, first_limits(test)[0].on)
        return f"at most {quantity(abs(on), shown_unit)} either way"
    limits = []
    for limit in first_limits(test):
        _, on, shown_unit = shown_values(data.plain, test, unit, 0.0, limit.on)
        limits.append(f"{'at most' if limit.above else 'at least'} {quantity(on, shown_unit)}")
    return " and ".join(limits)
