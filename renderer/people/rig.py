"""Forward kinematics: bone rotations in, joint positions and skinning transforms out.

Every bone's rest frame is aligned with the world, so a bone's global rotation is simply how far it has
turned from the rest pose.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renderer.geometry import Matrix, Vector
from renderer.people.body import Body


@dataclass(frozen=True)
class Pose:
    """A solved pose: global rotation and position of every bone's head, in `body.mesh.bones` order."""

    body: Body
    rotations: NDArray[np.float64]
    positions_m: NDArray[np.float64]

    def joint(self, bone: str) -> Vector:
        """Return where a bone's head is, in metres."""
        return self.positions_m[self.body.number[bone]]

    def rotation(self, bone: str) -> Matrix:
        """Return how far a bone has turned from rest."""
        return self.rotations[self.body.number[bone]]

    def carried(self, bone: str, rest_point_m: Vector) -> Vector:
        """Return where a rest-pose point that is fixed to a bone has gone."""
        return self.joint(bone) + self.rotation(bone) @ (rest_point_m - self.body.joint(bone))


class Rig:
    """Builds a pose from the root outward: set a bone before anything asks about it or its children."""

    def __init__(self, body: Body, root_position_m: Vector) -> None:
        self.body = body
        self._parents = body.mesh.parents
        self._local: dict[int, Matrix] = {}
        self._done: dict[int, tuple[Matrix, Vector]] = {}
        self._root_position_m = np.asarray(root_position_m, float)

    def turn(self, bone: str, rotation: Matrix) -> None:
        """Turn a bone relative to its parent, about its own head, in world-aligned rest axes."""
        number = self.body.number[bone]
        if number in self._done:
            raise ValueError(f"{bone} was already resolved")
        self._local[number] = rotation

    def face(self, bone: str, rotation: Matrix) -> None:
        """Give a bone its global rotation."""
        parent = self._parents[self.body.number[bone]]
        self.turn(bone, rotation if parent < 0 else self._resolve(parent)[0].T @ rotation)

    def rotation(self, bone: str) -> Matrix:
        """Return a bone's global rotation; this fixes it and its ancestors."""
        return self._resolve(self.body.number[bone])[0]

    def joint(self, bone: str) -> Vector:
        """Return a bone's head in metres; this fixes its ancestors."""
        return self._position(self.body.number[bone])

    def _position(self, number: int) -> Vector:
        parent = self._parents[number]
        if parent < 0:
            return self._root_position_m
        rotation, position = self._resolve(parent)
        rest = self.body.joints_m
        return position + rotation @ (rest[number] - rest[parent])

    def _resolve(self, number: int) -> tuple[Matrix, Vector]:
        if number not in self._done:
            position = self._position(number)
            local = self._local.get(number)
            parent = self._parents[number]
            above = np.eye(3) if parent < 0 else self._resolve(parent)[0]
            self._done[number] = (above if local is None else above @ local, position)
        return self._done[number]

    def pose(self) -> Pose:
        """Resolve every bone."""
        parts = [self._resolve(i) for i in range(len(self.body.mesh.bones))]
        return Pose(self.body, np.array([r for r, _ in parts]), np.array([p for _, p in parts]))
