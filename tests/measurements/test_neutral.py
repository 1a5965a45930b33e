from collections.abc import Iterable

import pytest

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import MAD_SCALE, Neutral, NeutralTracker, Origin
from formcheck.measurements.view import View

NAME = "trunk_inclination_deg"
VIEW = View.SIDE
Shown = tuple[float, float | None]  # time, value


def value(number: float | None) -> Measurement:
    return Measurement.missing(Reason.NOT_VISIBLE) if number is None else Measurement(number, 5.0)


def learn(
    tracker: NeutralTracker,
    shown: Iterable[Shown],
    *,
    standing: bool = False,
    at_bottom: bool = False,
    view: View = View.SIDE,
) -> Neutral:
    """The neutral after some frames."""
    neutral = Neutral()
    for time_s, number in shown:
        measurements = {NAME: value(number)}
        neutral = tracker.update(time_s, view, measurements, standing=standing, at_bottom=at_bottom)
    return neutral


def frames(start_s: float, seconds: float, number: float | None) -> list[Shown]:
    return [(start_s + i / 30, number) for i in range(round(seconds * 30))]


def test_nothing_is_neutral_before_anybody_stood_ready() -> None:
    neutral = learn(NeutralTracker(), frames(0, 2, 5.0))
    assert neutral == Neutral()
    assert neutral.compare(NAME, value(7.0), "change", View.SIDE).reason is Reason.NO_NEUTRAL


def test_neutral_is_the_median_of_standing_so_one_wild_frame_does_not_matter() -> None:
    shown = [*frames(0, 1, 3.0), (1.1, 80.0), *frames(1.2, 0.5, 3.0)]
    assert learn(NeutralTracker(), shown, standing=True).by_view[VIEW][NAME] == 3.0


def test_only_the_last_three_seconds_of_standing_count() -> None:
    neutral = learn(NeutralTracker(), [*frames(0, 5, -9.0), *frames(5, 3.2, 2.0)], standing=True)
    assert neutral.by_view[VIEW][NAME] == 2.0


def test_standing_is_preferred_to_the_bottoms_of_reps() -> None:
    tracker = NeutralTracker()
    learn(tracker, frames(0, 1, 1.0), standing=True)
    assert learn(tracker, frames(2, 2, 6.0), at_bottom=True).by_view[VIEW][NAME] == 1.0


def test_without_enough_standing_the_bottoms_serve_and_later_ones_change_nothing() -> None:
    tracker = NeutralTracker()
    learn(tracker, frames(0, 0.3, 1.0), standing=True)
    assert learn(tracker, frames(1, 3.2, 6.0), at_bottom=True).by_view[VIEW][NAME] == 6.0
    assert learn(tracker, frames(6, 9.0, 40.0), at_bottom=True).by_view[VIEW][NAME] == 6.0


def test_pauses_between_bottoms_are_not_counted_as_time_spent_there() -> None:
    tracker = NeutralTracker()
    for rep in range(5):  # half a second each: all of them fit into three seconds
        neutral = learn(tracker, frames(10 * rep, 0.5, float(rep)), at_bottom=True)
    assert neutral.by_view[VIEW][NAME] == 2.0


def test_too_few_known_values_are_no_neutral() -> None:
    shown = [(t, None if i > 1 else 4.0) for i, (t, _) in enumerate(frames(0, 1, 4.0))]
    assert NAME not in learn(NeutralTracker(), shown, standing=True).by_view.get(VIEW, {})


def test_each_view_has_a_neutral_of_its_own() -> None:
    tracker = NeutralTracker()
    learn(tracker, frames(0, 1, 1.0), standing=True, view=View.FRONT)
    neutral = learn(tracker, frames(1, 1, 8.0), standing=True, view=View.SIDE)
    assert neutral.view is View.SIDE
    assert {view: values[NAME] for view, values in neutral.by_view.items()} == {
        View.FRONT: 1.0,
        View.SIDE: 8.0,
    }


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("absolute", Measurement(6.0, 3.0)),
        ("change", Measurement(2.0, 3.0)),
        ("ratio", Measurement(1.5, 0.75)),
    ],
)
def test_comparison_with_the_neutral(how, expected) -> None:
    assert (
        Neutral(View.SIDE, {View.SIDE: {NAME: 4.0}}).compare(NAME, Measurement(6.0, 3.0), how, View.SIDE)
        == expected
    )


