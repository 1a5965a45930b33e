"""The part of the picture that a pose model is shown."""

from dataclasses import dataclass

import numpy as np

from formcheck.pose.pose import Pose
from formcheck.source.frame import Image


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the picture that the pose model is shown, in pixels.

    The detector sees its input shrunk to 224 x 224: in a tall picture a person who fills a third of it
    gets too small to be found, and is found in a square part of the same picture.
    """

    left_px: int
    top_px: int
    width_px: int
    height_px: int

    def crop(self, image: Image) -> Image:
        """The window's part of an image; the image itself where it is all of it."""
        if image.shape[:2] == (self.height_px, self.width_px):
            return image
        return np.ascontiguousarray(
            image[self.top_px : self.top_px + self.height_px, self.left_px : self.left_px + self.width_px]
        )

    def to_picture(self, pose: Pose) -> Pose:
        """A pose found in the window, in coordinates of the whole picture."""
        if not self.left_px and not self.top_px:
            return pose
        points = pose.points.copy()
        points[:, :2] = np.round(points[:, :2] + (self.left_px, self.top_px), 2)
        return Pose(points, pose.world)

    def holds(self, pose: Pose, margin: float = 0.02) -> bool:
        """Whether the middle part of a pose lies inside, `margin` of the width away from the edges."""
        box = Box.of(pose)
        slack_px = margin * self.width_px
        return (
            self.left_px + slack_px <= box.x_px - box.width_px / 2
            and box.x_px + box.width_px / 2 <= self.left_px + self.width_px - slack_px
            and self.top_px + slack_px <= box.y_px - box.height_px / 2
            and box.y_px + box.height_px / 2 <= self.top_px + self.height_px - slack_px
        )


@dataclass(frozen=True, slots=True)
class Box:
    """Where a person is: middle and size of the box around all points, in pixels."""

    x_px: float
    y_px: float
    width_px: float
    height_px: float

    @classmethod
    def of(cls, pose: Pose) -> "Box":
        """The box around the points of a pose."""
        low, high = np.nanmin(pose.xy_px, 0), np.nanmax(pose.xy_px, 0)
        middle, size = (low + high) / 2, high - low
        return cls(float(middle[0]), float(middle[1]), float(size[0]), float(size[1]))

    @property
    def size_px(self) -> float:
        """The longer side, at least a pixel."""
        return max(self.width_px, self.height_px, 1.0)

    def distance_to(self, other: "Box") -> float:
        """Distance of the middles, in sizes of the other box."""
        return float(np.hypot(self.x_px - other.x_px, self.y_px - other.y_px)) / other.size_px


def search_windows(width_px: int, height_px: int) -> tuple[Window, ...]:
    """Where to look for people: the whole picture, then squares along its longer side, middle first."""
    whole = Window(0, 0, width_px, height_px)
    short, spare = min(width_px, height_px), abs(width_px - height_px)
    if spare < short * 0.2:
        return (whole,)
    offsets = (spare // 2, 0, spare)
    if width_px > height_px:
        return (whole, *(Window(offset, 0, short, short) for offset in offsets))
    return (whole, *(Window(0, offset, short, short) for offset in offsets))
