"""How fast the hands go up: against what moves at a known speed, and against rendered presses."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from formcheck.phases.rep import Rep
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.results.bar_speed import BarSpeed, with_height, with_loss
from formcheck.results.summary import RepSummary, SpeedSummary
from formcheck.session.observation import Observation

_TRUNK_PX, _HEIGHT_PX = 200.0, 200.0 / 0.307
_FPS = 30


def pose_at(
    hands_y_px: tuple[float, float], seen: tuple[float, float] = (1.0, 1.0), body_px: float = 0.0
) -> Pose:
    points = np.full((33, 5), 100.0)
    points[:, 3:] = 1.0
    for side, x in (("LEFT", 120.0), ("RIGHT", 80.0)):
        points[L[f"{side}_SHOULDER"], :2] = x, 300.0
        points[L[f"{side}_HIP"], :2] = x, 300.0 + _TRUNK_PX
    points[[L.LEFT_ANKLE, L.RIGHT_ANKLE], 1] = 100.0 + body_px
    for wrist, y, visibility in zip((L.LEFT_WRIST, L.RIGHT_WRIST), hands_y_px, seen, strict=True):
        points[wrist, 1], points[wrist, 3] = y, visibility
    return Pose(points)


def speed_of(
    heights_a_second: float, rep: Rep, seen: tuple[float, float] = (1.0, 1.0), right: float = 1.0
) -> SpeedSummary | None:
    """Of hands that rise steadily; the right one so many times as fast."""
    track = BarSpeed()
    for index in range(60):
        time_s = index / _FPS
        y = [300.0 - time_s * heights_a_second * _HEIGHT_PX * share for share in (1.0, right)]
        track.add(observation(time_s, index, pose_at((y[0], y[1]), seen)))
    return track.of_rep(rep)


@pytest.mark.parametrize(("body_px", "is_scale"), [(580.0, True), (450.0, False), (700.0, False)])
def test_a_whole_body_is_the_scale_where_it_looks_like_one(body_px: float, is_scale: bool) -> None:
    track, height_px = BarSpeed(), body_px / 0.897 if is_scale else _HEIGHT_PX
    for index in range(60):
        y = 300.0 - index / _FPS * 0.2 * height_px
        track.add(observation(index / _FPS, index, pose_at((y, y), body_px=body_px)))
    found = track.of_rep(Rep(1, 0.0, 1.5, 1.9))
    assert found is not None
    assert found.mean == pytest.approx(0.2, abs=0.002)
    assert found.mean_error == pytest.approx(found.mean * (0.08 if is_scale else 0.25), abs=0.001)


def observation(time_s: float, index: int, pose: Pose) -> Observation:
    from tests.sinks.observed import observed

    return observed(index=index, time_s=time_s, pose=pose)


@pytest.mark.parametrize("speed", [0.1, 0.4])
def test_a_steady_speed_is_told(speed: float) -> None:
    found = speed_of(speed, Rep(1, 0.0, 1.5, 1.9))
    assert found is not None
    assert found.mean == pytest.approx(speed, abs=0.002)
    assert found.peak == pytest.approx(speed, abs=0.004)
    assert found.unit == "heights/s"


def test_one_arm_alone_is_the_one_that_is_measured() -> None:
    left, right = (speed_of(0.2, Rep(1, 0.0, 1.5, 1.9, side=side), right=2.0) for side in ("left", "right"))
    assert left is not None
    assert right is not None
    assert right.mean == pytest.approx(2 * left.mean, rel=0.02)


def test_a_hidden_hand_is_left_out() -> None:
    found = speed_of(0.2, Rep(1, 0.0, 1.5, 1.9), seen=(1.0, 0.1), right=3.0)
    assert found is not None
    assert found.mean == pytest.approx(0.2, abs=0.002)


def test_nothing_is_told_of_a_rep_whose_top_was_not_seen() -> None:
    assert speed_of(0.2, Rep(1, 0.0, 1.5, 1.9, top_seen=False)) is None
    assert speed_of(0.2, Rep(1, 50.0, 51.5, 51.9)) is None


def rep_of(mean: float | None) -> RepSummary:
    speed = None
    if mean is not None:
        speed = SpeedSummary(mean=mean, mean_error=0.02, peak=2 * mean, peak_error=0.04, unit="heights/s")
    return RepSummary(
        index=1, start_s=0, top_s=1, end_s=2, complete=True, measurements={}, findings=[], speed=speed
    )


def test_the_loss_is_taken_from_the_fastest_rep() -> None:
    told = with_loss([rep_of(0.4), rep_of(0.5), rep_of(None), rep_of(0.25)])
    assert [rep.speed.loss_percent if rep.speed else None for rep in told] == [20.0, 0.0, None, 50.0]


def test_with_a_height_speeds_are_in_metres_a_second() -> None:
    (metric,) = with_height([rep_of(0.3)], 180.0)
    assert metric.speed is not None
    assert (metric.speed.mean, metric.speed.peak, metric.speed.unit) == (0.54, 1.08, "m/s")
    assert with_height([metric], 180.0) == [metric]
    assert with_height([rep_of(0.3)], None) == [rep_of(0.3)]


def true_means(truth: Path, reps: list[RepSummary]) -> list[float]:
    """Mean upward speed of the wrists between the same moments."""
    told = json.loads(gzip.decompress(truth.read_bytes()))
    hands = [told["point_names"].index(f"{side}_wrist") for side in ("left", "right")]
    heights = np.array(told["points_m"])[:, hands, 2].mean(axis=1)
    at = [np.interp((rep.start_s, rep.top_s), told["time_s"], heights) for rep in reps]
    return [float(y[1] - y[0]) / (rep.top_s - rep.start_s) for y, rep in zip(at, reps, strict=True)]


@pytest.mark.model
@pytest.mark.parametrize("name", ["press_front_good", "press_side_layback"])
def test_rendered_presses_are_within_five_centimetres_a_second(name: str) -> None:
    import formcheck

    samples = Path(__file__).parents[2] / "sample_videos"
    result = formcheck.analyze(samples / f"{name}.mp4", "overhead-press", end_s=8.3)
    truth = samples / f"{name}.truth.json.gz"
    stature_m = json.loads(gzip.decompress(truth.read_bytes()))["scene"]["body"].get("stature_m", 1.70)
    reps = with_height(result.summary.reps, 100 * stature_m)
    assert reps
    means = [rep.speed.mean for rep in reps if rep.speed is not None]
    assert len(means) == len(reps)
    error = np.array(means) - true_means(truth, reps)
    assert float(np.sqrt((error**2).mean())) <= 0.05
