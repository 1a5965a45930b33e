"""What a smoother of poses has to offer, and the lengths that its speeds are counted in."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose, PosedFrame

# A gap longer than this is a new start: nothing is carried over it.
MAX_GAP_S = 0.3
_DEG_PER_RAD = 57.29578


# A forearm's length over the length of what can be seen; several, since any point may be missing.
_GUESSES = (
    (0.5, ((L.LEFT_SHOULDER, L.LEFT_HIP), (L.RIGHT_SHOULDER, L.RIGHT_HIP))),
    (0.67, ((L.LEFT_SHOULDER, L.RIGHT_SHOULDER),)),
    (0.6, ((L.NOSE, L.LEFT_SHOULDER), (L.NOSE, L.RIGHT_SHOULDER))),
    (0.85, ((L.LEFT_SHOULDER, L.LEFT_ELBOW), (L.RIGHT_SHOULDER, L.RIGHT_ELBOW))),
    (1.0, ((L.LEFT_ELBOW, L.LEFT_WRIST), (L.RIGHT_ELBOW, L.RIGHT_WRIST))),
)


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
    xy = pose.xy_px.tolist()
    guesses = [share * math.dist(xy[a], xy[b]) for share, pairs in _GUESSES for a, b in pairs]
    return max([1.0, *(guess for guess in guesses if not math.isnan(guess))])


def degrees_per_px(pose: Pose) -> float:
    """By how many degrees a limb turns when its end moves by a pixel."""
    return _DEG_PER_RAD / limb_length_px(pose)


def with_xy(pose: Pose, xy_px: FloatArray) -> Pose:
    """The same pose with other picture coordinates."""
    points = pose.points.copy()
    points[:, :2] = xy_px
    return replace(pose, points=points)
