"""Head or body turned away from the neutral, or a shoulder or hand up: no posture can be judged then."""

import math
from dataclasses import dataclass

import numpy as np

from formcheck.measurements.body import VISIBLE
from formcheck.measurements.measurement import Reason
from formcheck.measurements.measurer import MeasuredFrame
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.postures.model import change_of
from formcheck.postures.sideways import Sideways

# Judging stops past the first value and goes on below the second. Yaw and roll are those of other software
# [peer]; that it stops at once, and not after two seconds, is ours: a glance aside is no posture.
_TURNED_DEG, _ROLLED_DEG = (30.0, 25.0), (20.0, 15.0)
# One shoulder this much higher in the picture, and the head's height over them says little. Other postures
# have 4 deg in 1 % of the time, one raised shoulder in 80 % [on rendered people].
_SHOULDER_UP_DEG = (4.0, 3.2)
# The shoulders look narrower by 6 % when the body is turned by 20 deg [derived]; a person who leans
# back gets smaller as a whole, so the face must have kept its size.
_NARROWED, _FACE_STAYS = (0.94, 0.95), 0.97
# Turning does not lower the head, sliding down in the chair does; in shoulder widths.
_SUNK = 0.06
_BACK_S = 0.5
# A hand nearer than this to face, ears or a shoulder is at it, in shoulder widths: half of the way to where
# hands are that gesture, a third of where they rest [on rendered people].
_AT_THE_BODY = 0.40
_BODY = [L.NOSE, L.LEFT_EAR, L.RIGHT_EAR, L.MOUTH_LEFT, L.MOUTH_RIGHT, L.LEFT_SHOULDER, L.RIGHT_SHOULDER]


@dataclass(slots=True)
class AwayGate:
    """Tells whether postures can be judged now, and why not.

    Args:
        size_px: Width and height of the picture: an arm that is not in it is a guess.
    """

    size_px: tuple[float, float] = (math.inf, math.inf)
    _reason: Reason | None = None
    _back_s: float | None = None

    def update(self, seen: MeasuredFrame, neutral: Neutral, aside: Sideways) -> Reason | None:
        """Why no posture can be judged in this frame; None where one can."""
        reason = self._now(seen, neutral, aside)
        if reason is not None:
            self._reason, self._back_s = reason, None
        elif self._reason is not None:
            self._back_s = seen.frame.time_s if self._back_s is None else self._back_s
            if seen.frame.time_s - self._back_s >= _BACK_S:
                self._reason = None
        return self._reason

    def _now(self, seen: MeasuredFrame, neutral: Neutral, aside: Sideways) -> Reason | None:
        if seen.frame.pose is not None and _arm_up(seen.frame.pose, self.size_px):
            return Reason.ARM_UP
        if seen.sight.view is not View.FRONT:
            return None
        which = 0 if self._reason is None else 1
        if _is_turned(seen, neutral, aside, which):
            return Reason.TURNED_AWAY
        if _shoulder_up_deg(aside) > _SHOULDER_UP_DEG[which]:
            return Reason.SHOULDER_UP
        return None


def _is_turned(seen: MeasuredFrame, neutral: Neutral, aside: Sideways, which: int) -> bool:
    if abs(aside.head_turned_deg.value or 0.0) > _TURNED_DEG[which]:
        return True
    if abs(aside.neck_bend_deg.value or 0.0) > _ROLLED_DEG[which]:
        return True
    width, face = (
        neutral.compare(name, seen.measurements[name], "ratio", View.FRONT).value
        for name in ("shoulder_width_px", "face_scale")
    )
    sunk = change_of("ears_y_px", "widths", seen.measurements, neutral, View.FRONT).value
    if width is None or face is None or (sunk is not None and sunk > _SUNK):
        return False
    return width < _NARROWED[which] and width * face > _FACE_STAYS


def _shoulder_up_deg(aside: Sideways) -> float:
    """How far the line of the shoulders is turned, but for what turned everything."""
    seen_deg, turned_deg = aside.shoulders_deg.value or 0.0, aside.turned_deg.value or 0.0
    return min(abs(seen_deg), abs(seen_deg - turned_deg))


def _arm_up(pose: Pose, size_px: tuple[float, float]) -> bool:
    """Whether a hand that is really in the picture is over the shoulders, or at face, neck or shoulder.

    Drinking, phoning, stretching, the head on the hand, an arm across the chest.
    """
    xy = pose.xy_px
    shoulders = xy[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]]
    near_px = _AT_THE_BODY * float(np.hypot(*(shoulders[0] - shoulders[1])))
    for wrist in (L.LEFT_WRIST, L.RIGHT_WRIST):
        seen = np.nan_to_num(pose.visibility[wrist]) >= VISIBLE
        if not seen or (xy[wrist] < 0).any() or (xy[wrist] > size_px).any():
            continue
        if xy[wrist, 1] < shoulders[:, 1].min() or np.hypot(*(xy[_BODY] - xy[wrist]).T).min() < near_px:
            return True
    return False
