import pytest

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.rules.finding import Severity
from formcheck.rules.rule import Check, Condition
from formcheck.rules.threshold import holds, limits_of, sided_values, spread_of

SHOWN = {
    "left_knee": Measurement(12.0, 5.0),
    "right_knee": Measurement.missing(Reason.NOT_VISIBLE),
    "hip": Measurement(1.5, 0.02),
}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"above": {"caution": 10, "poor": 20}}, [("poor", 20, 16, True), ("caution", 10, 8, True)]),
        ({"below": {"caution": -10, "poor": -20}}, [("poor", -20, -16, False), ("caution", -10, -8, False)]),
        ({"below": {"caution": 160}}, [("caution", 160, 192, False)]),
        ({"below": {"caution": 0.9}, "compare": "ratio"}, [("caution", 0.9, 0.92, False)]),
        ({"above": {"poor": 1.5}, "compare": "ratio"}, [("poor", 1.5, 1.4, True)]),
        (
            {"above": {"caution": 5}, "below": {"caution": -5}},
            [("caution", 5, 4, True), ("caution", -5, -4, False)],
        ),
    ],
)
def test_thresholds_come_worst_first_and_end_nearer_to_normal(given, expected) -> None:
    found = limits_of(Check.model_validate({"measure": "x", **given}), 0.8)
    assert [(str(x.severity), x.on, pytest.approx(x.off), x.above) for x in found] == expected


@pytest.mark.parametrize("above", [True, False])
def test_excess_is_positive_past_the_threshold_and_only_there(above) -> None:
    limits_given = {"above" if above else "below": {"caution": 10.0}}
    (limit,) = limits_of(Check.model_validate({"measure": "x", **limits_given}), 0.8)
    for value in (8.0, 10.0, 12.0):
        assert limit.passed(value) == (limit.excess(value) > 0)
    assert limit.severity is Severity.CAUTION


def test_a_paired_measure_is_looked_at_on_both_sides_and_a_single_one_once() -> None:
    sided = dict(sided_values(Check(measure="knee", above={"caution": 1}), SHOWN, Neutral(), View.SIDE))
    assert sided == {"left": SHOWN["left_knee"], "right": SHOWN["right_knee"]}
    single = dict(sided_values(Check(measure="hip", above={"caution": 1}), SHOWN, Neutral(), View.SIDE))
    assert single == {None: SHOWN["hip"]}


@pytest.mark.parametrize(
    ("condition", "side", "expected"),
    [
        ({"measure": "hip", "above": 1.4}, "left", True),
        ({"measure": "hip", "above": 1.6}, "left", False),
        ({"measure": "hip", "below": 1.6}, "left", True),
        ({"measure": "hip", "compare": "change", "below": -0.1}, "left", True),
        ({"measure": "hip", "compare": "change", "below": -0.3}, "left", False),
        ({"measure": "knee", "above": 10}, "left", True),
        ({"measure": "knee", "above": 10}, "right", False),
        ({"measure": "foot", "above": 0}, None, False),
    ],
)
def test_an_additional_condition_holds_only_when_it_is_known_to(condition, side, expected) -> None:
    neutral = Neutral(View.SIDE, {View.SIDE: {"hip": 1.7}})
    assert holds(Condition(**condition), side, SHOWN, neutral, View.SIDE) is expected


@pytest.mark.parametrize(
    ("given", "spread", "expected"),
    [
        ({"above": {"caution": 10, "poor": 20}, "compare": "change"}, 3.0, [20, 10]),
        ({"above": {"caution": 10, "poor": 20}, "compare": "change"}, 5.0, [20, 15]),
        ({"above": {"caution": 10, "poor": 20}, "compare": "change"}, 9.0, [27, 27]),
        ({"below": {"caution": -10, "poor": -20}, "compare": "change"}, 5.0, [-20, -15]),
        ({"below": {"caution": 0.9, "poor": 0.8}, "compare": "ratio"}, 0.05, [0.8, 0.85]),
        ({"above": {"caution": 1.1}, "compare": "ratio"}, 0.05, [1.15]),
        ({"above": {"caution": 10, "poor": 20}}, 9.0, [20, 10]),
        ({"above": {"caution": -5}, "compare": "change"}, 9.0, [-5]),
    ],
    ids=["small", "wider", "past-both", "below", "ratio", "ratio-above", "absolute", "towards-normal"],
)
def test_a_relative_threshold_lies_outside_what_varies_at_rest(given, spread, expected) -> None:
    test = Check.model_validate({"measure": "x", **given})
    found = limits_of(test, 0.8, spread)
    assert [limit.on for limit in found] == pytest.approx(expected)
    assert all(limit.cleared(limit.off) and not limit.passed(limit.on) for limit in found)


def test_a_condition_lies_outside_what_varies_at_rest_too() -> None:
    condition = Condition(measure="hip", compare="change", below=-0.1)
    steady, restless = ({View.SIDE: {"hip": spread}} for spread in (0.01, 0.1))
    medians = {View.SIDE: {"hip": 1.7}}
    assert holds(condition, None, SHOWN, Neutral(View.SIDE, medians, steady), View.SIDE)
    assert not holds(condition, None, SHOWN, Neutral(View.SIDE, medians, restless), View.SIDE)


def test_each_side_has_its_own_spread() -> None:
    spreads = {View.SIDE: {"left_knee": 1.0, "right_knee": 2.0}}
    neutral = Neutral(View.SIDE, {View.SIDE: {"left_knee": 5.0, "right_knee": 5.0}}, spreads)
    test = Check.model_validate({"measure": "knee", "compare": "change", "above": {"caution": 1}})
    assert [spread_of(test, side, neutral, View.SIDE) for side in ("left", "right")] == [1.0, 2.0]
    assert spread_of(test, "left", neutral, View.FRONT) == 0.0


@pytest.mark.parametrize(
    ("value", "error", "error_below", "counts"),
    [
        (140.0, 12.0, None, True),
        (140.0, 61.0, None, False),  # a network that reads what it has hardly learned
        (20.0, 61.0, None, True),  # past the limit by more than two of its errors
        (140.0, 12.0, 10.0, False),
        (140.0, 61.0, 70.0, True),
    ],
)
def test_a_value_counts_where_its_error_is_not_far_beyond_the_usual_or_below_what_the_test_says(
    value, error, error_below, counts
) -> None:
    test = Check(measure="elbow_angle_deg", below={"caution": 150}, error_below=error_below)
    shown = {"left_elbow_angle_deg": Measurement(value, error)}
    ((_, found),) = sided_values(test, shown, Neutral(), View.FRONT)
    assert found == (shown["left_elbow_angle_deg"] if counts else Measurement.missing(Reason.UNSURE))


def test_a_ratio_counts_whatever_its_error_as_it_has_another_unit() -> None:
    test = Check(measure="ears_over_shoulders", compare="ratio", below={"caution": 0.855})
    neutral = Neutral(View.FRONT, {View.FRONT: {"ears_over_shoulders": 0.1}})
    shown = {"ears_over_shoulders": Measurement(0.09, 0.05)}
    ((_, found),) = sided_values(test, shown, neutral, View.FRONT)
    assert found.value == pytest.approx(0.9)
