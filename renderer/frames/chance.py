"""Attitudes by chance: anything that joints allow, with lifts and rests more often than chance has them."""

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np

from renderer.frames.attitude import Attitude, HandAt
from renderer.people.arm_angles import ArmAngles

HOLDS = ("nothing", "barbell", "dumbbells", "dumbbell", "kettlebell")
HOLD_SHARES = (0.42, 0.2, 0.2, 0.08, 0.1)

Rng = np.random.Generator
T = TypeVar("T")

_JITTER_DEG, _JITTER_M, _JITTER_SHARE = 7.0, 0.012, 0.05
"""Rough way that angles, places and shares go during a burst."""


@dataclass(frozen=True)
class Habit:
    """What stays the same for a person in front of one camera.

    Attributes:
        seated: whether the person sits.
        hold: one of `HOLDS`.
        side: the hand that holds a single weight, `L` or `R`.
        width: distance between the hands on a bar, in lengths of an arm.
        neutral: the person's own upright posture.
    """

    seated: bool
    hold: str
    side: str
    width: float
    neutral: Attitude


def habit(rng: Rng) -> Habit:
    """Return a person's habit by chance."""
    seated = bool(rng.random() < 0.3)
    arms = [
        ArmAngles(
            elevation_deg=rng.uniform(5, 17),
            plane_deg=rng.uniform(0, 60),
            elbow_deg=rng.uniform(150, 174),
            curl=rng.uniform(0.2, 0.9),
        )
        for _ in range(2)
    ]
    neutral = Attitude(
        *arms,
        inclination_deg=rng.normal(0, 1.5),
        lean_deg=rng.normal(0, 0.8),
        kyphosis_deg=max(0.0, rng.normal(2, 4)),
        pitch_deg=rng.normal(0, 4),
        roll_deg=rng.normal(0, 1.5),
        yaw_deg=rng.normal(0, 2.5),
        forward_deg=rng.normal(0, 6),
        half_width_m=rng.uniform(0.07, 0.2),
    )
    hold = str(rng.choice(HOLDS, p=HOLD_SHARES))
    return Habit(seated, hold, "LR"[int(rng.integers(2))], rng.uniform(0.3, 1.0), neutral)


def attitude(rng: Rng, own: Habit) -> Attitude:
    """Return any attitude of a person."""
    left, right = _arms(rng, own)
    return _head(rng, _trunk(rng, replace(own.neutral, left=left, right=right), own.seated))


def moved(rng: Rng, start: Attitude) -> Attitude:
    """Return where an attitude goes during a burst: hardly anywhere, or as far as a quick lift does."""
    speed = float(rng.choice([0.15, 1.0, 2.2], p=[0.3, 0.5, 0.2]))
    both = start.left == start.right
    found = _jittered(rng, start, speed)
    return replace(found, right=found.left) if both else found


def _jittered(rng: Rng, value: T, speed: float) -> T:
    values: dict[str, Any] = {}
    for field in fields(value):  # type: ignore[arg-type]
        now = getattr(value, field.name)
        if is_dataclass(now):
            values[field.name] = _jittered(rng, now, speed)
            continue
        angle, place = field.name.endswith("_deg"), field.name.endswith("_m")
        size = _JITTER_DEG if angle else _JITTER_M if place else _JITTER_SHARE
        slow = 0.35 if isinstance(value, Attitude) else 1.0
        values[field.name] = now + speed * slow * size * rng.normal()
    limits = {
        "elbow_deg": (32.0, 178.0),
        "elevation_deg": (1.0, 179.0),
        "curl": (0.0, 1.0),
        "hinge": (0.0, 1.0),
    }
    limits |= {"knee_bend_deg": (0.0, 110.0), "kyphosis_deg": (0.0, 45.0), "half_width_m": (0.03, 0.4)}
    return type(value)(**{k: float(np.clip(v, *limits[k])) if k in limits else v for k, v in values.items()})


def _arms(rng: Rng, own: Habit) -> tuple[ArmAngles | HandAt, ArmAngles | HandAt]:
    if own.hold == "barbell":
        left = _over_or_before(rng, own.width)
        tilt = rng.normal(0, 0.03) if rng.random() < 0.7 else rng.uniform(-0.2, 0.2)
        return left, replace(left, up=left.up + tilt)
    kind = rng.random()
    if kind < 0.25:
        left = _over_or_before(rng, rng.uniform(0.25, 1.1))
        return left, _jittered(rng, left, 0.6)
    first = _any_arm(rng) if rng.random() < 0.85 else _resting(rng)
    if kind < 0.5:
        return first, _jittered(rng, first, 0.6)
    second = _any_arm(rng) if rng.random() < 0.6 else _resting(rng)
    return (first, second) if rng.random() < 0.5 else (second, first)


