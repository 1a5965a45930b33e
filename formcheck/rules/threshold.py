"""One test of one rule against one value: past which threshold, and by how much."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formcheck.measurements.measure import SIDES, Side
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.rules.finding import Severity
from formcheck.rules.rule import Condition, Test


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


def limits(test: Test, hysteresis: float) -> tuple[Limit, ...]:
    """All thresholds of a test, the worst severity first."""
    found = []
    for severity in (Severity.POOR, Severity.CAUTION):
        for given, above in ((test.above, True), (test.below, False)):
            on = given.of(severity) if given else None
            if on is not None:
                found.append(Limit(severity, on, _off(on, above, test.compare, hysteresis), above))
    return tuple(found)


def _off(on: float, above: bool, compare: str, hysteresis: float) -> float:
    """Shrinks the distance from normal; normal is 0, or 1 for a ratio."""
    normal = 1.0 if compare == "ratio" else 0.0
    distance = on - normal
    towards_normal = (distance > 0) == above
    return normal + distance * (hysteresis if towards_normal else 2.0 - hysteresis)


def sided_values(
    test: Test, measurements: Mapping[str, Measurement], neutral: Neutral, view: View
) -> Iterator[tuple[Side | None, Measurement]]:
    """What a test looks at: one value, or one for each side of a paired measure."""
    if test.measure in measurements:
        yield None, neutral.compare(test.measure, measurements[test.measure], test.compare, view)
        return
    for side in SIDES:
        name = f"{side}_{test.measure}"
        if name in measurements:
            yield side, neutral.compare(name, measurements[name], test.compare, view)


def holds(
    condition: Condition,
    side: str | None,
    measurements: Mapping[str, Measurement],
    neutral: Neutral,
    view: View,
) -> bool:
    """Whether an additional condition is known to be true."""
    names = (condition.measure, f"{side}_{condition.measure}")
    name = next((n for n in names if n in measurements), None)
    if name is None:
        return False
    value = neutral.compare(name, measurements[name], condition.compare, view).value
    if value is None:
        return False
    return value > condition.above if condition.above is not None else value < (condition.below or 0.0)
