"""An arm by its joint angles, as anatomists name them."""

from dataclasses import dataclass

import numpy as np

from renderer.geometry import Matrix, Vector, rot_axis
from renderer.people.target import Arm


@dataclass(frozen=True)
class ArmAngles:
    """An arm by its joint angles, in degrees.

    Attributes:
        elevation_deg: upper arm from hanging, against the chest.
        plane_deg: plane of that, 0 sideways, 90 forward.
        rotation_deg: turn about the upper arm, outward positive; 0 bends the forearm forward.
        elbow_deg: interior angle of the elbow.
        shrug_deg: lift of the shoulder girdle beyond what the arm brings.
        protraction_deg: girdle forward beyond that.
        curl: 0 open hand to 1 fist.
    """

    elevation_deg: float = 10.0
    plane_deg: float = 25.0
    rotation_deg: float = 0.0
    elbow_deg: float = 165.0
    shrug_deg: float = 0.0
    protraction_deg: float = 0.0
    curl: float = 0.35

    def forearm_way(self, outward: float) -> Vector:
        """Return the way the forearm bends off the upper arm, in the axes of the chest."""
        around = np.radians(self.plane_deg)
        sideways = np.array([outward * np.cos(around), -np.sin(around), 0.0])
        raised = rot_axis(np.cross([0.0, 0.0, -1.0], sideways), self.elevation_deg)
        along = raised @ np.array([0.0, 0.0, -1.0])
        return rot_axis(along, -outward * self.rotation_deg) @ raised @ np.array([0.0, -1.0, 0.0])

    def arm(self, outward: float, chest: Matrix | None = None) -> Arm:
        """Return what the solver is asked for.

        Args:
            outward: +1 for the left arm, -1 for the right.
            chest: turn of the chest, if it is not upright.
        """
        way = self.forearm_way(outward)
        return Arm(
            elevation_deg=self.elevation_deg,
            plane_deg=self.plane_deg,
            elbow_deg=self.elbow_deg,
            bend=way if chest is None else chest @ way,
            shrug_deg=self.shrug_deg,
            protraction_deg=self.protraction_deg,
            curl=self.curl,
        )
