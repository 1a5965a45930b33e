"""Counting reps of any tempo: from one second to eight seconds each way, with and without rests."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.phases.quantities import CONCENTRIC_S, ECCENTRIC_S
from formcheck.phases.rep import Rep
from formcheck.phases.segmenter import RepSegmenter
from formcheck.phases.signal import Sample
from tests.people import Route, height_at, one_rep, route

LIFTS = ("overhead-press", "upright-row", "lateral-raise")
# The signal at the bottom and at the top of a rep of each lift.
ENDS = {"overhead-press": (0.1, 1.0), "upright-row": (-1.0, -0.45), "lateral-raise": (-1.0, -0.05)}


def counted(lift: str, path: Route, fps: float = 30.0, noise: float = 0.0) -> tuple[Rep, ...]:
    """The reps of a lift whose weight follows a route; the noise is a share of the range."""
    settings = load_activity(lift).reps
    assert settings is not None
    low, high = ENDS[lift]
    segmenter = RepSegmenter(settings, 1 / fps)
    reps: list[Rep] = []
    for index in range(round(path[-1][0] * fps) + 1):
        tremble = noise * (1, -1, 0.3, -0.6, 0.8, -0.5)[index % 6]
        value = low + (high - low) * (height_at(path, index / fps) + tremble)
        reps += segmenter.update(Sample(index / fps, value)).reps
    return (*reps, *segmenter.finish().reps)


@pytest.mark.parametrize("noise", [0.0, 0.01])
@pytest.mark.parametrize("fps", [10, 30])
@pytest.mark.parametrize("lift", LIFTS)
@pytest.mark.parametrize(("up_s", "down_s"), [(1, 1), (1, 4), (1, 6), (1, 8), (3, 5), (4, 1), (8, 1), (8, 8)])
def test_slow_reps_are_counted_and_end_at_the_bottom(lift, up_s, down_s, fps, noise) -> None:
    path = route(0, (1.5, 0), *one_rep(up_s, 0.5, down_s, 0.8) * 3)
    reps = counted(lift, path, fps, noise)
    assert [rep.complete for rep in reps] == [True] * 3
    for number, rep in enumerate(reps):
        bottom_s = 1.5 + number * (up_s + down_s + 1.3) + up_s + 0.5 + down_s
        assert rep.end_s == pytest.approx(bottom_s, abs=0.25 + 0.1 * down_s)


@pytest.mark.parametrize("seconds", [1.0, 2.0, 4.0, 6.0, 8.0])
def test_the_time_of_a_slow_way_is_its_time(seconds) -> None:
    reps = counted("overhead-press", route(0, (1.5, 0), *one_rep(seconds, 0.5, seconds, 0.8) * 2))
    for rep in reps:
        for name in (CONCENTRIC_S, ECCENTRIC_S):
            assert rep.measurements[name].value == pytest.approx(seconds, rel=0.15)


def test_a_rest_on_the_way_down_belongs_to_the_way_and_ends_no_rep() -> None:
    held = ((1.0, 1.0), (0.4, 1.0), (1.5, 0.45), (1.0, 0.45), (1.5, 0.0), (0.8, 0.0))
    reps = counted("overhead-press", route(0, (1.5, 0), *held * 3))
    assert [rep.end_s for rep in reps] == pytest.approx([6.9, 13.1, 19.3], abs=0.35)


def test_slow_motion_is_counted_as_it_was_lifted() -> None:
    quick = route(0, (1.0, 0), *one_rep(0.7, 0.2, 0.9, 0.3) * 4)
    slowed = tuple((8 * time_s, height) for time_s, height in quick)
    assert (len(counted("overhead-press", quick)), len(counted("overhead-press", slowed))) == (4, 4)
