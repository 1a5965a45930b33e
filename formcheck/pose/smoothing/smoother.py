from collections.abc import Iterator
from typing import Protocol

import numpy as np

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose, PosedFrame

# A gap longer than this is a new start: nothing is carried over it.
MAX_GAP_S = 0.3
_DEG_PER_RAD = 57.29578


class Smoother(Protocol):
    """Takes the jitter out of poses. What goes in comes out once, in order, maybe later."""

    def push(self, frame: PosedFrame) -> Iterator[PosedFrame]:
        """Take the next frame; give those that are ready."""
        ...

    def finish(self) -> Iterator[PosedFrame]:
        """Give what is left."""
        ...


def limb_length_px(pose: Pose) -> float:
    """A forearm's length, guessed from whatever can be seen; never zero.

    It turns pixels into angles: a joint that moves by this length swings its limb by a radian.
    Proportions (forearm about half the trunk, two thirds of the shoulder width) after Drillis and
    Contini's segment table, as quoted in Winter, Biomechanics and Motor Control of Human Movement.
    """
    xy = pose.xy_px
    trunk = np.hypot(
        *(xy[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(0) - xy[[L.LEFT_HIP, L.RIGHT_HIP]].mean(0))
    )
    shoulders = np.hypot(*(xy[L.LEFT_SHOULDER] - xy[L.RIGHT_SHOULDER]))
    face = np.hypot(*(xy[L.NOSE] - xy[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(0)))
    guesses = np.array([trunk * 0.5, shoulders * 0.67, face * 0.8, 1.0])
    return float(np.nanmax(guesses))


def degrees_per_px(pose: Pose) -> float:
    """By how many degrees a limb turns when its end moves by a pixel."""
    return _DEG_PER_RAD / limb_length_px(pose)


def with_xy(pose: Pose, xy_px: FloatArray) -> Pose:
    """The same pose with other picture coordinates."""
    points = pose.points.copy()
    points[:, :2] = xy_px
    return Pose(points, pose.world)
