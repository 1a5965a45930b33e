"""From the points of a face mesh to which way the face looks."""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from formcheck.errors import ModelError
from formcheck.pose.face import Face
from formcheck.pose.face_mesh.network import Mesh
from formcheck.pose.pose import FloatArray

SHAPE_FILE = Path(__file__).with_name("shape.toml")


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The mean face: points that keep their places whatever the mouth and the eyelids do.

    Attributes:
        indexes: (n,) which of the mesh's points they are.
        points: (n, 3) x to the picture's right, y down, z away from the camera, about their own middle, in
            distances of the outer corners of the eyes.
    """

    indexes: tuple[int, ...]
    points: FloatArray


@cache
def shape() -> Shape:
    """The mean face that comes with the program; `scripts/fit_face_shape.py` makes it.

    Raises:
        ModelError: If its file is missing or broken.
    """
    import tomllib  # here: --help does without

    try:
        read = tomllib.loads(SHAPE_FILE.read_text(encoding="utf-8"))
        indexes = tuple(read["indexes"])
        return Shape(indexes, np.array(read["points"], np.float64).reshape(len(indexes), 3))
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the mean face {SHAPE_FILE} cannot be read; reinstall formcheck") from error


def face_of(mesh: Mesh) -> Face:
    """Which way a face looks, from the picture coordinates of its points.

    The mean face is turned and scaled so that it lies on the points: least squares under weak perspective,
    the rotation being the nearest one (DeMenthon and Davis 1995, Int J Comput Vis 15:123, without its
    iteration). The network's own depth is not used: it says little of how the head is turned.

    Args:
        mesh: What the network found.
    """
    mean = shape()
    xy = mesh.xy_px[list(mean.indexes)]
    middle = xy.mean(axis=0)
    # xy = scale * (first two rows of the rotation) @ point
    rows = np.linalg.lstsq(mean.points, xy - middle, rcond=None)[0].T
    left, scales, right = np.linalg.svd(rows, full_matrices=False)
    across, down = left @ right
    # The mean face looks along -z: where that points now.
    ahead = -np.array([across[2], down[2], np.cross(across, down)[2]])
    return Face(
        pitch_deg=_degrees(math.asin(float(np.clip(-ahead[1], -1.0, 1.0)))),
        turn_deg=_degrees(math.atan2(ahead[0], -ahead[2])),
        tilt_deg=_degrees(math.atan2(down[0], across[0])),
        width_px=round(float(scales.mean()), 2),
        x_px=round(float(middle[0]), 2),
        y_px=round(float(middle[1]), 2),
        presence=round(mesh.presence, 1),
    )


def _degrees(angle_rad: float) -> float:
    return round(math.degrees(angle_rad), 2)
