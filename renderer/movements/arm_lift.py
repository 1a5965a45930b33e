"""Lifts with a dumbbell in each hand that are posed by the arms' angles: lateral raise and biceps curl."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from renderer.movements.arms import lifts, resting
from renderer.movements.faults import NEEDS_BOTH_HANDS, RAISE_FAULTS, FaultSpan
from renderer.movements.movement import Moment
from renderer.movements.profiles import smooth_step, unrest_vector
from renderer.movements.rep import Rep
from renderer.movements.work_set import WorkSet, one_set
from renderer.people.body import Body
from renderer.people.seat import Seat
from renderer.people.solve import solve
from renderer.people.stance import Stance
from renderer.people.target import LUMBAR, Arm, Head, Target, Trunk

GOOD_RAISE_DEG, HANGING_DEG = 84.0, 11.0
CURLED_DEG, STRAIGHT_DEG = 42.0, 164.0
"""Elbow angles of a curl."""


@dataclass(frozen=True)
class ArmLift:
    """A lateral raise or a biceps curl, standing or seated.

    Attributes:
        body: who lifts.
        reps: the repetitions; those of a raise may have `faults.RAISE_FAULTS`.
        duration_s: length of the movement.
        activity: `lateral_raise` or `curl`.
        seated: whether it is done sitting.
        arms: `both`, `left`, `right` or `alternating`.
        other_arm: what the arm of a one-armed lift does that does not lift, one of `arms.RESTING`.
        seed: for sway.
    """

    body: Body
    reps: tuple[Rep, ...]
    duration_s: float
    activity: str = "lateral_raise"
    seated: bool = False
    arms: str = "both"
    other_arm: str = "hanging"
    seed: int = 4

    @cached_property
    def base(self) -> Stance | Seat:
        """What the body stands or sits on."""
        return Seat(self.body, 0.17) if self.seated else Stance(self.body, 0.12)

    @cached_property
    def faults(self) -> tuple[FaultSpan, ...]:
        """Every commanded fault with the time in which it may show."""
        return tuple(
            FaultSpan(name, size, rep.start_s, rep.end_s, number)
            for number, rep in enumerate(self.reps, start=1)
            for name, size in rep.faults.items()
        )

    @property
    def measured_faults(self) -> Collection[str]:
        """Everything that may be wrong with a rep."""
        if self.activity != "lateral_raise":
            return ()
        known = RAISE_FAULTS.keys() - {"unfinished"}
        return known if self.arms == "both" else known - NEEDS_BOTH_HANDS

    @property
    def neutral_s(self) -> tuple[float, float]:
        """The time before the first rep."""
        return 0.0, max(0.2, self.reps[0].start_s - 0.1)

    @property
    def sets(self) -> tuple[WorkSet, ...]:
        """The one set that this is."""
        return one_set(self)

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        number = max(0, sum(rep.start_s <= time_s for rep in self.reps) - 1)
        rep = self.reps[number]
        sway = unrest_vector(self.seed, 1.0, time_s)
        height = rep.height(time_s)
        trunk = Trunk(rep.swing_deg(time_s) + 0.35 * sway[0], 0.3 * sway[1], sharing=LUMBAR)
        shown = smooth_step(height, 0.02, 0.6)
        target = Target(
            self.base.hip(0.003 * sway[0]),
            *(self._side(sign, height, rep) for sign in (1.0, -1.0)),
            *self.base.legs(),
            trunk=trunk,
            head=Head(
                -1.0 + 0.6 * sway[2] - shown * rep.faults.get("look_up", 0.0),
                0.4 * sway[1],
                0.8 * sway[2] + shown * rep.faults.get("head_turn", 0.0),
            ),
        )
        inside = rep.start_s <= time_s < rep.end_s
        return Moment(solve(self.body, target), rep.phase(time_s), number + 1 if inside else 0)

    def _side(self, sign: float, height: float, rep: Rep) -> Arm:
        pose_arm = self._raised if self.activity == "lateral_raise" else self._curled
        if lifts(rep.arms, sign):
            return pose_arm(sign, height, rep)
        return pose_arm(sign, 0.0, rep) if self.arms == "alternating" else resting(self.other_arm, sign)

    @staticmethod
    def _raised(sign: float, height: float, rep: Rep) -> Arm:
        top_deg = rep.faults.get("too_high", rep.faults.get("too_low", GOOD_RAISE_DEG))
        uneven_deg = sign * rep.faults.get("uneven", 0.0) / 2 * smooth_step(height, 0.02, 0.6)
        elevation_deg = HANGING_DEG + height * (top_deg - HANGING_DEG) + uneven_deg
        # A little in front of the body, elbows soft.
        return Arm(elevation_deg=elevation_deg, plane_deg=16.0, elbow_deg=163.0, curl=1.0)

    @staticmethod
    def _curled(sign: float, height: float, rep: Rep) -> Arm:
        del sign, rep
        elbow_deg = STRAIGHT_DEG + height * (CURLED_DEG - STRAIGHT_DEG)
        ahead = np.array([0.0, -1.0, 0.15])
        return Arm(
            elevation_deg=9.0 + 9.0 * height, plane_deg=45.0, elbow_deg=elbow_deg, bend=ahead, curl=1.0
        )
