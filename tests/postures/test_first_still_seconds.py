"""The provisional neutral: the first three seconds that are fit for one, and no others."""

import pytest

from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral, Origin
from formcheck.measurements.view import View
from formcheck.postures.first_still_seconds import LEARNED_S, FirstStillSeconds

FPS = 10


def told(
    learner: FirstStillSeconds,
    *scenes: tuple[float, float | None],
    view: View = View.FRONT,
    from_s: float = 0.0,
) -> float:
    """Tell it the lean in scenes, (seconds, degrees); None: unfit. When the last one ends."""
    time_s = from_s
    for seconds, value in scenes:
        for _ in range(round(seconds * FPS)):
            measurements = {"trunk_lean_deg": Measurement(99.0 if value is None else value)}
            learner.update(time_s, view, measurements, fit=value is not None)
            time_s += 1 / FPS
    return time_s


def lean_deg(learner: FirstStillSeconds, view: View = View.FRONT) -> float | None:
    return learner.neutral.by_view.get(view, {}).get("trunk_lean_deg")


@pytest.mark.parametrize(
    ("scenes", "expected"),
    [
        ([(0.6, 4.0)], None),  # too short
        ([(0.8, 4.0)], 4.0),
        ([(10.0, None)], None),
        ([(10.0, None), (0.8, 4.0)], 4.0),
        ([(4.0, 4.0), (10.0, 8.0)], 4.0),  # what comes later changes nothing
        ([(1.4, 4.0), (10.0, 8.0)], 8.0),  # but more than half of the three seconds is most of them
        ([(1.0, 4.0), (60.0, None), (1.0, 4.0), (60.0, None), (10.0, 8.0)], 4.0),  # gaps do not count
        ([(1.0, 4.0), (0.2, None), (1.0, 4.0), (0.2, None), (10.0, 8.0)], 4.0),
    ],
)
def test_the_first_seconds_that_are_fit_are_learned(
    scenes: list[tuple[float, float | None]], expected: float | None
) -> None:
    learner = FirstStillSeconds()
    told(learner, *scenes)
    assert lean_deg(learner) == expected


@pytest.mark.parametrize(
    ("step_s", "every_second_is_fit", "learns"),
    [(0.14, True, True), (0.16, True, False), (0.5, False, True), (2.0, False, True), (3.5, False, False)],
)
def test_frames_cover_the_time_between_them_where_no_unsteady_one_lies_there(
    step_s: float, every_second_is_fit: bool, learns: bool
) -> None:
    learner = FirstStillSeconds()
    for number in range(40):
        fit = not every_second_is_fit or number % 2 == 0
        learner.update(number * step_s, View.FRONT, {"trunk_lean_deg": Measurement(4.0)}, fit=fit)
    assert (lean_deg(learner) is not None) is learns


def test_each_view_has_its_own_and_what_is_no_view_has_none() -> None:
    learner = FirstStillSeconds()
    for view, value in ((View.FRONT, 4.0), (View.SIDE, 8.0), (View.BACK, 1.0), (View.UNKNOWN, 2.0)):
        told(learner, (2.0, value), view=view)
    assert (lean_deg(learner), lean_deg(learner, View.SIDE)) == (4.0, 8.0)
    assert set(learner.neutral.by_view) == {View.FRONT, View.SIDE}
    assert learner.neutral.origin(View.FRONT) is Origin.PROVISIONAL


def test_a_calibrated_view_stays_as_it_is() -> None:
    given = Neutral(View.FRONT, {View.FRONT: {"trunk_lean_deg": 1.0}}, {}, frozenset({View.FRONT}))
    learner = FirstStillSeconds(given)
    told(learner, (5.0, 4.0))
    assert learner.neutral == given
    told(learner, (5.0, 8.0), view=View.SIDE)
    assert (lean_deg(learner), lean_deg(learner, View.SIDE)) == (1.0, 8.0)


def test_how_much_it_varies_is_learned_as_well() -> None:
    learner = FirstStillSeconds()
    for number in range(20):
        learner.update(number / FPS, View.FRONT, {"trunk_lean_deg": Measurement(4.0 + number % 2)}, fit=True)
    assert learner.neutral.spread("trunk_lean_deg", "change", View.FRONT) == pytest.approx(0.74, abs=0.01)


@pytest.mark.parametrize(("seconds", "expected"), [(1.0, 8.0), (LEARNED_S + 0.2, 5.0)])
def test_a_camera_that_moves_while_it_learns_makes_it_begin_again(seconds: float, expected: float) -> None:
    learner = FirstStillSeconds()
    time_s = told(learner, (seconds, 4.0))
    moved = Neutral(View.FRONT, {View.FRONT: {"trunk_lean_deg": 5.0}})
    learner.replace(moved)
    assert lean_deg(learner) == 5.0
    told(learner, (5.0, 8.0), from_s=time_s)
    assert lean_deg(learner) == expected
