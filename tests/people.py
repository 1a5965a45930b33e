"""Stick figures to test with: a skeleton with known joint angles, its picture, and films of it moving.

Lengths are in lengths of the trunk, angles in degrees. A `Posture` says how somebody stands, a `Camera`
from where they are seen, `photo` gives the pose, and `film` a stream of them. `route` makes movements:
heights of the hands over time, -1 hanging, 0 at the shoulders, 1 overhead, which `lifted` turns into arms.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import tan

import numpy as np
from numpy.typing import NDArray

from formcheck.activities.activity import Activity
from formcheck.measurements.body import Body, implausible, unusable
from formcheck.measurements.catalog import frame_quantities, measure_all
from formcheck.measurements.lengths import LengthTracker
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.view import ViewEstimator
from formcheck.pose.landmarks import Landmark
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.observation import JudgedRep, Observation
from formcheck.session.start import start_session
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

# Of films and cameras, where nothing else is said: as fast as a slow camera, and half the work of 30.
FPS = 15.0


@dataclass(frozen=True, slots=True)
class Arm:
    """Upper arm from hanging, and the elbow's inside angle, 180 straight; both equal: forearm upright."""

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

    def info(self, fps: float = FPS) -> StreamInfo:
        """The stream of this camera, seen by a perfect model: what was fitted on others does not hold."""
        return StreamInfo("camera", self.width_px, self.height_px, fps)


FRONT, RIGHT_SIDE, LEFT_SIDE = Camera(0), Camera(90), Camera(-90)
OBLIQUE, BACK = Camera(45), Camera(180)


def _toward(ahead_deg: float, left_deg: float) -> Vector:
    """The upward direction that leans by these angles, each as seen from its own side."""
    ahead, left = np.radians((ahead_deg, left_deg))
    direction = np.array((tan(ahead), tan(left), 1.0))
    return np.asarray(direction / np.linalg.norm(direction))


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
            "KNEE": knee, "ANKLE": ankle, "HEEL": ankle - (0.05, 0, 0), "FOOT_INDEX": ankle - (-0.25, 0, 0),
        }  # fmt: skip
        limb |= dict.fromkeys(("PINKY", "INDEX", "THUMB"), elbow + (FOREARM + 0.12) * along)
        points |= {L[f"{side}_{part}"]: point for part, point in limb.items()}
    return points


@lru_cache(maxsize=8192)
def _figure(posture: Posture) -> NDArray[np.float64]:
    """The same as three rows: ahead, left, up."""
    figure = skeleton(posture)
    return np.array([figure[landmark] for landmark in L]).T


# BlazePose overstates depth: 45 deg of turn look like 70.
DEPTH = 2.8


def photo(
    posture: Posture | None = None,
    camera: Camera = FRONT,
    hidden: Collection[Landmark] = (),
    missing: Collection[Landmark] = (),
) -> Pose:
    """The pose that a perfect model finds: `hidden` points are only guessed, `missing` ones not there."""
    turn = np.radians(camera.turn_deg)
    ahead, left, up = _figure(posture or Posture())
    points = np.ones((33, 5))
    points[:, 0] = camera.x * camera.width_px + camera.trunk_px * (left * np.cos(turn) + ahead * np.sin(turn))
    points[:, 1] = camera.y * camera.height_px - camera.trunk_px * up
    points[:, 2] = DEPTH * camera.trunk_px * (left * np.sin(turn) - ahead * np.cos(turn))
    if abs(np.cos(turn)) < 0.3:
        far = "LEFT" if np.sin(turn) > 0 else "RIGHT"
        points[[L[f"{far}_{part}"] for part in _FAR], 3] = 0.2
    points[list(hidden), 3] = 0.2
    points[list(missing)] = np.nan
    return Pose(points)


def mirrored(pose: Pose, width_px: int) -> Pose:
    """The picture's mirror image, as the model sees it: left has become right."""
    points = pose.points.copy()
    points[:, 0] = width_px - points[:, 0]
    return Pose(points[[L[_other_side(landmark.name)] for landmark in L]])


def _other_side(name: str) -> str:
    return name.replace("LEFT", "*").replace("RIGHT", "LEFT").replace("*", "RIGHT")


# Movements


Knot = tuple[float, float]  # time, height
Route = tuple[Knot, ...]
Motion = Callable[[float], Posture]


def route(start: float, *legs: Knot) -> Route:
    """Start at a height, then reach the next ones, each after so many seconds: (seconds, height)."""
    knots = [(0.0, start)]
    for seconds, height in legs:
        knots.append((knots[-1][0] + seconds, height))
    return tuple(knots)


def height_at(path: Route, time_s: float) -> float:
    """The height at a time; from knot to knot it speeds up and slows down like half a cosine."""
    times = [time for time, _ in path]
    leg = int(np.clip(np.searchsorted(times, time_s, "right"), 1, len(path) - 1))
    (from_s, low), (to_s, high) = path[leg - 1], path[leg]
    share = float(np.clip((time_s - from_s) / (to_s - from_s), 0, 1))
    return low + (high - low) * (1 - np.cos(np.pi * share)) / 2


