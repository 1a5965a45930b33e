"""Every rule of the overhead press at its thresholds, and how faults are found in general."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.phases.quantities import REP_QUANTITIES
from formcheck.phases.rep import BOTTOM_HALF, TURN, Load, Phase, Rep
from formcheck.rules.finding import Severity, Verdict
from formcheck.rules.judge import judge
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Rule
from formcheck.rules.sample import RuleSample
from tests.people import (
    FRONT,
    LEFT_SIDE,
    OBLIQUE,
    RIGHT_SIDE,
    Arm,
    Camera,
    Posture,
    Route,
    along,
    arm_at,
    film,
    one_rep,
    press_set,
    route,
    watch,
    with_every_rule,
)

PRESS = with_every_rule(load_activity("overhead-press"))
Values = Callable[[float], float | None]


# One rep with hand-made values: bottom 0..1 s, up 1..2, top 2..3, down 3..4.

INTERVALS = {
    Phase.BOTTOM: ((0.0, 1.0),),
    Phase.ASCENT: ((1.0, 2.0),),
    Phase.TOP: ((2.0, 3.0),),
    Phase.DESCENT: ((3.0, 4.0),),
    BOTTOM_HALF: ((1.0, 1.5), (3.5, 4.0)),
    TURN: ((3.8, 4.0),),
}


def judged(
    rule: Rule,
    values: Mapping[str, Values],
    *,
    view: View = View.SIDE,
    error: float = 0.0,
    neutral: Mapping[str, float] | None = None,
    of_rep: Mapping[str, Measurement] | None = None,
    fps: float = 30.0,
    load: Load | None = "bar",
) -> Verdict:
    """What a rule says of a rep in which measures have these values at these times."""
    samples = []
    for i in range(round(4 * fps) + 1):
        shown = {
            name: Measurement.missing(Reason.NOT_VISIBLE)
            if (value := at(i / fps)) is None
            else Measurement(value, error)
            for name, at in values.items()
        }
        samples.append(RuleSample(i / fps, view, shown))
    rep = Rep(1, 1.0, 2.5, 4.0, True, INTERVALS, of_rep or {}, load=load)
    return judge(rule, rep, samples, Neutral(view, {view: neutral or {}}))


def severity(verdict: Verdict) -> str | None:
    return None if verdict.fault is None else str(verdict.fault.severity)


# rule, measure, the direction of the fault, caution, poor, the subject's own neutral where it is compared
THRESHOLDS = [
    ("layback", "trunk_inclination_deg", "below", -10, -20, 3.0),
    ("lateral-lean", "trunk_lean_deg", "above", 5, 10, -2.0),
    ("lateral-lean", "trunk_lean_deg", "below", -5, -10, 3.0),
    ("knee-bend", "left_knee_flexion_deg", "above", 10, 20, 4.0),
    ("no-lockout", "right_elbow_angle_deg", "below", 160, 150, None),
    ("shallow", "left_elbow_angle_deg", "above", 95, 110, None),
    ("shallow", "right_wrist_over_chin", "above", 0.12, None, None),
    ("forearm-tilt", "left_forearm_tilt_deg", "above", 10, 20, None),
    ("wide-grip", "grip_ratio", "above", 1.5, 1.8, None),
    ("wide-grip", "grip_ratio", "below", 0.95, None, None),
    ("bar-path", "bar_offset", "above", 0.40, 0.50, None),
    ("bar-path", "bar_offset", "below", -0.20, -0.30, None),
    ("head-poke", "head_protraction_deg", "above", 5, 8, 20.0),
    ("looking-up", "head_pitch_deg", "above", 8, 14, -5.0),
    ("head-turned", "head_yaw_deg", "above", 10, 16, -30.0),
    ("head-turned", "head_yaw_deg", "below", -10, -16, 2.0),
    ("uneven", "wrist_height_difference", "above", 0.05, 0.10, None),
    ("uneven", "wrist_height_difference", "below", -0.05, -0.10, None),
]


HIGH: Mapping[str, Values] = {
    "left_wrist_over_chin": lambda _: 0.3,
    "left_elbow_angle_deg": lambda _: 60.0,
    "left_wrist_height": lambda _: 0.2,
}


# An arm that lifts: of one that hangs or rests nothing is asked.
LIFTS: Mapping[str, Values] = {
    f"{side}_{name}": lambda _, value=value: value
    for side in ("left", "right")
    for name, value in (("wrist_height", 0.5), ("arm_elevation_deg", 150.0))
} | {"wrists_over_shoulders": lambda _: 0.8}


@pytest.mark.parametrize(
    ("name", "measure", "value"),
    [
        ("no-lockout", "elbow_angle_deg", 110.0),
        ("shallow", "elbow_angle_deg", 150.0),
        ("forearm-tilt", "forearm_tilt_deg", 70.0),
    ],
)
def test_an_arm_that_hangs_beside_the_body_is_not_judged(name, measure, value) -> None:
    hanging: Mapping[str, Values] = {
        f"left_{measure}": lambda _: value,
        "left_wrist_height": lambda _: -0.9,
        "left_arm_elevation_deg": lambda _: 15.0,
    }
    assert severity(judged(PRESS.rule(f"overhead-press.{name}"), hanging, view=View.FRONT)) is None


@pytest.mark.parametrize(("load", "expected"), [("bar", "caution"), ("dumbbells", None), (None, None)])
def test_a_test_about_a_bar_is_asked_where_a_bar_is_known(load, expected) -> None:
    """Dumbbells end beside the ears; the angle of the elbows tells their depth."""
    found = judged(PRESS.rule("overhead-press.shallow"), HIGH, load=load)
    assert found.judged
    assert severity(found) == expected


GRIP = PRESS.rule("overhead-press.wide-grip")


@pytest.mark.parametrize(("load", "expected"), [("bar", None), (None, None), ("dumbbells", Reason.DUMBBELLS)])
def test_a_rule_about_a_bar_is_judged_unless_it_is_dumbbells(load, expected) -> None:
    found = judged(GRIP, {"grip_ratio": lambda _: 1.7}, view=View.FRONT, load=load)
    assert found.value.reason is expected
    assert severity(found) == (None if expected else "caution")


def test_a_rule_whose_tests_all_need_a_known_load_says_so() -> None:
    test = GRIP.tests[0].model_copy(update={"load": "bar"})
    rule = GRIP.model_copy(update={"tests": (test,)})
    found = judged(rule, {"grip_ratio": lambda _: 1.7}, view=View.FRONT, load=None)
    assert found.value.reason is Reason.LOAD_NOT_KNOWN


def test_the_table_of_thresholds_names_every_rule_of_the_press() -> None:
    assert {name for name, *_ in THRESHOLDS} == {r.short_id for r in PRESS.rules} - {
        "fast-lowering",
        "range-loss",
        "shrug-at-bottom",
    }


@pytest.mark.parametrize(("name", "measure", "direction", "caution", "poor", "own"), THRESHOLDS)
def test_thresholds_of_the_press_by_a_hair(name, measure, direction, caution, poor, own) -> None:
    rule = PRESS.rule(f"overhead-press.{name}")
    hair = 1e-3 if direction == "above" else -1e-3
    for threshold, past, before in ((caution, "caution", None), (poor, "poor", "caution")):
        if threshold is None:
            continue
        for step, expected in ((hair, past), (-hair, before)):
            value = threshold + step
            if own is not None:
                value += own
            values: dict[str, Values] = {**LIFTS, measure: lambda _, value=value: value}
            neutral = {} if own is None else {measure: own}
            if name == "knee-bend":
                values["hip_height"], neutral["hip_height"] = lambda _: 1.60, 1.70
            found = judged(rule, values, view=rule.views[0], neutral=neutral)
            assert severity(found) == expected, value


@pytest.mark.parametrize(
    ("name", "measure", "table"),
    [
        (
            "fast-lowering",
            "eccentric_time_s",
            [(1.01, None), (0.99, "caution"), (0.71, "caution"), (0.69, "poor")],
        ),
        (
            "range-loss",
            "range_loss_percent",
            [(14.9, None), (15.1, "caution"), (24.9, "caution"), (25.1, "poor")],
        ),
    ],
)
@pytest.mark.parametrize("view", [View.FRONT, View.SIDE, View.OBLIQUE, View.BACK])
def test_thresholds_of_the_rep_as_a_whole_hold_in_every_view_of_the_rule(name, measure, table, view) -> None:
    rule = PRESS.rule(f"overhead-press.{name}")
    for value, expected in table:
        found = judged(rule, {}, view=view, of_rep={measure: Measurement(value, 0.0)})
        assert severity(found) == (expected if view in rule.views else None), value
        assert found.judged is (view in rule.views)


@pytest.mark.parametrize(
    ("rule", "view"),
    [
        pytest.param(rule, view, id=f"{rule.short_id}-{view}")
        for rule in PRESS.rules
        for view in View
        if view not in (*rule.views, View.UNKNOWN)
    ],
)
def test_from_any_other_view_a_rule_is_not_judged_and_says_why(rule, view) -> None:
    values: dict[str, Values] = {
        column: lambda _: 1000.0
        for test in rule.tests
        if test.measure not in REP_QUANTITIES
        for column in quantities()[test.measure].columns()
    }
    of_rep = {name: Measurement(0.0) for name in REP_QUANTITIES}
    found = judged(
        rule, values or {"x": lambda _: 0.0}, view=view, neutral=dict.fromkeys(values, 1.0), of_rep=of_rep
    )
    assert (found.fault, found.value) == (None, Measurement.missing(Reason.WRONG_VIEW))


# In general


def rule(**changes: Any) -> Rule:
    """A rule that looks at x in the way up and at the top."""
    return Rule.model_validate(
        {
            "id": "test.x",
            "title": "X",
            "when": "during",
            "phases": ["ascent", "top"],
            "views": ["side"],
            "tests": [{"measure": "x", "above": {"caution": 10, "poor": 20}}],
            "cue": "Less x",
            "spoken": "Less x, please.",
            "advice": "Do less x.",
            "source": {"tag": "derived", "text": "made up"},
            **changes,
        }
    )


def between(start_s: float, end_s: float, inside: float, outside: float | None = 0.0) -> Values:
    return lambda time_s: inside if start_s <= time_s < end_s else outside


@pytest.mark.parametrize(
    ("start_s", "end_s", "expected"),
    [
        (1.2, 1.35, None),  # too short
        (1.2, 1.45, "caution"),
        (1.2, 2.9, "caution"),
        (2.7, 2.95, "caution"),
        (0.0, 0.9, None),  # before the rule looks
        (3.1, 4.0, None),  # after it
        (2.9, 3.5, None),  # too short within its phases
    ],
)
def test_a_fault_has_to_last_inside_the_phases_of_its_rule(start_s, end_s, expected) -> None:
    assert severity(judged(rule(), {"x": between(start_s, end_s, 12)})) == expected


def test_hold_times_differ_by_severity() -> None:
    slow = rule(hold_s={"caution": 0.5, "poor": 0.1})
    assert severity(judged(slow, {"x": between(1.2, 1.6, 12)})) is None
    assert severity(judged(slow, {"x": between(1.2, 1.8, 12)})) == "caution"
    assert severity(judged(slow, {"x": between(1.2, 1.4, 25)})) == "poor"


def test_several_bouts_in_one_rep_are_one_fault_from_the_first_to_the_last() -> None:
    found = judged(rule(), {"x": lambda t: 12.0 if 1.1 <= t < 1.4 or 2.4 <= t < 2.8 else 0.0}).fault
    assert found is not None
    assert (found.start_s, found.end_s) == (pytest.approx(1.1, abs=0.04), pytest.approx(2.8, abs=0.04))


def test_a_value_that_wobbles_on_the_threshold_is_one_fault() -> None:
    found = judged(rule(), {"x": lambda t: 11.0 + 2 * np.sin(40 * t)}).fault
    assert found is not None
    assert found.end_s - found.start_s > 1.8


def test_the_worst_moment_is_named_and_the_value_is_one_that_held() -> None:
    found = judged(rule(), {"x": lambda t: 60.0 if abs(t - 2.0) < 0.02 else 14.0 if t > 1.3 else 0.0}).fault
    assert found is not None
    assert found.peak_s == pytest.approx(2.0, abs=0.04)
    assert found.value == 14.0
    assert (found.severity, found.threshold, found.measure) == (Severity.CAUTION, 10.0, "x")


def test_of_two_severities_the_worse_counts_with_its_own_threshold() -> None:
    found = judged(rule(), {"x": between(1.2, 2.0, 25, 12)}).fault
    assert found is not None
    assert (found.severity, found.threshold) == (Severity.POOR, 20.0)


@pytest.mark.parametrize(("value", "uncertain"), [(11.0, True), (14.9, True), (15.1, False)])
def test_a_value_nearer_to_its_threshold_than_its_error_is_uncertain(value, uncertain) -> None:
    found = judged(rule(), {"x": lambda _: value}, error=5.0).fault
    assert found is not None
    assert found.uncertain is uncertain


@pytest.mark.parametrize("when", ["during", "rep"])
@pytest.mark.parametrize(
    ("value", "expected"), [(14.9, None), (15.1, "caution"), (24.9, "caution"), (25.1, "poor")]
)
def test_a_rule_that_has_to_be_certain_ignores_what_is_within_the_error(when, value, expected) -> None:
    certain = rule(certain_only=True, when=when)
    assert severity(judged(certain, {"x": lambda _: value}, error=5.0)) == expected


def test_what_a_certain_rule_cannot_tell_is_not_passed_either() -> None:
    verdict = judged(rule(certain_only=True), {"x": lambda _: 12.0}, error=5.0)
    assert (verdict.fault, verdict.value.reason) == (None, Reason.TOO_CLOSE)


@pytest.mark.parametrize(
    ("hips", "expected"),
    [(1.60, "poor"), (1.66, "poor"), (1.68, "caution"), (1.75, "caution"), (None, "caution")],
)
def test_poor_may_need_a_second_sign(hips, expected) -> None:
    knee = PRESS.rule("overhead-press.knee-bend")
    values: dict[str, Values] = {"right_knee_flexion_deg": lambda _: 30.0, "hip_height": lambda _: hips}
    neutral = {"right_knee_flexion_deg": 2.0, "hip_height": 1.70}
    assert severity(judged(knee, values, neutral=neutral)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(25, "poor"), (12, "caution"), (0, None), (-6, "caution"), (-9, "poor")]
)
def test_limits_on_both_sides_may_differ(value, expected) -> None:
    two = rule(
        tests=[{"measure": "x", "above": {"caution": 10, "poor": 20}, "below": {"caution": -5, "poor": -8}}]
    )
    assert severity(judged(two, {"x": lambda _: value})) == expected


def test_unknown_values_do_not_end_a_fault() -> None:
    found = judged(rule(), {"x": lambda t: None if 1.7 <= t < 2.2 else 12.0}).fault
    assert found is not None
    assert (found.start_s, found.end_s) == (pytest.approx(1.0, abs=0.04), pytest.approx(3.0, abs=0.04))


@pytest.mark.parametrize(("seen", "is_judged"), [(0.4, False), (0.6, True), (1.0, True)])
def test_a_rep_is_judged_when_at_least_half_of_it_was_seen(seen, is_judged) -> None:
    verdict = judged(rule(), {"x": lambda t: 0.0 if t < 1 + 2 * seen else None})
    assert verdict.judged is is_judged
    assert verdict.fault is None
    assert verdict.value.reason is (None if is_judged else Reason.NOT_VISIBLE)


def test_without_a_neutral_a_change_is_not_judged_and_says_why() -> None:
    verdict = judged(PRESS.rule("overhead-press.layback"), {"trunk_inclination_deg": lambda _: -40.0})
    assert (verdict.fault, verdict.value) == (None, Measurement.missing(Reason.NO_NEUTRAL))


@pytest.mark.parametrize(("reduce", "expected"), [("max", "poor"), ("median", "caution"), ("min", None)])
def test_a_phase_as_a_whole_is_reduced_to_one_value(reduce, expected) -> None:
    whole = rule(
        when="rep",
        phases=["top"],
        tests=[{"measure": "x", "reduce": reduce, "above": {"caution": 10, "poor": 20}}],
    )
    values: dict[str, Values] = {"x": lambda t: 30.0 if 2 <= t < 2.2 else 0.0 if t > 2.8 else 12.0}
    assert severity(judged(whole, values)) == expected


def test_the_side_at_fault_is_named() -> None:
    found = judged(rule(), {"left_x": lambda _: 0.0, "right_x": lambda _: 12.0}).fault
    assert found is not None
    assert found.side == "right"


@pytest.mark.parametrize("fps", [10, 15, 60, 120])
def test_the_frame_rate_does_not_change_a_verdict(fps) -> None:
    assert severity(judged(rule(), {"x": between(1.2, 1.7, 12)}, fps=fps)) == "caution"
    assert severity(judged(rule(), {"x": between(1.2, 1.3, 12)}, fps=fps)) is None


# Whole films of faulty presses


def risen(height: float) -> float:
    """0 in the rack, 1 from a fifth of the way up."""
    return float(np.clip(5 * height, 0, 1))


def racked(height: float) -> float:
    """1 in the rack, 0 when hanging and higher up."""
    return float(np.clip(1 - 5 * abs(height), 0, 1))


Change = Callable[[Posture, float, float], Posture]  # posture, height, size of the fault


def arms(raised_deg: float, elbow_deg: float) -> dict[str, Arm]:
    arm = Arm(raised_deg, elbow_deg)
    return {"left": arm, "right": arm}


CHANGES: dict[str, Change] = {
    "layback": lambda p, h, x: replace(p, trunk_forward_deg=-x * risen(h)),
    "lateral-lean": lambda p, h, x: replace(p, trunk_left_deg=x * risen(h)),
    "knee-bend": lambda p, h, x: replace(p, knee_deg=x * risen(h)),
    "no-lockout": lambda p, h, x: replace(
        p,
        arms_ahead_deg=90,
        **arms(p.left.raised_deg, min(p.left.elbow_deg, x if h >= 0 else 180)),
    ),
    "shallow": lambda p, h, x: replace(
        p, arms_ahead_deg=90, **arms(p.left.raised_deg, max(p.left.elbow_deg, x if h >= 0 else 0))
    ),
    "forearm-tilt": lambda p, h, x: replace(
        p, arms_ahead_deg=0, **arms(p.left.raised_deg, p.left.elbow_deg - (x if h >= 0 else 0))
    ),
    "wide-grip": lambda p, h, x: replace(p, arms_ahead_deg=x),
    "bar-path": lambda p, h, x: replace(p, **(arms(50 + (x - 50) * h, 50 + (x - 50) * h) if h > 0 else {})),
    "uneven": lambda p, h, x: replace(p, arms_ahead_deg=0, right=arm_at(h * (1 - x) if h > 0 else h)),
}

# The figure's hands come together overhead, as with dumbbells; what is about a bar is judged all the same.
ANY_LOAD = replace(PRESS, rules=tuple(rule.model_copy(update={"load": None}) for rule in PRESS.rules))

FILMS: list[tuple[str, Camera, float, str | None]] = [
    *(("layback", RIGHT_SIDE, x, y) for x, y in ((8, None), (12, "caution"), (18, "caution"), (27, "poor"))),
    *(("layback", LEFT_SIDE, x, y) for x, y in ((8, None), (12, "caution"), (27, "poor"))),
    *(("layback", FRONT, x, None) for x in (23,)),
    *(("lateral-lean", FRONT, x, y) for x, y in ((4, None), (7, "caution"), (-7, "caution"), (-12, "poor"))),
    *(("knee-bend", RIGHT_SIDE, x, y) for x, y in ((8, None), (14, "caution"), (26, "poor"))),
    *(
        ("no-lockout", RIGHT_SIDE, x, y)
        for x, y in ((165, None), (155, None), (145, "caution"), (135, "poor"))
    ),
    *(("shallow", RIGHT_SIDE, x, y) for x, y in ((90, None), (106, "caution"), (122, "poor"))),
    *(("forearm-tilt", FRONT, x, y) for x, y in ((0, None), (13, None), (17, "caution"), (27, "poor"))),
    *(("wide-grip", FRONT, x, y) for x, y in ((75, None), (58, "caution"), (40, "poor"), (100, "caution"))),
    *(
        ("bar-path", RIGHT_SIDE, x, y)
        for x, y in ((155, None), (130, "caution"), (195, None), (206, "caution"))
    ),
    *(("bar-path", LEFT_SIDE, x, y) for x, y in ((155, None), (130, "caution"), (206, "caution"))),
    *(("uneven", FRONT, x, y) for x, y in ((0.08, None), (0.15, "caution"), (0.3, "poor"))),
    *(("uneven", OBLIQUE, x, None) for x in (0.3,)),
]


@pytest.mark.usefixtures("plane_geometry_alone")
@pytest.mark.parametrize(("name", "camera", "size", "expected"), FILMS)
def test_faults_of_stick_figures_are_found(name, camera, size, expected) -> None:
    # The bar is judged where it stays; the head only as long as the arm does not cover it.
    top_s = 1.5 if name == "bar-path" else 0.2
    path = route(-1, (1.0, -1), (0.6, 0), (0.6, 0), *one_rep(1.6, top_s, 1.2, 0.4))
    motion = along(path, lambda posture, height: CHANGES[name](posture, height, size))
    watched = watch(ANY_LOAD, film(motion, path[-1][0], camera, fps=15), camera, 15)
    assert watched.count == 1
    assert watched.found().get(name) == expected


@pytest.mark.parametrize(
    ("down_s", "expected"), [(1.5, None), (0.9, None), (0.55, "caution"), (0.25, "poor")]
)
def test_lowering_too_fast_is_found(down_s, expected) -> None:
    path = press_set(1, down_s=down_s)
    watched = watch(PRESS, film(along(path), path[-1][0]))
    assert watched.found().get("fast-lowering") == expected


@pytest.mark.parametrize(("top", "expected"), [(0.85, None), (0.65, "caution"), (0.55, "poor")])
def test_a_range_that_gets_shorter_is_found(top, expected) -> None:
    path: Route = press_set(3)
    start_s = path[-1][0]
    longer = (*path, *((start_s + t, h) for t, h in ((1.0, top), (1.5, top), (3.0, 0.0), (3.7, 0.0))))
    watched = watch(PRESS, film(along(longer), longer[-1][0], fps=15), FRONT, 15)
    assert watched.count == 4
    assert watched.found().get("range-loss") == expected


@pytest.mark.usefixtures("plane_geometry_alone")
@pytest.mark.parametrize(
    "camera", [FRONT, RIGHT_SIDE, LEFT_SIDE, OBLIQUE], ids=["front", "right", "left", "oblique"]
)
def test_a_clean_press_has_no_findings(camera) -> None:
    path = press_set(2)
    assert watch(PRESS, film(along(path), path[-1][0], camera, jitter_px=1.0), camera).found() == {}


def test_a_fault_in_one_rep_only_is_one_finding_in_that_rep() -> None:
    path = press_set(3)
    first_s, last_s = path[-1][0] - 2 * 3.7, path[-1][0] - 3.7

    def motion(time_s: float) -> Posture:
        size = 15 if first_s <= time_s < last_s else 0
        return along(path, lambda p, h: CHANGES["layback"](p, h, size))(time_s)

    watched = watch(PRESS, film(motion, path[-1][0], RIGHT_SIDE), RIGHT_SIDE)
    (finding,) = (f for seen in watched.everything for f in seen.findings)
    assert (finding.rule, finding.rep) == ("overhead-press.layback", 2)
    assert finding.value == pytest.approx(-15, abs=1)
    assert first_s < finding.start_s < finding.peak_s < finding.end_s < last_s
    assert one_rep()[0][0] - 0.5 < finding.end_s - finding.start_s < 2.5


# Why there is nothing to look at


ROW = with_every_rule(load_activity("upright-row"))
LEAD = ROW.rule("upright-row.wrists-lead")


def reason_of(rule: Rule, samples: list[RuleSample], **changes: Any) -> Reason | None:
    rep = replace(Rep(1, 1.0, 2.5, 4.0, True, INTERVALS, {}, load="bar"), **changes)
    return judge(rule, rep, samples, Neutral(View.FRONT)).value.reason


def row_samples(view: View, elbows: Measurement) -> list[RuleSample]:
    shown = {"wrists_over_elbows": Measurement(0.2), "lower_elbow_elevation_deg": elbows}
    return [RuleSample(i / 30, view, shown) for i in range(121)]


@pytest.mark.parametrize(
    ("view", "elbows", "reason"),
    [
        (View.BACK, Measurement(50.0), Reason.WRONG_VIEW),
        (View.FRONT, Measurement.missing(Reason.NOT_VISIBLE), Reason.NOT_VISIBLE),
        (View.FRONT, Measurement(10.0), Reason.NEVER_SO),
    ],
)
def test_a_condition_that_never_holds_says_why_and_blames_no_frame_rate(view, elbows, reason) -> None:
    assert reason_of(LEAD, row_samples(view, elbows)) is reason


def test_a_rep_that_is_cut_off_blames_no_frame_rate() -> None:
    shallow = PRESS.rule("overhead-press.shallow")
    until_top = {phase: spans for phase, spans in INTERVALS.items() if phase is Phase.TOP}
    samples = [RuleSample(i / 30, View.FRONT, {}) for i in range(90)]
    cut = {"complete": False, "intervals": until_top, "end_s": 3.0}
    assert reason_of(shallow, samples, **cut) is Reason.NOT_SEEN_WHOLE
    assert reason_of(shallow, samples, intervals=until_top) is Reason.TOO_SHORT


@pytest.mark.parametrize(("near", "far"), [("left", "right"), ("right", "left")])
def test_what_is_wrong_with_the_near_arm_is_said_and_not_that_the_far_one_is_hidden(near, far) -> None:
    shown = {
        f"{side}_{measure}": Measurement(value, 25.0)
        if side == near
        else Measurement.missing(Reason.NOT_VISIBLE)
        for side in (near, far)
        for measure, value in (("elbow_angle_deg", 170.0), ("arm_elevation_deg", 160.0))
    }
    samples = [RuleSample(i / 30, View.SIDE, shown) for i in range(121)]
    assert reason_of(PRESS.rule("overhead-press.no-lockout"), samples) is Reason.UNSURE


@pytest.mark.parametrize(("least_seen", "judged_so"), [(0.5, True), (0.8, False)])
def test_a_rule_may_need_to_see_more_of_a_rep_than_half(least_seen, judged_so) -> None:
    # What shows the fault is hidden for a third of what is looked at: by the rest nothing would be wrong.
    test = {"measure": "x", "above": {"caution": 10}, "least_seen": least_seen}
    values: dict[str, Values] = {"x": lambda t: None if 1.2 < t < 1.8 else 2.0}
    found = judged(rule(tests=(test,)), values)
    assert (found.judged, found.fault) == (judged_so, None)
