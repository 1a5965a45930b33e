"""A body that does something that nobody counts or judges: standing, seated, lying, hanging."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from renderer.geometry import Vector, rot_x, rot_y
from renderer.movements.figure import Figure, between
from renderer.movements.movement import Moment
from renderer.movements.pastimes import BENCH, DIP, FLOOR, HANG, PUSH_UP, SEAT, Pastime
from renderer.movements.profiles import min_jerk, unrest_vector
from renderer.movements.standing import Quiet
from renderer.people.rig import Pose
from renderer.people.seat import Seat
from renderer.people.solve import hip_midpoint, solve
from renderer.people.stance import Stance
from renderer.people.target import HINGE, Head, Leg, Target, Trunk

ON_FLOOR_M, TOES_M, HANDS_M = 0.11, 0.19, 0.05
"""Heights of the hip joints of who lies on the floor, and of ankles and wrists in a push-up."""

FREE_M = 0.18
"""How far over the floor the feet of somebody are who hangs or is propped up."""


NOTHING = Pastime(((Figure(), 1.0, 1.0),))


@dataclass(frozen=True)
class PassTime(Quiet):
    """A pastime, repeated to the end.

    Attributes:
        pastime: what is done.
        pace: how fast, 1 as its keys say.
        mirrored: whether left and right are changed over.
        seed: for sway.
    """

    pastime: Pastime = NOTHING
    pace: float = 1.0
    mirrored: bool = False
    seed: int = 8

    @cached_property
    def base(self) -> Stance | Seat:
        """What the body stands or sits on, before it is laid down."""
        return Seat(self.body, 0.05) if self.pastime.base == SEAT else Stance(self.body, 0.14)

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        return Moment(self._placed(self._posed(self._figure(time_s), time_s)), "other")

    def _figure(self, time_s: float) -> Figure:
        """Return the figure at a time; the first key is where it starts."""
        keys = self.pastime.round
        clock, number = time_s * self.pace, 0
        clock += keys[0][1]  # it begins at the first figure, not on the way to it
        before = keys[0][0]
        while True:
            figure, way_s, held_s = keys[number % len(keys)]
            if clock <= way_s + held_s:
                return self._sided(between(before, figure, min_jerk(clock / way_s)))
            clock, before, number = clock - way_s - held_s, figure, number + 1

    def _sided(self, figure: Figure) -> Figure:
        if not self.mirrored:
            return figure
        head = replace(figure.head, roll_deg=-figure.head.roll_deg, yaw_deg=-figure.head.yaw_deg)
        return replace(
            figure,
            left=figure.right,
            right=figure.left,
            lean_deg=-figure.lean_deg,
            twist_deg=-figure.twist_deg,
            head=head,
        )

    def _posed(self, figure: Figure, time_s: float) -> Pose:
        """Return the body upright, as if nothing pulled it down."""
        sway = unrest_vector(self.seed, 1.0, time_s)
        chest = rot_y(figure.lean_deg) @ rot_x(figure.inclination_deg)
        arms = [arm.arm(sign, chest) for arm, sign in ((figure.left, 1.0), (figure.right, -1.0))]
        hip = self.base.hip(-figure.hips_back_m + 0.003 * sway[0], 0.0, figure.knee_bend_deg)
        head = figure.head
        target = Target(
            hip,
            *arms,
            *self._legs(hip),
            trunk=Trunk(
                figure.inclination_deg + 0.35 * sway[0],
                figure.lean_deg + 0.3 * sway[1],
                figure.twist_deg,
                sharing=HINGE,
            ),
            head=Head(
                head.pitch_deg + 0.4 * figure.inclination_deg + 0.6 * sway[2],
                head.roll_deg + 0.4 * figure.lean_deg,
                head.yaw_deg + 0.8 * sway[1],
            ),
        )
        return solve(self.body, target)

    def _legs(self, hip: Vector) -> tuple[Leg, Leg]:
        """Return where the feet are: on the floor, unless somebody lies on the back or is propped up."""
        thigh_m = self.body.length("upperleg01.L", "lowerleg01.L")
        shin_m = self.body.length("lowerleg01.L", "foot.L")
        if self.pastime.base == BENCH:
            offset, pitch_deg = np.array([0.20, 0.90 * shin_m, -0.86 * thigh_m]), 90.0
        elif self.pastime.base == FLOOR:
            offset, pitch_deg = np.array([0.14, 0.02, -0.62 * (thigh_m + shin_m)]), 90.0
        elif self.pastime.base == DIP:
            offset, pitch_deg = np.array([0.08, 0.75 * shin_m, -0.5 * shin_m - 0.9 * thigh_m]), 50.0
        else:
            return self.base.legs()
        left, right = (
            Leg(hip + offset * [sign, 1, 1], 0.0, pitch_deg, np.array([0.2 * sign, -1.0, 0.0]))
            for sign in (1.0, -1.0)
        )
        return left, right

    def _placed(self, pose: Pose) -> Pose:
        base = self.pastime.base
        if base in (BENCH, FLOOR):
            return self._lying(pose, self.lying_m)
        if base == PUSH_UP:
            return _propped(pose)
        if base in (HANG, DIP):
            return _moved(pose, self.held_on_to_m - _hands(pose))
        return pose

    @property
    def lying_m(self) -> float:
        """Height of the hip joints of who lies."""
        shin_m = self.body.length("lowerleg01.L", "foot.L")
        return ON_FLOOR_M if self.pastime.base == FLOOR else 0.90 * shin_m + 0.09

    @cached_property
    def held_on_to_m(self) -> Vector:
        """The middle of what hands hold on to: the feet of the first figure are a little over the floor."""
        pose = self._posed(self.pastime.round[0][0], 0.0)
        lowest_m = float(pose.positions_m[:, 2].min())
        return _hands(pose) + np.array([0.0, 0.0, FREE_M + max(0.0, -lowest_m)])

    def _lying(self, pose: Pose, height_m: float) -> Pose:
        turned = _turned(pose, -90.0)
        now = (turned.joint("upperleg01.L") + turned.joint("upperleg01.R")) / 2
        along_m = -0.25 * float(hip_midpoint(self.body)[2])
        return _moved(turned, np.array([0.0, along_m, height_m]) - now)


def _hands(pose: Pose) -> Vector:
    return (pose.joint("wrist.L") + pose.joint("wrist.R")) / 2


def _turned(pose: Pose, angle_deg: float) -> Pose:
    turn = rot_x(angle_deg)
    return Pose(pose.body, turn @ pose.rotations, pose.positions_m @ turn.T)


def _moved(pose: Pose, way_m: Vector) -> Pose:
    return Pose(pose.body, pose.rotations, pose.positions_m + way_m)


def _propped(pose: Pose) -> Pose:
    """Return the body face down, on its hands and its toes."""
    feet = (pose.joint("foot.L") + pose.joint("foot.R")) / 2
    _, y, z = _hands(pose) - feet
    # Turned by the angle, the hands are y sin + z cos over the feet.
    angle_deg = (
        180 - np.degrees(np.arcsin((HANDS_M - TOES_M) / np.hypot(y, z))) - np.degrees(np.arctan2(z, y))
    )
    turned = _turned(pose, float(angle_deg))
    now = (turned.joint("foot.L") + turned.joint("foot.R")) / 2
    return _moved(turned, np.array([0.0, 0.55, TOES_M]) - now)
