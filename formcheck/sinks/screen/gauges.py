"""The few angles that matter from where the camera stands, each beside the band that it should stay in."""

from dataclasses import dataclass

from formcheck.activities.activity import Activity
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.phases.rep import BOTTOM_HALF, TURN, Phase
from formcheck.rules.finding import Severity
from formcheck.rules.looks import looks_at
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Check, Rule
from formcheck.rules.threshold import limits_of, sided_values
from formcheck.session.observation import Observation

GAUGES_AT_MOST = 3
# Free scale beyond the outermost thresholds, as a share of the distance between them.
_BEYOND = 0.5
_STRAIGHT_DEG = 180.0
_AT_THE_BOTTOM = {Phase.BOTTOM, Phase.SETUP, Phase.UNKNOWN, Phase.DESCENT}


@dataclass(frozen=True, slots=True)
class Reading:
    """One value on a gauge.

    Attributes:
        label: "L" or "R" for the subject's side, "" where there is but one value.
        value: In the gauge's unit.
        severity: How far out of its band it is now, or None while it is in, or nothing looks at it now.
    """

    label: str
    value: float
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class Gauge:
    """An angle, the scale to show it on, and the band that it should be in.

    Attributes:
        title: Of the measure, in a word where there is one.
        low, high: Ends of the scale.
        band: The target, within the scale; the ends of the scale where it is open.
        is_now: Whether the band counts in this phase; if not, it is where the movement goes next.
        readings: One, one a side, or none while there is no value.
    """

    title: str
    low: float
    high: float
    band: tuple[float, float]
    is_now: bool
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    rule: Rule
    test: Check


class Gauges:
    """Picks and reads the gauges of an activity.

    Args:
        activity: Its rules give the measures and the bands.
    """

    def __init__(self, activity: Activity) -> None:
        self._by_view = {view: _chosen(activity, view) for view in View}

    def read(self, observation: Observation, neutral: Neutral | None = None) -> tuple[Gauge, ...]:
        """The gauges of the present view: always the same ones in the same order.

        Args:
            observation: What was measured.
            neutral: What changes are taken from; without it they have no reading.
        """
        chosen = self._by_view[observation.view]
        return tuple(_gauge(choices, observation, neutral or Neutral()) for choices in chosen)


def _chosen(activity: Activity, view: View) -> tuple[tuple[_Judged, ...], ...]:
    """What is judged from a view, measure by measure: angles only, the most important first."""
    judged: dict[tuple[str, str], list[_Judged]] = {}
    for rule in sorted(activity.rules, key=lambda rule: rule.priority):
        for test in rule.tests if view in rule.views else ():
            measure = quantities().get(test.measure)
            if measure is not None and measure.unit == "deg":
                judged.setdefault((test.measure, test.compare), []).append(_Judged(rule, test))
    return tuple(tuple(choices) for choices in list(judged.values())[:GAUGES_AT_MOST])


def _gauge(choices: tuple[_Judged, ...], observation: Observation, neutral: Neutral) -> Gauge:
    low, high = _scale([choice.test for choice in choices])
    aim = min(choices, key=lambda choice: _distance(choice.rule, observation.phase))
    is_now = _distance(aim.rule, observation.phase) == 0
    measured = sided_values(aim.test, observation.measurements, neutral, observation.view)
    readings = tuple(
        Reading(
            side[0].upper() if side else "", value.value, _severity(aim, is_now, value.value, value.error)
        )
        for side, value in measured
        if value.value is not None
    )
    return Gauge(quantities()[aim.test.measure].word, low, high, _band(aim.test, low, high), is_now, readings)


def _scale(tests: list[Check]) -> tuple[float, float]:
    """The ends of the scale: all thresholds and what is normal lie on it, with room beyond."""
    marks = [limit.on for test in tests for limit in limits_of(test, 1.0)]
    if tests[0].compare == "change" or all(test.below is None for test in tests):
        marks.append(0.0)
    elif all(test.above is None for test in tests):
        marks.append(_STRAIGHT_DEG)
    beyond = _BEYOND * max(max(marks) - min(marks), 10.0)
    return min(marks) - beyond, min(max(marks) + beyond, _STRAIGHT_DEG)


def _distance(rule: Rule, phase: Phase) -> int:
    """0 if a rule looks at this phase, 1 if the movement goes there, 2 if it comes from there."""
    if looks_at(rule, phase):
        return 0
    low = phase in _AT_THE_BOTTOM
    looks_low = bool({Phase.BOTTOM, BOTTOM_HALF, TURN} & {*rule.phases})
    return 1 if low == looks_low else 2


def _band(test: Check, low: float, high: float) -> tuple[float, float]:
    """Between the nearest thresholds below and above."""
    below, above = (
        None if given is None else (given.poor if given.caution is None else given.caution)
        for given in (test.below, test.above)
    )
    return (low if below is None else below, high if above is None else above)


def _severity(aim: _Judged, is_now: bool, value: float, error: float) -> Severity | None:
    """Only what a rule would hold against a single frame, beyond doubt where it wants that."""
    if not is_now or aim.rule.when == "rep":
        return None
    passed = [limit for limit in limits_of(aim.test, aim.rule.hysteresis) if limit.passed(value)]
    sure = [limit for limit in passed if not aim.rule.certain_only or limit.excess(value) >= error]
    return sure[0].severity if sure else None
