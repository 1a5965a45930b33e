"""Standing: feet on the floor, and the hips where the legs allow."""

from dataclasses import dataclass

import numpy as np

from renderer.geometry import Vector, third_side
from renderer.people.body import Body
from renderer.people.solve import hip_midpoint
from renderer.people.target import Leg

STRAIGHT_KNEE_DEG = 175.0


@dataclass(frozen=True)
class Stance:
    """Two planted feet.

    Attributes:
        body: who stands.
        half_width_m: ankle to the middle.
        toe_out_deg: turn of each foot outward from the rest pose.
    """

    body: Body
    half_width_m: float
    toe_out_deg: float = -2.0

    def legs(self) -> tuple[Leg, Leg]:
        """Return the feet, left and right."""
        height = self.body.joint("foot.L")[2]
        left, right = (
            Leg(
                np.array([sign * self.half_width_m, 0.0, height]),
                sign * self.toe_out_deg,
                knee_pole=np.array([0.12 * sign, -1.0, 0.0]),
            )
            for sign in (1, -1)
        )
        return left, right

    def hip(self, forward_m: float = 0.0, left_m: float = 0.0, knee_bend_deg: float = 0.0) -> Vector:
        """Return the hip midpoint over these feet.

        Args:
            forward_m: how far the hips are pushed forward of where they rest.
            left_m: how far they are shifted to the left.
            knee_bend_deg: bend of the knees beyond standing.
        """
        body = self.body
        rest = hip_midpoint(body)
        reach = third_side(
            body.length("upperleg01.L", "lowerleg01.L"),
            body.length("lowerleg01.L", "foot.L"),
            STRAIGHT_KNEE_DEG - knee_bend_deg,
        )
        y = rest[1] - forward_m
        half_hips = body.joint("upperleg01.L")[0]
        # Both legs must reach, so the one that is farther from its foot decides.
        sideways = max(
            abs(half_hips - self.half_width_m + left_m), abs(half_hips - self.half_width_m - left_m)
        )
        height = body.joint("foot.L")[2] + np.sqrt(max(reach**2 - sideways**2 - y**2, 0.0))
        return np.array([left_m, y, height])
