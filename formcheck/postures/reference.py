"""What a sitter is compared with, kept true while camera and chair are moved."""

from formcheck.measurements.geometry import distance_px
from formcheck.measurements.measurer import MeasuredFrame
from formcheck.measurements.neutral import Neutral, Origin
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.models import FITTED_MODEL
from formcheck.pose.pose import Pose
from formcheck.postures.arrival import ArrivalWatch, Arrived, Place
from formcheck.postures.camera_nudge import NudgeWatch
from formcheck.postures.camera_roll import RollWatch
from formcheck.postures.first_still_seconds import FirstStillSeconds
from formcheck.postures.known_seats import KnownSeats
from formcheck.postures.position import PositionTracker
from formcheck.postures.sat_well import SatWell, SatWellWatch
from formcheck.postures.sideways import Sideways
from formcheck.postures.slump_doubt import FirstMinute
from formcheck.postures.stillness import SteadyWatch

# The reference is learned only while the shoulders are level within this: who leans aside lowers one.
_LEVEL_DEG = 2.5


class SeatedReference:
    """The neutral of somebody who sits, and when the camera was moved.

    In every frame: first `follow_camera`, then `learn`.

    Args:
        given: The calibrated neutral; without it the first seconds of sitting still serve.
        model: The pose model whose points are measured, or None where it is not known.

    Attributes:
        moved_s: When the camera was last seen to have moved, or None.
        arrived: What was last noticed about who sits there, and when, or None.
        doubted: What to ask of a first minute that looks slumped, and when, or None.
    """

    def __init__(self, given: Neutral | None, model: str | None = FITTED_MODEL) -> None:
        self._tracker = FirstStillSeconds(given)
        self._steady, self._places = SteadyWatch(), PositionTracker()
        self._camera, self._roll = NudgeWatch(), RollWatch()
        self._arrival, self._first_minute = ArrivalWatch(is_given=given is not None), FirstMinute()
        self._sat_well, self._seats = SatWellWatch(given), KnownSeats(model)
        self.moved_s: float | None = None
        self.arrived: tuple[Arrived, float] | None = None
        self.doubted: tuple[str, float] | None = None

    @property
    def neutral(self) -> Neutral:
        """The neutral so far."""
        return self._tracker.neutral

    @property
    def sat_well(self) -> SatWell | None:
        """How somebody sat while nothing was wrong, once that is known of a calibrated view."""
        return self._sat_well.found

    @property
    def is_looking(self) -> bool:
        """Whether somebody has just sat down, and is not known yet."""
        return self._arrival.is_looking

    @property
    def is_unproved(self) -> bool:
        """Whether a neutral of another day may still turn out to be none of this camera and chair."""
        return self._arrival.is_unproved

    def follow_camera(self, seen: MeasuredFrame) -> None:
        """A nudged camera sees the same posture elsewhere: places and lengths of the neutral move along."""
        known = seen.sight.view in self.neutral.by_view
        self._arrival.see(seen.frame.time_s, _shoulders(seen.frame.pose), known=known)
        move = self._camera.update(seen.frame.time_s, seen.frame.pose)
        if move is not None:
            self.moved_s = seen.frame.time_s
            self._seats.leave(self.neutral, seen.sight.view)
            self._tracker.replace(move.applied(self.neutral, seen.sight.view))

    def learn(self, seen: MeasuredFrame, aside: Sideways, *, judged: bool, quiet: bool) -> None:
        """Take one frame into account.

        Args:
            seen: What was measured.
            aside: How unevenly the subject sits in it.
            judged: Whether postures can be judged in it.
            quiet: Whether there was no posture worth a word just before.
        """
        time_s, view = seen.frame.time_s, seen.sight.view
        rolled = self._roll.update(time_s, aside, self.neutral, judged=judged)
        if rolled is not None:
            self.moved_s = time_s
            self._tracker.replace(rolled)
        still = self._steady.update(time_s, seen.frame.pose) and judged
        self._tracker.update(time_s, view, seen.measurements, fit=still)
        learned = self.neutral.origin(view) is Origin.PROVISIONAL
        if self._first_minute.update(time_s, view, seen.measurements, still=still, learned=learned):
            self.doubted = self._first_minute.doubt, time_s
        found = self._arrival.learn(time_s, view, seen.measurements, self.neutral, still=still, calm=quiet)
        if found is not None:
            neutral, why = found
            if why is Arrived.ELSEWHERE:
                self._seats.leave(self.neutral, view)
            else:
                self._seats.forget()
            self._tracker.replace(neutral)
            self._places.begin()
            self.arrived = why, time_s
        upright = abs(aside.shoulders_deg.value or 0.0) < _LEVEL_DEG
        calm = still and quiet and upright
        if calm and not self.is_unproved:
            self._sat_well.update(time_s, view, seen.measurements, self.neutral)
        before = self.neutral
        self._tracker.neutral = self._places.update(time_s, view, seen.measurements, before, calm=calm)
        if self.neutral is not before:
            self._seats.leave(before, view)
        again = self._seats.update(time_s, view, seen.measurements, self.neutral, still=still)
        if again is not None:
            self._tracker.replace(again)


def _shoulders(pose: Pose | None) -> Place | None:
    """Where they are, and how wide; at least twice as wide as from the ears: from the side they are one."""
    if pose is None:
        return None
    x, y = pose.middle("shoulder")
    width_px = distance_px(pose.xy_px[L.LEFT_SHOULDER], pose.xy_px[L.RIGHT_SHOULDER])
    return x, y, max(width_px, 2 * distance_px(pose.middle("ear"), (x, y)))
