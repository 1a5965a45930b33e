"""Cameras by chance, all around a person: near and far, high and low, tilted, rolled, upright and lying."""

import numpy as np

from renderer.scene.camera import Camera
from renderer.scene.framing import framed

SIZES_PX = ((480, 640), (360, 640), (640, 480), (640, 360), (480, 480))
SIZE_SHARES = (0.27, 0.27, 0.23, 0.18, 0.05)


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
    return framed(camera, low_m, high_m, rng.normal(0, 4), rng.uniform(0.92, 1.25))
