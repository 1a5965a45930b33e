"""Head or body turned away from the neutral, or a shoulder or hand up: no posture can be judged then."""

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
# One shoulder this much higher in the picture, and the head's height over them says little.
_SHOULDER_UP_DEG = (5.0, 4.0)
# The shoulders look narrower by 6 % when the body is turned by 20 deg [derived]; a person who leans
# back gets smaller as a whole, so the face must have kept its size.
_NARROWED, _FACE_STAYS = (0.94, 0.95), 0.97
# Turning does not lower the head, sliding down in the chair does; in shoulder widths.
_SUNK = 0.06
_BACK_S = 0.5


@dataclass(slots=True)
class AwayGate:
    """Tells whether postures can be judged now, and why not."""

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
        if seen.frame.pose is not None and _arm_up(seen.frame.pose):
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
    turn = neutral.compare("head_turn_deg", seen.measurements["head_turn_deg"], "change", View.FRONT)
    if abs(turn.value or 0.0) > _TURNED_DEG[which]:
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


def _arm_up(pose: Pose) -> bool:
    """Whether a hand that can be seen is over the shoulders: drinking, stretching, the head on the hand."""
    shoulders = pose.xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 1]
    wrists = [p for p in (L.LEFT_WRIST, L.RIGHT_WRIST) if np.nan_to_num(pose.visibility[p]) >= VISIBLE]
    return any(bool(pose.xy_px[p, 1] < shoulders.min()) for p in wrists)
