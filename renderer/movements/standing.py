"""What happens around a set: standing, waving, walking."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from renderer.geometry import Vector, rot_z
from renderer.movements.faults import FaultSpan
from renderer.movements.movement import Held, Moment
from renderer.movements.profiles import min_jerk, plateau, unrest_vector
from renderer.movements.rep import Rep
from renderer.movements.work_set import WorkSet, one_set
from renderer.people.body import Body
from renderer.people.solve import hip_midpoint, solve
from renderer.people.stance import Stance
from renderer.people.target import Arm, Head, Leg, Target, Trunk

GRAVITY_M_S2 = 9.81


def hanging_arm(curl: float = 0.35, elevation_deg: float = 11.0, plane_deg: float = 25.0) -> Arm:
    """Return an arm that hangs at the side."""
    return Arm(elevation_deg=elevation_deg, plane_deg=plane_deg, elbow_deg=164.0, curl=curl)


@dataclass(frozen=True)
class Quiet:
    """A movement without repetitions and faults."""

    body: Body
    duration_s: float

    @property
    def reps(self) -> tuple[Rep, ...]:
        """None."""
        return ()

    @property
    def faults(self) -> tuple[FaultSpan, ...]:
        """None."""
        return ()

    @property
    def measured_faults(self) -> Collection[str]:
        """None: a posture is not judged by repetitions."""
        return ()

    @property
    def neutral_s(self) -> tuple[float, float]:
        """All of it."""
        return 0.0, self.duration_s

    @property
    def activity(self) -> str:
        """None."""
        return ""

    @property
    def sets(self) -> tuple[WorkSet, ...]:
        """Nothing to count."""
        return one_set(self)


@dataclass(frozen=True)
class Standing(Quiet):
    """Standing with the arms down.

    Attributes:
        half_width_m: ankle to the middle.
        wave: whether the right hand waves.
        holding: whether the hands are closed around something.
        laid_down: where props lie; None when they are in the hands.
        dropped_m: heights from which the props fall at the start; empty when they do not.
        seed: for sway.
    """

    half_width_m: float = 0.12
    wave: bool = False
    holding: bool = False
    laid_down: tuple[Held, ...] | None = None
    dropped_m: tuple[float, ...] = ()
    seed: int = 3

    @cached_property
    def _stance(self) -> Stance:
        return Stance(self.body, self.half_width_m)

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        sway = unrest_vector(self.seed, 1.0, time_s)
        arm = hanging_arm(0.9 if self.holding else 0.35)
        hip = self._stance.hip(0.003 * sway[0])
        trunk = Trunk(0.4 * sway[0], 0.3 * sway[1])
        head = Head(-1.0 + 0.8 * sway[2], 0.5 * sway[1], 1.5 * sway[0])
        right = self._waving(time_s) if self.wave else arm
        target = Target(hip, arm, right, *self._stance.legs(), trunk=trunk, head=head)
        return Moment(solve(self.body, target), "wave" if self.wave else "stand", 0, self._props(time_s))

    def _waving(self, time_s: float) -> Arm:
        up = plateau(time_s, 0.0, self.duration_s, min(0.6, self.duration_s / 3))
        swing = 18.0 * np.sin(2 * np.pi * 1.6 * time_s) * up
        out, above = np.sin(np.radians(swing)), np.cos(np.radians(swing))
        bend = (1 - up) * np.array([0.0, -1.0, 0.0]) + up * np.array([0.4 * out - 0.1, -0.1, above])
        return Arm(elevation_deg=11 + 62 * up, plane_deg=25, elbow_deg=164 - 82 * up, bend=bend, curl=0.1)

    def _props(self, time_s: float) -> tuple[Held, ...] | None:
        if self.laid_down is None or not self.dropped_m:
            return self.laid_down
        fallen = 0.5 * GRAVITY_M_S2 * time_s**2
        return tuple(
            Held(prop.rotation, prop.position_m + np.array([0, 0, max(0.0, height - fallen)]))
            for prop, height in zip(self.laid_down, self.dropped_m, strict=True)
        )


@dataclass(frozen=True)
class Walk(Quiet):
    """Walking on a straight line.

    Attributes:
        start_m: x and y of the start.
        end_m: x and y of the end.
        laid_down: where props lie.
        seed: for the head's unrest.
    """

    start_m: tuple[float, float] = (2.2, 0.0)
    end_m: tuple[float, float] = (0.0, 0.0)
    laid_down: tuple[Held, ...] | None = None
    seed: int = 5

    STEP_M = 0.56

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        line = np.subtract(self.end_m, self.start_m)
        length = float(np.hypot(*line))
        yaw_deg = float(np.degrees(np.arctan2(line[0], -line[1])))
        gone = length * min_jerk(time_s / self.duration_s)
        cycle = gone / (2 * self.STEP_M)
        turn = rot_z(yaw_deg)
        start = np.array([*self.start_m, 0.0])
        stance = Stance(self.body, 0.07)
        bob = 0.018 * (1 - np.cos(4 * np.pi * cycle)) / 2
        hip_y = float(hip_midpoint(self.body)[1])
        hip = start + turn @ np.array([0.0, hip_y - gone, 0.0]) + [0, 0, stance.hip()[2] - 0.035 - bob]
        legs = [self._leg(sign, cycle, start, turn, yaw_deg) for sign in (1.0, -1.0)]
        swing = np.sin(2 * np.pi * cycle)
        ahead = turn @ np.array([0.0, -1.0, 0.0])
        arms = [replace(hanging_arm(0.3, sign * 24 * swing, 84), bend=ahead) for sign in (-1.0, 1.0)]
        head = Head(2.0, 0.0, 3.0 * unrest_vector(self.seed, 1.0, time_s)[0])
        trunk = Trunk(3.0, 1.2 * swing, 4.0 * swing)
        target = Target(hip, *arms, *legs, yaw_deg=yaw_deg, trunk=trunk, head=head)
        return Moment(solve(self.body, target), "walk", 0, self.laid_down)

    def _leg(self, sign: float, cycle: float, start: Vector, turn: np.ndarray, yaw_deg: float) -> Leg:
        offset = 0.25 if sign > 0 else 0.75
        whole, part = divmod(cycle + offset, 1.0)
        swung = max(0.0, part - 0.6) / 0.4
        along = 2 * self.STEP_M * (whole + min_jerk(swung) - offset + 0.3)
        height = self.body.joint("foot.L")[2] + 0.10 * np.sin(np.pi * swung)
        ankle = start + turn @ np.array([0.08 * sign, -along, 0.0])
        ankle[2] = height
        pole = turn @ np.array([0.05 * sign, -1.0, 0.0])
        return Leg(ankle, yaw_deg, 22.0 * np.sin(np.pi * swung), pole)
