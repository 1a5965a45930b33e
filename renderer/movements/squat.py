"""A squat without weight: the body at every instant."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from renderer.movements.faults import FaultSpan
from renderer.movements.movement import Held, Moment
from renderer.movements.profiles import unrest_vector
from renderer.movements.rep import Rep
from renderer.movements.work_set import WorkSet, one_set
from renderer.people.body import Body
from renderer.people.solve import solve
from renderer.people.stance import Stance
from renderer.people.target import HINGE, Arm, Head, Target, Trunk

KNEE_DEG, INCLINATION_DEG, HIPS_BACK_M, ARMS_DEG = 92.0, 36.0, 0.20, 78.0
"""At the lowest point: bend of the knees, trunk forward, hips back, arms raised forward."""


@dataclass(frozen=True)
class Squat:
    """A squat with the arms raised forward for balance; a rep's `top` is its lowest point.

    Attributes:
        body: who squats.
        reps: the repetitions.
        duration_s: length of the movement.
        laid_down: where props lie, if there are any.
        seed: for sway.
    """

    body: Body
    reps: tuple[Rep, ...]
    duration_s: float
    laid_down: tuple[Held, ...] | None = None
    seed: int = 8
    activity: str = "squat"

    @cached_property
    def base(self) -> Stance:
        """What the body stands on."""
        return Stance(self.body, 0.16, 8.0)

    @property
    def faults(self) -> tuple[FaultSpan, ...]:
        """None: nobody judges it."""
        return ()

    @property
    def measured_faults(self) -> Collection[str]:
        """None."""
        return ()

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
        depth, sway = rep.height(time_s), unrest_vector(self.seed, 1.0, time_s)
        arm = Arm(
            elevation_deg=11.0 + (ARMS_DEG - 11.0) * depth,
            plane_deg=25.0 + 55.0 * depth,
            elbow_deg=166.0,
            bend=np.array([0.0, -0.5, 0.5]) if depth > 0.02 else np.array([0.0, -1.0, 0.0]),
        )
        target = Target(
            self.base.hip(-HIPS_BACK_M * depth + 0.003 * sway[0], 0.0, KNEE_DEG * depth),
            arm,
            arm,
            *self.base.legs(),
            trunk=Trunk(INCLINATION_DEG * depth + 0.35 * sway[0], 0.3 * sway[1], sharing=HINGE),
            head=Head(4.0 * depth + 0.6 * sway[2], 0.4 * sway[1], 0.8 * sway[2]),
        )
        inside = rep.start_s <= time_s < rep.end_s
        return Moment(
            solve(self.body, target), rep.phase(time_s), number + 1 if inside else 0, self.laid_down
        )
