"""Upright rows of stick figures: what counts as a rep, and which faults are found in it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from formcheck.activities.load import load_activity
from formcheck.errors import RuleError
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.rules.finding import Severity
from tests.people import (
    FRONT,
    LEFT_SIDE,
    Arm,
    Camera,
    Knot,
    Motion,
    Posture,
    film,
    film_set,
    height_at,
    press_set,
    route,
    watch,
)

ROW = load_activity("upright-row")
PRESS = load_activity("overhead-press")

HANGING_DEG, LEVEL_DEG = 12.0, 84.0


def pulled(raised_deg: float, forearm_deg: float = -8.0) -> Arm:
    """Upper arm raised to the side, the forearm hanging from it; 0 is straight down, + outwards."""
    return Arm(raised_deg, 180 + raised_deg - forearm_deg)


def row(
    tops: list[float],
    change: Callable[[Posture, float], Posture] = lambda posture, share: posture,
    *,
    down_s: float = 1.4,
    before: tuple[Knot, ...] = ((1.5, HANGING_DEG),),
) -> tuple[Motion, float]:
    """Reps to the given elevations; `change` alters each posture, given 0 hanging, 1 level elbows."""
    legs = [
        leg for top in tops for leg in ((0.9, top), (0.3, top), (down_s, HANGING_DEG), (0.5, HANGING_DEG))
    ]
    path = route(HANGING_DEG, *before, *legs)

    def motion(time_s: float) -> Posture:
        raised = height_at(path, time_s)
        share = (raised - HANGING_DEG) / (LEVEL_DEG - HANGING_DEG)
        return change(Posture(pulled(raised), pulled(raised)), share)

    return motion, path[-1][0]


def found(motion: Motion, seconds: float, camera: Camera = FRONT) -> dict[str, str]:
    return watch(ROW, film(motion, seconds, camera), camera).found()


@pytest.mark.parametrize("camera", [FRONT, LEFT_SIDE, Camera(-30), Camera(45)])
@pytest.mark.parametrize("tops", [[LEVEL_DEG] * 3, [LEVEL_DEG, 40.0, 40.0], [LEVEL_DEG, 110.0]])
def test_every_lift_of_the_bar_is_a_rep_however_high(camera, tops) -> None:
    assert len(watch(ROW, film(*row(tops), camera), camera).reps) == len(tops)


def test_good_rows_have_no_fault() -> None:
    assert found(*row([LEVEL_DEG] * 3)) == {}


def test_standing_with_the_bar_is_no_rep_and_no_attempt() -> None:
    seen = watch(ROW, film(*row([])))
    assert seen.reps == ()
    assert [a for o in seen.everything for a in o.attempts] == []


def test_a_press_is_no_row_and_a_row_is_no_press() -> None:
    assert watch(ROW, film_set(press_set(3))).count == 0
    assert watch(PRESS, film(*row([LEVEL_DEG] * 3))).count == 0


def test_a_first_lift_that_turns_back_early_is_an_attempt() -> None:
    seen = watch(ROW, film(*row([47.0])))
    assert seen.count == 0
    assert [50 < a.reached_percent < 100 for o in seen.everything for a in o.attempts] == [True]


@pytest.mark.parametrize(
    ("tops", "expected"),
    [
        ([98.0, 102.0], {"elbows-too-high": "caution"}),
        ([115.0], {"elbows-too-high": "poor"}),
        ([55.0, 55.0], {"elbows-too-low": "caution"}),
        ([LEVEL_DEG, 34.0], {"elbows-too-low": "poor"}),
    ],
)
def test_elbow_height(tops, expected) -> None:
    assert found(*row(tops)) == expected


def wrists_up(posture: Posture, share: float) -> Posture:
    raised = posture.left.raised_deg * 0.6
    arm = pulled(raised, 20 + 100 * share)
    return replace(posture, left=arm, right=arm)


def test_hands_that_lead_are_found() -> None:
    assert found(*row([LEVEL_DEG] * 2, wrists_up))["wrists-lead"] == "poor"


@pytest.mark.parametrize(
    ("forearm_deg", "expected"), [(-8, None), (60, None), (115, "caution"), (150, "poor")]
)
def test_a_bar_above_the_shoulders_is_found(forearm_deg: float, expected: str | None) -> None:
    def higher(posture: Posture, share: float) -> Posture:
        arm = pulled(posture.left.raised_deg, forearm_deg * max(0.0, share))
        return replace(posture, left=arm, right=arm)

    assert found(*row([LEVEL_DEG] * 2, higher)).get("bar-too-high") == expected


def one_lags(posture: Posture, share: float) -> Posture:
    return replace(posture, right=pulled(posture.right.raised_deg - 18 * share))


def test_uneven_elbows_are_found() -> None:
    assert found(*row([LEVEL_DEG] * 2, one_lags)) == {"uneven": "poor"}


def test_lowering_too_fast_is_found() -> None:
    assert found(*row([LEVEL_DEG] * 2, down_s=0.3)) == {"fast-lowering": "poor"}


@pytest.mark.parametrize(("lean_deg", "expected"), [(4, None), (12, "caution"), (22, "poor")])
def test_swing_is_the_range_of_the_trunk_within_a_rep(lean_deg, expected) -> None:
    def swinging(posture: Posture, share: float) -> Posture:
        lean = lean_deg * (share - 0.5)
        return replace(posture, trunk_forward_deg=-lean, neck_forward_deg=0.0, arms_ahead_deg=60)

    assert found(*row([LEVEL_DEG] * 2, swinging), LEFT_SIDE).get("body-swing") == expected


def shrugs(posture: Posture, share: float) -> Posture:
    return replace(posture, shrug=0.08 * min(1.0, 8 * share))


def shrugs_late(posture: Posture, share: float) -> Posture:
    return replace(posture, shrug=0.08 * max(0.0, 2 * share - 1))


def test_a_shrug_before_the_arms_is_a_caution_and_poor_once_it_is_a_habit() -> None:
    seen = watch(ROW, film(*row([LEVEL_DEG] * 3, shrugs)))
    severities = [f.severity for o in seen.everything for f in o.findings if f.rule.endswith("shrug-first")]
    assert severities == [Severity.CAUTION, Severity.POOR, Severity.POOR]


def test_a_shrug_at_the_top_is_not_one_before_the_arms() -> None:
    assert "shrug-first" not in found(*row([LEVEL_DEG] * 2, shrugs_late))


def pokes(posture: Posture, share: float) -> Posture:
    return replace(posture, neck_forward_deg=18 * share, arms_ahead_deg=60)


def test_a_narrow_grip_is_found() -> None:
    def narrow(posture: Posture, share: float) -> Posture:
        arm = pulled(posture.left.raised_deg, -50 - 40 * share)
        return replace(posture, left=arm, right=arm)

    assert found(*row([LEVEL_DEG] * 2, narrow)).get("narrow-grip") == "poor"


def test_with_a_shoulder_history_the_elbows_stay_lower_and_another_exercise_is_named() -> None:
    careful = load_activity("upright-row", variant="shoulder-history")
    motion, seconds = row([87.0, 97.0])
    seen = watch(careful, film(motion, seconds))
    assert [(f.rep, f.severity) for o in seen.everything for f in o.findings] == [
        (1, Severity.CAUTION),
        (2, Severity.POOR),
    ]
    assert "another exercise" in careful.rule("upright-row.elbows-too-high").advice
    assert found(*row([LEVEL_DEG])) == {}


def test_an_unknown_variant_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(RuleError, match="no variant 'shoulder'; there are: shoulder-history"):
        load_activity("upright-row", variant="shoulder")
    with pytest.raises(RuleError, match="it has none"):
        load_activity("lateral-raise", variant="x")


def moved(frames: list[PosedFrame], speed_px_per_s: float, until_s: float) -> list[PosedFrame]:
    """The same film of somebody who comes from the left and is in place from a time on."""
    arrived = []
    for frame in frames:
        assert frame.pose is not None
        points = frame.pose.points.copy()
        points[:, 0] += speed_px_per_s * min(0.0, frame.time_s - until_s)
        arrived.append(PosedFrame(frame.index, frame.time_s, Pose(points)))
    return arrived


def test_a_bar_that_swings_on_the_way_to_the_place_is_not_rowed() -> None:
    swing: tuple[Knot, ...] = ((0.6, 70.0), (0.6, HANGING_DEG))
    motion, seconds = row([84, 84], before=(*swing * 3, (1.0, HANGING_DEG)))
    frames = film(motion, seconds)
    in_place = watch(ROW, frames)
    walked = watch(ROW, moved(frames, 200.0, until_s=3.6))
    assert in_place.count > 2
    assert walked.count == len(walked.reps) == 2
