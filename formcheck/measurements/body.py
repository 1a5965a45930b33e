"""The subject's body in one frame: which points can be trusted, and its own lengths."""

import math
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from formcheck.measurements.geometry import Point, distance_px, middle, turned
from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import Facing, View
from formcheck.pose.face import Face
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import FloatArray, Pose

# Visibility that a judgement needs; what is between this and 0.3 is only drawn.
VISIBLE = 0.5
# A limb looks shorter when it points at the camera, but never longer than it is. Longest believable
# lengths in trunk lengths, 25 % above the mean of Drillis and Contini's segment table (in Winter).
_LONGEST = {
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW): 0.85,
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW): 0.85,
    (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST): 0.85,
    (Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST): 0.85,
    (Landmark.LEFT_HIP, Landmark.LEFT_KNEE): 1.25,
    (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE): 1.25,
    (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE): 1.25,
    (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE): 1.25,
}
# A point may lie this far outside the picture, in shares of its size: the model extrapolates a little well.
OUTSIDE = 0.02


class Unmeasurable(Exception):  # noqa: N818 - not an error: it carries why a measurement has no value
    """Raised inside a measure when it has no value; carries the reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Lengths:
    """The subject's own lengths in the picture, steady over time; None while never seen.

    Attributes:
        trunk_px: Middle of the shoulders to middle of the hips.
        shoulders_px: Distance of the shoulders at its widest, so of a front view.
        arm_px: Shoulder to wrist along a straight arm.
        upper_arm_px: Shoulder to elbow at its longest, so across the line of sight.
        forearm_px: Elbow to wrist at its longest.
    """

    trunk_px: float | None = None
    shoulders_px: float | None = None
    arm_px: float | None = None
    upper_arm_px: float | None = None
    forearm_px: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """One pose, ready to be measured.

    Attributes:
        pose: The smoothed pose.
        reasons: (33,) why a point cannot be used, or None where it can.
        view: From where the camera sees the subject.
        facing: Which way the subject looks in the picture.
        near: The side that is nearer the camera in a side or oblique view, else None.
        lengths: The subject's own lengths.
        square: Whether the subject faces the camera without any turn.
        roll_deg: By how much the camera turns the picture clockwise, which the points are without.
        xy: The points in pixels as a level camera shows them, also those that cannot be used.
        known: What was worked out of it already, and several measures need.
        picture_px: The longer side of the picture; 0 where it is not known.
        model: The pose model that found the pose, or None where it is not known.
        face: Which way the face looks, as it was seen now or a moment ago; None where it was not.
        remembered: What the arms have read in the last seconds, as `ArmMemory` recalls it.
    """

    pose: Pose
    reasons: tuple[Reason | None, ...]
    view: View
    facing: Facing
    near: str | None
    lengths: Lengths
    square: bool = True
    picture_px: int = 0
    model: str | None = None
    face: Face | None = None
    roll_deg: float = 0.0
    remembered: FloatArray | None = None
    xy: tuple[Point, ...] = field(init=False, repr=False)
    known: dict[str, Any] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        xy = self.pose.xy_px if self.roll_deg == 0.0 else turned(self.pose.xy_px, -self.roll_deg)
        object.__setattr__(self, "xy", tuple(map(tuple, xy.tolist())))

    def point(self, landmark: Landmark) -> Point:
        """A point in pixels.

        Raises:
            Unmeasurable: If the point cannot be trusted.
        """
        reason = self.reasons[landmark]
        if reason is not None:
            raise Unmeasurable(reason)
        return self.xy[landmark]

    def hand(self, side: str) -> Point:
        """The wrist, where it may also be guessed: from behind the body hides it at the bottom of a lift.

        Raises:
            Unmeasurable: If it cannot even be guessed.
        """
        wrist = _of_side(side, "wrist")
        if self.view is View.BACK and self.reasons[wrist] is Reason.NOT_VISIBLE:
            return self.xy[wrist]
        return self.point(wrist)

    def of_side(self, side: str, part: str) -> Point:
        """A point of one side, such as ("left", "elbow").

        Raises:
            Unmeasurable: If the point cannot be trusted.
        """
        return self.point(_of_side(side, part))

    def reason_of(self, side: str, part: str) -> Reason | None:
        """Why a point of one side cannot be trusted, or None where it can."""
        return self.reasons[_of_side(side, part)]

    def centre(self, part: str) -> Point:
        """The middle between the left and the right point of a part; the near one if only that is seen.

        Raises:
            Unmeasurable: If neither can be trusted, or one alone in a view in which that would be wrong.
        """
        left, right = _of_side("left", part), _of_side("right", part)
        usable = [p for p in (left, right) if self.reasons[p] is None]
        if len(usable) == 2:
            return middle(self.xy[left], self.xy[right])
        if usable and self.view is View.SIDE:
            return self.point(usable[0])
        raise Unmeasurable(self.reasons[left] or self.reasons[right] or Reason.NOT_VISIBLE)

    @property
    def forward(self) -> float:
        """+1 if the subject faces the right of the picture, -1 if the left.

        Raises:
            Unmeasurable: If it is not known.
        """
        if self.facing is Facing.RIGHT:
            return 1.0
        if self.facing is Facing.LEFT:
            return -1.0
        raise Unmeasurable(Reason.WRONG_VIEW)

    @property
    def trunk_px(self) -> float:
        """Steady length of the trunk.

        Raises:
            Unmeasurable: If it was never seen.
        """
        return _known(self.lengths.trunk_px)

    @property
    def shoulders_px(self) -> float:
        """Steady width of the shoulders.

        Raises:
            Unmeasurable: If it was never seen from the front.
        """
        return _known(self.lengths.shoulders_px)

    @property
    def arm_px(self) -> float:
        """Steady length of a straight arm.

        Raises:
            Unmeasurable: If it was never seen.
        """
        return _known(self.lengths.arm_px)

    @property
    def upper_arm_px(self) -> float:
        """Steady length of the upper arm.

        Raises:
            Unmeasurable: If it was never seen.
        """
        return _known(self.lengths.upper_arm_px)

    @property
    def forearm_px(self) -> float:
        """Steady length of the forearm.

        Raises:
            Unmeasurable: If it was never seen.
        """
        return _known(self.lengths.forearm_px)


@cache
def _of_side(side: str, part: str) -> Landmark:
    return Landmark[f"{side}_{part}".upper()]


def _known(length_px: float | None) -> float:
    if length_px is None or length_px < 1.0:
        raise Unmeasurable(Reason.NOT_VISIBLE)
    return length_px


def unusable(pose: Pose, width_px: int, height_px: int) -> tuple[Reason | None, ...]:
    """Why each point of a pose cannot be used, or None where it can.

    The model's visibility alone is not enough: it can be 0.99 for what lies outside the picture.
    """
    xy = pose.xy_px
    slack_x, slack_y = width_px * OUTSIDE, height_px * OUTSIDE
    reasons: list[Reason | None] = []
    for (x, y), visibility in zip(xy.tolist(), pose.visibility.tolist(), strict=True):
        inside = -slack_x <= x <= width_px + slack_x and -slack_y <= y <= height_px + slack_y
        reasons.append(
            Reason.NOT_RECORDED if math.isnan(x)
            else Reason.OUT_OF_PICTURE if not inside
            else Reason.NOT_VISIBLE if visibility < VISIBLE
            else None
        )  # fmt: skip
    return tuple(reasons)


def implausible(
    pose: Pose, reasons: tuple[Reason | None, ...], lengths: Lengths
) -> tuple[Reason | None, ...]:
    """The same reasons, with the far ends of limbs that look longer than they can be."""
    if lengths.trunk_px is None:
        return reasons
    checked, xy = list(reasons), pose.xy_px.tolist()
    for (near, far), longest in _LONGEST.items():
        if checked[far] is None and distance_px(xy[far], xy[near]) > longest * lengths.trunk_px:
            checked[far] = Reason.IMPLAUSIBLE
    return tuple(checked)
