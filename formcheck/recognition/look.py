"""What recognition sees of a body in one frame: plain heights and distances, in trunk lengths."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.measurements.arms import seen_elbow_angle_deg
from formcheck.measurements.body import Body, Unmeasurable
from formcheck.measurements.geometry import Point, angle_deg, distance_px
from formcheck.measurements.measurement import Reason
from formcheck.measurements.measurer import MeasuredFrame
from formcheck.measurements.networks.reading import sees_depth
from formcheck.measurements.quantity import SIDES, Side
from formcheck.measurements.view import View
from formcheck.pose.landmarks import Landmark as L

MEASURES = ("elbow_angle_deg",)
"""What has to be measured for it."""
# Below this many pixels nothing can be told.
_SMALLEST_PX = 8.0
# A limb that looks shorter than this has no direction in the picture; they are 0.5 long.
_SEEN_LIMB = 0.15


@dataclass(frozen=True, slots=True)
class ArmLook:
    """One arm.

    Attributes:
        elbow_up: Height of the elbow over the shoulder.
        elbow_out: How far it is from the shoulder across the picture.
        wrist_up: Height of the wrist over the shoulder.
        wrist_out: How far it is from the shoulder across the picture.
        wrist_aside: The same, away from the other shoulder positive.
        bend_deg: Interior angle of the elbow, or None where it is not known.
        seen_bend_deg: The same in the picture, where a straight arm is straight from everywhere; None where
            upper arm or forearm point at the camera.
    """

    elbow_up: float
    elbow_out: float
    wrist_up: float
    wrist_out: float
    wrist_aside: float
    bend_deg: float | None
    seen_bend_deg: float | None


@dataclass(frozen=True, slots=True)
class Look:
    """One body.

    Attributes:
        time_s: When.
        lean_deg: The line from hips to shoulders against the vertical of the picture, 0 to 180.
        trunk_px: The trunk's length in the picture.
        trunk_per_width: The trunk's length over the distance of the shoulders, as they are seen.
        shoulders: Middle of the shoulders in the picture.
        knees_below: How far the knees are below the hips, or None where neither is seen.
        arms: The arms that can be seen.
    """

    time_s: float
    lean_deg: float
    trunk_px: float
    trunk_per_width: float
    shoulders: Point
    knees_below: float | None
    arms: Mapping[Side, ArmLook]


def look_at(seen: MeasuredFrame) -> Look | None:
    """What a measured frame shows, or None where no trunk is there."""
    body = seen.body
    if body is None:
        return None
    pose = body.pose
    shoulders, hips = pose.middle("shoulder"), pose.middle("hip")
    trunk_px = pose.trunk_px
    if not math.isfinite(trunk_px) or trunk_px < _SMALLEST_PX:
        return None
    scale_px = body.lengths.trunk_px or trunk_px
    width_px = distance_px(body.xy[L.LEFT_SHOULDER], body.xy[L.RIGHT_SHOULDER])
    lean_deg = abs(math.degrees(math.atan2(shoulders[0] - hips[0], hips[1] - shoulders[1])))
    arms = {side: arm for side in SIDES if (arm := _arm(seen, body, side, scale_px)) is not None}
    return Look(
        time_s=seen.frame.time_s,
        lean_deg=lean_deg,
        trunk_px=trunk_px,
        trunk_per_width=trunk_px / max(width_px, 1.0),
        shoulders=shoulders,
        knees_below=_knees_below(body, hips, scale_px),
        arms=arms,
    )


def _arm(seen: MeasuredFrame, body: Body, side: Side, scale_px: float) -> ArmLook | None:
    if body.view is View.SIDE and body.near not in (None, side):
        return None  # the far arm is guessed, not seen
    shoulder, elbow, wrist = (L[f"{side}_{part}".upper()] for part in ("shoulder", "elbow", "wrist"))
    # From behind the body hides the hands, and their place is guessed well enough for this.
    guessed = {None, Reason.NOT_VISIBLE} if body.view is View.BACK else {None}
    if any(body.reasons[point] not in guessed for point in (shoulder, elbow, wrist)):
        return None
    (x, y), (elbow_x, elbow_y), (wrist_x, wrist_y) = body.xy[shoulder], body.xy[elbow], body.xy[wrist]
    other_x = body.xy[L.RIGHT_SHOULDER if side == "left" else L.LEFT_SHOULDER][0]
    return ArmLook(
        elbow_up=(y - elbow_y) / scale_px,
        elbow_out=abs(elbow_x - x) / scale_px,
        wrist_up=(y - wrist_y) / scale_px,
        wrist_out=abs(wrist_x - x) / scale_px,
        wrist_aside=math.copysign(wrist_x - x, (wrist_x - x) * (x - other_x)) / scale_px,
        bend_deg=_bend_deg(seen, body, side),
        seen_bend_deg=_seen_bend_deg(body.xy[shoulder], body.xy[elbow], body.xy[wrist], scale_px),
    )


def _bend_deg(seen: MeasuredFrame, body: Body, side: Side) -> float | None:
    # Without depth the network takes a shrug's elbows for bent to 100 deg: there the picture is kept to.
    if not sees_depth(body):
        try:
            return seen_elbow_angle_deg(body, side)
        except Unmeasurable:
            return None
    measured = seen.measurements.get(f"{side}_elbow_angle_deg")
    return None if measured is None else measured.value


def _seen_bend_deg(shoulder: Point, elbow: Point, wrist: Point, scale_px: float) -> float | None:
    shortest_px = min(distance_px(shoulder, elbow), distance_px(elbow, wrist))
    return angle_deg(shoulder, elbow, wrist) if shortest_px > _SEEN_LIMB * scale_px else None


def _knees_below(body: Body, hips: Point, scale_px: float) -> float | None:
    seen = [body.xy[knee][1] for knee in (L.LEFT_KNEE, L.RIGHT_KNEE) if body.reasons[knee] is None]
    return (max(seen) - hips[1]) / scale_px if seen else None
