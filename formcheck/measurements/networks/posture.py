"""Trunk and head from any view: what a small network reads out of the points and the mesh of the face.

Only changes from the person's own neutral mean anything: how somebody is built and where the camera stands
adds the same to both, which is why the network is trained on differences (`scripts/fit_networks.py`,
docs/networks.md).
"""

import numpy as np

from formcheck.measurements.networks.points import lengths, mirrored, turn_columns, with_middles
from formcheck.pose.face import SURE_PRESENCE, Face
from formcheck.pose.landmarks import LANDMARK_COUNT
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


# The vectors that the inputs are made of, from the first to the second; the middles are those of `_PAIRS`.
_PAIRS = (
    (L.LEFT_SHOULDER, L.RIGHT_SHOULDER),
    (L.LEFT_HIP, L.RIGHT_HIP),
    (L.LEFT_EAR, L.RIGHT_EAR),
    (L.LEFT_EYE, L.RIGHT_EYE),
    (L.MOUTH_LEFT, L.MOUTH_RIGHT),
    (L.LEFT_KNEE, L.RIGHT_KNEE),
)
_SHOULDERS, _HIPS, _EARS, _EYES, _MOUTH, _KNEES = range(LANDMARK_COUNT, LANDMARK_COUNT + len(_PAIRS))
_VECTORS = (
    *((_HIPS, _SHOULDERS), (_SHOULDERS, _EARS), (_EARS, L.NOSE), (_EARS, _EYES), (_EARS, _MOUTH)),
    *((_HIPS, _KNEES), (L.RIGHT_SHOULDER, L.LEFT_SHOULDER), (L.RIGHT_HIP, L.LEFT_HIP)),
    (L.RIGHT_EAR, L.LEFT_EAR),
    *((L.LEFT_SHOULDER, L.LEFT_ELBOW), (L.RIGHT_SHOULDER, L.RIGHT_ELBOW)),
    *((L.LEFT_SHOULDER, L.LEFT_WRIST), (L.RIGHT_SHOULDER, L.RIGHT_WRIST)),
)
_FROM, _TO = ([*ends] for ends in zip(*_VECTORS, strict=True))
_TRUNK, _ACROSS, _ACROSS_HIPS = 0, 6, 7


def posture_inputs(points: FloatArray, trunk_px: FloatArray, faces: FloatArray) -> FloatArray:
    """What the network is shown.

    Args:
        points: (m, 33, 4) x, y, depth in pixels, and visibility, of m frames.
        trunk_px: (m,) the subject's own steady length of the trunk.
        faces: (m, 7) as `Face.numbers`, not a number where no face was seen.

    Returns:
        (m, n)
    """
    t = trunk_px[:, None]
    places = with_middles(points, _PAIRS)
    vectors = places[:, _TO] - places[:, _FROM]
    trunk = lengths(vectors[:, _TRUNK, :2])[:, None] / t
    turn = turn_columns(vectors[:, _ACROSS] + vectors[:, _ACROSS_HIPS])
    face = _of_face(faces, places[:, _EARS], places[:, _HIPS], t)
    return np.concatenate([(vectors / t[:, :, None]).reshape(len(points), -1), trunk, turn, face], axis=1)


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
    both = posture_inputs(
        np.concatenate([points, mirrored(points)]),
        np.concatenate([trunk_px, trunk_px]),
        np.concatenate([faces, mirrored_faces(faces)]),
    )
    return both[: len(points)], both[len(points) :]