@pytest.mark.parametrize("how", ["absolute", "change", "ratio"])
def test_what_was_not_measured_keeps_its_reason(how) -> None:
    missing = Measurement.missing(Reason.COVERED)
    assert Neutral(View.SIDE, {View.SIDE: {NAME: 4.0}}).compare(NAME, missing, how, View.SIDE) == missing


@pytest.mark.parametrize("how", ["change", "ratio"])
@pytest.mark.parametrize(
    "neutral",
    [
        Neutral(View.FRONT, {View.FRONT: {NAME: 4.0}}),
        Neutral(View.SIDE, {View.SIDE: {"other": 4.0}}),
        Neutral(),
    ],
    ids=["other-view", "other-measure", "none"],
)
def test_nothing_is_compared_with_a_neutral_that_does_not_fit(how, neutral) -> None:
    assert neutral.compare(NAME, value(1.0), how, View.SIDE).reason is Reason.NO_NEUTRAL


def test_no_ratio_to_nothing() -> None:
    assert (
        Neutral(View.SIDE, {View.SIDE: {NAME: 0.0}}).compare(NAME, value(1.0), "ratio", View.SIDE).value
        is None
    )


def test_a_measurement_has_a_value_or_a_reason_and_not_both() -> None:
    for wrong in ({"value": None}, {"value": 1.0, "reason": Reason.COVERED}):
        with pytest.raises(ValueError, match="either a value or a reason"):
            Measurement(**wrong)


def test_the_spread_is_the_scaled_median_absolute_deviation_of_standing_still() -> None:
    shown = [(t, 4.0 + (i % 5 - 2)) for i, (t, _) in enumerate(frames(0, 2, 0.0))]  # 2, 3, 4, 5, 6, ...
    neutral = learn(NeutralTracker(), shown, standing=True)
    assert neutral.by_view[VIEW][NAME] == 4.0
    assert neutral.spread(NAME, "change", VIEW) == pytest.approx(MAD_SCALE * 1.0)
    assert neutral.spread(NAME, "ratio", VIEW) == pytest.approx(MAD_SCALE * 1.0 / 4.0)
    assert neutral.spread(NAME, "absolute", VIEW) == 0.0
    assert neutral.spread(NAME, "change", View.FRONT) == 0.0


def test_the_bottoms_of_reps_move_so_they_give_no_spread() -> None:
    shown = [(t, float(i % 7)) for i, (t, _) in enumerate(frames(0, 2, 0.0))]
    neutral = learn(NeutralTracker(), shown, at_bottom=True)
    assert neutral.by_view[VIEW][NAME] == 3.0
    assert neutral.spread(NAME, "change", VIEW) == 0.0


def test_no_spread_of_a_ratio_to_nothing() -> None:
    neutral = Neutral(VIEW, {VIEW: {NAME: 0.0}}, {VIEW: {NAME: 1.0}})
    assert neutral.spread(NAME, "ratio", VIEW) == 0.0


def test_a_calibrated_view_is_used_at_once_and_never_overwritten_while_others_are_learned() -> None:
    given = Neutral(VIEW, {VIEW: {NAME: 4.0}}, {VIEW: {NAME: 0.5}}, frozenset({VIEW}))
    tracker = NeutralTracker(given)
    assert tracker.neutral == given
    learn(tracker, frames(0, 2, 30.0), standing=True, view=View.FRONT)
    neutral = learn(tracker, frames(3, 2, 40.0), standing=True, view=VIEW)
    assert (neutral.by_view[VIEW][NAME], neutral.by_view[View.FRONT][NAME]) == (4.0, 30.0)
    assert neutral.spread(NAME, "change", VIEW) == 0.5
    assert [neutral.origin(view) for view in (VIEW, View.FRONT, View.BACK)] == [
        Origin.CALIBRATED,
        Origin.PROVISIONAL,
        Origin.NONE,
    ]


def test_what_a_calibrated_view_does_not_hold_is_learned() -> None:
    # Stored by a version that knew fewer measures.
    given = Neutral(VIEW, {VIEW: {"older": 4.0}}, {VIEW: {"older": 0.5}}, frozenset({VIEW}))
    tracker = NeutralTracker(given)
    neutral = learn(tracker, frames(0, 2, 40.0), standing=True, view=VIEW)
    assert dict(neutral.by_view[VIEW]) == {"older": 4.0, NAME: 40.0}
    assert neutral.spread("older", "change", VIEW) == 0.5
    assert neutral.origin(VIEW) is Origin.CALIBRATED
