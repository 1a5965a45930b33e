"""How fast the hands go up in each rep: shown, never prescribed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.measurements.view import View
from formcheck.phases.rep import Rep
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose
from formcheck.pose.time_window import TimeWindow
from formcheck.results.summary import RepSummary, SpeedSummary
from formcheck.session.observation import Observation

# No rep takes longer to be settled.
_KEPT_S = 40.0
# The peak is the fastest stretch of this length: over a shorter one the noise of the points is the faster.
_PEAK_S = 0.15
# Shoulders to hips over the height: 0.288 (Drillis and Contini 1966) between the joints, of which BlazePose's
# points are 1.04 to 1.08 times as far apart. [derived: the four rendered presses of sample_videos]
_TRUNK_OF_HEIGHT = 0.307
# From the side and obliquely the weight hides the wrists at the top. [derived: the same]
_FROM_THE_SIDE = 1.1
# Of the value: trunks differ by 3 % between people, their points by 2, and depth changes the scale by 3.
_MEAN_ERROR, _PEAK_ERROR = 0.06, 0.08
_SEEN, _FEWEST = 0.5, 4
_WRISTS = (L.LEFT_WRIST, L.RIGHT_WRIST)


@dataclass(frozen=True, slots=True, eq=False)
class _Hands:
    """Where the hands were at one time, in pixels; y downwards."""

    time_s: float
    y_px: FloatArray
    seen: FloatArray
    trunk_px: float


class BarSpeed:
    """Follows the hands, and tells of each rep that is over how fast they went up."""

    def __init__(self) -> None:
        self._hands: TimeWindow[_Hands] = TimeWindow(_KEPT_S)

    def add(self, observation: Observation) -> None:
        """Take the next moment."""
        if observation.pose is not None and not observation.is_end:
            self._hands.add(observation.time_s, _hands(observation.time_s, observation.pose))

    def of_rep(self, rep: Rep, view: View) -> SpeedSummary | None:
        """Mean and peak upward speed from the start of a rep to its top, in heights of the body a second.

        Args:
            rep: A rep that is over.
            view: Where it was seen from.

        Returns:
            None where too little of it was seen.
        """
        going_up = [hands for hands in self._hands if rep.start_s <= hands.time_s <= rep.top_s]
        if len(going_up) < _FEWEST or not rep.top_seen:
            return None
        times_s = np.array([hands.time_s for hands in going_up])
        used = _used(np.array([hands.seen for hands in going_up]).mean(axis=0), rep)
        heights = -np.array([hands.y_px[used].mean() for hands in going_up])
        trunk_px = float(np.nanmedian([hands.trunk_px for hands in going_up]))
        scale = _TRUNK_OF_HEIGHT / trunk_px * (_FROM_THE_SIDE if view in (View.SIDE, View.OBLIQUE) else 1.0)
        mean, peak = (scale * speed for speed in _speeds(times_s, heights))
        if not np.isfinite([mean, peak]).all() or mean <= 0:
            return None
        return SpeedSummary(
            mean=round(mean, 3),
            mean_error=round(_MEAN_ERROR * mean, 3),
            peak=round(peak, 3),
            peak_error=round(_PEAK_ERROR * peak, 3),
            unit="heights/s",
        )


def with_height(reps: Sequence[RepSummary], height_cm: float | None) -> list[RepSummary]:
    """Reps with their speeds in metres a second, where the height is known."""
    if height_cm is None:
        return [*reps]
    return [_in_metres(rep, height_cm / 100) for rep in reps]


def with_loss(reps: Sequence[RepSummary]) -> list[RepSummary]:
    """Reps, each with how much slower than the fastest one it was."""
    fastest = max((rep.speed.mean for rep in reps if rep.speed is not None), default=0.0)
    return [
        rep
        if rep.speed is None
        else rep.model_copy(
            update={
                "speed": rep.speed.model_copy(
                    update={"loss_percent": round(100 * (1 - rep.speed.mean / fastest), 1)}
                )
            }
        )
        for rep in reps
    ]


def _in_metres(rep: RepSummary, height_m: float) -> RepSummary:
    speed = rep.speed
    if speed is None or speed.unit == "m/s":
        return rep
    names = ("mean", "mean_error", "peak", "peak_error")
    scaled = {
        name: round(value * height_m, 3) for name in names if (value := getattr(speed, name)) is not None
    }
    return rep.model_copy(update={"speed": speed.model_copy(update={**scaled, "unit": "m/s"})})


def _hands(time_s: float, pose: Pose) -> _Hands:
    xy = pose.xy_px
    trunk = (xy[L.LEFT_SHOULDER] + xy[L.RIGHT_SHOULDER] - xy[L.LEFT_HIP] - xy[L.RIGHT_HIP]) / 2
    rows = [*_WRISTS]
    return _Hands(time_s, xy[rows, 1], np.nan_to_num(pose.visibility[rows]), float(np.hypot(*trunk)))


def _used(seen: FloatArray, rep: Rep) -> list[int]:
    """Which hands the speed is taken of: the one that lifts, or all that are seen."""
    if rep.side is not None:
        return [int(rep.side == "right")]
    return [hand for hand in (0, 1) if seen[hand] >= _SEEN] or [int(seen.argmax())]


def _speeds(times_s: FloatArray, heights: FloatArray) -> tuple[float, float]:
    """Mean and peak, in units of the heights a second."""
    mean = float((heights[-1] - heights[0]) / (times_s[-1] - times_s[0]))
    later = np.interp(times_s + _PEAK_S / 2, times_s, heights)
    earlier = np.interp(times_s - _PEAK_S / 2, times_s, heights)
    return mean, max(mean, float((later - earlier).max() / _PEAK_S))
