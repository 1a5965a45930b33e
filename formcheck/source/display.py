"""How a stored picture is turned and mirrored before it is shown: the display matrix of films."""

import struct
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from formcheck.source.codecs import SideData, SideDataContainer, SideDataType, VideoFrame
from formcheck.source.frame import Image

# Three rows of three numbers; the first two of the first two rows turn and mirror, the rest moves.
_MATRIX = struct.Struct("=9i")
_FULL_TURN_DEG = 360


@dataclass(frozen=True, slots=True)
class Turn:
    """Where right and down of a stored picture point to when it is shown, x to the right and y down.

    Attributes:
        right: (x, y), one of them 1 or -1.
        down: (x, y), the other one of them 1 or -1.

    Example:
        >>> Turn().clockwise(90).clockwise(270) == Turn()
        True
    """

    right: tuple[int, int] = (1, 0)
    down: tuple[int, int] = (0, 1)

    @property
    def swaps_sides(self) -> bool:
        """Whether width becomes height."""
        return self.right[0] == 0

    @property
    def is_mirrored(self) -> bool:
        """Whether left and right are exchanged."""
        return self.right[0] * self.down[1] - self.right[1] * self.down[0] < 0

    @property
    def rotation_deg(self) -> int:
        """By how much the picture is turned clockwise, after it was mirrored left to right if need be."""
        x, y = (-side for side in self.right) if self.is_mirrored else self.right
        return {(1, 0): 0, (0, 1): 90, (-1, 0): 180}.get((x, y), 270)

    def clockwise(self, angle_deg: int) -> "Turn":
        """The same, turned clockwise by a multiple of 90 deg more."""
        turned = self
        for _ in range(angle_deg % _FULL_TURN_DEG // 90):
            right, down = turned.right, turned.down
            turned = Turn((-right[1], right[0]), (-down[1], down[0]))
        return turned

    def apply(self, stored: Image) -> Image:
        """The picture as it is shown; contiguous."""
        if self == Turn():
            return np.ascontiguousarray(stored)
        x_side, y_side = (self.down[0], self.right[1]) if self.swaps_sides else (self.right[0], self.down[1])
        shown: cv2.typing.MatLike = cv2.transpose(stored) if self.swaps_sides else stored
        if x_side < 0 or y_side < 0:
            shown = cv2.flip(shown, -1 if x_side == y_side else 1 if x_side < 0 else 0)
        return np.ascontiguousarray(shown, np.uint8)


def turn_of(picture: VideoFrame) -> Turn:
    """What the film says of how the picture is to be shown; a skew is taken for the nearest turn."""
    # Not `picture.side_data`: that and the picture would hold each other, and a picture of a megabyte or more
    # would wait for Python's collector of cycles, with some two hundred others.
    told = SideDataContainer(picture)  # type: ignore[call-arg]  # its stub does not say so
    for data in cast("list[SideData]", list(told)):  # a mapping that gives its values
        if data.type is SideDataType.DISPLAYMATRIX and data.buffer_size == _MATRIX.size:
            a, b, _, c, d, *_ = _MATRIX.unpack(bytes(data))
            return _nearest(a, b, c, d)
    return Turn()


def _nearest(a: int, b: int, c: int, d: int) -> Turn:
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return Turn((-1 if a < 0 else 1, 0), (0, -1 if d < 0 else 1))
    return Turn((0, -1 if b < 0 else 1), (-1 if c < 0 else 1, 0))
