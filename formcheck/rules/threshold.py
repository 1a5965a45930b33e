"""One test of one rule against one value: past which threshold, and by how much."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.quantity import SIDES, Kind, Side
from formcheck.measurements.view import View
from formcheck.pose.models import FITTED_MODEL
from formcheck.rules.finding import Severity
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Check, Condition


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold with its direction.

    Attributes:
        on: Where a fault starts.
        off: Where it ends; nearer to normal than `on`, so that a value on the edge does not flicker.
        above: Whether the fault lies above.
    """

    severity: Severity
    on: float
    off: float
    above: bool

    def passed(self, value: float) -> bool:
        """Whether a value is past the threshold."""
        return value > self.on if self.above else value < self.on

    def cleared(self, value: float) -> bool:
        """Whether a value is back where the fault ends."""
        return value <= self.off if self.above else value >= self.off

    def excess(self, value: float) -> float:
        """How far past the threshold, in its unit."""
        return value - self.on if self.above else self.on - value


# A threshold that is relative to the subject lies at least this many spreads from their neutral: three
# scaled median absolute deviations (Leys et al. 2013, J Exp Soc Psychol 49:764).
_SPREADS = 3.0
# However large its error, a value that is past a limit by this many errors is past it.
_SURELY = 2.0
# A test that says nothing of errors looks at values whose error is up to so many times the typical one: a
# network that reads something it has hardly learned states many times that.
_TIMES_TYPICAL = 2.5


def limits_of(test: Check, hysteresis: float, spread: float = 0.0) -> tuple[Limit, ...]:
    """All thresholds of a test, the worst severity first.

    Args:
        test: What is tested.
        hysteresis: A fault ends when the value's distance from normal is below this share.
        spread: How much the subject's compared value varies at rest: see `spread_of`.
    """
    found = []
    for severity in (Severity.POOR, Severity.CAUTION):
        for given, above in ((test.above, True), (test.below, False)):
            stated = given.of(severity) if given else None
            if stated is not None:
                on = _outside_spread(stated, above, test.compare, spread)
                found.append(Limit(severity, on, _off(on, above, test.compare, hysteresis), above))
    return tuple(found)


def spread_of(
    test: Check,
    side: Side | None,
    neutral: Neutral,
    view: View,
    model: str | None = FITTED_MODEL,
    *,
    averaged: bool = True,
) -> float:
    """How much what a test looks at varies at rest, as it is compared; 0 where nothing is compared.

    Args:
        test: The test.
        side: Of a paired measure.
        neutral: What it is compared with.
        view: From where it is seen.
        model: The pose model whose points are measured, or None where it is not known.
        averaged: Whether states are judged, which look at averages, and not one picture.
    """
    known = quantities(model).get(test.measure)
    if known is not None and known.spread_at_rest is not None:
        spread = known.spread_at_rest(neutral, view, averaged=averaged)
        if spread:
            return spread
    if known is not None and known.varies_as:
        return neutral.spread(known.varies_as, "change", view, averaged=averaged)
    name = test.measure if side is None else f"{side}_{test.measure}"
    return neutral.spread(name, test.compare, view) / test.shows.get(view, 1.0)


def as_compared(test: Check) -> Check:
    """The test as its value is compared: what is a change already has limits like any other change."""
    known = quantities().get(test.measure)
    is_change = known is not None and (known.is_change or bool(known.varies_as))
    return test.model_copy(update={"compare": "change"}) if is_change else test


def _outside_spread(on: float, above: bool, compare: str, spread: float) -> float:
    """The threshold, or three spreads from normal if that is farther; normal itself is never moved."""
    if compare == "absolute" or spread <= 0.0:
        return on
    normal = _normal(compare)
    if (on > normal) != above:
        return on
    return max(on, normal + _SPREADS * spread) if above else min(on, normal - _SPREADS * spread)


def _normal(compare: str) -> float:
    return 1.0 if compare == "ratio" else 0.0


def _off(on: float, above: bool, compare: str, hysteresis: float) -> float:
    """Shrinks the distance from normal; normal is 0, or 1 for a ratio."""
    normal = _normal(compare)
    distance = on - normal
    towards_normal = (distance > 0) == above
    return normal + distance * (hysteresis if towards_normal else 2.0 - hysteresis)


def sided_values(
    test: Check, measurements: Mapping[str, Measurement], neutral: Neutral, view: View
) -> Iterator[tuple[Side | None, Measurement]]:
    """What a test looks at: one value, or one for each side of a paired measure."""
    if test.measure in measurements:
        yield None, _looked_at(test, test.measure, measurements, neutral, view)
        return
    for side in SIDES:
        name = f"{side}_{test.measure}"
        if name in measurements:
            yield side, _looked_at(test, name, measurements, neutral, view)


def _looked_at(
    test: Check, name: str, measurements: Mapping[str, Measurement], neutral: Neutral, view: View
) -> Measurement:
    compared = neutral.compare(name, measurements[name], test.compare, view)
    shows = test.shows.get(view)
    if shows is not None and compared.value is not None:
        compared = Measurement(compared.value / shows, compared.error / shows)
    return _sure(test, compared, view)


def _sure(test: Check, measured: Measurement, view: View) -> Measurement:
    """The value, if its error is small enough for the test, or it is past a limit by far more."""
    value = measured.value
    if value is None or measured.error < _error_below(test, view):
        return measured
    if any(limit.excess(value) > _SURELY * measured.error for limit in limits_of(test, 1.0)):
        return measured
    return Measurement.missing(Reason.UNSURE)


def _error_below(test: Check, view: View) -> float:
    """The error from which on values do not count."""
    if test.error_below is not None:
        return test.error_below
    known = quantities().get(test.measure)
    # A ratio's error has another unit; what is worked out of changes states a larger error where it is larger
    # than all that is known.
    if known is None or known.kind is not Kind.FRAME or test.compare == "ratio":
        return math.inf
    typical = known.errors.get(view)
    return math.inf if typical is None else _TIMES_TYPICAL * typical / test.shows.get(view, 1.0)


def _asked(condition: Condition, side: str | None, measurements: Mapping[str, Measurement]) -> str | None:
    names = (condition.measure, f"{side}_{condition.measure}")
    return next((n for n in names if n in measurements), None)


def is_unseen(condition: Condition, side: str | None, measurements: Mapping[str, Measurement]) -> bool:
    """Whether nothing is known of what an additional condition is about."""
    name = _asked(condition, side, measurements)
    return name is None or measurements[name].value is None


def holds(
    condition: Condition,
    side: str | None,
    measurements: Mapping[str, Measurement],
    neutral: Neutral,
    view: View,
) -> bool:
    """Whether an additional condition is known to be true."""
    name = _asked(condition, side, measurements)
    if name is None:
        return False
    value = neutral.compare(name, measurements[name], condition.compare, view).value
    if value is None:
        return False
    above = condition.above is not None
    stated = condition.above if condition.above is not None else condition.below or 0.0
    spread = neutral.spread(name, condition.compare, view)
    on = _outside_spread(stated, above, condition.compare, spread)
    return value > on if above else value < on
