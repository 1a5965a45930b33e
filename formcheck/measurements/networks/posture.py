"""Trunk and head from any view: what a small network reads out of the points and the mesh of the face.

Only changes from the person's own neutral mean anything: how somebody is built and where the camera stands
adds the same to both, which is why the network is trained on differences (`scripts/fit_networks.py`,
docs/networks.md).
"""

import numpy as np

from formcheck.measurements.networks.points import between, mirrored
from formcheck.pose.face import SURE_PRESENCE, Face
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray

OUTPUTS = (
    "trunk_inclination_deg",
    "trunk_lean_deg",
    "head_pitch_deg",
    "head_yaw_deg",
    "head_protraction_deg",
)
# These change their sign in a mirror.
SIGNS = np.array([1.0, -1.0, 1.0, -1.0, 1.0])
FACE_COLUMNS = 7


def posture_inputs(points: FloatArray, trunk_px: FloatArray, faces: FloatArray) -> FloatArray:
    """What the network is shown.

    Args:
        points: (m, 33, 4) x, y, depth in pixels, and visibility, of m frames.
        trunk_px: (m,) the subject's own steady length of the trunk.
        faces: (m, 7) as `Face.numbers`, not a number where no face was seen.

    Returns:
        (m, n)
    """
    p, t = points, trunk_px[:, None]
    shoulders, hips = between(p, L.LEFT_SHOULDER, L.RIGHT_SHOULDER), between(p, L.LEFT_HIP, L.RIGHT_HIP)
    ears, eyes = between(p, L.LEFT_EAR, L.RIGHT_EAR), between(p, L.LEFT_EYE, L.RIGHT_EYE)
    mouth, knees = between(p, L.MOUTH_LEFT, L.MOUTH_RIGHT), between(p, L.LEFT_KNEE, L.RIGHT_KNEE)
    nose = p[:, L.NOSE, :3]
    across = p[:, L.LEFT_SHOULDER, :3] - p[:, L.RIGHT_SHOULDER, :3]
    across_hips = p[:, L.LEFT_HIP, :3] - p[:, L.RIGHT_HIP, :3]
    turn = np.arctan2((across + across_hips)[:, 2], (across + across_hips)[:, 0])
    arms = [
        p[:, point, :3] - p[:, root, :3]
        for point, root in (
            (L.LEFT_ELBOW, L.LEFT_SHOULDER),
            (L.RIGHT_ELBOW, L.RIGHT_SHOULDER),
            (L.LEFT_WRIST, L.LEFT_SHOULDER),
            (L.RIGHT_WRIST, L.RIGHT_SHOULDER),
        )
    ]
    vectors = [
        *(shoulders - hips, ears - shoulders, nose - ears, eyes - ears, mouth - ears, knees - hips),
        *(across, across_hips, p[:, L.LEFT_EAR, :3] - p[:, L.RIGHT_EAR, :3], *arms),
    ]
    trunk = np.linalg.norm((shoulders - hips)[:, :2], axis=1, keepdims=True) / t
    angles = np.column_stack([np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)])
    return np.concatenate(
        [*(vector / t for vector in vectors), trunk, angles, _of_face(faces, ears, hips, t)], axis=1
    )


def _of_face(faces: FloatArray, ears: FloatArray, hips: FloatArray, t: FloatArray) -> FloatArray:
    known = faces[:, 6:7] >= SURE_PRESENCE
    pitch, turn, tilt, width, x, y, presence = (faces[:, n : n + 1] for n in range(FACE_COLUMNS))
    columns = np.concatenate(
        [
            *(pitch / 20, turn / 20, tilt / 20, width / t * 5, presence / 10),
            *((x - ears[:, :1]) / t * 5, (y - ears[:, 1:2]) / t * 5, (y - hips[:, 1:2]) / t),
        ],
        axis=1,
    )
    return np.concatenate([np.where(known, columns, 0.0), known], axis=1)


def face_row(face: Face | None) -> FloatArray:
    """(1, 7) a face as a row of numbers."""
    return np.full((1, FACE_COLUMNS), np.nan) if face is None else np.array([face.numbers()])


def mirrored_faces(faces: FloatArray) -> FloatArray:
    """The same faces in a mirror."""
    return faces * (1.0, -1.0, -1.0, 1.0, -1.0, 1.0, 1.0)


def both_ways(points: FloatArray, trunk_px: FloatArray, faces: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The inputs, and those of the mirror image: the mean of both answers is the same for both."""
    return (
        posture_inputs(points, trunk_px, faces),
        posture_inputs(mirrored(points), trunk_px, mirrored_faces(faces)),
    )
