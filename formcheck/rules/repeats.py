"""Faults that are let pass once, and are poor when they become a habit."""

from dataclasses import replace

from formcheck.rules.finding import Severity, Verdict
from formcheck.rules.rule import Rule

# Two of three reps is a habit, as for the cues.
_WITHIN_REPS = 2


class Repeats:
    """Remembers in which reps a rule that says so found its fault, and makes the repeated one poor."""

    def __init__(self) -> None:
        self._last_rep: dict[str, int] = {}

    def settle(self, rule: Rule, rep: int, verdict: Verdict) -> Verdict:
        """The verdict on a rep, worse if the same fault was found in one of the two reps before."""
        fault = verdict.fault
        if not rule.poor_when_repeated or fault is None:
            return verdict
        last = self._last_rep.get(rule.id)
        self._last_rep[rule.id] = rep
        if last is None or rep - last > _WITHIN_REPS or fault.severity is Severity.POOR:
            return verdict
        return replace(verdict, fault=replace(fault, severity=Severity.POOR))
