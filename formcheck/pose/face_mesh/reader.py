"""Reads the subject's face a few times a second, where the pose says that it is."""

import math

import numpy as np

from formcheck.pose.face import Face
from formcheck.pose.face_mesh.network import FaceNetwork, Mesh, Place
from formcheck.pose.face_mesh.orientation import face_of
from formcheck.pose.face_mesh.weights import find_face_mesh
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose
from formcheck.source.frame import Image

# Heads turn slowly beside arms; ten looks a second cost a tenth of what the pose does.
EVERY_S = 0.1
# Where the face was a moment ago is a better start than where the pose says that it is.
_TRACKED_S = 0.35
# What is surely a face gives about 20, a hand or a plate -10: from rendered and filmed presses.
LEAST_PRESENCE = 5.0
# Between the eyes of the mesh and those of the pose, in widths of the face.
_EYES_APART = 0.3
# Around the pose's nose, eyes, ears and mouth, and around the mesh: how much larger the square is.
_AROUND_POSE, _AROUND_MESH = 3.2, 1.5
# The network was made for faces of 30 pixels and more.
_SMALLEST_PX = 24.0

_FACE = slice(L.NOSE, L.MOUTH_RIGHT + 1)
# Of the mesh: outer and inner corner of the subject's right and left eye.
_RIGHT_EYE, _LEFT_EYE = (33, 133), (263, 362)


_BLANK: Image = np.zeros((8, 8, 3), np.uint8)


class FaceReader:
    """Follows one face. Loads its model with the first picture.

    Raises:
        ModelError: If the model is missing or altered.
    """

    def __init__(self) -> None:
        self._network = FaceNetwork(find_face_mesh())
        self._next_s = -math.inf
        self._place: Place | None = None
        self._found_s = -math.inf

    def read(self, image: Image, pose: Pose | None, time_s: float) -> Face | None:
        """The face in a picture; None where none is found, or the last look was a moment ago.

        Args:
            image: (height, width, 3) uint8 RGB.
            pose: The subject's pose in it.
            time_s: The picture's time.

        Raises:
            ModelError: If the model cannot be loaded.
            MissingLibraryError: If a system library is missing.
        """
        if time_s < self._next_s or pose is None:
            return None
        self._next_s = time_s + EVERY_S - 1e-3
        mesh = self._tracked(image, pose, time_s) or mesh_at(self._network, image, pose)
        if mesh is None:
            self._place = None
            return None
        self._place, self._found_s = _around(mesh), time_s
        return face_of(mesh)

    def warm_up(self) -> None:
        """Load the model.

        Raises:
            ModelError: If the model cannot be loaded.
            MissingLibraryError: If a system library is missing.
        """
        self._network.look(_BLANK, Place(0.0, 0.0, 1.0, 0.0))

    def close(self) -> None:
        """Free the model's memory."""
        self._network.close()

    def _tracked(self, image: Image, pose: Pose, time_s: float) -> Mesh | None:
        if self._place is None or time_s - self._found_s > _TRACKED_S:
            return None
        mesh = self._network.look(image, self._place)
        return mesh if _fits(mesh, pose) else None


def mesh_at(network: FaceNetwork, image: Image, pose: Pose) -> Mesh | None:
    """The mesh of the face that a pose shows, in two looks; None where there is no such face."""
    place = _from_pose(pose)
    if place is None:
        return None
    mesh = network.look(image, _around(network.look(image, place)))
    return mesh if _fits(mesh, pose) else None


def _from_pose(pose: Pose) -> Place | None:
    face = pose.xy_px[_FACE]
    left, right = pose.xy_px[L.LEFT_EYE], pose.xy_px[L.RIGHT_EYE]
    mouth = (pose.xy_px[L.MOUTH_LEFT] + pose.xy_px[L.MOUTH_RIGHT]) / 2
    x_px, y_px = (((left + right) / 2 + mouth) / 2).tolist()
    side_px = _AROUND_POSE * max(math.dist((x_px, y_px), point) for point in face.tolist())
    # In a face that is turned far the eyes lie nearly above each other: the roll says nothing.
    across, down = (left - right).tolist()
    roll_rad = math.atan2(down, across) if across > abs(down) else 0.0
    return Place(x_px, y_px, side_px, roll_rad) if side_px >= _SMALLEST_PX else None


def _around(mesh: Mesh) -> Place:
    low, high = mesh.xy_px.min(axis=0), mesh.xy_px.max(axis=0)
    across, down = (_eye(mesh, _LEFT_EYE) - _eye(mesh, _RIGHT_EYE)).tolist()
    x_px, y_px = ((low + high) / 2).tolist()
    side_px = max(1.0, _AROUND_MESH * float((high - low).max()))
    return Place(x_px, y_px, side_px, math.atan2(down, across) if across > abs(down) else 0.0)


def _fits(mesh: Mesh, pose: Pose) -> bool:
    """Whether it is a face, and the face of this pose."""
    size_px = float((mesh.xy_px.max(axis=0) - mesh.xy_px.min(axis=0)).max())
    apart_px = max(
        math.dist(_eye(mesh, _RIGHT_EYE), pose.xy_px[L.RIGHT_EYE]),
        math.dist(_eye(mesh, _LEFT_EYE), pose.xy_px[L.LEFT_EYE]),
    )
    # A point that is missing is not a number, and no reason to believe in the face.
    return mesh.presence >= LEAST_PRESENCE and apart_px <= _EYES_APART * size_px


def _eye(mesh: Mesh, corners: tuple[int, int]) -> FloatArray:
    middle: FloatArray = mesh.xy_px[list(corners)].mean(axis=0)
    return middle