def _any_arm(rng: Rng) -> ArmAngles:
    """Return an arm anywhere that a shoulder goes: less far behind the body, the higher it is."""
    elevation_deg = rng.uniform(3, 178)
    behind_deg = float(np.interp(elevation_deg, (0, 45, 70, 110), (85, 75, 30, 12)))
    most_in_deg = float(np.interp(elevation_deg, (0, 90, 180), (85, 70, 40)))
    return ArmAngles(
        elevation_deg=elevation_deg,
        plane_deg=rng.uniform(-behind_deg, 115.0),
        rotation_deg=rng.uniform(-most_in_deg, 90.0),
        elbow_deg=rng.uniform(38, 178),
        shrug_deg=max(0.0, rng.normal(-4, 8)),
        protraction_deg=rng.normal(0, 4),
        curl=rng.uniform(0.1, 1.0),
    )


def _over_or_before(rng: Rng, width: float) -> HandAt:
    """Return a hand on a bar: between the shoulders and straight above, or before the body."""
    shrug_deg = max(0.0, rng.normal(-4, 8))
    if rng.random() < 0.6:
        up = rng.uniform(-0.25, 1.05)
        forward = rng.uniform(-0.08, 0.5) * float(np.sqrt(max(0.05, 1 - max(0.0, up) ** 2))) + 0.1
        pole_deg, ahead = rng.uniform(-20, 75), rng.uniform(0.1, 1.3)
        return HandAt(width / 2, forward, up, rng.uniform(-10, 25), pole_deg, ahead, shrug_deg)
    up = rng.uniform(-1.0, 0.1)
    forward = rng.uniform(0.22, 0.5)
    pole_deg = rng.uniform(0, 60) + max(0.0, 100 * (up + 0.9))
    pronation_deg = rng.uniform(150, 190)
    return HandAt(
        width / 2, forward, up, pronation_deg, min(pole_deg, 165.0), rng.uniform(-0.4, 0.3), shrug_deg
    )


def _resting(rng: Rng) -> ArmAngles:
    """Return an arm that hangs, has its hand on the hip, or holds something at the shoulder."""
    curl, kind = rng.uniform(0.2, 1.0), rng.random()
    if kind < 0.5:
        return ArmAngles(rng.uniform(4, 20), rng.uniform(0, 70), 0.0, rng.uniform(145, 176), curl=curl)
    if kind < 0.75:
        return ArmAngles(
            rng.uniform(35, 50), rng.uniform(-15, 5), rng.uniform(-75, -50), rng.uniform(80, 105)
        )
    return ArmAngles(
        rng.uniform(15, 50), rng.uniform(30, 85), rng.uniform(-25, 15), rng.uniform(35, 60), curl=curl
    )


def _trunk(rng: Rng, start: Attitude, seated: bool) -> Attitude:
    n = start
    if rng.random() < 0.5:
        found = replace(
            n,
            inclination_deg=n.inclination_deg + rng.normal(0, 4),
            lean_deg=n.lean_deg + rng.normal(0, 2.5),
            twist_deg=rng.normal(0, 4),
            hinge=rng.random(),
        )
    else:
        found = replace(
            n,
            inclination_deg=rng.uniform(-28, 45 if seated else 55),
            lean_deg=rng.uniform(-24, 24) * (rng.random() < 0.6),
            twist_deg=rng.uniform(-35, 35) * (rng.random() < 0.6),
            kyphosis_deg=rng.uniform(0, 28) * (rng.random() < 0.5),
            hinge=rng.random(),
        )
    bend_deg = 0.0 if seated or rng.random() < 0.55 else rng.uniform(0, 95)
    # The hips go back over the heels as the knees bend.
    forward_m = 0.0 if seated else rng.normal(0, 0.03) - 0.0022 * bend_deg
    return replace(found, knee_bend_deg=bend_deg, hip_forward_m=forward_m, hip_left_m=rng.normal(0, 0.012))


def _head(rng: Rng, start: Attitude) -> Attitude:
    if rng.random() < 0.4:
        return replace(
            start,
            pitch_deg=start.pitch_deg + rng.normal(0, 6),
            roll_deg=start.roll_deg + rng.normal(0, 4),
            yaw_deg=start.yaw_deg + rng.normal(0, 7),
            forward_deg=start.forward_deg + rng.normal(0, 8),
        )
    some = rng.random(4) < 0.6
    return replace(
        start,
        pitch_deg=start.pitch_deg + rng.uniform(-42, 45) * some[0],
        roll_deg=start.roll_deg + rng.uniform(-30, 30) * some[1],
        yaw_deg=start.yaw_deg + rng.uniform(-65, 65) * some[2],
        forward_deg=start.forward_deg + rng.uniform(-25, 60) * some[3],
    )
