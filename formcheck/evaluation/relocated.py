"""Somebody who sits as before, seen by a camera that stands or looks elsewhere: the points, moved.

A turn of the camera moves every point the same way whatever its distance. A chair that was moved moves what
is nearer to the camera more; how far each point of a sitter is in front of the shoulders is assumed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.source.frame import StreamInfo

FloatArray = NDArray[np.float64]

# How far points are in front of the line of the shoulders, in metres.
_AHEAD_M = {"NOSE": 0.13, "EYE": 0.10, "MOUTH": 0.11, "EAR": 0.03, "ELBOW": 0.05, "HIP": 0.05}
_HAND_M = 0.30


@dataclass(frozen=True)
class Relocation:
    """How chair or camera were moved.

    Attributes:
        right_m, up_m, away_m: The way of the chair as the camera sees it.
        pan_deg, tilt_deg, roll_deg: How the camera turned: right, up and clockwise positive.
        zoom: How much larger it shows everything.
    """

    right_m: float = 0.0
    up_m: float = 0.0
    away_m: float = 0.0
    pan_deg: float = 0.0
    tilt_deg: float = 0.0
    roll_deg: float = 0.0
    zoom: float = 1.0


def relocated(
    pose: Pose,
    info: StreamInfo,
    camera: Mapping[str, Any],
    move: Relocation,
    ahead_m: FloatArray | None = None,
) -> Pose:
    """The pose as it looks after a move.

    Args:
        pose: Somebody who is seen from in front.
        info: Size of the picture.
        camera: The camera of the rendered scene.
        move: What was moved.
        ahead_m: (33) How far each point is in front of where the shoulders are at rest, if that is known;
            without it they sit upright.
    """
    points = pose.points.copy()
    focal_px = info.height_px / 2 / np.tan(np.radians(camera["fov_deg"]) / 2)
    centre_px = np.array((info.width_px / 2, info.height_px / 2))
    depth_m = camera["distance_m"] - (ahead_when_upright_m() if ahead_m is None else ahead_m)
    seen = np.column_stack([(points[:, :2] - centre_px) / focal_px, np.ones(len(points))])
    down = np.radians(camera.get("pitch_deg", 0.0))
    up = np.array((0.0, -np.cos(down), -np.sin(down)))
    away = np.array((0.0, -np.sin(down), np.cos(down)))
    there = seen * depth_m[:, None] + move.up_m * up + move.away_m * away + (move.right_m, 0.0, 0.0)
    there = there @ _turn(move).T
    points[:, :2] = centre_px + move.zoom * focal_px * there[:, :2] / there[:, 2:]
    return Pose(points, pose.world)


def ahead_when_upright_m() -> FloatArray:
    """(33) How far each point is in front of the shoulders of somebody who sits upright."""
    ahead = np.zeros(len(L))
    for point in L:
        known = [way for part, way in _AHEAD_M.items() if part in point.name]
        hand = any(part in point.name for part in ("WRIST", "PINKY", "INDEX", "THUMB"))
        ahead[point] = known[0] if known else _HAND_M if hand else 0.0
    return ahead


def _turn(move: Relocation) -> FloatArray:
    """What the camera's turn does to directions."""
    (pan, tilt, roll) = np.radians((move.pan_deg, move.tilt_deg, move.roll_deg))
    across = np.array(((np.cos(pan), 0, -np.sin(pan)), (0, 1, 0), (np.sin(pan), 0, np.cos(pan))))
    upwards = np.array(((1, 0, 0), (0, np.cos(tilt), np.sin(tilt)), (0, -np.sin(tilt), np.cos(tilt))))
    about = np.array(((np.cos(roll), np.sin(roll), 0), (-np.sin(roll), np.cos(roll), 0), (0, 0, 1)))
    turned: FloatArray = about @ upwards @ across
    return turned
