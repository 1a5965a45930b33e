"""What was measured is said in words and units that a person can picture."""

import pytest

from formcheck.activities.load import load_activities, load_activity
from formcheck.results.plain import Plain, share_words
from formcheck.results.summary import FindingSummary, SourceOfThreshold

PRESS, ROW = load_activity("overhead-press"), load_activity("upright-row")


def finding(rule: str, measure: str, value: float, threshold: float, unit: str) -> FindingSummary:
    return FindingSummary(
        id="f1", rule=rule, title="", severity="poor", start_s=0, end_s=1, peak_s=0.5, rep=1, side=None,
        measure=measure, value=value, threshold=threshold, unit=unit, error=1.0, uncertain=False, cue="",
        advice="", source=SourceOfThreshold(tag="peer", text=""),
    )  # fmt: skip


LAYBACK = ("layback", "trunk_inclination_deg", -26.9, -20, "deg")
LOCKOUT = ("no-lockout", "elbow_angle_deg", 110.4, 150, "deg")
UNEVEN = ("uneven", "wrist_height_difference", 0.141, 0.1, "trunk")
VERY_UNEVEN = ("uneven", "wrist_height_difference", -0.28, -0.1, "trunk")
GRIP = ("wide-grip", "grip_ratio", 2.25, 1.8, "x")
FAST = ("fast-lowering", "eccentric_time_s", 0.62, 0.7, "s")
LOSS = ("range-loss", "range_loss_percent", 18.0, 15, "%")


@pytest.mark.parametrize(
    ("measured", "height_cm", "words", "limit"),
    [
        (LAYBACK, None, "leaning back 27 degrees", "20 degrees"),
        (LOCKOUT, None, "elbow 70 degrees short of straight", "30 degrees"),
        (UNEVEN, None, "hands a seventh of your trunk uneven", "a tenth of your trunk"),
        (VERY_UNEVEN, 175, "hands 14 cm uneven", "5 cm"),
        (GRIP, None, "hands 2.2 times shoulder width apart", "1.8 times shoulder width"),
        (FAST, None, "lowered in 0.6 s", "0.7 s"),
        (LOSS, None, "range 18 % shorter than in the first reps", "15 %"),
    ],
)
def test_a_finding_is_said_as_one_would_say_it(measured, height_cm, words, limit) -> None:
    rule, *rest = measured
    found = finding(f"overhead-press.{rule}", *rest)
    assert Plain(PRESS, height_cm).sentence(found) == words
    assert Plain(PRESS, height_cm).limit(found) == limit


def test_elbows_are_told_from_shoulder_height() -> None:
    high = finding("upright-row.elbows-too-high", "elbow_elevation_deg", 114, 105, "deg")
    low = finding("upright-row.elbows-too-low", "elbow_elevation_deg", 42, 70, "deg")
    assert Plain(ROW).sentence(high) == "elbows 24 degrees above shoulder height"
    assert Plain(ROW).sentence(low) == "elbows 48 degrees below shoulder height"


def test_a_rule_of_ones_own_needs_no_words() -> None:
    found = finding("mine.slow", "eccentric_time_s", 4.2, 4.0, "s")
    assert Plain(PRESS).sentence(found) == "time down 4.2 s"
    assert Plain().sentence(found) == "time down 4.2 s"
    assert Plain().heading("mine.slow-lowering") == "Slow lowering"


def test_headings_name_what_is_measured_and_not_the_fault() -> None:
    for activity in load_activities()[0]:
        for rule in activity.rules:
            assert rule.heading, rule.id
            assert "not" not in rule.heading.lower().split()
    assert [Plain(PRESS).heading(f"overhead-press.{rule}") for rule in ("no-lockout", "shallow")] == [
        "Lockout", "Depth",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.01, "less than a twentieth of"), (0.05, "a twentieth of"), (0.125, "an eighth of"),
        (0.2, "a fifth of"), (0.5, "half of"), (0.75, "three quarters of"), (1.0, "as much as"),
        (1.26, "1.3 times"),
    ],
)  # fmt: skip
def test_shares_of_a_limb_are_said_as_fractions(share: float, words: str) -> None:
    assert share_words(share) == words
