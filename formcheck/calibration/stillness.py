"""Whether head and shoulders hold still, as a neutral needs it."""

import math

from formcheck.measurements.movement import Movement
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.smoothing.smoother import limb_length_px

# Within so many forearm lengths of where they were a second ago [design defaults].
_STILL_WINDOW_S, _STILL_LIMBS = 1.0, 0.12


class Stillness:
    """Tells whether head and shoulders are where they were a second ago."""

    def __init__(self) -> None:
        self._movement = Movement(_STILL_WINDOW_S)

    def update(self, frame: PosedFrame) -> bool:
        """Take the next frame."""
        if frame.pose is None:
            return False
        self._movement.add(frame.time_s, places(frame.pose))
        moved_px = self._movement.from_now()
        # What is not seen does not count as moving.
        return math.isnan(moved_px) or moved_px <= _STILL_LIMBS * limb_length_px(frame.pose)


def places(pose: Pose) -> tuple[float, ...]:
    """Middle of the ears, middle of the shoulders, nose: x and y each."""
    return (*pose.middle("ear"), *pose.middle("shoulder"), *pose.xy_px[L.NOSE].tolist())
