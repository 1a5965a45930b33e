"""Cameras by chance, all around a person: near and far, high and low, tilted, rolled, upright and lying."""

from dataclasses import replace

import numpy as np

from renderer.scene.camera import Camera

SIZES_PX = ((480, 640), (360, 640), (640, 480), (640, 360), (480, 480))
SIZE_SHARES = (0.27, 0.27, 0.23, 0.18, 0.05)
NEAREST_M, FARTHEST_M = 0.9, 7.5


def viewpoint(rng: np.random.Generator, stature_m: float, seated: bool) -> Camera:
    """Return a camera that sees a person, or only the upper body of one in four."""
    width_px, height_px = SIZES_PX[int(rng.choice(len(SIZES_PX), p=SIZE_SHARES))]
    long_deg = rng.uniform(45, 80)
    # The field of view is that of the longer side, as of a phone's lens; the camera wants the vertical one.
    half = np.tan(np.radians(long_deg) / 2) * min(1.0, height_px / width_px)
    camera = Camera(
        azimuth_deg=rng.uniform(-180, 180),
        height_m=float(
            rng.choice(
                [rng.uniform(0.05, 0.6), rng.uniform(0.6, 1.6), rng.uniform(1.6, 2.4)], p=[0.2, 0.55, 0.25]
            )
        ),
        roll_deg=rng.uniform(-6, 6),
        fov_deg=float(np.degrees(2 * np.arctan(half))),
        width_px=width_px,
        height_px=height_px,
        axis_m=(rng.uniform(-0.15, 0.15), rng.uniform(-0.15, 0.15)),
    )
    low_m = (0.42 if rng.random() < 0.25 else 0.0) * stature_m
    high_m = stature_m * (1.02 if seated else 1.24)
    # Aimed at the person, but not exactly.
    missed_deg, farther = rng.normal(0, 4), rng.uniform(0.92, 1.25)
    for distance_m in np.arange(NEAREST_M, FARTHEST_M, 0.1):
        found = _aimed(camera, float(distance_m), (low_m + high_m) / 2, missed_deg)
        if _holds(found, low_m, high_m):
            break
    return _aimed(camera, min(FARTHEST_M, found.distance_m * farther), (low_m + high_m) / 2, missed_deg)


def _aimed(camera: Camera, distance_m: float, middle_m: float, missed_deg: float) -> Camera:
    down_deg = float(np.degrees(np.arctan2(camera.height_m - middle_m, distance_m))) + missed_deg
    return replace(camera, distance_m=distance_m, pitch_deg=float(np.clip(down_deg, -15, 15)))


def _holds(camera: Camera, low_m: float, high_m: float) -> bool:
    """Return whether a person with raised arms is in the picture, but for a narrow margin."""
    corners = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.3, 0.3) for z in (low_m, high_m)])
    if ((corners - camera.position_m) @ camera.axes[:, 1]).min() < 0.3:
        return False
    out = 0.04 * camera.height_px
    x, y = camera.project(corners).T
    across = x.min() > -out and x.max() < camera.width_px + out
    return bool(across and y.min() > -out and y.max() < camera.height_px + out)
