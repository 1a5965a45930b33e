"""Takes a subject's neutral from a few quiet seconds, or says why it cannot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from formcheck.activities.mode import Mode, NeutralNeeds
from formcheck.calibration.setup import Setup, setup_of
from formcheck.calibration.stillness import Stillness, places
from formcheck.errors import CalibrationError
from formcheck.measurements.body import unusable
from formcheck.measurements.catalog import frame_quantities
from formcheck.measurements.covered import covered_s
from formcheck.measurements.measurement import Reason
from formcheck.measurements.measurer import FrameMeasurer, MeasuredFrame
from formcheck.measurements.neutral import Neutral, medians_and_spreads
from formcheck.measurements.stance import StanceWatch
from formcheck.measurements.view import Sight, View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame, X, Z
from formcheck.pose.smoothing.smoother import limb_length_px
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.pose.time_window import TimeWindow
from formcheck.source.frame import StreamInfo

if TYPE_CHECKING:  # it brings OpenCV and PyAV along, which who has poses does without
    from formcheck.pose.stream import PoseStream

# 10 to 15 s are wanted; the last ones count.
USUAL_S, LONGEST_S, SHORTEST_S = 10.0, 15.0, 3.0
FEWEST_STILLS = 3
_FEWEST_PER_S = 5.0
# Shorter spells of looking away, or of a lost pose, do not end a quiet time.
_GAP_S = 0.4
# Head and shoulders are at the end within so many forearm lengths of where they were at the beginning [design
# default].
_DRIFT_LIMBS = 0.25
_HANGING = -0.3
# Seen from the front, with the head turned by some 30 deg the nose is this share of the ears' distance aside.
_NOSE_ASIDE = 0.4
# By the model's own depth, which reads true 15 deg as 25 and more.
_STRAIGHT_DEG = 25.0
# From the eyes to the mouth is a third of a head; a forehead needs about as much.
_FOREHEAD = 1.0


class Problem(StrEnum):
    """Why a moment cannot be part of a neutral, with what to do."""

    NO_PERSON = "nobody was found; come into the picture, in good light, head and shoulders free"
    NOT_FRAMED = "ears, eyes or shoulders are hidden; move the camera so that head and shoulders are free"
    CUT_OFF = "you are cut off at the edge of the picture; move back until head and shoulders are inside"
    NO_HIPS = "the hips are not seen; step back until you are in the picture from head to knees"
    WRONG_VIEW = "it is not clear from where the camera sees you; place it in front of you or beside you"
    TURNED = "your head was turned; look straight ahead"
    MOVING = "you moved; stay as you are, easy and upright, until it is done"
    NOT_STANDING = "you did not stand upright; stand easy, arms down"
    HANDS_UP = "your hands were up; stand easy with the arms hanging"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A neutral with the setup that it holds for.

    Attributes:
        kind: What it is for: activities of one kind share their neutrals, see `Mode.kind`.
        neutral: Calibrated for the one view of the setup.
        setup: How the subject stood in the picture.
        seconds: How long the quiet time was; 0 for single pictures.
        frames: From how many pictures.
        model: Name of the pose model, or None where unknown.
        from_s: When the quiet time began, in the stream's own time.
    """

    kind: str
    neutral: Neutral
    setup: Setup
    seconds: float
    frames: int
    model: str | None
    from_s: float = 0.0


def calibrate_from(stream: "PoseStream", mode: Mode, seconds: float = USUAL_S) -> Calibration:
    """Take the neutral from the last quiet time of a stream. Reads no clock and no file of its own.

    Args:
        stream: Poses as the model finds them, of a video or a recording.
        mode: Of the activity that it is for: says what has to be seen.
        seconds: How long the subject has to be quiet.

    Raises:
        CalibrationError: If there is no such time; says why and what to do.
    """
    calibrator = Calibrator(stream.info, mode, seconds)
    smoother = ZeroPhaseSmoother()
    for frame in stream:
        for smoothed in smoother.push(frame):
            calibrator.push(smoothed)
    for smoothed in smoother.finish():
        calibrator.push(smoothed)
    return calibrator.result(stream.model)


def calibrate_from_stills(
    poses: Sequence[Pose | None], info: StreamInfo, mode: Mode, model: str | None
) -> Calibration:
    """Take the neutral from single pictures of one setup: each counts as one moment.

    Raises:
        CalibrationError: If too few of them can be used; says why and what to do.
    """
    looks = []
    for index, pose in enumerate(poses):
        measurer = FrameMeasurer(info, tuple(frame_quantities()), mode.views)
        looks.append(_Look(measurer.measure(PosedFrame(index, float(index), pose)), info, mode.neutral))
    good = [look.seen for look in looks if look.problem is None]
    views = Counter(seen.sight.view for seen in good).most_common()
    if len(good) < FEWEST_STILLS or views[0][1] < FEWEST_STILLS:
        problems = Counter(look.problem for look in looks if look.problem is not None)
        why = f": {problems.most_common(1)[0][0]}" if problems else " of one view"
        raise CalibrationError(
            f"only {max((n for _, n in views), default=0)} of {len(poses)} pictures can be used, "
            f"{FEWEST_STILLS} are needed{why}"
        )
    kept = [seen for seen in good if seen.sight.view is views[0][0]]
    return _calibration(kept, info, mode, 0.0, model)


