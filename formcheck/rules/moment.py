"""Judges a single moment by a rule: what can be said without time. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.pose.models import FITTED_MODEL
from formcheck.rules.family import pick
from formcheck.rules.finding import Fault, Severity, Verdict, badness
from formcheck.rules.quantities import takes_time
from formcheck.rules.rule import Check, Rule
from formcheck.rules.sample import RuleSample
from formcheck.rules.state import StateWatch
from formcheck.rules.threshold import as_compared, holds, limits_of, sided_values, spread_of


def judge_moments(
    rules: Sequence[Rule], sample: RuleSample, neutral: Neutral, model: str | None = FITTED_MODEL
) -> list[tuple[Rule, Verdict]]:
    """What each rule says of one moment; of a family of states only the furthest past its limit counts.

    Args:
        rules: The rules.
        sample: The moment.
        neutral: What changes are taken from.
        model: The pose model whose points are measured, or None where it is not known.
    """
    states = [rule for rule in rules if rule.when == "state"]
    claims = {rule.id: StateWatch(rule, model).look(sample, neutral) for rule in states}
    chosen = pick(claims, {rule.id: rule.family for rule in rules}, frozenset())
    verdicts = []
    for rule in rules:
        if rule.harmless:
            continue
        verdict = judge_moment(rule, sample, neutral, model)
        if rule.id in claims and rule.id not in chosen:
            verdict = replace(verdict, fault=None)
        verdicts.append((rule, verdict))
    return verdicts


def judge_moment(
    rule: Rule, sample: RuleSample, neutral: Neutral, model: str | None = FITTED_MODEL
) -> Verdict:
    """What a rule says of one moment, however long it may have lasted.

    Rules that look at the phases of a repetition, or at times, say nothing of a moment.
    """
    measure = rule.tests[0].measure
    if rule.phases or rule.when == "rep" or any(takes_time(test.measure) for test in rule.tests):
        return Verdict(None, Measurement.missing(Reason.ONE_PICTURE), measure)
    if sample.view not in rule.views:
        return Verdict(None, Measurement.missing(Reason.WRONG_VIEW), measure)
    verdicts = [verdict for test in rule.tests for verdict in _of_test(rule, test, sample, neutral, model)]
    faults = [v for v in verdicts if v.fault is not None]
    if faults:
        return max(faults, key=lambda v: badness(v.fault))
    if not verdicts:
        return Verdict(None, Measurement.missing(Reason.ONE_PICTURE), measure)
    return next((v for v in verdicts if v.judged), verdicts[0])


def _of_test(
    rule: Rule, test: Check, sample: RuleSample, neutral: Neutral, model: str | None
) -> list[Verdict]:
    verdicts = []
    for side, measured in sided_values(test, sample.measurements, neutral, sample.view):
        verdict = Verdict(None, measured, test.measure)
        spread = spread_of(test, side, neutral, sample.view, model, averaged=False)
        for limit in limits_of(as_compared(test), rule.hysteresis, spread):
            value = measured.value
            if value is None or not limit.passed(value):
                continue
            if limit.severity is Severity.POOR and not _also(test, side, sample, neutral):
                continue
            if limit.excess(value) < measured.error:
                # One picture is not averaged: in doubt nothing is said of it.
                verdict = Verdict(None, Measurement.missing(Reason.TOO_CLOSE), test.measure)
                continue
            fault = Fault(
                limit.severity, sample.time_s, sample.time_s, sample.time_s, side,
                test.measure, value, limit.on, measured.error,
            )  # fmt: skip
            verdict = Verdict(fault, measured, test.measure)
            break  # the worst severity that is certain
        verdicts.append(verdict)
    return verdicts


def _also(test: Check, side: str | None, sample: RuleSample, neutral: Neutral) -> bool:
    return test.poor_also is None or holds(test.poor_also, side, sample.measurements, neutral, sample.view)
