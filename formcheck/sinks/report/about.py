"""A moment with nothing in it but what one finding is about, to be drawn beside that finding."""

from dataclasses import replace

from formcheck.results.summary import FindingSummary
from formcheck.rules.finding import Finding, Severity
from formcheck.rules.quantities import quantities
from formcheck.session.observation import Observation


def about(finding: Finding | FindingSummary, observation: Observation) -> Observation:
    """The observation with this finding alone, and no number but its own.

    Other angles of the moment would stand beside the words of a finding that are about another one.
    """
    quantity = quantities().get(finding.measure)
    columns = () if quantity is None else quantity.columns()
    own = {name: observation.measurements[name] for name in columns if name in observation.measurements}
    return replace(observation, findings=(_as_finding(finding),), firing={}, measurements=own)


def _as_finding(finding: Finding | FindingSummary) -> Finding:
    if isinstance(finding, Finding):
        return finding
    return Finding(
        finding.id, finding.rule, Severity(finding.severity), finding.start_s, finding.end_s, finding.peak_s,
        finding.rep, finding.side, finding.measure, finding.value, finding.threshold,
        finding.assumed_error or 0.0, finding.uncertain,
    )  # fmt: skip
