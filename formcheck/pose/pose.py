"""One person's points in one picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import LANDMARK_COUNT, Layout

FloatArray = NDArray[np.float64]

# Columns of Pose.points.
X, Y, Z, VISIBILITY, PRESENCE = range(5)


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """The points of one person in one picture.

    Attributes:
        points: (33, 5) float: x_px, y_px (down), z_px (towards the camera is negative), visibility and
            presence in 0..1. A missing point is a row of NaN. Pixels of the upright, unmirrored picture.
        world: (33, 3) float, metres from the middle of the hips, or None where the source has none.

    Raises:
        ValueError: If an array has another shape.
    """

    points: FloatArray
    world: FloatArray | None = None

    def __post_init__(self) -> None:
        if self.points.shape != (LANDMARK_COUNT, 5):
            raise ValueError(f"points must have the shape (33, 5), not {self.points.shape}")
        if self.world is not None and self.world.shape != (LANDMARK_COUNT, 3):
            raise ValueError(f"world must have the shape (33, 3), not {self.world.shape}")
        self.points.flags.writeable = False
        if self.world is not None:
            self.world.flags.writeable = False

    @property
    def xy_px(self) -> FloatArray:
        """(33, 2) picture coordinates in pixels."""
        return self.points[:, :2]

    @property
    def visibility(self) -> FloatArray:
        """(33,) in 0..1: how sure the model is that the point is not hidden."""
        return self.points[:, VISIBILITY]


def pose_of(points: FloatArray, layout: Layout) -> Pose:
    """The pose of a model whose points are others than BlazePose's; what it does not find is missing.

    Args:
        points: (n, 3) float: x_px, y_px and a score in 0..1, in the model's order. NaN where there is none.
        layout: What each of the n points is, such as `landmarks.COCO_17`.

    Raises:
        ValueError: If the array has another shape.

    Example:
        >>> from formcheck.pose.landmarks import COCO_17, Landmark
        >>> pose = pose_of(np.full((17, 3), 0.5), COCO_17)
        >>> bool(np.isnan(pose.points[Landmark.LEFT_HEEL]).all())
        True
    """
    if points.shape != (len(layout), 3):
        raise ValueError(f"points must have the shape ({len(layout)}, 3), not {points.shape}")
    rows = np.full((LANDMARK_COUNT, 5), np.nan)
    for landmark, (x, y, score) in zip(layout, points, strict=True):
        if landmark is not None and np.isfinite((x, y, score)).all():
            rows[landmark] = x, y, 0.0, score, score
    return Pose(rows)


@dataclass(frozen=True, slots=True, eq=False)
class PosedFrame:
    """The subject's pose at one moment, or None where nobody was found.

    Attributes:
        index: Index of the picture in its stream.
        time_s: The picture's timestamp.
        pose: The subject's pose.
    """

    index: int
    time_s: float
    pose: Pose | None
