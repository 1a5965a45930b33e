"""Head or body turned away from where the neutral was taken: the camera cannot judge a posture then."""

from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View

# Judging stops past the first value and goes on below the second, after as many seconds. The values are those
# of other software [peer]; that it stops at once is ours: waiting lets a glance aside count as a posture.
_YAW_DEG = (30.0, 25.0)
_ROLL_DEG = (20.0, 15.0)
# The shoulders look narrower by 6 % when the body is turned by 20 deg [derived].
_NARROWED = (0.94, 0.95)
_BACK_S = 0.5


@dataclass(slots=True)
class TurnGate:
    """Tells whether postures can be judged now."""

    _turned: bool = False
    _back_s: float | None = None

    def update(
        self, time_s: float, view: View, measurements: Mapping[str, Measurement], neutral: Neutral
    ) -> bool:
        """Whether head or body is turned away in this frame, or was until just now."""
        beyond = view is View.FRONT and self._is_beyond(measurements, neutral)
        if beyond:
            self._turned, self._back_s = True, None
        elif self._turned:
            self._back_s = time_s if self._back_s is None else self._back_s
            self._turned = time_s - self._back_s < _BACK_S
        return self._turned

    def _is_beyond(self, measurements: Mapping[str, Measurement], neutral: Neutral) -> bool:
        which = 1 if self._turned else 0
        yaw, roll = (
            neutral.compare(name, measurements[name], "change", View.FRONT).value
            for name in ("head_turn_deg", "head_roll_deg")
        )
        if abs(yaw or 0.0) > _YAW_DEG[which] or abs(roll or 0.0) > _ROLL_DEG[which]:
            return True
        width, face = (
            neutral.compare(name, measurements[name], "ratio", View.FRONT).value
            for name in ("shoulder_width_px", "face_scale")
        )
        # Who leans back gets smaller as a whole; who turns gets narrow shoulders, and the face stays.
        return width is not None and face is not None and width < _NARROWED[which] and width * face > 0.97
