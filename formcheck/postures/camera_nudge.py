"""A camera that was nudged: everything in the picture jumps at once, and alike. A posture never does."""

from dataclasses import dataclass, replace

import numpy as np

from formcheck.measurements.face import POSITIONS
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose
from formcheck.pose.time_window import TimeWindow

# The pose from 1.1 to 0.7 s ago is compared with that of the last 0.3 s: the jump lies between them, and the
# smoothing spreads it. Where pictures are fewer than that, nobody can tell a nudge from a moved chair, and
# none is looked for: where the subject sits is then learned anew from quiet seconds.
_BEFORE_S, _GAP_S, _NOW_S = (1.1, 0.7), 0.4, 0.3
# The smallest jump that counts, in shoulder-to-ear lengths, shares and degrees; and how closely it must fit
# all points, as a share of what it moves [design defaults]. A person who leans also turns as a whole, and an
# arm that is not seen cannot show it: then the fit has to be closer. In 2000 s of rendered people no movement
# of their own passes; of sudden nudges of a camera six to nine tenths do, and a quarter of the rolls.
_SHIFT, _SCALE, _ROLL_DEG = 0.10, 0.05, 2.5
_MISFIT, _MISFIT_SHARE = 0.035, 0.10
_CLOSE_MISFIT, _CLOSE_SHARE = 0.03, 0.08
# A nudge is over within this time; the smoothing of the points spreads it over about a tenth of a second.
_SUDDEN_S, _ON_THE_WAY = 0.11, (0.15, 0.85)
_POINTS = [*range(L.LEFT_WRIST), L.LEFT_HIP, L.RIGHT_HIP]
_HEAD = range(L.LEFT_SHOULDER)
# Who works moves an arm meanwhile: one elbow may be left out.
_WITHOUT = tuple(
    [i for i, point in enumerate(_POINTS) if point != elbow] for elbow in (L.LEFT_ELBOW, L.RIGHT_ELBOW)
)


@dataclass(frozen=True, slots=True)
class CameraNudge:
    """How the picture jumped: about the middle of the shoulders.

    Attributes:
        from_px, to_px: Where that middle was and is, x and y.
        scale: How much larger everything is now.
        roll_deg: By how much the left side of the picture rose.
    """

    from_px: tuple[float, float]
    to_px: tuple[float, float]
    scale: float
    roll_deg: float

    @property
    def is_sure(self) -> bool:
        """Whether nothing but a camera does this: who leans aside, or sits back, turns a little as well."""
        return abs(self.roll_deg) < _ROLL_DEG

    def applied(self, neutral: Neutral, view: View) -> Neutral:
        """The neutral as this camera would have seen it: only places and lengths in the picture change.

        Where the move is not sure the old places are forgotten.
        """
        if view not in neutral.by_view:
            return neutral
        known = dict(neutral.by_view[view])
        for axis, name in enumerate(POSITIONS):
            if not self.is_sure:
                known.pop(name, None)
            elif name in known:
                known[name] = self.to_px[axis] - self.scale * (self.from_px[axis] - known[name])
        for name in ("shoulder_width_px", "shoulders_in_picture"):
            if self.is_sure and name in known:
                known[name] *= self.scale
        return replace(neutral, by_view={**neutral.by_view, view: known})


class NudgeWatch:
    """Notices when the camera was nudged."""

    def __init__(self) -> None:
        self._recent: TimeWindow[FloatArray] = TimeWindow(_BEFORE_S[0])

    def update(self, time_s: float, pose: Pose | None) -> CameraNudge | None:
        """Take the next frame; gives the jump once it is over."""
        if pose is None or np.isnan(pose.xy_px[_POINTS]).any():
            self._recent.clear()
            return None
        self._recent.add(time_s, pose.xy_px[_POINTS])
        before = [p for t, p in self._recent.items() if time_s - t >= _BEFORE_S[1]]
        now = [p for t, p in self._recent.items() if time_s - t <= _NOW_S]
        if len(before) < 2 or len(now) < 2:
            return None
        first, last = _middle(before), _middle(now)
        move = _jump(first, last)
        for points in _WITHOUT:
            without = _jump(first[points], last[points], closely=True)
            move = move or (without if without is not None and without.is_sure else None)
        if move is not None and (not _is_over(first, now) or self._between_s(first, last) > _SUDDEN_S):
            return None
        if move is not None:
            self._recent.clear()
        return move

    def _between_s(self, first: FloatArray, last: FloatArray) -> float:
        """How long the points were on the way: a nudge takes no time, a posture does."""
        way = last - first
        shares = [(t, float(((p - first) * way).sum() / (way**2).sum())) for t, p in self._recent.items()]
        between = [t for t, share in shares if _ON_THE_WAY[0] < share < _ON_THE_WAY[1]]
        return between[-1] - between[0] if between else 0.0


def _is_over(first: FloatArray, now: list[FloatArray]) -> bool:
    """Whether all of just now is after the jump; half of it would be half a jump."""
    way = now[-1] - first
    size = float((way**2).sum())
    return size > 0 and all(float(((p - first) * way).sum()) / size > _ON_THE_WAY[1] for p in now)


def _jump(before: FloatArray, now: FloatArray, *, closely: bool = False) -> CameraNudge | None:
    """The similarity that takes one to the other, if it is large and fits every point."""
    a, b = before - before.mean(0), now - now.mean(0)
    length_px = float(np.hypot(*(before[[L.LEFT_EAR, L.RIGHT_EAR]].mean(0) - _shoulders(before))))
    size = float((a**2).sum())
    if length_px < 1.0 or size < 1.0:
        return None
    along = float((a * b).sum()) / size
    across = float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()) / size
    scale, roll_deg = float(np.hypot(along, across)), float(np.degrees(np.arctan2(across, along)))
    turned = np.stack([along * a[:, 0] - across * a[:, 1], across * a[:, 0] + along * a[:, 1]], 1)
    off = np.hypot(*(turned - b).T) / length_px
    moved = np.hypot(*(now - before).T) / length_px
    shift = float(np.hypot(*(_shoulders(now) - _shoulders(before)))) / length_px
    if shift < _SHIFT and abs(scale - 1.0) < _SCALE and abs(roll_deg) < _ROLL_DEG:
        return None
    # The head by itself as well: it is where postures show.
    misfit = max(float(np.sqrt((off**2).mean())), float(np.sqrt((off[list(_HEAD)] ** 2).mean())))
    size_moved = float(np.sqrt((moved**2).mean()))
    if closely or abs(roll_deg) >= _ROLL_DEG:
        most, share = _CLOSE_MISFIT, _CLOSE_SHARE
    else:
        most, share = _MISFIT, _MISFIT_SHARE
    if misfit > min(most, share * size_moved):
        return None
    (from_x, from_y), (to_x, to_y) = _shoulders(before).tolist(), _shoulders(now).tolist()
    return CameraNudge((from_x, from_y), (to_x, to_y), scale, roll_deg)


def _middle(places: list[FloatArray]) -> FloatArray:
    """The median of each coordinate; numpy's own takes four times as long for so few."""
    order, half = np.sort(places, axis=0), len(places) // 2
    middle: FloatArray = order[half] if len(places) % 2 else (order[half - 1] + order[half]) / 2
    return middle


def _shoulders(points: FloatArray) -> FloatArray:
    middle: FloatArray = points[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(0)
    return middle
