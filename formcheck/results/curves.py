"""Keeps the values that a report plots."""

import math
from array import array
from collections.abc import Iterable

from formcheck.activities.activity import Activity
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Comparison, Neutral
from formcheck.measurements.quantity import SIDES, Kind
from formcheck.measurements.view import View
from formcheck.results.judgements import Judgements
from formcheck.results.plots import Band, Plot, Series
from formcheck.rules.finding import Severity
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Check, Rule
from formcheck.session.observation import Observation

_COUNTS = {"max": "highest", "min": "lowest", "median": "middle", "range": ""}
_COMPARED = {"absolute": "", "change": "change from neutral", "ratio": "ratio to neutral"}


# So many moments are kept at most, some eleven minutes of a video: of a longer session every second one of
# these, then every fourth, and so on. A plot is not that wide.
MOST_KEPT = 20_000


class MeanSquare:
    """The mean square of numbers that come one by one.

    Example:
        >>> errors = MeanSquare()
        >>> for error in (1.0, 7.0):
        ...     errors.add(error)
        >>> errors.root
        5.0
    """

    def __init__(self) -> None:
        self._sum, self._count = 0.0, 0

    def add(self, number: float) -> None:
        """Take one."""
        self._sum += number * number
        self._count += 1

    @property
    def root(self) -> float:
        """Its root; 0 before there is any."""
        return round(math.sqrt(self._sum / self._count), 6) if self._count else 0.0


class Curves:
    """Keeps one number per frame and measurement, and fewer of the frames of a long session."""

    def __init__(self, activity: Activity) -> None:
        self._activity = activity
        self._time_s = array("d")
        self._views: list[View] = []
        self._values = {key: array("d") for key in activity.columns()}
        self._errors = {key: MeanSquare() for key in self._values}
        self._count, self._every = 0, 1

    @property
    def start_s(self) -> float:
        """Time of the first frame."""
        return self._time_s[0] if self._time_s else 0.0

    def write(self, observation: Observation) -> None:
        """Take one frame."""
        if observation.is_end:
            return
        self._count += 1
        if (self._count - 1) % self._every:
            return
        if len(self._time_s) >= MOST_KEPT:
            self._thin_out()
        self._time_s.append(observation.time_s)
        self._views.append(observation.view)
        for key, values in self._values.items():
            measured = observation.measurements[key]
            values.append(math.nan if measured.value is None else measured.value)
            if measured.value is not None:
                self._errors[key].add(measured.error)

    def _thin_out(self) -> None:
        """Keep every second moment of those so far, and of those to come."""
        self._every *= 2
        self._time_s, self._views = self._time_s[::2], self._views[::2]
        self._values = {key: values[::2] for key, values in self._values.items()}

    def plots(self, neutral: Neutral, judgements: Judgements | None = None) -> tuple[Plot, ...]:
        """One plot for each quantity that rules judge, in the order of the rules, if it ever could be.

        A value seen from where no rule judges it is left out: thresholds do not hold there.

        Args:
            neutral: What changes are taken from.
            judgements: When each rule judged, so that thresholds stand only there.
        """
        kinds: dict[tuple[str, Comparison], list[tuple[Rule, Check]]] = {}
        for rule in self._activity.rules:
            for test in rule.tests:
                if quantities()[test.measure].kind is not Kind.REP:
                    kinds.setdefault((test.measure, test.compare), []).append((rule, test))
        plots = (
            self._plot(measure, how, tests, neutral, judgements) for (measure, how), tests in kinds.items()
        )
        return tuple(plot for plot in plots if plot is not None)

    def _plot(
        self,
        measure: str,
        how: Comparison,
        tests: list[tuple[Rule, Check]],
        neutral: Neutral,
        judgements: Judgements | None,
    ) -> Plot | None:
        views = frozenset(view for rule, _ in tests for view in rule.views)
        keys = quantities()[measure].columns()
        series = tuple(s for key in keys if (s := self._series(key, how, neutral, views)))
        if not series:
            return None
        return Plot(
            title=", ".join(filter(None, (quantities()[measure].title, _COMPARED[how]))),
            unit="x" if how == "ratio" else quantities()[measure].unit,
            series=series,
            bands=tuple(
                dict.fromkeys(band for rule, test in tests for band in _bands(rule, test, judgements))
            ),
            rules=tuple(dict.fromkeys(rule.id for rule, _ in tests)),
            phases=tuple(dict.fromkeys(phase for rule, _ in tests for phase in rule.phases)),
            compared=_COMPARED[how],
        )

    def _series(self, key: str, how: Comparison, neutral: Neutral, views: frozenset[View]) -> Series | None:
        values = tuple(self._compared(key, how, neutral, views))
        if all(value is None for value in values):
            return None
        label = next((side for side in SIDES if key.startswith(f"{side}_")), "")
        return Series(label, tuple(self._time_s), values, self._errors[key].root)

    def _compared(
        self, key: str, how: Comparison, neutral: Neutral, views: frozenset[View]
    ) -> Iterable[float | None]:
        for value, view in zip(self._values[key], self._views, strict=True):
            if math.isnan(value) or view not in views:
                yield None
            else:
                yield neutral.compare(key, Measurement(value), how, view).value


def _bands(rule: Rule, test: Check, judgements: Judgements | None) -> Iterable[Band]:
    for severity in Severity:
        for limits, direction in ((test.above, "above"), (test.below, "below")):
            threshold = limits.of(severity) if limits else None
            if threshold is not None:
                spans = None if judgements is None else judgements.spans(rule, test, threshold)
                counts = _COUNTS[test.reduce] if rule.when == "rep" else ""
                yield Band(severity.value, threshold, direction, spans, rule.phases, counts)
