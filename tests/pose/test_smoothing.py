"""Smoothing, seen from outside: one wrist moves sideways in a known way, and what comes out is compared."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose, PosedFrame
from formcheck.pose.smoothing.hampel import HampelFilter
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.pose.smoothing.smoother import Smoother, limb_length_px
from formcheck.pose.smoothing.zero_phase import CUTOFF_HZ, ZeroPhaseSmoother, kernel
from tests.people import Camera, along, film, one_rep, photo, route

BODY = photo()
REST = BODY.xy_px[L.LEFT_WRIST, 0]
LIMB_PX = limb_length_px(BODY)
SMOOTHERS: tuple[Callable[[], Smoother], ...] = (OneEuroSmoother, ZeroPhaseSmoother)
both = pytest.mark.parametrize("make", SMOOTHERS)


def at(time_s: Iterable[float], wrist_px: Iterable[float | None]) -> list[PosedFrame]:
    """A body that stands still but for its left wrist; None: nobody was found."""
    frames = []
    for index, (moment_s, moved) in enumerate(zip(time_s, wrist_px, strict=True)):
        points = BODY.points.copy()
        points[L.LEFT_WRIST, 0] += moved or 0.0
        frames.append(PosedFrame(index, float(moment_s), None if moved is None else Pose(points)))
    return frames


def through(smoother: Smoother, frames: Iterable[PosedFrame]) -> list[PosedFrame]:
    """All that comes out."""
    out = [ready for frame in frames for ready in smoother.push(frame)]
    return [*out, *smoother.finish()]


def wrist(frames: Iterable[PosedFrame]) -> FloatArray:
    """How far the wrist is from its rest, in pixels; NaN without a pose."""
    return np.array([np.nan if f.pose is None else f.pose.xy_px[L.LEFT_WRIST, 0] - REST for f in frames])


def times(seconds: float, fps: float = 30.0) -> FloatArray:
    return np.arange(round(seconds * fps) + 1) / fps


def sine(time_s: FloatArray, hz: float = 1.0) -> FloatArray:
    return np.asarray(100 * np.sin(2 * np.pi * hz * time_s))


# Both


@both
@given(
    st.lists(
        st.tuples(st.floats(0.005, 0.6), st.one_of(st.none(), st.floats(-200, 200))), min_size=1, max_size=40
    )
)
def test_every_frame_comes_out_once_and_in_order_with_its_own_time(make, steps) -> None:
    frames = at(np.cumsum([step for step, _ in steps]), [moved for _, moved in steps])
    out = through(make(), frames)
    assert [(f.index, f.time_s) for f in out] == [(f.index, f.time_s) for f in frames]
    assert [f.pose is None for f in out] == [f.pose is None for f in frames]
    assert all(np.isfinite(f.pose.xy_px).all() for f in out if f.pose is not None)


@both
def test_what_stands_still_stays_where_it_is(make) -> None:
    out = through(make(), at(times(2), [7.0] * 61))
    np.testing.assert_allclose(wrist(out), 7.0, atol=1e-9)


@both
def test_jitter_of_somebody_who_stands_still_is_halved_at_least(make) -> None:
    noise = np.random.default_rng(2).normal(0, 2, 301)
    out = wrist(through(make(), at(times(10), noise)))
    assert out[30:].std() < 0.6 * noise[30:].std()


@both
def test_depth_visibility_and_the_metres_are_left_alone(make) -> None:
    frames = [
        PosedFrame(
            i, i / 30, Pose(np.random.default_rng(i).random((33, 5)) * 100, np.full((33, 3), float(i)))
        )
        for i in range(40)
    ]
    for before, after in zip(frames, through(make(), frames), strict=True):
        assert before.pose is not None
        assert after.pose is not None
        np.testing.assert_array_equal(after.pose.points[:, 2:], before.pose.points[:, 2:])
        np.testing.assert_array_equal(after.pose.world, before.pose.world)


@both
def test_missing_points_stay_missing_and_disturb_no_other(make) -> None:
    frames = film(along(route(0.0, *one_rep() * 2)), 6)
    holed = []
    for frame in frames:
        assert frame.pose is not None
        points = frame.pose.points.copy()
        points[L.LEFT_KNEE] = np.nan
        if frame.index % 7 == 3:
            points[L.RIGHT_WRIST] = np.nan
        holed.append(PosedFrame(frame.index, frame.time_s, Pose(points)))
    for whole, out in zip(through(make(), frames), through(make(), holed), strict=True):
        assert whole.pose is not None
        assert out.pose is not None
        assert np.isnan(out.pose.xy_px[L.LEFT_KNEE]).all()
        assert np.isnan(out.pose.xy_px[L.RIGHT_WRIST]).all() == (out.index % 7 == 3)
        kept = [p for p in L if p not in (L.LEFT_KNEE, L.RIGHT_WRIST)]
        np.testing.assert_allclose(out.pose.xy_px[kept], whole.pose.xy_px[kept], atol=1e-9)


@both
@pytest.mark.parametrize("gap", ["nobody found", "no frames"])
def test_nothing_is_carried_over_a_gap(make, gap) -> None:
    time_s = times(3)
    moved: list[float | None] = [0.0 if t < 1 else None if t < 1.4 else 150.0 for t in time_s]
    frames = at(time_s, moved)
    if gap == "no frames":
        frames = [f for f in frames if f.pose is not None]
    for frame, position in zip(frames, wrist(through(make(), frames)), strict=True):
        if frame.pose is not None:
            assert position == pytest.approx(0.0 if frame.time_s < 1 else 150.0, abs=1e-9)


@both
def test_smoothing_does_not_depend_on_the_pictures_size(make) -> None:
    def wrists(trunk_px: float) -> FloatArray:
        camera = Camera(trunk_px=trunk_px)
        frames = film(along(route(0.0, *one_rep(up_s=0.6))), 3, camera, fps=30)
        out = through(make(), frames)
        return np.array([f.pose.xy_px[L.LEFT_WRIST, 1] - 0.95 * 720 for f in out if f.pose]) / trunk_px

    np.testing.assert_allclose(wrists(300), wrists(75), atol=1e-9)


# One Euro: for cameras


def test_one_euro_gives_each_frame_at_once() -> None:
    smoother = OneEuroSmoother()
    for frame in at(times(1), sine(times(1))):
        assert [out.index for out in smoother.push(frame)] == [frame.index]
    assert list(smoother.finish()) == []


@pytest.mark.parametrize("hz", [0.25, 0.5, 1.0])
def test_one_euro_lags_by_less_than_a_tenth_of_a_second(hz) -> None:
    time_s = times(8)
    out = wrist(through(OneEuroSmoother(), at(time_s, sine(time_s, hz))))
    late = time_s > 4
    lag_s = min(
        np.arange(0, 0.3, 0.005),
        key=lambda lag: float(np.abs(out[late] - sine(time_s[late] - lag, hz)).sum()),
    )
    assert lag_s < 0.1


# Zero-phase: for files


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_zero_phase_keeps_height_and_time_of_a_turning_point(fps) -> None:
    time_s = times(4, fps)
    fine_s = np.arange(1, 1.5, 0.001)
    out = wrist(through(ZeroPhaseSmoother(), at(time_s, sine(time_s))))
    curve = np.interp(fine_s, time_s, out)
    assert out.max() == pytest.approx(100, abs=1.0)
    assert fine_s[curve.argmax()] == pytest.approx(1.25, abs=1 / fps)
    # In the middle nothing is shifted: the error is that of the height alone.
    inside = (time_s > 0.5) & (time_s < 3.5)
    assert np.abs(out - sine(time_s))[inside].max() < 1.0


@pytest.mark.parametrize("hz", [0.5, 1, 3, 6, 9, 15])
def test_kernel_has_the_response_of_a_butterworth_filter_run_forwards_and_backwards(hz) -> None:
    offset_s = np.arange(-3, 3, 1e-4)
    weight = kernel(offset_s)
    response = (weight * np.cos(2 * np.pi * hz * offset_s)).sum() / weight.sum()
    assert response == pytest.approx(1 / (1 + (hz / CUTOFF_HZ) ** 4), abs=1e-4)


def test_zero_phase_passes_movement_and_stops_trembling() -> None:
    time_s = times(4, 60)
    inside = (time_s > 1) & (time_s < 3)

    def height(hz: float) -> float:
        out = wrist(through(ZeroPhaseSmoother(), at(time_s, sine(time_s, hz) / 10)))[inside]
        return float(np.abs(out).max() / 10)

    assert height(1) == pytest.approx(1.0, abs=0.02)
    assert height(CUTOFF_HZ) == pytest.approx(0.5, abs=0.05)
    assert height(14) < 0.06


def test_zero_phase_follows_uneven_frame_times() -> None:
    even = times(4)
    uneven = even + np.random.default_rng(3).uniform(-0.3, 0.3, len(even)) / 30
    out = wrist(through(ZeroPhaseSmoother(), at(uneven, sine(uneven))))
    inside = (uneven > 0.5) & (uneven < 3.5)
    assert np.abs(out - sine(uneven))[inside].max() < 2.0


def test_zero_phase_keeps_a_steady_movement_up_to_both_ends() -> None:
    time_s = times(2)
    out = wrist(through(ZeroPhaseSmoother(), at(time_s, 30 * time_s)))
    np.testing.assert_allclose(out, 30 * time_s, atol=0.5)


def test_zero_phase_holds_back_no_more_than_it_has_to() -> None:
    smoother, waiting = ZeroPhaseSmoother(), []
    for frame in at(times(2), sine(times(2))):
        waiting.append(frame.time_s)
        waiting = waiting[len(list(smoother.push(frame))) :]
        # A quarter of a second to know a cut from a glitch, 0.3 s to smooth.
        assert not waiting or frame.time_s - waiting[0] < 0.55 + 1 / 30 + 1e-9


# Outliers, before either


def cleaned(frames: Iterable[PosedFrame]) -> FloatArray:
    outliers = HampelFilter()
    return wrist(outliers.clean(frame) for frame in frames)


@given(st.integers(6, 50), st.floats(0.6, 5), st.sampled_from([-1, 1]))
def test_a_single_spike_is_removed(where, limbs, sign) -> None:
    moved = 2 * np.sin(np.arange(60))
    spiked = moved.copy()
    spiked[where] += sign * limbs * LIMB_PX
    assert np.abs(cleaned(at(times(59 / 30), spiked)) - moved).max() < 5


def test_a_step_is_kept_and_comes_one_frame_late_at_most() -> None:
    moved = np.where(np.arange(60) < 30, 0.0, 150.0)
    out = cleaned(at(times(59 / 30), moved))
    np.testing.assert_array_equal(np.delete(out, 30), np.delete(moved, 30))


@pytest.mark.parametrize("up_s", [0.5, 1.0])
@pytest.mark.parametrize("fps", [10, 15, 24, 30, 60])
def test_a_fast_real_movement_is_kept(up_s, fps) -> None:
    frames = film(along(route(0.0, (1.0, 0.0), *one_rep(up_s=up_s, down_s=up_s))), 4, fps=fps)
    outliers = HampelFilter()
    for frame in frames:
        clean = outliers.clean(frame)
        assert frame.pose is not None
        assert clean.pose is not None
        np.testing.assert_array_equal(clean.pose.points, frame.pose.points)


@pytest.mark.parametrize("lost", [L.LEFT_HIP, L.LEFT_SHOULDER, L.NOSE])
def test_limb_length_survives_a_missing_point(lost) -> None:
    assert limb_length_px(photo(missing=[lost])) == pytest.approx(LIMB_PX, rel=0.3)
