"""The cameras of the benchmark set: where they stand, and which belong to which half.

A camera has a height, a tilt, a distance and a picture size of its own; the view only turns it around the
person. The two halves share none.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

VIEWS_DEG = {
    "front": 0,
    "right15": -15,
    "left15": 15,
    "right30": -30,
    "left30": 30,
    "right45": -45,
    "left45": 45,
    "left_side": 90,
    "right_side": -90,
    "back": 180,
}


@dataclass(frozen=True)
class Spot:
    """A camera on its stand.

    Attributes:
        distance_m: from the person.
        height_m: of the lens.
        pitch_deg: downward positive.
        width_px: picture width.
        height_px: picture height.
        fps: pictures a second.
        test: whether it belongs to the test half.
        group: which scenes it is for, so that stands can be added and older scenes stay as they are: `first`,
            `later` (also for scenes planned later) or `fast` (many pictures a second, for short clips).
    """

    distance_m: float
    height_m: float
    pitch_deg: float
    width_px: int
    height_px: int
    fps: int = 15
    test: bool = False
    group: str = "first"


LIFT_SPOTS = (
    Spot(3.2, 1.15, 0, 360, 640),
    Spot(2.6, 0.80, 0, 360, 640),
    Spot(3.8, 1.45, 6, 480, 360),
    Spot(2.9, 1.30, 3, 360, 640),
    Spot(3.4, 0.74, -2, 480, 360),
    Spot(2.3, 1.10, 0, 360, 640, 30),
    Spot(3.6, 1.60, 12, 360, 480),
    Spot(4.0, 1.00, 0, 480, 360, 24),
    Spot(3.0, 1.20, 1, 360, 640, test=True),
    Spot(2.5, 0.90, 0, 360, 480, test=True),
    Spot(3.7, 1.50, 8, 480, 360, test=True),
    Spot(3.3, 1.05, 0, 480, 360, 30, test=True),
    Spot(2.8, 1.35, 15, 360, 640, test=True),
    Spot(2.7, 1.05, 0, 360, 640, 60, group="fast"),
    Spot(3.1, 1.25, 4, 480, 360, 60, group="fast"),
    Spot(2.9, 1.00, 0, 360, 640, 60, test=True, group="fast"),
    Spot(2.6, 1.40, 9, 360, 480, 60, test=True, group="fast"),
)
DESK_SPOTS = (
    Spot(0.75, 0.02, 8, 480, 360),
    Spot(0.95, 0.10, 10, 480, 360),
    Spot(1.20, -0.06, 0, 480, 360),
    Spot(0.66, -0.14, -6, 480, 360),
    Spot(1.50, 0.12, 8, 480, 270, 30),
    Spot(0.85, 0.06, 9, 480, 360, test=True),
    Spot(1.05, -0.10, -2, 480, 360, test=True),
    Spot(1.35, 0.14, 12, 480, 360, test=True),
    Spot(0.70, 0.11, 14, 480, 270, group="later"),
    Spot(0.68, -0.09, -4, 480, 360, test=True, group="later"),
    Spot(1.50, 0.06, 4, 480, 270, test=True, group="later"),
)
"""Their heights are over the sitting person's eyes."""


def stands(spots: tuple[Spot, ...], test: bool, groups: tuple[str, ...]) -> list[int]:
    """Return the numbers of a half's camera stands of some groups."""
    return [number for number, spot in enumerate(spots) if spot.test == test and spot.group in groups]


def camera(spot: Spot, view: str, stature_m: float, shift_deg: float) -> dict[str, Any]:
    """Return a camera for someone who lifts, as in a scene file; the raised hands fit into its picture."""
    ends_m = (-0.02, 1.36 * stature_m)
    angles = [
        np.degrees(np.arctan2(end - spot.height_m, spot.distance_m - 0.3)) + spot.pitch_deg for end in ends_m
    ]
    across = np.degrees(np.arctan2(0.78, spot.distance_m)) * spot.height_px / spot.width_px
    half = max(*np.abs(angles), 0.9 * float(across))
    return _scene(spot, VIEWS_DEG[view] + shift_deg, spot.height_m, spot.pitch_deg, 2 * 1.03 * float(half))


def desk_camera(spot: Spot, view: str, stature_m: float, shift_deg: float) -> dict[str, Any]:
    """Return a camera for someone who sits, as in a scene file."""
    eyes_m = 0.69 * stature_m
    if view in ("front", "left15", "right15"):
        return _scene(spot, VIEWS_DEG[view] + shift_deg, eyes_m + spot.height_m, spot.pitch_deg, 50.0)
    beside = 1.2 + 0.6 * spot.distance_m
    fov_deg = 2 * float(np.degrees(np.arctan2(0.62, beside)))
    height = eyes_m - 0.28 + spot.height_m
    found = _scene(spot, VIEWS_DEG[view] + shift_deg, height, spot.pitch_deg / 2, fov_deg)
    return found | {"distance_m": round(beside, 2), "aim_m": [0.0, -0.12]}


def _scene(
    spot: Spot, azimuth_deg: float, height_m: float, pitch_deg: float, fov_deg: float
) -> dict[str, Any]:
    return {
        "azimuth_deg": round(float((azimuth_deg + 180) % 360 - 180), 1),
        "distance_m": spot.distance_m,
        "height_m": round(height_m, 3),
        "pitch_deg": pitch_deg,
        "fov_deg": round(float(fov_deg), 1),
        "width_px": spot.width_px,
        "height_px": spot.height_px,
    }
