"""How the body moved in each rep, to be played again and laid beside another rep."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import SKELETON, Landmark
from formcheck.pose.pose import Pose
from formcheck.session.observation import Observation

# What a stick figure needs. Of the head its ears: more of it would be a face.
POINTS = tuple(
    Landmark[f"{side}_{part}".upper()]
    for part in ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    for side in ("left", "right")
)
BONES = tuple((POINTS.index(a), POINTS.index(b)) for a, b in SKELETON if a in POINTS and b in POINTS)
_WRISTS = (POINTS.index(Landmark.LEFT_WRIST), POINTS.index(Landmark.RIGHT_WRIST))
_SEEN = 0.5
_MISSING = -9999
# So much is shown before a rep begins and after it ends.
_MARGIN_S = 0.3

Points = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class RepMotion:
    """One rep as stick figures.

    Attributes:
        rep: Its number.
        start_s, top_s, end_s: Its times.
        time_s: Of each figure.
        points: (figures, 14, 2) pixels of the stream; `missing` where a point was not seen.
    """

    rep: int
    start_s: float
    top_s: float
    end_s: float
    time_s: tuple[float, ...]
    points: Points

    missing = _MISSING

    def bar_px(self) -> tuple[tuple[float, float], ...]:
        """Where the hands were within the rep: their middle, or the one hand that is seen throughout.

        Which of them is decided once, so that the path does not jump from one hand to the other.
        """
        within = [i for i, t in enumerate(self.time_s) if self.start_s <= t <= self.end_s]
        hands = self.points[within][:, _WRISTS].astype(float) if within else np.empty((0, 2, 2))
        seen = (hands[..., 0] != _MISSING).T
        if not seen.size:
            return ()
        both = seen.all(axis=0)
        if both.mean() >= 0.8:
            path = hands[both].mean(axis=1)
        else:
            best = int(seen.sum(axis=1).argmax())
            path = hands[seen[best], best]
        return tuple((float(x), float(y)) for x, y in path)


class Motion:
    """Keeps the figures of a lift: some 60 bytes a frame."""

    def __init__(self) -> None:
        self._time_s: list[float] = []
        self._points: list[Points] = []
        self._reps: list[tuple[int, float, float, float]] = []

    def write(self, observation: Observation) -> None:
        """Take one frame, and the reps that ended with it."""
        self._reps += [(r.rep.index, r.rep.start_s, r.rep.top_s, r.rep.end_s) for r in observation.reps]
        if observation.is_end or observation.pose is None:
            return
        self._time_s.append(observation.time_s)
        self._points.append(_seen_points(observation.pose))

    def reps(self) -> tuple[RepMotion, ...]:
        """The reps in order of time; one of which nothing was seen is left out."""
        moved = (self._rep(*rep) for rep in sorted(self._reps))
        return tuple(rep for rep in moved if len(rep.time_s) > 1)

    def _rep(self, rep: int, start_s: float, top_s: float, end_s: float) -> RepMotion:
        low, high = np.searchsorted(self._time_s, (start_s - _MARGIN_S, end_s + _MARGIN_S)).tolist()
        points = np.array(self._points[low:high], np.int16).reshape(-1, len(POINTS), 2)
        return RepMotion(rep, start_s, top_s, end_s, tuple(self._time_s[low:high]), points)


def _seen_points(pose: Pose) -> Points:
    rows = list(POINTS)
    xy = pose.xy_px[rows]
    seen = np.isfinite(xy).all(axis=1) & (np.nan_to_num(pose.visibility[rows]) >= _SEEN)
    inside = np.clip(np.nan_to_num(xy), -9000, 30000)
    return np.where(seen[:, None], np.rint(inside), _MISSING).astype(np.int16)


def trunk_px(motion: RepMotion) -> float | None:
    """The trunk's length in a rep, to say how long a path is; None where it is not seen."""
    left, right = (POINTS.index(Landmark[f"{s}_SHOULDER"]) for s in ("LEFT", "RIGHT"))
    low, high = (POINTS.index(Landmark[f"{s}_HIP"]) for s in ("LEFT", "RIGHT"))
    lengths = [
        float(np.hypot(*(figure[top].astype(float) - figure[hip])))
        for figure in motion.points
        for top, hip in ((left, low), (right, high))
        if figure[top][0] != _MISSING and figure[hip][0] != _MISSING
    ]
    return float(np.median(lengths)) if lengths else None
