"""What sitting unevenly changes: the line of the shoulders, that of the head, and where the shoulders are.

A turn that both lines have in common is neither a tilted head nor a raised shoulder: the camera is not level,
or the body leans as a whole. Then the line from the shoulders to the ears turns as well; one raised shoulder
leaves it where it is, though the pose model sees the head tilt with it in some.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.postures.model import change_of

SIDEWAYS_PERCENT = "sideways_percent"
SHOULDER_TILT_DEG = "shoulder_tilt_deg"
NECK_BEND_DEG = "neck_bend_deg"
HEAD_TURNED_DEG = "head_turned_deg"
# Typical errors, in each one's unit.
ERRORS: Mapping[str, float] = {
    SIDEWAYS_PERCENT: 5.0, SHOULDER_TILT_DEG: 2.0, NECK_BEND_DEG: 2.0, HEAD_TURNED_DEG: 6.0,
}  # fmt: skip
# Focal length of a webcam in widths of its picture: 64 deg wide, where most are between 55 and 80.
_FOCAL_WIDTHS = 0.8
# Who leans aside takes the line of the shoulders along, by so many degrees for each percent of the shoulder
# width that its middle moves [on rendered people].
_LEAN_DEG_PER_PERCENT = 0.45
# Shoulders that went aside and stayed level are a chair that stands elsewhere: a lean turns their line by 0.4
# deg for each percent, and counts no further than half of that is there [on rendered people].
_LEVEL_DEG_PER_PERCENT = 0.2
# Two turns are taken for one from the second share on, and not at all below the first: a head that tilts
# takes the line of the shoulders along by a third, as the pose model sees it [on rendered people].
_ALIKE = (0.5, 0.8)
# The neck has to turn by this share of it, too: by 0.9 to 1.1 before a camera that is not level, by 0.3 at
# most where a shoulder is up; a head that is turned by 5 deg takes 1.5 deg off [on rendered people].
_NECK_TOO = (0.3, 0.55)


@dataclass(frozen=True, slots=True)
class Sideways:
    """How somebody sits unevenly, as changes from the neutral.

    Attributes:
        moved_percent: Shift of the middle of the shoulders, in percent of their neutral width: + to the
            subject's left.
        lean_percent: As much of it as the line of the shoulders tilts with. The hips are hidden at a desk, so
            it stands for the angle of the trunk.
        shoulder_tilt_deg: The line of the shoulders, beyond what leaning aside and turning as a whole do to
            it: + with the left one higher.
        neck_bend_deg: The head against the shoulders, beyond turning as a whole: + to the left shoulder.
        turned_deg: What head and shoulders turn by alike: + with the subject's left going up.
        shoulders_deg: The line of the shoulders, whatever turned it: + with the left one higher.
        head_deg: The head, whatever turned it: + to the left shoulder.
        head_turned_deg: Turn of the head, beyond what comes of sitting further aside: + to the left.
    """

    moved_percent: Measurement
    lean_percent: Measurement
    shoulder_tilt_deg: Measurement
    neck_bend_deg: Measurement
    turned_deg: Measurement
    shoulders_deg: Measurement
    head_deg: Measurement
    head_turned_deg: Measurement

    def values(self) -> dict[str, Measurement]:
        """What rules look at."""
        return {
            SIDEWAYS_PERCENT: self.lean_percent,
            SHOULDER_TILT_DEG: self.shoulder_tilt_deg,
            NECK_BEND_DEG: self.neck_bend_deg,
            HEAD_TURNED_DEG: self.head_turned_deg,
        }


def sideways(
    measurements: Mapping[str, Measurement], neutral: Neutral, view: View, width_px: float = math.inf
) -> Sideways:
    """How unevenly somebody sits, or why that is not known; from the front alone.

    Args:
        measurements: What was measured.
        neutral: What it is compared with.
        view: From where the camera sees.
        width_px: Of the picture; without it nobody sits aside.
    """
    if view is not View.FRONT:
        unknown = Measurement.missing(Reason.WRONG_VIEW)
        return Sideways(unknown, unknown, unknown, unknown, unknown, unknown, unknown, unknown)
    moved = change_of("shoulders_x_px", "widths", measurements, neutral, view)
    shoulders, head, neck = (
        change_of(name, "change", measurements, neutral, view)
        for name in ("shoulder_roll_deg", "head_roll_deg", "neck_roll_deg")
    )
    tilt = bend = turned = shoulders if shoulders.value is None else head
    if shoulders.value is not None and head.value is not None:
        aside_deg = 0.0 if moved.value is None else -_LEAN_DEG_PER_PERCENT * 100.0 * moved.value
        # A head that tilts to the left lowers its left side.
        turned_deg = _alike(shoulders.value, -head.value)
        if neck.value is not None:  # a neutral of an earlier version does not know it
            turned_deg *= _share_of_neck(turned_deg, -neck.value)
        tilt_deg = _without(shoulders.value - turned_deg, aside_deg)
        tilt = Measurement(tilt_deg, ERRORS[SHOULDER_TILT_DEG])
        bend = Measurement(head.value + turned_deg, ERRORS[NECK_BEND_DEG])
        turned = Measurement(turned_deg, ERRORS[SHOULDER_TILT_DEG])
    lean = moved
    if moved.value is not None:
        moved = lean = Measurement(100.0 * moved.value, ERRORS[SIDEWAYS_PERCENT])
    if moved.value is not None and shoulders.value is not None:
        lean = Measurement(_leant(moved.value, shoulders.value), ERRORS[SIDEWAYS_PERCENT])
    turn = _head_turned(measurements, neutral, view, width_px)
    return Sideways(moved, lean, tilt, bend, turned, shoulders, head, turn)


def _head_turned(
    measurements: Mapping[str, Measurement], neutral: Neutral, view: View, width_px: float
) -> Measurement:
    """Who moves aside and goes on looking ahead is seen from another angle, as if the head had turned."""
    turn = change_of("head_turn_deg", "change", measurements, neutral, view)
    if turn.value is None:
        return turn
    seen_from_deg, then_px = 0.0, neutral.by_view.get(view, {}).get("shoulders_x_px")
    now = measurements.get("shoulders_x_px")
    if then_px is not None and now is not None and now.value is not None:
        seen_from_deg = _aside_deg(now.value, width_px) - _aside_deg(then_px, width_px)
    return Measurement(turn.value - seen_from_deg, ERRORS[HEAD_TURNED_DEG])


def _aside_deg(x_px: float, width_px: float) -> float:
    """How far to the right of where the camera looks a place in the picture is."""
    if not math.isfinite(width_px):
        return 0.0
    return math.degrees(math.atan2(x_px - width_px / 2, _FOCAL_WIDTHS * width_px))


def _leant(moved_percent: float, shoulders_deg: float) -> float:
    """As much of a shift as the shoulders tilt with: who leans to the left lowers the left one."""
    tilted = max(0.0, -shoulders_deg if moved_percent > 0.0 else shoulders_deg) / _LEVEL_DEG_PER_PERCENT
    return math.copysign(min(abs(moved_percent), tilted), moved_percent)


def _without(turn_deg: float, explained_deg: float) -> float:
    """What is left of a turn; what explains it never turns it the other way, nor makes it larger."""
    if turn_deg * explained_deg <= 0.0:
        return turn_deg
    return math.copysign(max(0.0, abs(turn_deg) - abs(explained_deg)), turn_deg)


def _alike(a_deg: float, b_deg: float) -> float:
    """By how much two turns are one; 0 where one is much the larger, or they go different ways."""
    less, more = sorted((abs(a_deg), abs(b_deg)))
    if a_deg * b_deg <= 0.0:
        return 0.0
    return math.copysign(_between(less / more, _ALIKE) * less, a_deg)


def _share_of_neck(turned_deg: float, neck_deg: float) -> float:
    """How far the neck's turn bears out that of head and shoulders: 0 not at all, 1 wholly."""
    return _between(neck_deg / turned_deg, _NECK_TOO) if turned_deg else 0.0


def _between(share: float, ends: tuple[float, float]) -> float:
    """0 up to the first end, 1 from the second one on, and what lies between."""
    lowest, highest = ends
    return min(1.0, max(0.0, (share - lowest) / (highest - lowest)))
