"""The value of a rep that is shown where several rules look at one thing."""

from collections.abc import Mapping, Sequence

from formcheck.results.summary import FindingSummary, MeasurementSummary, RepSummary


def rep_value(
    rep: RepSummary, names: Sequence[str], findings: Mapping[str, FindingSummary]
) -> MeasurementSummary | None:
    """That of the rule at fault, or else the first that there is.

    Args:
        rep: The rep.
        names: Of its measurements, those of rules that look at one thing from two sides.
        findings: All of the session, by their ids.
    """
    known = [(name, m) for name in names if (m := rep.measurements.get(name)) is not None]
    faulty = {f.rule.rpartition(".")[2] for key in rep.findings if (f := findings.get(key))}
    first = [m for name, m in known if name.partition(":")[0] in faulty]
    found = next((m for m in [*first, *(m for _, m in known)] if m.value is not None), None)
    return found or next((m for _, m in known), None)
