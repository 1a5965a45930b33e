"""Whether somebody who is about to begin holds still: who presses already shows no neutral."""

from formcheck.measurements.movement import Movement
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.pose.smoothing.smoother import limb_length_px

_STILL_S = 0.5
# In forearm lengths: more than unsmoothed points jitter, and less than a hand moves at the start of a rep.
_STILL_LIMBS = 0.4
_POINTS = [L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_WRIST, L.RIGHT_WRIST]


class Stillness:
    """Follows shoulders and hands."""

    def __init__(self) -> None:
        self._movement = Movement(_STILL_S, whole=True)

    def update(self, time_s: float, pose: Pose | None) -> bool:
        """Whether those that are seen have been where they are for half a second."""
        if pose is None:
            self._movement.clear()
            return False
        self._movement.add(time_s, pose.xy_px[_POINTS].ravel().tolist())
        followed = self._movement.span_s >= _STILL_S
        return followed and self._movement.extent() <= _STILL_LIMBS * limb_length_px(pose)
