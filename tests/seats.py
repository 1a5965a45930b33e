"""Stick figures that sit before a camera: how somebody sits, one `Seat` after the other."""

from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from formcheck.activities.load import load_activity
from formcheck.evaluation.seated_neutral import seated_neutral
from formcheck.measurements.catalog import frame_quantities
from formcheck.measurements.measurer import FrameMeasurer, MeasuredFrame
from formcheck.measurements.neutral import Neutral
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame
from tests.people import FRONT, Camera, Posture, photo

DESK = load_activity("desk")
SHOULDERS, EARS = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER), (L.LEFT_EAR, L.RIGHT_EAR)
HEAD = tuple(point for point in L if point < L.LEFT_SHOULDER)
# Getting from one seat to the next: a picture that changed at once would be a camera that was moved.
MOVING_S = 1.5


@dataclass(frozen=True, repr=False)
class Seat:
    """How somebody sits; all zero is upright. Angles in degrees, lengths in widths of the shoulders.

    Attributes:
        neck_forward, trunk_left: As in `Posture`.
        head_left: The head tilted to the left shoulder.
        whole_left: Everything turned about the middle of the picture, the left side down.
        aside: To the subject's left.
        down: The whole body, as on a chair that is lower.
        left_up: The left shoulder above the right one.
        turned: The nose aside, in distances between the ears.
        narrowed: Share that the shoulders look narrower by.
        farther: Share that everything looks smaller by, as of who leans back.
        hand_up: The left hand at the chin, 1, or a share of the way there.
    """

    neck_forward: float = 0.0
    trunk_left: float = 0.0
    head_left: float = 0.0
    whole_left: float = 0.0
    aside: float = 0.0
    down: float = 0.0
    left_up: float = 0.0
    turned: float = 0.0
    narrowed: float = 0.0
    farther: float = 0.0
    hand_up: float = 0.0

    def __repr__(self) -> str:
        """Only what is not upright."""
        shown = [f"{f.name}={getattr(self, f.name):g}" for f in fields(self) if getattr(self, f.name)]
        return " ".join(shown) or "upright"

    @lru_cache(maxsize=8192)  # noqa: B019 - seats are few, and what they look like never changes
    def photo(self, camera: Camera = FRONT) -> Pose:
        """The pose that a camera sees."""
        posture = Posture(neck_forward_deg=self.neck_forward, trunk_left_deg=self.trunk_left)
        points = photo(posture, camera).points.copy()
        xy = points[:, :2]
        width_px, ears_px = np.ptp(xy[list(SHOULDERS), 0]), np.ptp(xy[list(EARS), 0])
        xy[L.NOSE, 0] += self.turned * ears_px
        at_the_chin = (xy[L.LEFT_SHOULDER, 1] + xy[L.LEFT_EAR, 1]) / 2
        xy[L.LEFT_WRIST, 1] += self.hand_up * (at_the_chin - xy[L.LEFT_WRIST, 1])
        middle = xy[list(SHOULDERS)].mean(0)
        xy[list(SHOULDERS), 0] -= self.narrowed * (xy[list(SHOULDERS), 0] - middle[0])
        xy[L.LEFT_SHOULDER, 1] -= np.tan(np.radians(self.left_up)) * width_px
        _turn(points, HEAD, self.head_left, xy[list(EARS)].mean(0))
        _turn(points, tuple(L), self.whole_left, np.array((camera.width_px / 2, camera.height_px / 2)))
        xy += self.farther * (xy[list(SHOULDERS)].mean(0) - xy)
        xy += (self.aside * width_px, self.down * width_px)
        return Pose(points)

    def towards(self, other: "Seat", share: float) -> "Seat":
        """On the way from this one to another."""
        mixed = {
            field.name: (1 - share) * getattr(self, field.name) + share * getattr(other, field.name)
            for field in fields(self)
        }
        return Seat(**mixed)


UPRIGHT = Seat()


def sitting(*scenes: tuple[Seat, float], fps: float = 6.0, moving_s: float = MOVING_S) -> list[PosedFrame]:
    """A film of seats, each for so many seconds."""
    seats: list[Seat] = []
    for seat, seconds in scenes:
        before, steps = seats[-1] if seats else seat, round(moving_s * fps) if seats else 0
        seats += [before.towards(seat, (step + 1) / steps) for step in range(steps)]
        seats += [seat] * round(seconds * fps)
    return [PosedFrame(i, i / fps, seat.photo()) for i, seat in enumerate(seats)]


def sitting_neutral() -> Neutral:
    """The calibrated neutral of who sits upright."""
    neutral = seated_neutral(sitting((UPRIGHT, 3.0)), FRONT.info(6.0), DESK.mode, 0.0, 3.0)
    assert neutral is not None
    return neutral


def measured(frames: list[PosedFrame], camera: Camera = FRONT) -> list[MeasuredFrame]:
    """Everything that is measured in each frame."""
    measurer = FrameMeasurer(camera.info(6.0), tuple(frame_quantities()), DESK.mode.views)
    return [measurer.measure(frame) for frame in frames]


def _turn(
    points: NDArray[np.float64], which: tuple[L, ...], angle_deg: float, about_px: NDArray[np.float64]
) -> None:
    """Turn points clockwise in the picture: what is at the subject's left goes down."""
    cos, sin = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    points[which, :2] = (points[which, :2] - about_px) @ np.array([[cos, sin], [-sin, cos]]) + about_px
