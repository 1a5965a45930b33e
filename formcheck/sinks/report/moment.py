"""What a report shows of a still picture: the picture, and what was measured in it."""

from dataclasses import dataclass

from formcheck.results.words import measured, readable
from formcheck.sinks.report.data import ReportData
from formcheck.sinks.report.picture import data_uri


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
    activity = data.plain.activity
    names = {*activity.columns()} if activity is not None else {*moment}
    values = [
        (readable(name), measured(one.value, one.error, one.unit))
        for name, one in moment.items()
        if one.value is not None and name in names
    ]
    return MomentView(data_uri(data.pictures.get("")), tuple(values))
