"""Judges a single moment by a rule: what can be said without time. Pure."""

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.rules.finding import Severity
from formcheck.rules.judge import Fault, RuleSample, Verdict
from formcheck.rules.rule import Rule, Test
from formcheck.rules.threshold import holds, limits, sided_values, spread_of


def judge_moment(rule: Rule, sample: RuleSample, neutral: Neutral) -> Verdict:
    """What a rule says of one moment, however long it may have lasted.

    Rules that look at the phases of a repetition, or at times, say nothing of a moment.
    """
    measure = rule.tests[0].measure
    if rule.phases or rule.when == "rep":
        return Verdict(None, Measurement.missing(Reason.ONE_PICTURE), measure)
    if sample.view not in rule.views:
        return Verdict(None, Measurement.missing(Reason.WRONG_VIEW), measure)
    verdicts = [verdict for test in rule.tests for verdict in _of_test(rule, test, sample, neutral)]
    faults = [v for v in verdicts if v.fault is not None]
    if faults:
        return max(faults, key=_rank)
    if not verdicts:
        return Verdict(None, Measurement.missing(Reason.ONE_PICTURE), measure)
    return next((v for v in verdicts if v.judged), verdicts[0])


def _rank(verdict: Verdict) -> tuple[int, float]:
    fault = verdict.fault
    assert fault is not None
    return fault.severity.rank, abs(fault.value - fault.threshold)


def _of_test(rule: Rule, test: Test, sample: RuleSample, neutral: Neutral) -> list[Verdict]:
    verdicts = []
    for side, measured in sided_values(test, sample.measurements, neutral, sample.view):
        verdict = Verdict(None, measured, test.measure)
        spread = spread_of(test, side, neutral, sample.view)
        for limit in limits(test, rule.hysteresis, spread):
            value = measured.value
            if value is None or not limit.passed(value):
                continue
            if limit.severity is Severity.POOR and not _also(test, side, sample, neutral):
                continue
            doubtful = limit.excess(value) < measured.error
            if doubtful and rule.certain_only:
                verdict = Verdict(None, Measurement.missing(Reason.TOO_CLOSE), test.measure)
                continue
            fault = Fault(
                limit.severity, sample.time_s, sample.time_s, sample.time_s, side,
                test.measure, value, limit.on, measured.error,
            )  # fmt: skip
            verdict = Verdict(fault, measured, test.measure)
            if not doubtful:
                break  # the worst severity that is certain; in doubt, the milder one counts
        verdicts.append(verdict)
    return verdicts


def _also(test: Test, side: str | None, sample: RuleSample, neutral: Neutral) -> bool:
    return test.poor_also is None or holds(test.poor_also, side, sample.measurements, neutral, sample.view)
