"""One person's points in one picture."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.face import Face
from formcheck.pose.landmarks import LANDMARK_COUNT, Layout
from formcheck.pose.landmarks import Landmark as L

FloatArray = NDArray[np.float64]

# Columns of Pose.points.
X, Y, Z, VISIBILITY, PRESENCE = range(5)

Part = Literal["ear", "shoulder", "hip", "knee"]
_PAIRS: dict[Part, tuple[L, L]] = {
    "ear": (L.LEFT_EAR, L.RIGHT_EAR),
    "shoulder": (L.LEFT_SHOULDER, L.RIGHT_SHOULDER),
    "hip": (L.LEFT_HIP, L.RIGHT_HIP),
    "knee": (L.LEFT_KNEE, L.RIGHT_KNEE),
}


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """The points of one person in one picture.

    Attributes:
        points: (33, 5) float: x_px, y_px (down), z_px (towards the camera is negative), visibility and
            presence in 0..1. A missing point is a row of NaN. Pixels of the upright, unmirrored picture.
        world: (33, 3) float, metres from the middle of the hips, or None where the source has none.
        face: Which way the face looks, where a face model looked and found one.

    Raises:
        ValueError: If an array has another shape.
    """

    points: FloatArray
    world: FloatArray | None = None
    face: Face | None = None

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

    def middle(self, part: Part) -> tuple[float, float]:
        """The point half-way between the left and the right of a part, x and y in pixels.

        Not a number where one of them is missing. Whether either can be trusted is not asked: see
        `formcheck.measurements.body.Body.centre`.
        """
        left, right = _PAIRS[part]
        number = self.points.item  # plain numbers: arrays of two would take five times as long
        return (number(left, X) + number(right, X)) / 2, (number(left, Y) + number(right, Y)) / 2

    @property
    def trunk_px(self) -> float:
        """From the middle of the shoulders to the middle of the hips; not a number where one is missing."""
        return math.dist(self.middle("shoulder"), self.middle("hip"))


# From which score on a point of COCO's layouts is taken as found: 0.3 is what tools that draw such points
# keep to [convention]. It stands for the visibility that a judgement needs, 0.5.
_FOUND, _SEEN = 0.3, 0.5


def visibility_of(score: float) -> float:
    """The visibility that the score of another model stands for: a score is no chance of being seen.

    OpenPose's is the height of a peak in a heat map: a point that is seen well often has 0.4.

    Example:
        >>> visibility_of(0.0), visibility_of(0.3), visibility_of(1.0)
        (0.0, 0.5, 1.0)
    """
    if score < _FOUND:
        return _SEEN * score / _FOUND
    return 1.0 - (1.0 - _SEEN) * (1.0 - score) / (1.0 - _FOUND)


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
            rows[landmark] = x, y, 0.0, visibility_of(score), score
    return Pose(rows)


Chosen = Literal["", "on the left", "in the middle", "on the right"]


@dataclass(frozen=True, slots=True, eq=False)
class PosedFrame:
    """The subject's pose at one moment, or None where nobody was found.

    Attributes:
        index: Index of the picture in its stream.
        time_s: The picture's timestamp.
        pose: The subject's pose.
        cut: Whether the film was cut before it, so that nothing goes on from the frame before.
        damaged: Whether the picture is damaged: where the body is counts, but no rule is judged by it.
        repeats: Whether the picture is the one before once more.
        chosen: Where in the picture the subject is, in the frame in which they were chosen among several
            people; "" in all others.
    """

    index: int
    time_s: float
    pose: Pose | None
    cut: bool = False
    damaged: bool = False
    repeats: bool = False
    chosen: Chosen = ""
