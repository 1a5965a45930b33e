"""The findings of a session by rule, the worst first."""

from formcheck.results.summary import FindingSummary, Summary
from formcheck.rules.finding import badness


def by_rule(summary: Summary) -> dict[str, list[FindingSummary]]:
    """The findings of each rule, worst first; the rule with the worst finding comes first."""
    groups: dict[str, list[FindingSummary]] = {}
    for finding in sorted(summary.findings, key=_badness, reverse=True):
        groups.setdefault(finding.rule, []).append(finding)
    # A stable sort: rules that are equally bad and frequent keep the order of their worst finding.
    order = sorted(groups, key=lambda r: (_badness(groups[r][0])[0], len(groups[r])), reverse=True)
    return {rule: groups[rule] for rule in order}


def _badness(finding: FindingSummary) -> tuple[float, float]:
    """By the error that the rule reckoned with, also where it is not stated."""
    return badness(finding.model_copy(update={"error": finding.assumed_error}))
