"""From where the camera sees the subject, estimated per frame, with hysteresis."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

import numpy as np

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose


class View(StrEnum):
    """From where the camera sees the subject."""

    FRONT = "front"
    SIDE = "side"
    OBLIQUE = "oblique"
    BACK = "back"
    UNKNOWN = "unknown"


class Facing(StrEnum):
    """Which way the subject looks in the picture."""

    LEFT = "left"
    RIGHT = "right"
    CAMERA = "camera"
    UNKNOWN = "unknown"


# Shoulder distance over trunk length, |x11 - x12| / T, from 0.65 facing the camera to 0 side-on [derived].
FRONT_FROM, SIDE_TO = 0.55, 0.20
# With the hips hidden: shoulder distance over the height of the eyes above the shoulders, 1.4 from the
# front and below 0.5 from the side on rendered people [derived].
FRONT_FROM_EYES, SIDE_TO_EYES = 1.15, 0.50
# A class is left only when the value is this much past its limit, so that it does not flicker.
_STICK = 0.04
_WINDOW_S = 0.5
_MIN_VISIBILITY = 0.3
_NOSE_AHEAD = 0.04


@dataclass(frozen=True, slots=True)
class Sight:
    """View and facing at one moment.

    Attributes:
        near: The side that is nearer to the camera when it sees the subject from the side, else None.
    """

    view: View = View.UNKNOWN
    facing: Facing = Facing.UNKNOWN

    @property
    def near(self) -> str | None:
        """Who faces the left of the picture shows the camera their left side."""
        if self.view not in (View.SIDE, View.OBLIQUE) or self.facing in (Facing.UNKNOWN, Facing.CAMERA):
            return None
        return "left" if self.facing is Facing.LEFT else "right"


class ViewEstimator:
    """Follows the view through a stream of poses."""

    def __init__(self) -> None:
        self._turns: deque[tuple[float, float, float]] = deque()
        self._sight = Sight()

    def update(self, time_s: float, pose: Pose | None) -> Sight:
        """The view at this frame; unknown while nobody has been seen for half a second."""
        while self._turns and time_s - self._turns[0][0] > _WINDOW_S:
            self._turns.popleft()
        turn = None if pose is None else _turn(pose)
        if turn is not None:
            self._turns.append((time_s, *turn))
        if not self._turns:
            self._sight = Sight()
        else:
            width = median(width for _, width, _ in self._turns)
            nose = median(nose for _, _, nose in self._turns)
            view = _classify(width, self._sight.view)
            self._sight = Sight(view, _facing(view, nose))
        return self._sight


def _turn(pose: Pose) -> tuple[float, float] | None:
    """Signed shoulder width on the scale of the limits, and how far the nose is ahead of the ears.

    The width is positive when the subject's left is on the right of the picture: facing the camera.
    """
    xy, seen = pose.xy_px, np.nan_to_num(pose.visibility) >= _MIN_VISIBILITY
    shoulders = [L.LEFT_SHOULDER, L.RIGHT_SHOULDER]
    # Of two shoulders in line, the far one is hidden: its place is still well guessed.
    if np.isnan(xy[shoulders]).any() or not seen[shoulders].any():
        return None
    middle = xy[shoulders].mean(0)
    width_px = xy[L.LEFT_SHOULDER, 0] - xy[L.RIGHT_SHOULDER, 0]
    hips, eyes = [L.LEFT_HIP, L.RIGHT_HIP], [L.LEFT_EYE, L.RIGHT_EYE]
    eyes_px = middle[1] - xy[eyes, 1].mean()
    if seen[hips].any() and not np.isnan(xy[hips]).any():
        scale_px = float(np.hypot(*(middle - xy[hips].mean(0))))
        width = width_px / max(scale_px, 1.0)
    elif seen[eyes].any() and eyes_px > 1:
        scale_px = float(eyes_px) * FRONT_FROM_EYES / FRONT_FROM
        width = width_px / scale_px
    else:
        return None
    ears = xy[[L.LEFT_EAR, L.RIGHT_EAR], 0].mean()
    nose = (xy[L.NOSE, 0] - ears) / max(scale_px, 1.0)
    return float(width), float(np.nan_to_num(nose))


def _classify(width: float, last: View) -> View:
    front = FRONT_FROM - (_STICK if last is View.FRONT else 0)
    side = SIDE_TO + (_STICK if last is View.SIDE else 0)
    back = SIDE_TO - (_STICK if last is View.BACK else 0)
    if width >= front:
        return View.FRONT
    if abs(width) <= side:
        return View.SIDE
    # Any clear swap of the shoulders means that the camera is behind the subject, square or not.
    if width < -back:
        return View.BACK
    return View.OBLIQUE


def _facing(view: View, nose: float) -> Facing:
    if view is View.FRONT:
        return Facing.CAMERA
    if view in (View.SIDE, View.OBLIQUE) and abs(nose) >= _NOSE_AHEAD:
        return Facing.RIGHT if nose > 0 else Facing.LEFT
    return Facing.UNKNOWN
