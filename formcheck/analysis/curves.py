"""Keeps the values that a report plots."""

import math
from array import array
from collections.abc import Iterable

from formcheck.activities.activity import Activity
from formcheck.measurements.catalog import catalog
from formcheck.measurements.measure import SIDES
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Comparison, Neutral
from formcheck.rules.finding import Severity
from formcheck.rules.rule import Rule, Test
from formcheck.session.observation import Observation
from formcheck.sinks.report_data import Band, Plot, Series

_TITLE = {"absolute": "{}", "change": "{}, change from neutral", "ratio": "{}, ratio to neutral"}


class Curves:
    """A sink that keeps one number per frame and measurement: a 10-minute video takes a few megabytes."""

    def __init__(self, activity: Activity) -> None:
        self._activity = activity
        self._time_s = array("d")
        self._values = {key: array("d") for name in activity.measures() for key in catalog()[name].columns()}
        self._errors = dict.fromkeys(self._values, 0.0)

    @property
    def start_s(self) -> float:
        """Time of the first frame."""
        return self._time_s[0] if self._time_s else 0.0

    def write(self, observation: Observation) -> None:
        """Take one frame."""
        self._time_s.append(observation.time_s)
        for key, values in self._values.items():
            measured = observation.measurements[key]
            values.append(math.nan if measured.value is None else measured.value)
            self._errors[key] = measured.error or self._errors[key]

    def plots(self, neutral: Neutral) -> tuple[Plot, ...]:
        """One plot for each quantity that rules judge, in the order of the rules, if it was ever seen."""
        kinds: dict[tuple[str, Comparison], list[tuple[Rule, Test]]] = {}
        for rule in self._activity.rules:
            for test in rule.tests:
                if test.measure in catalog():
                    kinds.setdefault((test.measure, test.compare), []).append((rule, test))
        plots = (self._plot(measure, how, tests, neutral) for (measure, how), tests in kinds.items())
        return tuple(plot for plot in plots if plot is not None)

    def _plot(
        self, measure: str, how: Comparison, tests: list[tuple[Rule, Test]], neutral: Neutral
    ) -> Plot | None:
        series = tuple(s for key in catalog()[measure].columns() if (s := self._series(key, how, neutral)))
        if not series:
            return None
        return Plot(
            title=_TITLE[how].format(catalog()[measure].title),
            unit="x" if how == "ratio" else catalog()[measure].unit,
            series=series,
            bands=tuple(dict.fromkeys(band for _, test in tests for band in _bands(test))),
            rules=tuple(dict.fromkeys(rule.id for rule, _ in tests)),
            phases=tuple(dict.fromkeys(phase for rule, _ in tests for phase in rule.phases)),
        )

    def _series(self, key: str, how: Comparison, neutral: Neutral) -> Series | None:
        values = tuple(self._compared(key, how, neutral))
        if all(value is None for value in values):
            return None
        label = next((side for side in SIDES if key.startswith(f"{side}_")), "")
        return Series(label, tuple(self._time_s), values, self._errors[key])

    def _compared(self, key: str, how: Comparison, neutral: Neutral) -> Iterable[float | None]:
        for value in self._values[key]:
            measured = Measurement.missing(Reason.NOT_VISIBLE) if math.isnan(value) else Measurement(value)
            yield neutral.compare(key, measured, how, neutral.view).value


def _bands(test: Test) -> Iterable[Band]:
    for severity in Severity:
        for limits, direction in ((test.above, "above"), (test.below, "below")):
            threshold = limits.of(severity) if limits else None
            if threshold is not None:
                yield Band(severity.value, threshold, direction)
