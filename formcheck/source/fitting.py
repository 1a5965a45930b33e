"""Pictures of another size than their stream says: how they lie in it."""

from dataclasses import dataclass

import numpy as np

from formcheck.source.frame import Image

# The area of each pixel, where that is what keeps lines from breaking up; it takes five times as long.
_AREA_BELOW = 0.6


def size_within(width_px: int, height_px: int, longest_side_px: int | None) -> tuple[int, int]:
    """Width and height of a picture after scaling it down, if need be, to a longest side."""
    if longest_side_px is None or max(width_px, height_px) <= longest_side_px:
        return width_px, height_px
    scale = longest_side_px / max(width_px, height_px)
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture lies in another one: scaled, then moved, in pixels of that one."""

    x_scale: float
    y_scale: float
    left_px: float = 0.0
    top_px: float = 0.0


def place(size_px: tuple[int, int], in_size_px: tuple[int, int]) -> Place:
    """Where a picture lies in one of another size: in its middle, as large as fits, in its own shape.

    Args:
        size_px: Width and height of the picture.
        in_size_px: Width and height of the other one.

    Example:
        >>> place((640, 360), (1280, 720))
        Place(x_scale=2.0, y_scale=2.0, left_px=0.0, top_px=0.0)
        >>> place((200, 100), (100, 100))
        Place(x_scale=0.5, y_scale=0.5, left_px=0.0, top_px=25.0)
    """
    (width, height), (in_width, in_height) = size_px, in_size_px
    if has_shape_of(size_px, in_size_px):
        return Place(in_width / width, in_height / height)
    scale = min(in_width / width, in_height / height)
    return Place(scale, scale, (in_width - scale * width) / 2, (in_height - scale * height) / 2)


def has_shape_of(size_px: tuple[int, int], other_px: tuple[int, int]) -> bool:
    """Whether two sizes have one shape: scaled to the smaller one's size they differ by a pixel at most."""
    (width, height), (other_width, other_height) = size_px, other_px
    apart = abs(width * other_height - height * other_width)
    return apart <= max(min(width, other_width), min(height, other_height))


def fitted(image: Image, size_px: tuple[int, int]) -> Image:
    """The picture at another size; of another shape, with black edges."""
    width, height = size_px
    if image.shape[:2] == (height, width):
        return image
    import cv2  # here: pictures that fit already do without

    own = place((image.shape[1], image.shape[0]), size_px)
    inner = max(1, round(image.shape[1] * own.x_scale)), max(1, round(image.shape[0] * own.y_scale))
    how = cv2.INTER_AREA if own.x_scale < _AREA_BELOW else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(image, inner, interpolation=how), np.uint8)
    if inner == (width, height):
        return small
    top, left = (height - inner[1]) // 2, (width - inner[0]) // 2
    edges = top, height - inner[1] - top, left, width - inner[0] - left
    return np.asarray(cv2.copyMakeBorder(small, *edges, cv2.BORDER_CONSTANT), np.uint8)
