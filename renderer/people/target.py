"""What a movement asks of the body at one instant. Angles in degrees, lengths in metres."""

from dataclasses import dataclass, field

import numpy as np

from renderer.geometry import Matrix, Vector

LUMBAR = {"root": 0.12, "spine05": 0.24, "spine04": 0.26, "spine03": 0.22, "spine02": 0.10, "spine01": 0.06}
HINGE = {"root": 0.90, "spine05": 0.04, "spine04": 0.03, "spine03": 0.03}
"""How a bend of the trunk is shared: lower back, hips."""


@dataclass(frozen=True)
class Trunk:
    """Where the trunk points.

    Attributes:
        inclination_deg: hips to shoulders against the vertical in the sagittal plane, forward positive, as a
            change from standing; the solver bends the `sharing` joints until it is exact.
        lean_deg: the same in the frontal plane, to the subject's left positive.
        twist_deg: shoulders against hips about the vertical, to the left positive.
        pelvis_tilt_deg: tilt of the pelvis before the bend, forward positive.
        kyphosis_deg: rounding of the upper back, before the bend.
        sharing: which joints bend, with their shares.
    """

    inclination_deg: float = 0.0
    lean_deg: float = 0.0
    twist_deg: float = 0.0
    pelvis_tilt_deg: float = 0.0
    kyphosis_deg: float = 0.0
    sharing: dict[str, float] = field(default_factory=lambda: LUMBAR)


@dataclass(frozen=True)
class Head:
    """Where the head points, against the direction the hips face.

    Attributes:
        pitch_deg: looking down positive, against the horizon, so the head stays level while the trunk leans.
        roll_deg: tilt to the left shoulder positive.
        yaw_deg: turn to the left positive.
        forward_deg: bend of the lower neck that carries the level head forward.
    """

    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    yaw_deg: float = 0.0
    forward_deg: float = 0.0


@dataclass(frozen=True)
class Arm:
    """Where one hand is.

    Attributes:
        wrist_m: wrist joint in the world, or None for an arm posed by angles.
        hand: columns are the direction of the knuckles from the wrist and the direction the palm faces; None
            lets the hand follow the forearm.
        forearm_tilt_deg: lean of the forearm in the frontal plane, hand outward of the elbow positive; None
            uses `pole`.
        pole: direction in which the elbow points from the line shoulder-wrist.
        elevation_deg: upper arm from hanging, when `wrist_m` is None.
        plane_deg: plane of that elevation, 0 sideways, 90 forward, when `wrist_m` is None.
        elbow_deg: interior elbow angle, when `wrist_m` is None.
        bend: direction in which the forearm bends away from the upper arm, when `wrist_m` is None.
        shrug_deg: lift of the shoulder girdle beyond what the arm's elevation brings.
        protraction_deg: shoulder girdle forward.
        curl: 0 open hand to 1 closed around a bar.
    """

    wrist_m: Vector | None = None
    hand: Matrix | None = None
    forearm_tilt_deg: float | None = None
    pole: Vector = field(default_factory=lambda: np.array([0.0, 0.3, -1.0]))
    elevation_deg: float = 12.0
    plane_deg: float = 20.0
    elbow_deg: float = 165.0
    bend: Vector = field(default_factory=lambda: np.array([0.0, -1.0, 0.0]))
    shrug_deg: float = 0.0
    protraction_deg: float = 0.0
    curl: float = 0.35


@dataclass(frozen=True)
class Leg:
    """Where one foot is: the ankle joint in the world, and the toes' turn about the vertical from rest."""

    ankle_m: Vector
    foot_yaw_deg: float = 0.0
    foot_pitch_deg: float = 0.0
    knee_pole: Vector = field(default_factory=lambda: np.array([0.0, -1.0, 0.0]))


@dataclass(frozen=True)
class Target:
    """Everything at one instant.

    Attributes:
        hip_m: midpoint of the hip joints in the world.
        yaw_deg: direction the hips face, to the subject's left positive.
        trunk: trunk angles.
        head: head angles.
        left: left arm.
        right: right arm.
        left_leg: left foot.
        right_leg: right foot.
    """

    hip_m: Vector
    left: Arm
    right: Arm
    left_leg: Leg
    right_leg: Leg
    yaw_deg: float = 0.0
    trunk: Trunk = field(default_factory=Trunk)
    head: Head = field(default_factory=Head)