class Calibrator:
    """Looks for quiet seconds, frame by frame; keeps at most the last 15 s of them.

    Args:
        info: Size of the pictures that the poses come from.
        mode: Of the activity that it is for: says what has to be seen.
        seconds: How long the subject has to be quiet.
    """

    def __init__(self, info: StreamInfo, mode: Mode, seconds: float = USUAL_S) -> None:
        self._info = info
        self._mode = mode
        self._seconds = seconds
        self._measurer = FrameMeasurer(info, tuple(frame_quantities()), mode.views)
        self._stance = StanceWatch()
        self._stillness = Stillness()
        self._quiet: TimeWindow[MeasuredFrame] = TimeWindow(LONGEST_S)
        self._found: tuple[MeasuredFrame, ...] = ()
        self._longest_s = 0.0
        self._frames = 0
        self._problems: Counter[Problem] = Counter()
        self.problem: Problem | None = Problem.NO_PERSON

    @property
    def quiet_s(self) -> float:
        """How long the subject has been quiet by now, up to 15 s."""
        return _length_s([*self._quiet])

    def push(self, frame: PosedFrame) -> None:
        """Take the next smoothed frame. `problem` then says what is wrong with it, if anything is."""
        seen = self._measurer.measure(frame)
        self._frames += 1
        upright = self._stance.update(frame.time_s, frame.pose)
        still = self._stillness.update(frame)
        look = _Look(seen, self._info, self._mode.neutral, upright=upright, still=still)
        self.problem = look.problem
        if look.problem is not None:
            self._problems[look.problem] += 1
        if self._quiet and self._is_over(seen):
            self._end()
        if look.problem is None:
            # The last picture counts as well: it lasts as long as the one before it.
            lasts_s = frame.time_s - self._quiet.last[0] if self._quiet else 0.0
            self._quiet.add(frame.time_s, seen)
            self._quiet.forget(frame.time_s + lasts_s)

    def result(self, model: str | None = None) -> Calibration:
        """The neutral of the last time that was quiet for long enough.

        Raises:
            CalibrationError: If there was none; says why and what to do.
        """
        self._end()
        if not self._found:
            raise CalibrationError(self._why_not())
        seconds = _length_s(self._found)
        if len(self._found) < _FEWEST_PER_S * seconds:
            raise CalibrationError(
                f"too few pictures: {len(self._found)} in {seconds:.0f} s; "
                f"{_FEWEST_PER_S:.0f} a second are needed"
            )
        if _drift_limbs(self._found) > _DRIFT_LIMBS:
            raise CalibrationError("you drifted slowly from where you began; settle first, then start again")
        return _calibration(self._found, self._info, self._mode, seconds, model)

    def _is_over(self, seen: MeasuredFrame) -> bool:
        last_s, last = self._quiet.last
        other_view = seen.frame.pose is not None and seen.sight.view is not last.sight.view
        return other_view or seen.frame.time_s - last_s > _GAP_S

    def _end(self) -> None:
        quiet = tuple(self._quiet)
        length_s = _length_s(quiet)
        self._longest_s = max(self._longest_s, length_s)
        if length_s >= self._seconds - 1e-6:
            self._found = quiet
        self._quiet.clear()

    def _why_not(self) -> str:
        if not self._frames:
            return "there is no picture to take a neutral from"
        need = (
            f"{self._seconds:g} s of neutral are needed, the longest quiet time was {self._longest_s:.1f} s"
        )
        if not self._problems:
            return f"{need}; record for longer, at {_FEWEST_PER_S:.0f} pictures a second or more"
        problem, times = self._problems.most_common(1)[0]
        shorter = f", or ask for less with --seconds {SHORTEST_S:g}" if self._longest_s >= SHORTEST_S else ""
        return f"{need} ({100 * times / self._frames:.0f} % of the pictures: {problem}{shorter})"


