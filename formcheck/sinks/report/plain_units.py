"""The numbers of a report in units and directions that a person can picture."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from formcheck.results.plain import OF_HEIGHT, Plain
from formcheck.results.plots import Band, Plot, Series
from formcheck.results.summary import FindingSummary, MeasurementSummary, RepSummary
from formcheck.rules.rule import Check
from formcheck.sinks.report.data import ReportData


def in_plain_units(data: ReportData) -> ReportData:
    """The same report: lengths in centimetres or percent of a limb, and a lean back counted as positive."""
    units = _Units(data.plain)
    summary = data.summary
    shown = summary.model_copy(
        update={
            "findings": [units.finding(finding) for finding in summary.findings],
            "reps": [units.rep(rep) for rep in summary.reps],
        }
    )
    said = {f.id: _said(data.plain, f) for f in summary.findings}
    return replace(data, summary=shown, plots=tuple(units.plot(plot) for plot in data.plots), said=said)


def _said(plain: Plain, finding: FindingSummary) -> str:
    aside = (
        f", {finding.direction}" if finding.direction else f", {finding.side} side" if finding.side else ""
    )
    return f"{plain.sentence(finding)}{aside}; the limit is {plain.limit(finding)}"


class _Units:
    def __init__(self, plain: Plain) -> None:
        self._plain = plain

    def finding(self, finding: FindingSummary) -> FindingSummary:
        sign = sign_of(self._plain.test(finding.rule, finding.measure))
        factor, unit = scale_of(self._plain, finding.unit)
        return finding.scaled(sign * factor, unit)

    def rep(self, rep: RepSummary) -> RepSummary:
        shown = {name: self._measurement(name, value) for name, value in rep.measurements.items()}
        return rep.model_copy(update={"measurements": shown})

    def _measurement(self, name: str, measured: MeasurementSummary) -> MeasurementSummary:
        factor, unit = scale_of(self._plain, measured.unit)
        if measured.value is None:
            return measured.model_copy(update={"unit": unit})
        sign = sign_of(self._plain.test_of_column(name))
        error = None if measured.error is None else factor * measured.error
        return measured.model_copy(
            update={"value": sign * factor * measured.value, "error": error, "unit": unit}
        )

    def plot(self, plot: Plot) -> Plot:
        factor, unit = scale_of(self._plain, plot.unit)
        if not plot.bands or any(band.direction == "above" or band.threshold >= 0 for band in plot.bands):
            return _scaled(plot, factor, unit)
        if any(self._plain.rule(rule) is None for rule in plot.rules):
            return _scaled(plot, factor, unit)
        title = self._plain.heading(plot.rules[0])
        if plot.compared:
            title = f"{title}, {plot.compared}"
        return replace(_scaled(plot, -factor, unit), title=title)


def shown_values(
    plain: Plain, test: Check | None, unit: str, value: float, limit: float
) -> tuple[float, float, str]:
    """A value and a limit of a test as they are shown, and their unit."""
    factor, shown = scale_of(plain, unit)
    sign = sign_of(test)
    return sign * factor * value, sign * factor * limit, shown


def sign_of(test: Check | None) -> int:
    """-1 where the fault is a negative value, and what is said of it counts it as positive."""
    if test is None or not test.says or test.above is not None or test.below is None:
        return 1
    limits = [v for v in (test.below.caution, test.below.poor) if v is not None]
    return -1 if max(limits) < 0 else 1


def scale_of(plain: Plain, unit: str) -> tuple[float, str]:
    """What a number of a unit is multiplied by to be shown, and in which unit it is then."""
    share = OF_HEIGHT.get(unit)
    if share is None:
        return 1.0, unit
    if plain.height_cm is not None:
        return share * plain.height_cm, "cm"
    return 100.0, f"% {unit}"


def _scaled(plot: Plot, factor: float, unit: str) -> Plot:
    if factor == 1.0:
        return plot
    series = tuple(_scaled_series(one, factor) for one in plot.series)
    return replace(plot, unit=unit, series=series, bands=tuple(_scaled_bands(plot.bands, factor)))


def _scaled_series(series: Series, factor: float) -> Series:
    values = tuple(None if value is None else factor * value for value in series.values)
    return replace(series, values=values, error=abs(factor) * series.error)


_OTHER: Mapping[str, str] = {"above": "below", "below": "above"}


def _scaled_bands(bands: Iterable[Band], factor: float) -> Iterable[Band]:
    for band in bands:
        direction = band.direction if factor > 0 else _OTHER[band.direction]
        yield replace(band, threshold=factor * band.threshold, direction=direction)
