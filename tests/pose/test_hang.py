"""Films that hang: what stands still while somebody moves is not judged, who rests is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from formcheck.pose.hang import HangFinder
from formcheck.pose.pose import PosedFrame
from tests.people import film_set, press_set

# Stands, racks, and presses the first rep up from 3.8 s on, which is in the middle at 4.4 s.
FILM = film_set(press_set(2), fps=30.0)


def standing_still(from_s: float, seconds: float) -> list[PosedFrame]:
    """The film with a stretch in which the picture is the same, and what follows later by as much."""
    before = [frame for frame in FILM if frame.time_s <= from_s]
    last = before[-1]
    still = [
        replace(last, time_s=last.time_s + n / 30, repeats=True) for n in range(1, round(seconds * 30) + 1)
    ]
    after = [replace(f, time_s=f.time_s + seconds) for f in FILM if f.time_s > from_s]
    return [*before, *still, *after]


def given(frames: list[PosedFrame]) -> tuple[list[PosedFrame], list[tuple[float, float]]]:
    finder = HangFinder()
    out = [frame for one in frames for frame in finder.push(one)]
    return [*out, *finder.finish()], finder.spans_s


def moment_of(moving: Callable[[float], bool]) -> float:
    """When the wrists are moving fast, or not at all."""
    ways = [
        (a.time_s, abs(float(b.pose.xy_px[15, 1] - a.pose.xy_px[15, 1])))
        for a, b in zip(FILM, FILM[8:], strict=False)
        if a.pose is not None and b.pose is not None
    ]
    return next(time_s for time_s, way_px in ways if time_s > 1.0 and moving(way_px)) + 8 / 30


MOVING_S, RESTING_S = moment_of(lambda way_px: way_px > 25), moment_of(lambda way_px: way_px < 0.5)


@pytest.mark.parametrize("seconds", [1.5, 4.0, 60.0])
def test_nothing_is_seen_where_the_film_hangs_in_a_movement(seconds: float) -> None:
    frames = standing_still(MOVING_S, seconds)
    out, spans_s = given(frames)
    assert [frame.time_s for frame in out] == [frame.time_s for frame in frames]
    assert [frame.pose is None for frame in out] == [frame.repeats for frame in frames]
    assert spans_s == [pytest.approx((MOVING_S + 1 / 30, MOVING_S + seconds), abs=0.05)]


@pytest.mark.parametrize(("from_s", "seconds"), [(MOVING_S, 0.5), (RESTING_S, 5.0)], ids=["short", "rests"])
def test_a_short_stop_and_somebody_who_rests_stay(from_s: float, seconds: float) -> None:
    frames = standing_still(from_s, seconds)
    out, spans_s = given(frames)
    assert out == frames
    assert spans_s == []


def test_nobody_rests_for_so_long() -> None:
    out, spans_s = given(standing_still(RESTING_S, 30.0))
    assert len(spans_s) == 1
    assert sum(frame.pose is None for frame in out) > 28 * 30


def test_every_second_picture_twice_is_no_hang() -> None:
    doubled = [
        frame for one in FILM for frame in (one, replace(one, time_s=one.time_s + 1 / 60, repeats=True))
    ]
    out, spans_s = given(doubled)
    assert out == doubled
    assert spans_s == []
