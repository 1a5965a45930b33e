"""How a camera stands to a person and to points."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from renderer.geometry import Vector
from renderer.scene.camera import Camera


def before_the_camera(points_m: NDArray[np.float64], camera: Camera) -> NDArray[np.float64]:
    """Return points in the camera's axes: x right, y down, z forward, in metres from the lens."""
    right, depth, up = ((points_m - camera.position_m) @ camera.axes).T
    return np.stack([right, -up, depth], axis=-1)


def seen_from(points: Mapping[str, Vector], camera: Camera) -> tuple[float, float]:
    """Return azimuth and elevation of the lens from the middle of the trunk, against the way the hips face.

    Azimuth 0 in front, 90 at the subject's left, 180 behind; elevation is positive where the lens is higher.
    """
    middle = np.mean(
        [points[f"{side}_{n}"] for side in ("left", "right") for n in ("shoulder", "hip")], axis=0
    )
    across = points["left_hip"] - points["right_hip"]
    line = camera.position_m - middle
    left = across[:2] / np.linalg.norm(across[:2])
    ahead = np.array([left[1], -left[0]])
    flat = line[:2]
    azimuth = np.degrees(np.arctan2(flat @ left, flat @ ahead))
    return float(azimuth), float(np.degrees(np.arctan2(line[2], np.linalg.norm(flat))))
