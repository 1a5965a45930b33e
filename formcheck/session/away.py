"""Head or body turned away from where the neutral was taken, or a hand up: no posture can be judged then."""

from dataclasses import dataclass

import numpy as np

from formcheck.measurements.body import VISIBLE
from formcheck.measurements.measurement import Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.session.seeing import Seen

# Judging stops past the first value and goes on below the second. Yaw and roll are those of other software
# [peer]; that it stops at once, and not after two seconds, is ours: a glance aside is no posture.
_FARTHEST = {
    "head_turn_deg": (30.0, 25.0),
    "head_roll_deg": (20.0, 15.0),
    # One shoulder this much higher in the picture, and the head's height over them says little.
    "shoulder_roll_deg": (5.0, 4.0),
}
# The shoulders look narrower by 6 % when the body is turned by 20 deg [derived]; who leans back gets smaller
# as a whole, so the face must not shrink along.
_NARROWED, _FACE_STAYS = (0.94, 0.95), 0.97
_BACK_S = 0.5


@dataclass(slots=True)
class AwayGate:
    """Tells whether postures can be judged now, and why not."""

    _reason: Reason | None = None
    _back_s: float | None = None

    def update(self, seen: Seen, neutral: Neutral) -> Reason | None:
        """Why no posture can be judged in this frame; None where one can."""
        reason = self._now(seen, neutral)
        if reason is not None:
            self._reason, self._back_s = reason, None
        elif self._reason is not None:
            self._back_s = seen.frame.time_s if self._back_s is None else self._back_s
            if seen.frame.time_s - self._back_s >= _BACK_S:
                self._reason = None
        return self._reason

    def _now(self, seen: Seen, neutral: Neutral) -> Reason | None:
        if seen.frame.pose is not None and _arm_up(seen.frame.pose):
            return Reason.ARM_UP
        if seen.sight.view is View.FRONT and self._is_turned(seen, neutral):
            return Reason.TURNED_AWAY
        return None

    def _is_turned(self, seen: Seen, neutral: Neutral) -> bool:
        which = 0 if self._reason is None else 1
        for name, limits in _FARTHEST.items():
            change = neutral.compare(name, seen.measurements[name], "change", View.FRONT).value
            if abs(change or 0.0) > limits[which]:
                return True
        width, face = (
            neutral.compare(name, seen.measurements[name], "ratio", View.FRONT).value
            for name in ("shoulder_width_px", "face_scale")
        )
        if width is None or face is None:
            return False
        return width < _NARROWED[which] and width * face > _FACE_STAYS


def _arm_up(pose: Pose) -> bool:
    """Whether a hand that can be seen is over the shoulders: drinking, stretching, the head on the hand."""
    shoulders = pose.xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 1]
    wrists = [p for p in (L.LEFT_WRIST, L.RIGHT_WRIST) if np.nan_to_num(pose.visibility[p]) >= VISIBLE]
    return any(bool(pose.xy_px[p, 1] < shoulders.min()) for p in wrists)
