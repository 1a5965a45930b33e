"""A second look at an arm: what it reads now, beside what both arms have read in the last reps.

One frame leaves open whether an elbow looks bent because it is, or because of this body, these clothes and
this camera. What the same arm reads at its straightest and at its most bent, and what the other arm reads
now, tells more: on people left out the error at the top of a press falls by a fifth to a quarter. What is
learned is a correction of the first reading, with its own error: `scripts/fit_networks.py`, docs/networks.md.
"""

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.networks.arm import within_joint
from formcheck.measurements.rolling import Rolling
from formcheck.pose.pose import FloatArray

# As long as a few reps take.
_WINDOW_S = 20.0
_PERCENT = (5, 25, 50, 75, 95)
# Of the three angles, those that are kept of the first reading, and of plane geometry.
_KEPT, _KEPT_OF_PLANE = (0, 1), (0,)
REMEMBERED = (len(_KEPT) + len(_KEPT_OF_PLANE)) * len(_PERCENT)
_ARMS = 2
_OTHER = (1, 0)
_ANGLE_DEG, _ERROR_DEG = 90.0, 30.0
# Where the second look departs from the first one by more than so many of its errors, in one arm of a hundred
# and fifty, it has met nothing like it, and is off by 30 deg there; the first one by 13.
_MOST_APART = 2.0
# Of arms that point at the camera the first look knows no more than that elbows differ by 50 deg. The second
# one then says what is usual in lifts: a squat with arms held out was a curl. So it is not asked of an arm
# whose elbow may be off by so much, and it is believed more than the first one, but so much more at most.
_BLIND_DEG, _LEAST_SHARE = 40.0, 0.4
# Before an arm has gone up or down by so much, over so long, there is nothing to compare it with: on people
# left out the second look is then no better, and on a real man who balanced it was worse than the first.
_LEAST_MOVED_DEG, _LEAST_S = 40.0, 2.0
_ELEVATION = 1


class ArmMemory:
    """What both arms have read in the last seconds."""

    def __init__(self) -> None:
        kept = len(_KEPT) + len(_KEPT_OF_PLANE)
        self._seen = [[Rolling(_WINDOW_S) for _ in range(kept)] for _ in range(_ARMS)]
        self._since_s = self._last_s = -math.inf

    def recall(self, time_s: float) -> FloatArray | None:
        """What is remembered, or None where nothing is, or where the arms were last read too long ago.

        Args:
            time_s: Now.

        Returns:
            (31,) percentiles of each arm's readings in degrees, left first, and for how long they reach back,
            as a share of the whole window.
        """
        if time_s - self._last_s > _WINDOW_S:
            return None
        found = [one.percentile(percent) for arm in self._seen for one in arm for percent in _PERCENT]
        return np.array([*found, min(1.0, (time_s - self._since_s) / _WINDOW_S)])

    def add(self, time_s: float, values: FloatArray, seen: FloatArray) -> None:
        """Take the first reading of both arms.

        Args:
            time_s: When.
            values: (2, 3) angles in the order of `arm.OUTPUTS`, left first.
            seen: (2, 3) the same of plane geometry.
        """
        if time_s - self._last_s > _WINDOW_S:
            self._since_s = time_s
        self._last_s = time_s
        for arm, of_arm, of_plane in zip(self._seen, values.tolist(), seen.tolist(), strict=True):
            numbers = [*(of_arm[n] for n in _KEPT), *(of_plane[n] for n in _KEPT_OF_PLANE)]
            for one, number in zip(arm, numbers, strict=True):
                one.add(time_s, number)


def tells(remembered: FloatArray) -> NDArray[np.bool_]:
    """(m, 2) whether what is remembered of an arm is enough to look at it again.

    Args:
        remembered: (m, 31) as `ArmMemory` recalls it.
    """
    elevation = remembered[:, :-1].reshape(len(remembered), _ARMS, -1, len(_PERCENT))[:, :, _ELEVATION]
    moved = elevation[:, :, -1] - elevation[:, :, 0] >= _LEAST_MOVED_DEG
    return np.asarray(moved & (remembered[:, -1:] * _WINDOW_S >= _LEAST_S))


def settled(
    values: FloatArray, errors: FloatArray, correction: FloatArray, own: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """What counts of both looks at m arms.

    Args:
        values: (m, 3) the first reading.
        errors: (m, 3) how wrong it says it is.
        correction: (m, 3) what the second look adds to it.
        own: (m, 3) how wrong that says it is.

    Returns:
        (m, 3) angles, each within what a joint can do, and (m, 3) their errors.
    """
    apart = np.any(np.abs(correction) > _MOST_APART * errors, axis=1, keepdims=True)
    first = apart | (errors[:, :1] > _BLIND_DEG)
    stated = np.where(first, errors, np.maximum(own, _LEAST_SHARE * errors))
    return within_joint(np.where(first, values, values + correction)), stated


def second_look(
    values: FloatArray, errors: FloatArray, seen: FloatArray, remembered: FloatArray, limbs: FloatArray
) -> FloatArray:
    """What the network is shown of both arms of m frames.

    Args:
        values: (m, 2, 3) the first reading, left arm first.
        errors: (m, 2, 3) how wrong it says it is.
        seen: (m, 2, 3) what plane geometry gives.
        remembered: (m, 31) what was read before.
        limbs: (m, 2) upper arm and forearm in trunk lengths.

    Returns:
        (m, 2, n) one row an arm: its own numbers first, then those of the other one.
    """
    now = np.concatenate([values / _ANGLE_DEG, errors / _ERROR_DEG, seen / _ANGLE_DEG], axis=2)
    before = remembered[:, :-1].reshape(-1, _ARMS, REMEMBERED) / _ANGLE_DEG
    alike = np.concatenate([remembered[:, -1:], limbs], axis=1)[:, None].repeat(_ARMS, axis=1)
    return np.concatenate([now, now[:, _OTHER], before, before[:, _OTHER], alike], axis=2)
