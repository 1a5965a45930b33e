"""What a report shows of a still picture: the picture, and what was measured in it."""

from dataclasses import dataclass

from formcheck.measurements.quantity import Kind
from formcheck.results.words import measured, readable
from formcheck.rules.quantities import quantities
from formcheck.sinks.report.data import ReportData
from formcheck.sinks.report.picture import data_uri
from formcheck.sinks.report.plain_units import scale_of


@dataclass(frozen=True, slots=True)
class MomentView:
    """One moment.

    Attributes:
        picture: data: URI, or None.
        values: What was measured: name and value, of what the rules look at.
    """

    picture: str | None
    values: tuple[tuple[str, str], ...]


def moment_view(data: ReportData) -> MomentView | None:
    """What a still picture shows; None for anything that has times."""
    moment = data.summary.moment
    if moment is None:
        return None
    values = []
    for name in _as_they_are(data):
        one = moment.get(name)
        if one is not None and one.value is not None:
            factor, unit = scale_of(data.plain, one.unit)
            error = None if one.error is None else factor * one.error
            values.append((readable(name), measured(factor * one.value, error, unit)))
    return MomentView(data_uri(data.pictures.get("")), tuple(values))


def _as_they_are(data: ReportData) -> tuple[str, ...]:
    """What a rule looks at as it is: a change from the neutral is told by the checks."""
    activity = data.plain.activity
    if activity is None:
        return tuple(data.summary.moment or ())
    tests = [test for rule in activity.rules for test in rule.tests if test.compare == "absolute"]
    known = [quantities()[test.measure] for test in tests]
    own = [quantity for quantity in known if quantity.kind is Kind.FRAME]
    return tuple(dict.fromkeys(column for quantity in own for column in quantity.columns()))
