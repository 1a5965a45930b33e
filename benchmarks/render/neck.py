"""How far the lower neck must bend for a wanted change of the true ear-shoulder inclination."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.render.angles import true_angles
from benchmarks.render.body import Body
from benchmarks.render.landmarks import landmark_set
from benchmarks.render.solve import solve
from benchmarks.render.stance import Stance
from benchmarks.render.target import Arm, Head, Target, Trunk

BENDS_DEG = np.arange(-60.0, 91.0, 15.0)


@dataclass(frozen=True)
class NeckTable:
    """Neck bends of one body against what they do to the head, solved once on the standing body."""

    body: Body

    @cached_property
    def _changes_deg(self) -> np.ndarray:
        marks, stance = landmark_set(self.body), Stance(self.body, 0.12)
        values = []
        for bend_deg in BENDS_DEG:
            legs = stance.legs()
            head = Head(forward_deg=float(bend_deg))
            pose = solve(self.body, Target(stance.hip(), Arm(), Arm(), *legs, trunk=Trunk(), head=head))
            named = dict(zip(marks.names, marks.points(pose), strict=True))
            values.append(true_angles(named, pose)["ear_shoulder_inclination_deg"])
        return np.maximum.accumulate(np.array(values) - np.interp(0.0, BENDS_DEG, values))

    def bend_deg(self, change_deg: float) -> float:
        """Return the bend for a change of the ear-shoulder inclination, forward positive."""
        return float(np.interp(change_deg, self._changes_deg, BENDS_DEG))
