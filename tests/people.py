"""Stick figures to test with: a skeleton with known joint angles, its picture, and films of it moving.

Lengths are in lengths of the trunk, angles in degrees. A `Posture` says how somebody stands, a `Camera`
from where they are seen, `photo` gives the pose, and `film` a stream of them. `route` makes movements:
heights of the hands over time, -1 hanging, 0 at the shoulders, 1 overhead, which `lifted` turns into arms.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from math import tan

import numpy as np
from numpy.typing import NDArray

from formcheck.activities.activity import Activity
from formcheck.pose.landmarks import Landmark
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.observation import JudgedRep, Observation
from formcheck.session.session import Session
from formcheck.source.frame import StreamInfo

SHOULDERS, HIPS, NECK, UPPER_ARM, FOREARM, SHANK = 0.62, 0.36, 0.42, 0.646, 0.507, 0.85
SIDES = ("left", "right")

# Points of the face, from the middle between the ears: ahead, to the side, up.
_FACE = {
    "EAR": (0.0, 0.13, 0.0),
    "EYE_INNER": (0.16, 0.03, 0.03),
    "EYE": (0.16, 0.06, 0.03),
    "EYE_OUTER": (0.14, 0.09, 0.0),
}
_NOSE, _MOUTH = (0.20, 0.0, -0.03), (0.17, 0.05, -0.10)
# Seen from the side, these points of the far side are behind the body.
_FAR = ("EAR", "EYE", "ELBOW", "WRIST", "PINKY", "INDEX", "THUMB", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX")

Vector = NDArray[np.float64]  # ahead, to the subject's left, up


@dataclass(frozen=True, slots=True)
class Arm:
    """`raised_deg`: upper arm from hanging; `elbow_deg`: inside angle, 180 straight; equal: forearm upright."""

    raised_deg: float = 10.0
    elbow_deg: float = 170.0


@dataclass(frozen=True, slots=True)
class Posture:
    """How somebody stands; all zero is upright, looking ahead. Arms and neck are against the vertical."""

    left: Arm = field(default_factory=Arm)
    right: Arm = field(default_factory=Arm)
    arms_ahead_deg: float = 0.0  # 0: the arms move sideways, 90: in front of the body
    trunk_forward_deg: float = 0.0
    trunk_left_deg: float = 0.0
    neck_forward_deg: float = 0.0
    looks_up_deg: float = 0.0
    knee_deg: float = 0.0
    shrug: float = 0.0


@dataclass(frozen=True, slots=True)
class Camera:
    """`turn_deg`: 0 sees the front, 90 the subject's right side (they look to the right of the picture)."""

    turn_deg: float = 0.0
    width_px: int = 1280
    height_px: int = 720
    trunk_px: float = 150.0
    x: float = 0.5  # where the feet are, in shares of the picture
    y: float = 0.95
    mirrored: bool = False  # flipped by the camera, with left and right named as if it were not

    def info(self, fps: float = 30.0) -> StreamInfo:
        """The stream of this camera."""
        return StreamInfo("camera", self.width_px, self.height_px, fps)


FRONT, RIGHT_SIDE, LEFT_SIDE = Camera(0), Camera(90), Camera(-90)
OBLIQUE, BACK = Camera(45), Camera(180)


def _toward(ahead_deg: float, left_deg: float) -> Vector:
    """The upward direction that leans by these angles, each as seen from its own side."""
    ahead, left = np.radians((ahead_deg, left_deg))
    direction = np.array((tan(ahead), tan(left), 1.0))
    return direction / float(np.hypot(*direction)) if False else direction / np.linalg.norm(direction)


