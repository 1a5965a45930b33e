"""What is at fault in a picture: which rule, which limb of which side, and by how much."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.quantity import Side
from formcheck.measurements.view import View
from formcheck.rules.finding import Finding
from formcheck.rules.quantities import quantity_of
from formcheck.rules.rule import Check, Rule
from formcheck.rules.threshold import sided_values
from formcheck.session.observation import Observation


@dataclass(frozen=True, slots=True)
class Flag:
    """A fault, as it is drawn.

    Attributes:
        rule: Full id of the rule that found it.
        measure: The quantity that it was found in, without a side.
        side: The side that is at fault, or None for both.
        value: What was found, as the rule compares it; None where there is no value now.
        limit: The limit that it is past, or None where there is no value.
        lags: Whether the side is at fault because it is lower than the other one.
    """

    rule: str
    measure: str
    side: Side | None = None
    value: float | None = None
    limit: float | None = None
    lags: bool = False


def flag_of(finding: Finding) -> Flag:
    """A finding, as it is drawn into the picture of its moment.

    Example:
        >>> from formcheck.rules.finding import Severity
        >>> measure = "wrist_height_difference"
        >>> found = Finding("f1", "overhead-press.uneven", Severity.POOR, 1.0, 2.0, 1.5, 1, None, measure,
        ...                 0.14, 0.1, 0.02, False)
        >>> flag_of(found).side
        'right'
    """
    return _flag(finding.rule, finding.measure, finding.side, finding.value, finding.threshold)


def flags_now(seen: Observation, rules: Mapping[str, Rule], neutral: Neutral) -> tuple[Flag, ...]:
    """The faults that are present at a moment.

    Args:
        seen: The moment.
        rules: The activity's rules by their ids.
        neutral: What changes are taken from.
    """
    return tuple(
        flag
        for rule_id, side in seen.firing.items()
        if rule_id in rules
        for flag in _of_rule(rules[rule_id], side, seen.measurements, neutral, seen.view)
    )


def _of_rule(
    rule: Rule, side: str, measurements: Mapping[str, Measurement], neutral: Neutral, view: View
) -> Iterable[Flag]:
    """One for each side at fault: that of the value which is furthest past its limit."""
    worst: dict[Side | None, tuple[float, Flag]] = {}
    for test in rule.tests:
        for own, measured in sided_values(test, measurements, neutral, view):
            if measured.value is not None and side in ("", own or ""):
                excess, limit = past_limit(test, measured.value)
                flag = _flag(rule.id, test.measure, own, measured.value, limit)
                worst[own] = max(worst.get(own, (excess, flag)), (excess, flag), key=lambda pair: pair[0])
    past = [flag for excess, flag in worst.values() if excess > 0]
    yield from (
        past or [flag for _, flag in worst.values()] or [Flag(rule.id, rule.tests[0].measure, _side(side))]
    )


def past_limit(test: Check, value: float) -> tuple[float, float]:
    """How far a value is past the limit of a test that it is furthest past, and that limit.

    Less than nothing: so far within it.

    Example:
        >>> from formcheck.rules.rule import Check, Thresholds
        >>> both = Check(measure="x", above=Thresholds(caution=5), below=Thresholds(caution=-5, poor=-9))
        >>> past_limit(both, -7.0)
        (2.0, -5.0)
    """
    limits = [
        (sign * (value - nearest), nearest)
        for given, sign in ((test.above, 1), (test.below, -1))
        if given is not None
        and (nearest := given.poor if given.caution is None else given.caution) is not None
    ]
    return max(limits)


def _flag(rule: str, measure: str, side: Side | None, value: float, limit: float) -> Flag:
    quantity = quantity_of(measure)
    lower = None if quantity is None else quantity.lower_side(value)
    return Flag(rule, measure, side or lower, value, limit, lags=lower is not None)


def _side(word: str) -> Side | None:
    return "left" if word == "left" else "right" if word == "right" else None
