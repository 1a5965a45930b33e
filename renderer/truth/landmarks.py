"""The points that the truth file gives: joint centres of the skeleton and bony landmarks on the skin."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renderer.people.body import Body
from renderer.people.rig import Pose
from renderer.people.surface import blend

JOINT_BONES = {
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
}
"""Joint centres and the bones whose heads they are."""

SKIN_VERTICES = {"tragus": (12076, 12213), "outer_canthus": (6805,), "acromion": (8236,)}
"""Vertices of the left side on the base mesh whose mean is the landmark; the right side mirrors them.

The tragus is the flap in front of the ear canal; the acromion is the skin straight above the shoulder joint.
"""

C7_VERTEX = 857
"""Skin on the midline of the back at 0.86 of the stature, the cervicale height of anthropometric surveys."""

SIDE_NAMES = (("left", "L"), ("right", "R"))


@dataclass(frozen=True)
class LandmarkSet:
    """The landmarks of one body: names, and where the skin points are found."""

    body: Body
    names: tuple[str, ...]
    _vertices: NDArray[np.int64]
    _spans: tuple[tuple[int, int], ...]

    def points(self, pose: Pose) -> NDArray[np.float64]:
        """Return every landmark of a pose in metres, in the order of `names`."""
        joints = [pose.joint(f"{bone}.{s}") for bone in JOINT_BONES.values() for _, s in SIDE_NAMES]
        weights = self.body.mesh.weights[self._vertices]
        skin = blend(weights, self.body.vertices_m[self._vertices], pose)
        marks = [skin[a:b].mean(axis=0) for a, b in self._spans]
        return np.array(joints + marks)


def landmark_set(body: Body) -> LandmarkSet:
    """Find the landmarks on a body."""
    names = [f"{side}_{joint}" for joint in JOINT_BONES for side, _ in SIDE_NAMES]
    vertices: list[int] = []
    spans: list[tuple[int, int]] = []
    for mark, left in SKIN_VERTICES.items():
        for side, rows in (("left", left), ("right", tuple(_mirrored(body, v) for v in left))):
            names.append(f"{side}_{mark}")
            spans.append((len(vertices), len(vertices) + len(rows)))
            vertices += rows
    names.append("c7")
    spans.append((len(vertices), len(vertices) + 1))
    vertices.append(C7_VERTEX)
    return LandmarkSet(body, tuple(names), np.array(vertices), tuple(spans))


def _mirrored(body: Body, vertex: int) -> int:
    base = body.mesh.vertices_m
    return int(np.argmin(np.linalg.norm(base - base[vertex] * [-1, 1, 1], axis=1)))
