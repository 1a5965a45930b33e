"""From pixels of the picture to lengths: how tall the person is, and how long the trunk is in the picture."""

import math
import statistics
from collections import Counter
from dataclasses import dataclass

from formcheck.pose.pose import Pose
from formcheck.results.plain import OF_HEIGHT

# Lengths of a trunk are counted in steps of so much: an hour of them takes no more room than a second.
_STEP = 1.01


@dataclass(frozen=True, slots=True)
class Scale:
    """How lengths in the picture are told.

    Attributes:
        unit: "m", or "px" where nobody said how tall the person is.
        per_px: How much of it a pixel is.
    """

    unit: str = "px"
    per_px: float = 1.0

    @property
    def words(self) -> str:
        """How it was found, for people."""
        if self.unit == "px":
            return "lengths in pixels of the picture"
        return "lengths scaled by the person's height, in the plane of the body"


class ScaleFinder:
    """Finds the scale of a film from the usual length of the trunk in it.

    The trunk, from the middle of the shoulders to that of the hips, is 0.288 of the height (see
    `formcheck.results.plain`). A trunk that leans towards the camera looks shorter, so that lengths come out
    too large: the middle of all frames stands against that.

    Args:
        height_cm: How tall the person is; None: the scale is that of the picture.

    Example:
        >>> ScaleFinder(None).scale()
        Scale(unit='px', per_px=1.0)
    """

    def __init__(self, height_cm: float | None) -> None:
        self._height_cm = height_cm
        self._lengths: Counter[int] = Counter()

    def see(self, pose: Pose | None) -> None:
        """Take a pose."""
        if pose is not None and self._height_cm is not None and pose.trunk_px > 1.0:
            self._lengths[round(math.log(pose.trunk_px, _STEP))] += 1

    def scale(self) -> Scale:
        """The scale of what was seen."""
        if self._height_cm is None or not self._lengths:
            return Scale()
        trunk_px = _STEP ** statistics.median(self._lengths.elements())
        return Scale("m", OF_HEIGHT["trunk"] * self._height_cm / 100 / trunk_px)
