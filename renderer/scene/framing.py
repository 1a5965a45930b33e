"""Puts a camera as far away as it needs to be, and tilts it, so that a person is in the picture."""

from dataclasses import replace

import numpy as np

from renderer.scene.camera import Camera

NEAREST_M, FARTHEST_M = 0.9, 7.5
MOST_PITCH_DEG = 15.0


def framed(
    camera: Camera, low_m: float, high_m: float, missed_deg: float = 0.0, farther: float = 1.0
) -> Camera:
    """Return a camera at the smallest distance from which it holds a person, tilted toward the middle.

    Args:
        camera: where it stands around the person, how high, and its lens.
        low_m: height of the lowest that it should see.
        high_m: height of the highest.
        missed_deg: how far off its tilt is.
        farther: how much farther away than needed it stands; below 1 it cuts something off.
    """
    middle_m, found = (low_m + high_m) / 2, camera
    for distance_m in np.arange(NEAREST_M, FARTHEST_M, 0.1):
        found = _aimed(camera, float(distance_m), middle_m, missed_deg)
        if _holds(found, low_m, high_m):
            break
    return _aimed(camera, min(FARTHEST_M, found.distance_m * farther), middle_m, missed_deg)


def _aimed(camera: Camera, distance_m: float, middle_m: float, missed_deg: float) -> Camera:
    down_deg = float(np.degrees(np.arctan2(camera.height_m - middle_m, distance_m))) + missed_deg
    return replace(
        camera, distance_m=distance_m, pitch_deg=float(np.clip(down_deg, -MOST_PITCH_DEG, MOST_PITCH_DEG))
    )


def _holds(camera: Camera, low_m: float, high_m: float) -> bool:
    """Return whether a person with raised arms is in the picture, but for a narrow margin."""
    corners = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.3, 0.3) for z in (low_m, high_m)])
    if ((corners - camera.position_m) @ camera.axes[:, 1]).min() < 0.3:
        return False
    out = 0.04 * camera.height_px
    x, y = camera.project(corners).T
    across = x.min() > -out and x.max() < camera.width_px + out
    return bool(across and y.min() > -out and y.max() < camera.height_px + out)
