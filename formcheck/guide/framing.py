"""What is wrong with how somebody stands in the picture, and the one step that mends it.

The distance is not told in metres: it would need the lens. What counts is that everything needed is in the
picture and large enough for the pose model.
"""

import math
from dataclasses import dataclass

import numpy as np

from formcheck.activities.activity import Activity
from formcheck.guide.guidance import Arrow
from formcheck.measurements.body import VISIBLE
from formcheck.measurements.view import Facing, Sight, View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.source.frame import StreamInfo

# All lengths are in trunk lengths, from the shoulders [derived: Drillis and Contini's segments, in Winter].
# How much room is needed above them, the activity's file says: 0.75 for the head, 1.5 for a straight arm
# (1.15), the hand (0.2) and the weight.
_BELOW = 1.1  # to just under the hips
_ASIDE = {View.SIDE: 0.7}
_ELBOWS_OUT = 0.9
# Trunk over the shorter side of the picture. A trunk of 0.5 m is 0.12 to 0.16 at 4 m from a webcam that sees
# 70 deg across, and the pose model was evaluated at 2 to 4 m.
_SMALLEST_TRUNK = 0.10
_CLOSE_TRUNK = 0.24
# Shoulder width over trunk length; stands for the trunk where the hips are out of the picture.
_SHOULDERS_PER_TRUNK = 0.62
# Desk: shoulders over the width of the picture; what the head needs above the eyes, in shoulder widths.
_WIDEST_SHOULDERS, _NARROWEST_SHOULDERS = 0.8, 0.10
_HEAD_ABOVE_EYES = 0.3


@dataclass(frozen=True, slots=True)
class Advice:
    """One step that mends the framing: see `Guidance` for the fields."""

    message: str
    spoken: str
    arrow: Arrow = ""


STEP_IN = Advice("Step into the picture", "I can't see anybody. Step into the picture.")
MORE_LIGHT = Advice("More light, please", "It is too dark to see you well. Switch on a light.")
_TILT_UP = Advice("Tilt camera up", "Tilt the camera up a little. On a laptop, tilt the screen back.", "up")
_TILT_DOWN = Advice(
    "Tilt camera down", "Tilt the camera, or the screen of the laptop, down a little.", "down"
)
_BACK = Advice("Step back", "Step back from the camera.", "back")
_AWAY = Advice("Further from camera", "Move further away from the camera.", "back")
_CLOSER = Advice("Come closer", "Come closer to the camera.", "closer")
_SIT_BACK = Advice("Move screen back", "You are very close. Move the camera away a little.", "back")
_SHOW_SHOULDERS = Advice(
    "Show face and shoulders",
    "I need to see your face and both shoulders. Move back, or move the camera.",
    "back",
)


def framing_advice(
    activity: Activity, info: StreamInfo, pose: Pose, sight: Sight, slack: float = 0.0
) -> Advice | None:
    """The first thing to change about the framing, or None where it is good.

    Args:
        activity: Says what has to be in the picture.
        info: Size of the picture.
        pose: The subject.
        sight: From where the camera sees them.
        slack: How much may be missing, in trunk lengths: more than nothing once the framing was good.
    """
    framing = activity.mode.framing
    if framing.shows == "face and shoulders":
        return _face_and_shoulders(info, pose, sight)
    return _body(framing.above, info, pose, sight, slack)


def _body(headroom: float, info: StreamInfo, pose: Pose, sight: Sight, slack: float) -> Advice | None:
    (x, y), trunk_px = pose.middle("shoulder"), _trunk_px(pose)
    if trunk_px is None:
        return _back(sight)
    aside = _ASIDE.get(sight.view, _ELBOWS_OUT) - slack
    if (headroom + _BELOW - slack) * trunk_px > info.height_px or 2 * aside * trunk_px > info.width_px:
        return _back(sight)
    if trunk_px < (1 - slack) * _SMALLEST_TRUNK * min(info.width_px, info.height_px):
        return _CLOSER
    return _aside(x, aside * trunk_px, info, sight) or _up_or_down(
        y, trunk_px, headroom - slack, _BELOW - slack, info, sight
    )


def _aside(x: float, room_px: float, info: StreamInfo, sight: Sight) -> Advice | None:
    if x < room_px:
        return _go("left", sight)
    return _go("right", sight) if x > info.width_px - room_px else None


def _up_or_down(
    y: float, trunk_px: float, above: float, below: float, info: StreamInfo, sight: Sight
) -> Advice | None:
    """Who is near steps back, which also shows the legs; for others the camera has to turn."""
    is_high, is_low = y < above * trunk_px, y > info.height_px - below * trunk_px
    if not (is_high or is_low):
        return None
    if trunk_px > _CLOSE_TRUNK * info.height_px:
        return _back(sight)
    return _TILT_UP if is_high else _TILT_DOWN


def _trunk_px(pose: Pose) -> float | None:
    """Length of the trunk, or what the shoulders make of it if that is more."""
    left, right = pose.xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].tolist()
    lengths = (math.dist(left, right) / _SHOULDERS_PER_TRUNK, pose.trunk_px)
    return max((length for length in lengths if length >= 1.0), default=None)  # not for NaN


def _go(edge: Arrow, sight: Sight) -> Advice:
    """Away from an edge of the unmirrored picture.

    Who stands at its left edge has to move to its right. Facing the camera that is to their own left, and
    to the left of the mirrored screen; facing away it is to their own right.
    """
    if sight.view is View.SIDE and sight.facing in (Facing.LEFT, Facing.RIGHT):
        is_forward = sight.facing.value != edge
        way = "forward" if is_forward else "backward"
        return Advice(f"Step {way}", f"Take a step {way}.", edge)
    if sight.view is View.BACK:
        own = "right" if edge == "left" else "left"
        return Advice(f"Move {own}", f"Move to your {own}.", edge)
    return Advice(f"Move {edge}", f"Move to your {edge}.", edge)


def _back(sight: Sight) -> Advice:
    """Who stands sideways would take "step back" for a step backwards."""
    return _AWAY if sight.view is View.SIDE else _BACK


def _face_and_shoulders(info: StreamInfo, pose: Pose, sight: Sight) -> Advice | None:
    xy, seen = pose.xy_px, np.nan_to_num(pose.visibility) >= VISIBLE
    shoulders, eyes = xy[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]], xy[[L.LEFT_EYE, L.RIGHT_EYE]]
    if (
        np.isnan(shoulders).any()
        or np.isnan(eyes).any()
        or not seen[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].any()
    ):
        return _SHOW_SHOULDERS
    left, right = float(shoulders[:, 0].min()), float(shoulders[:, 0].max())
    share = (right - left) / info.width_px
    if share > _WIDEST_SHOULDERS:
        return _SIT_BACK
    if sight.view is not View.SIDE and share < _NARROWEST_SHOULDERS:
        return _CLOSER
    if left < 0 or right > info.width_px:
        return _go("left" if left < 0 else "right", sight)
    if float(eyes[:, 1].mean()) < _HEAD_ABOVE_EYES * (right - left):
        return _TILT_UP
    return _TILT_DOWN if float(shoulders[:, 1].max()) > info.height_px else None
