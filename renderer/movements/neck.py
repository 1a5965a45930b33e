"""How far the lower neck must bend for a wanted change of the true ear-shoulder inclination."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from renderer.people.body import Body
from renderer.people.solve import solve
from renderer.people.target import Target
from renderer.truth.angles import true_angles
from renderer.truth.landmarks import landmark_set

BENDS_DEG = np.arange(-60.0, 91.0, 15.0)


@dataclass(frozen=True)
class NeckTable:
    """Neck bends of one body against what they do to the head.

    Attributes:
        body: whose neck.
        neutral: the posture to compare with.
        moment: the posture in which the neck is to bend; the arms lift the shoulders, so it matters.
    """

    body: Body
    neutral: Target
    moment: Target

    @cached_property
    def _changes_deg(self) -> np.ndarray:
        still = self._inclination_deg(self.neutral)
        heads = [replace(self.moment.head, forward_deg=float(bend)) for bend in BENDS_DEG]
        values = [self._inclination_deg(replace(self.moment, head=head)) - still for head in heads]
        return np.maximum.accumulate(np.array(values) + 1e-6 * BENDS_DEG)

    def _inclination_deg(self, target: Target) -> float:
        marks, pose = landmark_set(self.body), solve(self.body, target)
        named = dict(zip(marks.names, marks.points(pose), strict=True))
        return true_angles(named, pose)["ear_shoulder_inclination_deg"]

    def bend_deg(self, change_deg: float) -> float:
        """Return the bend for a change of the ear-shoulder inclination, forward positive."""
        return float(np.interp(change_deg, self._changes_deg, BENDS_DEG))