def one_rep(
    up_s: float = 1.0, top_s: float = 0.5, down_s: float = 1.5, bottom_s: float = 0.7, top: float = 1.0
) -> tuple[Knot, ...]:
    """Legs of a route: up from 0, stay, down, stay."""
    legs = ((up_s, top), (top_s, top), (down_s, 0.0), (bottom_s, 0.0))
    return tuple(leg for leg in legs if leg[0] > 0)


def press_set(reps: int = 3, **tempo: float) -> Route:
    """Stand with the weight hanging, bring it to the shoulders, press."""
    return route(-1.0, (1.5, -1.0), (1.0, 0.0), (1.0, 0.0), *(one_rep(**tempo) * reps))


def arm_at(height: float) -> Arm:
    """An arm whose hand is at a height; between shoulder and overhead the forearm stays upright."""
    if height < 0:
        return Arm(50 + 40 * height, 50 - 120 * height)
    return Arm(50 + 125 * height, 50 + 125 * height)


def lifted(left: float, right: float | None = None) -> Posture:
    """Both hands at a height, or each at its own; elbows well in front, so the grip is narrow."""
    return Posture(arm_at(left), arm_at(left if right is None else right), arms_ahead_deg=80)


def along(
    path: Route, change: Callable[[Posture, float], Posture] = lambda posture, height: posture
) -> Motion:
    """The hands follow a route; `change` alters each posture, given the height."""

    def motion(time_s: float) -> Posture:
        height = height_at(path, time_s)
        return change(lifted(height), height)

    return motion


def with_every_rule(activity: Activity) -> Activity:
    """The activity with the rules that are off because a real picture shows too little for them."""
    return replace(activity, rules=(*activity.rules, *activity.off), off=())


def film(
    motion: Motion,
    seconds: float,
    camera: Camera = FRONT,
    *,
    fps: float = FPS,
    jitter_px: float = 0.0,
    unseen: Knot = (np.inf, np.inf),
    hidden: Collection[Landmark] = (),
) -> list[PosedFrame]:
    """Frames of somebody moving; nobody is found from `unseen[0]` to `unseen[1]`."""
    noise = np.random.default_rng(1)
    frames = []
    for index in range(round(seconds * fps) + 1):
        time_s = index / fps
        pose = photo(motion(time_s), camera, hidden)
        if jitter_px:
            points = pose.points.copy()
            points[:, :2] += noise.normal(0, jitter_px, (33, 2))
            pose = Pose(points)
        frames.append(PosedFrame(index, time_s, None if unseen[0] <= time_s < unseen[1] else pose))
    return frames


def film_set(path: Route, camera: Camera = FRONT, **how: object) -> list[PosedFrame]:
    """A film of a whole route with clean form."""
    return film(along(path), path[-1][0], camera, **how)  # type: ignore[arg-type]


# Watching


def measured(pose: Pose, camera: Camera = FRONT, model: str | None = None) -> dict[str, Measurement]:
    """Every measure of one picture, with the view and the lengths that it shows by itself."""
    sight = ViewEstimator().update(0.0, pose)
    reasons = unusable(pose, camera.width_px, camera.height_px)
    lengths = LengthTracker().update(0.0, pose, reasons, sight.view)
    reasons = implausible(pose, reasons, lengths)
    body = Body(pose, reasons, sight.view, sight.facing, sight.near, lengths, model=model)
    return measure_all(body, tuple(frame_quantities()))


@dataclass(frozen=True, slots=True)
class Watched:
    """All that a session said of a film."""

    observations: tuple[Observation, ...]
    end: Observation | None

    @property
    def everything(self) -> tuple[Observation, ...]:
        """With what ended when the film did."""
        return self.observations if self.end is None else (*self.observations, self.end)

    @property
    def reps(self) -> tuple[JudgedRep, ...]:
        """The reps that are over."""
        return tuple(rep for seen in self.everything for rep in seen.reps)

    @property
    def count(self) -> int:
        """Reps counted."""
        return self.observations[-1].rep_count

    def found(self) -> dict[str, str]:
        """Rule -> worst severity of its findings, by short id."""
        findings = [f for seen in self.everything for f in seen.findings]
        return {
            f.rule.rpartition(".")[2]: str(f.severity)
            for f in sorted(findings, key=lambda f: f.severity.rank)
        }


def watch(
    activity: Activity,
    frames: Iterable[PosedFrame],
    camera: Camera = FRONT,
    fps: float = FPS,
    smoother: Smoother | None = None,
) -> Watched:
    """Run a film through a session to its end."""
    session = start_session(activity, camera.info(fps), smoother or ZeroPhaseSmoother())
    seen = list(session.watch(frames))
    end = seen.pop() if seen and seen[-1].is_end else None
    return Watched(tuple(seen), end)
