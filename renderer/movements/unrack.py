"""Taking the bar out of a rack at shoulder height and stepping back with it."""

from dataclasses import dataclass, replace

import numpy as np

from renderer.geometry import Vector
from renderer.movements.movement import Held, Moment
from renderer.movements.press import Press
from renderer.movements.profiles import min_jerk, smooth_step
from renderer.movements.standing import Quiet
from renderer.people.grip import bar_in_hands
from renderer.people.solve import solve
from renderer.people.target import Leg

BACK_M = 0.48
"""How far the rack is in front of where the press is done."""

UNRACK_S, UNDER_DEG, UP_S = 2.4, 22.0, 0.6
"""Length; bend of the knees under the bar; how long straightening them takes."""

_STEPS = {1.0: ((0.7, 1.1, 0.6), (1.55, 1.9, 0.4)), -1.0: ((1.1, 1.55, 0.85), (1.9, 2.2, 0.15))}
"""For the left and the right foot: start, end, and share of the way back."""


@dataclass(frozen=True)
class Unrack(Quiet):
    """Lifts the bar off with the legs and walks back in three small steps to where the press starts.

    Attributes:
        press: the press that follows.
    """

    press: Press

    @property
    def racked(self) -> tuple[Held, ...]:
        """Where the bar lies in the rack."""
        return bar_in_hands(self.body, self.at(0.0).pose)

    def at(self, time_s: float) -> Moment:
        """Return the instant at a time."""
        assert self.press is not None
        base = self.press.base
        held = self.press.rest_target()
        bend_deg = UNDER_DEG * (1 - smooth_step(time_s, 0.0, UP_S))
        back = smooth_step(time_s, 0.75, 2.2)
        lowered = base.hip(knee_bend_deg=bend_deg) - base.hip()
        moved = np.array([0.0, -BACK_M * (1 - back), 0.0]) + lowered
        arms = [replace(arm, wrist_m=_shifted(arm.wrist_m, moved)) for arm in (held.left, held.right)]
        legs = [
            self._leg(leg, sign, time_s)
            for leg, sign in zip((held.left_leg, held.right_leg), (1.0, -1.0), strict=True)
        ]
        target = replace(
            held, hip_m=held.hip_m + moved, left=arms[0], right=arms[1], left_leg=legs[0], right_leg=legs[1]
        )
        return Moment(solve(self.body, target), "change", 0)

    @staticmethod
    def _leg(leg: Leg, sign: float, time_s: float) -> Leg:
        gone, high = 0.0, 0.0
        for start_s, end_s, share in _STEPS[sign]:
            along = (time_s - start_s) / (end_s - start_s)
            gone += share * min_jerk(along)
            high += 0.05 * np.sin(np.pi * np.clip(along, 0, 1))
        return replace(leg, ankle_m=leg.ankle_m + np.array([0.0, -BACK_M * (1 - gone), high]))


def _shifted(point: Vector | None, by: Vector) -> Vector | None:
    return None if point is None else point + by
