"""How fast the hands go up in each rep: shown, never prescribed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
# From the ankles to the eyes over the height: 0.936 - 0.039 (Drillis and Contini 1966). The better scale
# where the whole body stands in the picture, which is told by how many trunks it is. [derived]
_BODY_OF_HEIGHT, _BODY_IN_TRUNKS = 0.897, (2.8, 3.1)
# Mean and peak, of the value, in films that nothing was fitted on: docs/performance.md. Whoever is not seen
# whole is near the camera, where a bar before the body looks larger than it is. [measured]
_ERRORS, _ERRORS_IN_PART = (0.08, 0.10), (0.25, 0.30)
_SEEN, _FEWEST = 0.5, 4
_WRISTS = (L.LEFT_WRIST, L.RIGHT_WRIST)
_ANKLES, _EYES = [L.LEFT_ANKLE, L.RIGHT_ANKLE], [L.LEFT_EYE, L.RIGHT_EYE]


@dataclass(frozen=True, slots=True, eq=False)
class _Hands:
    """Where the hands were at one time, in pixels; y downwards."""

    time_s: float
    y_px: FloatArray
    seen: FloatArray
    trunk_px: float
    body_px: float


class BarSpeed:
    """Follows the hands, and tells of each rep that is over how fast they went up."""

    def __init__(self) -> None:
        self._hands: TimeWindow[_Hands] = TimeWindow(_KEPT_S)

    def add(self, observation: Observation) -> None:
        """Take the next moment."""
        if observation.pose is not None and not observation.is_end:
            self._hands.add(observation.time_s, _hands(observation.time_s, observation.pose))

    def of_rep(self, rep: Rep) -> SpeedSummary | None:
        """Mean and peak upward speed from the start of a rep to its top, in heights of the body a second.

        Args:
            rep: A rep that is over.

        Returns:
            None where too little of it was seen.
        """
        going_up = [hands for hands in self._hands if rep.start_s <= hands.time_s <= rep.top_s]
        if len(going_up) < _FEWEST or not rep.top_seen:
            return None
        times_s = np.array([hands.time_s for hands in going_up])
        used = _used(np.array([hands.seen for hands in going_up]).mean(axis=0), rep)
        heights = -np.array([hands.y_px[used].mean() for hands in going_up])
        height_px, is_whole = _height_px(going_up)
        mean, peak = (speed / height_px for speed in _speeds(times_s, heights))
        if not np.isfinite([mean, peak]).all() or mean <= 0:
            return None
        mean_error, peak_error = _ERRORS if is_whole else _ERRORS_IN_PART
        return SpeedSummary(
            mean=round(mean, 3),
            mean_error=round(mean_error * mean, 3),
            peak=round(peak, 3),
            peak_error=round(peak_error * peak, 3),
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
    body_px = float(xy[_ANKLES, 1].mean() - xy[_EYES, 1].mean())
    is_seen = bool((pose.visibility[[*_ANKLES, *_EYES]] >= _SEEN).all())
    return _Hands(
        time_s, xy[rows, 1], np.nan_to_num(pose.visibility[rows]), float(np.hypot(*trunk)),
        body_px if is_seen else np.nan,
    )  # fmt: skip


def _height_px(going_up: Sequence[_Hands]) -> tuple[float, bool]:
    """How tall the body is in the picture, and whether all of it was seen."""
    trunk_px = float(np.nanmedian([hands.trunk_px for hands in going_up]))
    bodies_px = [hands.body_px for hands in going_up if np.isfinite(hands.body_px)]
    body_px = float(np.median(bodies_px)) if len(bodies_px) > len(going_up) / 2 else 0.0
    least, most = _BODY_IN_TRUNKS
    if least * trunk_px <= body_px <= most * trunk_px:
        return body_px / _BODY_OF_HEIGHT, True
    return trunk_px / _TRUNK_OF_HEIGHT, False


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