def skeleton(posture: Posture) -> dict[Landmark, Vector]:
    """The 33 points of a person who stands at the origin."""
    points: dict[Landmark, Vector] = {}
    half_knee = np.radians(posture.knee_deg / 2)
    hips = np.array((0.0, 0.0, 2 * SHANK * np.cos(half_knee)))
    shoulders = hips + _toward(posture.trunk_forward_deg, posture.trunk_left_deg)
    ears = shoulders + NECK * _toward(posture.neck_forward_deg, 0.0)
    up = np.radians(posture.looks_up_deg)

    def face(ahead: float, left: float, height: float) -> Vector:
        turned = ahead * np.cos(up) - height * np.sin(up), left, ahead * np.sin(up) + height * np.cos(up)
        return np.asarray(ears + turned)

    points[L.NOSE] = face(*_NOSE)
    for side, sign, arm in (("LEFT", 1, posture.left), ("RIGHT", -1, posture.right)):
        aside = np.array((0.0, sign, 0.0))
        points[L[f"MOUTH_{side}"]] = face(_MOUTH[0], sign * _MOUTH[1], _MOUTH[2])
        for part, (ahead, left, height) in _FACE.items():
            points[L[f"{side}_{part}"]] = face(ahead, sign * left, height)
        shoulder = shoulders + aside * SHOULDERS / 2 + (0, 0, posture.shrug)
        raised, bend = np.radians((arm.raised_deg, arm.raised_deg + 180 - arm.elbow_deg))
        plane = np.radians(posture.arms_ahead_deg)
        out = np.array((np.sin(plane), sign * np.cos(plane), 0.0))
        elbow = shoulder + UPPER_ARM * (np.sin(raised) * out - (0, 0, np.cos(raised)))
        along = np.sin(bend) * out - (0, 0, np.cos(bend))
        hip = hips + aside * HIPS / 2
        knee = hip + SHANK * np.array((np.sin(half_knee), 0, -np.cos(half_knee)))
        ankle = hip - (0, 0, hips[2])
        limb = {
            "SHOULDER": shoulder, "ELBOW": elbow, "WRIST": elbow + FOREARM * along, "HIP": hip,
            "KNEE": knee, "ANKLE": ankle, "HEEL": ankle - (0.05, 0, 0), "FOOT_INDEX": ankle + (0.25, 0, 0),
        }  # fmt: skip
        limb |= dict.fromkeys(("PINKY", "INDEX", "THUMB"), elbow + (FOREARM + 0.12) * along)
        points |= {L[f"{side}_{part}"]: point for part, point in limb.items()}
    return points


def photo(
    posture: Posture | None = None,
    camera: Camera = FRONT,
    hidden: Collection[Landmark] = (),
    missing: Collection[Landmark] = (),
) -> Pose:
    """The pose that a perfect model finds: `hidden` points are only guessed, `missing` ones not there."""
    turn = np.radians(camera.turn_deg)
    points = np.zeros((33, 5))
    for landmark, (ahead, left, up) in skeleton(posture or Posture()).items():
        x = left * np.cos(turn) + ahead * np.sin(turn)
        depth = left * np.sin(turn) - ahead * np.cos(turn)
        px = camera.x * camera.width_px + camera.trunk_px * x
        py = camera.y * camera.height_px - camera.trunk_px * up
        points[landmark] = (px, py, depth * camera.trunk_px, 1.0, 1.0)
    if abs(np.cos(turn)) < 0.3:
        far = "LEFT" if np.sin(turn) > 0 else "RIGHT"
        points[[L[f"{far}_{part}"] for part in _FAR], 3] = 0.2
    points[list(hidden), 3] = 0.2
    points[list(missing)] = np.nan
    return mirrored(Pose(points), camera.width_px) if camera.mirrored else Pose(points)


def mirrored(pose: Pose, width_px: int) -> Pose:
    """The picture's mirror image, as the model sees it: left has become right."""
    points = pose.points.copy()
    points[:, 0] = width_px - points[:, 0]
    return Pose(points[[L[_other_side(landmark.name)] for landmark in L]])


def _other_side(name: str) -> str:
    return name.replace("LEFT", "*").replace("RIGHT", "LEFT").replace("*", "RIGHT")
