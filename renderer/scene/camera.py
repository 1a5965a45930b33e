"""A pinhole camera with a position, a direction and a picture size."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from renderer.geometry import Matrix, Vector, rot_x, rot_y, rot_z


@dataclass(frozen=True)
class Camera:
    """Where the camera stands and what it sees.

    Attributes:
        azimuth_deg: where the camera stands around the subject: 0 in front, 90 at the subject's left, 180
            behind.
        distance_m: horizontal distance from the axis through `axis_m`.
        height_m: height of the lens above the floor.
        pitch_deg: tilt of the camera, downward positive.
        roll_deg: turn about the lens axis, clockwise picture positive.
        fov_deg: vertical field of view.
        width_px: picture width.
        height_px: picture height.
        axis_m: x and y of the vertical axis that the camera looks at.
    """

    azimuth_deg: float = 0.0
    distance_m: float = 3.2
    height_m: float = 1.2
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    fov_deg: float = 45.0
    width_px: int = 640
    height_px: int = 480
    axis_m: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def position_m(self) -> Vector:
        """Position of the lens."""
        around = np.radians(self.azimuth_deg)
        x, y = self.axis_m
        return np.array(
            [x + self.distance_m * np.sin(around), y - self.distance_m * np.cos(around), self.height_m]
        )

    @cached_property
    def axes(self) -> Matrix:
        """Columns: right, forward and up of the camera in the world."""
        return rot_z(self.azimuth_deg) @ rot_x(-self.pitch_deg) @ rot_y(self.roll_deg)

    @property
    def focal_px(self) -> float:
        """Focal length in pixels; pixels are square."""
        return self.height_px / 2 / float(np.tan(np.radians(self.fov_deg) / 2))

    def project(self, points_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return pixel positions (x right, y down) of world points."""
        right, depth, up = ((np.asarray(points_m) - self.position_m) @ self.axes).T
        scale = self.focal_px / depth
        return np.stack([self.width_px / 2 + right * scale, self.height_px / 2 - up * scale], axis=-1)
