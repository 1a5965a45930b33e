"""Sitting: hips on a seat, feet flat in front of it."""

from dataclasses import dataclass

import numpy as np

from renderer.geometry import Vector
from renderer.people.body import Body
from renderer.people.target import Leg


@dataclass(frozen=True)
class Seat:
    """A seat under the origin; the hip joints are above the origin.

    Attributes:
        body: who sits.
        half_width_m: ankle to the middle.
        lift_m: how much higher the seat is than one that keeps the thighs level.
    """

    body: Body
    half_width_m: float = 0.13
    lift_m: float = 0.0

    @property
    def _thigh_m(self) -> float:
        return self.body.length("upperleg01.L", "lowerleg01.L")

    @property
    def hip_height_m(self) -> float:
        """Height of the hip joints."""
        shin = self.body.length("lowerleg01.L", "foot.L")
        return float(self.body.joint("foot.L")[2] + 0.97 * shin + self.lift_m)

    @property
    def top_m(self) -> float:
        """Height of the seat's surface."""
        return self.hip_height_m - 0.085 * float(self.body.joint("upperleg01.L")[2]) / 0.93

    def legs(self) -> tuple[Leg, Leg]:
        """Return the feet, left and right."""
        height = self.body.joint("foot.L")[2]
        left, right = (
            Leg(
                np.array([sign * self.half_width_m, -self._thigh_m - 0.02, height]),
                4.0 * sign,
                knee_pole=np.array([0.10 * sign, -1.0, 0.7]),
            )
            for sign in (1, -1)
        )
        return left, right

    def hip(self, forward_m: float = 0.0, left_m: float = 0.0, knee_bend_deg: float = 0.0) -> Vector:
        """Return the hip midpoint; knees do not move it."""
        del knee_bend_deg
        return np.array([left_m, -forward_m, self.hip_height_m])
