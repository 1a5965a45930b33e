"""Where a label goes: beside what it is about, off other labels and off the body; all places at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.pose.pose import FloatArray
from formcheck.sinks.drawing.plates import Box

# Far from its joint a label seems to belong to another one: a width farther costs as much as so many hidden
# points of the body, and beyond so many widths only the first label is written.
_FAR, _FARTHEST = 6.0, 1.0
# How much farther out than necessary, in heights of the label.
_FARTHER = np.array((0.0, 0.8, 2.0))
_SIDES = np.array(((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a label has to keep off.

    Attributes:
        width: Of the picture, in pixels.
        height: Likewise.
        body: (n, 2) points that it should not hide.
        covered: Where something else is going to stand.
    """

    width: int
    height: int
    body: FloatArray
    covered: Sequence[Box]

    def place(
        self, size: tuple[int, int], at: FloatArray, arm: FloatArray, labels: Sequence[Box], *, needed: bool
    ) -> Box | None:
        """The best place for a label; None where it would lie upon another one, or too far away.

        Args:
            size: Its width and height.
            at: What it is about.
            arm: From there to where what is drawn there ends, on the side where the label is to be.
            labels: Where there are labels already.
            needed: It is written all the same where nothing is free.
        """
        width, height = min(size[0], self.width), min(size[1], self.height)
        corners = np.rint(_middles(size, at, arm) - np.array(size) / 2)
        low = np.clip(corners, 0, (self.width - width, self.height - height))
        taken = _shared_px(low, (width, height), (*labels, *self.covered))
        free = taken == 0
        if not free.any():
            if not needed:
                return None
            free = np.arange(len(low)) == np.argmin(taken)
        inside = (self.body >= low[:, None]) & (self.body < low[:, None] + (width, height))
        hidden = np.count_nonzero(inside[..., 0] & inside[..., 1], axis=1)
        away = low + np.array((width / 2, height / 2)) - at
        far = np.hypot(away[:, 0], away[:, 1])
        best = np.argmin(np.where(free, hidden + _FAR * far / size[0], np.inf))
        if labels and far[best] > _FARTHEST * size[0]:
            return None
        return Box(int(low[best, 0]), int(low[best, 1]), width, height)


def _middles(size: tuple[int, int], at: FloatArray, arm: FloatArray) -> FloatArray:
    """Where it may stand, best first: outside the arc, opposite, at the sides, then farther away."""
    width, height = size
    radius = float(np.hypot(*arm)) or 1.0
    aside = np.array((arm[1], -arm[0]))
    ways = np.concatenate(((arm, -arm, aside, -aside), _SIDES * radius)) / radius
    needed = radius + 0.2 * height + np.abs(ways[:, 0]) * width / 2 + np.abs(ways[:, 1]) * height / 2
    reach = needed + (_FARTHER * height)[:, None]
    middles: FloatArray = at + (ways * reach[..., None]).reshape(-1, 2)
    return middles


def _shared_px(low: FloatArray, size: tuple[int, int], others: Sequence[Box]) -> FloatArray:
    """How many pixels each place shares with others."""
    if not others:
        return np.zeros(len(low))
    left, top, right, bottom = np.array(
        [(box.left, box.top, box.left + box.width, box.top + box.height) for box in others]
    ).T
    wide = np.minimum(low[:, :1] + size[0], right) - np.maximum(low[:, :1], left)
    high = np.minimum(low[:, 1:] + size[1], bottom) - np.maximum(low[:, 1:], top)
    shared: FloatArray = (np.maximum(0, wide) * np.maximum(0, high)).sum(axis=1)
    return shared
