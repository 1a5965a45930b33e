"""Faults that look like another one: to the points of a head, a body that dips is a head pushed forward."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.rules.finding import Verdict
from formcheck.rules.rule import Rule


def is_misled(rule: Rule, faulty: Collection[str]) -> bool:
    """Whether one of these faults misleads a rule.

    Args:
        rule: The rule.
        faulty: Ids of rules whose fault is there.
    """
    activity, _, _ = rule.id.rpartition(".")
    return any(f"{activity}.{name}" in faulty for name in rule.misled_by)


def without_misled(rules: Iterable[Rule], verdicts: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """The verdicts on a rep; of a rule that another fault misleads it is said that it could not be judged.

    Args:
        rules: The rules that were asked.
        verdicts: By rule id.
    """
    faulty = {name for name, verdict in verdicts.items() if verdict.fault is not None}
    misled = Measurement.missing(Reason.MISLED)
    return {
        rule.id: replace(verdicts[rule.id], fault=None, value=misled)
        if verdicts[rule.id].judged and is_misled(rule, faulty)
        else verdicts[rule.id]
        for rule in rules
    }