class _Look:
    """One moment, and what is wrong with it as a part of a neutral."""

    def __init__(
        self,
        seen: MeasuredFrame,
        info: StreamInfo,
        needs: NeutralNeeds,
        *,
        upright: bool = True,
        still: bool = True,
    ) -> None:
        self.seen = seen
        self.problem = self._problem(info, needs, upright, still)

    def _problem(self, info: StreamInfo, needs: NeutralNeeds, upright: bool, still: bool) -> Problem | None:
        pose, view = self.seen.frame.pose, self.seen.sight.view
        if pose is None:
            return Problem.NO_PERSON
        if view is View.UNKNOWN or (view is View.BACK and not needs.from_behind):
            return Problem.WRONG_VIEW
        found = _framing(pose, self.seen.sight, info, needs)
        if found is not None or not still:
            return found or Problem.MOVING
        if needs.standing and not upright:
            return Problem.NOT_STANDING
        return Problem.HANDS_UP if needs.standing and self._hands_up() else None

    def _hands_up(self) -> bool:
        heights = [self.seen.measurements[f"{side}_wrist_height"].value for side in ("left", "right")]
        return any(height is not None and height > _HANGING for height in heights)


def _framing(pose: Pose, sight: Sight, info: StreamInfo, needs: NeutralNeeds) -> Problem | None:
    view, reasons = sight.view, unusable(pose, info.width_px, info.height_px)
    usable = [reason is None for reason in reasons]
    parts = ["EAR", "EYE", "SHOULDER"] if view is not View.BACK else ["EAR", "SHOULDER"]
    # Seen askew, the far ear may be hidden, and the nose is aside with the head held straight.
    straight = view is View.FRONT and _body_turn_deg(pose) <= _STRAIGHT_DEG
    both = straight or view is View.BACK
    points = [L[f"{side}_{part}"] for part in parts for side in ("LEFT", "RIGHT")]
    if any(reasons[p] is Reason.OUT_OF_PICTURE for p in points):
        return Problem.CUT_OFF
    for part in parts:
        sides = [usable[L[f"{side}_{part}"]] for side in ("LEFT", "RIGHT")]
        if not (all(sides) if both else any(sides)):
            return Problem.NOT_FRAMED
    xy = pose.xy_px
    shown = xy[[p for p in points if usable[p]]]
    eyes_y = xy[[L.LEFT_EYE, L.RIGHT_EYE], 1].mean()
    mouth_y = xy[[L.MOUTH_LEFT, L.MOUTH_RIGHT], 1].mean()
    forehead_y = eyes_y - _FOREHEAD * max(0.0, mouth_y - eyes_y)
    size_px = (info.width_px, info.height_px)
    if forehead_y < 0 or (shown < 0).any() or (shown > size_px).any():
        return Problem.CUT_OFF
    ears = xy[[L.LEFT_EAR, L.RIGHT_EAR], 0]
    if straight and abs(xy[L.NOSE, 0] - ears.mean()) > _NOSE_ASIDE * abs(ears[0] - ears[1]):
        return Problem.TURNED
    if needs.needs_hips and not (usable[L.LEFT_HIP] or usable[L.RIGHT_HIP]):
        return Problem.NO_HIPS
    return None


def _body_turn_deg(pose: Pose) -> float:
    across, depth = (abs(pose.points[L.LEFT_SHOULDER, i] - pose.points[L.RIGHT_SHOULDER, i]) for i in (X, Z))
    return float(np.degrees(np.arctan2(np.nan_to_num(depth), across)))


def _drift_limbs(quiet: Sequence[MeasuredFrame]) -> float:
    poses = [seen.frame.pose for seen in quiet if seen.frame.pose is not None]
    part = max(1, len(poses) // 4)
    first, last = (
        np.median([places(pose) for pose in some], axis=0).reshape(-1, 2)
        for some in (poses[:part], poses[-part:])
    )
    moved_px = float(np.nanmax(np.hypot(*(last - first).T), initial=0.0))
    return moved_px / float(np.median([limb_length_px(pose) for pose in poses]))


def _length_s(quiet: Sequence[MeasuredFrame]) -> float:
    """Time covered; the last picture lasts as long as the one before it."""
    times_s = [seen.frame.time_s for seen in quiet]
    return sum(covered_s(times, _GAP_S, gap_s=_GAP_S) for times in (times_s, times_s[-2:]))


def _calibration(
    quiet: Sequence[MeasuredFrame], info: StreamInfo, mode: Mode, seconds: float, model: str | None
) -> Calibration:
    medians, spreads = medians_and_spreads(seen.measurements for seen in quiet)
    setup = setup_of(quiet, info)
    if setup is None or not medians:
        raise CalibrationError("nothing could be measured; place the camera in front of you or beside you")
    if mode.has_reps:
        setup = replace(setup, signs={})  # who lifts stands where they like, and is measured by angles
    view = setup.view
    neutral = Neutral(view, {view: medians}, {view: spreads}, frozenset({view}))
    return Calibration(mode.kind, neutral, setup, seconds, len(quiet), model, quiet[0].frame.time_s)
