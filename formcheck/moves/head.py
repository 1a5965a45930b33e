"""How a head is turned in space, from the eleven points that a pose has of it."""

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import ModelError
from formcheck.pose.landmarks import Landmark as L

_FILE = "head_shape.toml"
HEAD = slice(L.NOSE, L.MOUTH_RIGHT + 1)
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Head:
    """How a head is turned against the camera, degrees.

    Attributes:
        turn_deg: + to the subject's left.
        nod_deg: + down.
        roll_deg: + to the subject's left shoulder.
        flat_ratio: How much smaller the points are along one axis of the picture than along the other, as a
            mean head cannot be: 1 where they fit.
    """

    turn_deg: float
    nod_deg: float
    roll_deg: float
    flat_ratio: float


UNSEEN = Head(math.nan, math.nan, math.nan, math.nan)


def head_of(xy_px: FloatArray) -> Head:
    """Lay the mean head onto the points: least squares under weak perspective, and the nearest rotation.

    The same as `pose.face_mesh.orientation` does with the points of a mesh; those of a pose are there in
    profile, too.

    Args:
        xy_px: (11, 2) the points of the head in picture coordinates.
    """
    if not np.isfinite(xy_px).all():
        return UNSEEN
    # xy = scale * (first two rows of the rotation) @ point
    rows = (_inverse() @ (xy_px - xy_px.mean(axis=0))).T
    left, scales, right = np.linalg.svd(rows, full_matrices=False)
    if not scales[1] > 0:
        return UNSEEN
    across, down = left @ right
    ahead = -np.array([across[2], down[2], np.cross(across, down)[2]])
    return Head(
        turn_deg=math.degrees(math.atan2(ahead[0], -ahead[2])),
        nod_deg=math.degrees(math.asin(float(np.clip(ahead[1], -1.0, 1.0)))),
        roll_deg=math.degrees(math.atan2(down[0], across[0])),
        flat_ratio=float(scales[1] / scales[0]),
    )


@cache
def _inverse() -> FloatArray:
    """Of the mean head, that comes with the program; `scripts/fit_neck.py` makes it.

    Raises:
        ModelError: If its file is missing or broken.
    """
    try:
        text = resources.files("formcheck.moves").joinpath(_FILE).read_text(encoding="utf-8")
        points = np.array(tomllib.loads(text)["points"], np.float64).reshape(HEAD.stop - HEAD.start, 3)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the mean head {_FILE} cannot be read; reinstall formcheck") from error
    return np.asarray(np.linalg.pinv(points))
