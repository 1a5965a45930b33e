"""Finds out which activity a source shows, and where its sets are: lifts side by side, then the best fit."""

from collections.abc import Sequence

from formcheck.activities.activity import Activity
from formcheck.measurements.measurer import FrameMeasurer, MeasuredFrame
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.recognition.lift_finder import Glimpse, LiftFinder
from formcheck.recognition.look import MEASURES, look_at
from formcheck.recognition.scene import NOTHING, SceneWatch
from formcheck.recognition.sets import FoundSet, Recognised, RejectedSet
from formcheck.recognition.sitting import SittingWatch
from formcheck.source.frame import StreamInfo

# Who sits at a desk may lift both hands once, and one hand as often as they drink or scratch.
_SET_WHILE_SITTING = 2
# Before the source has ended: so long somebody has to sit to be taken for sitting, which is longer than it
# takes to start the program and step back; and so long a set waits for the other lifts, which may see the end
# of the same rep a little later.
_SITS_FOR_S = 15.0
_WAITS_S = 0.3
# And why something is none of them is told when it has been over for a moment: a second rep may show more.
_SETTLES_S = 1.5
# Within less nobody can be told to sit, and hardly anybody ends a repetition.
_TOO_SHORT_S = 3.0


class Recognizer:
    """Watches a stream of poses for all lifts that say by which signs they are known.

    Args:
        activities: The candidates; those without signs are left out.
        info: Size and rate of the pictures that the poses come from.
    """

    def __init__(self, activities: Sequence[Activity], info: StreamInfo) -> None:
        lifts = [a for a in activities if a.mode.has_reps and a.signs is not None]
        names = [name for lift in lifts for name in lift.sign_measures()]
        self._smoother = ZeroPhaseSmoother()
        self._info, self._measures = info, tuple(dict.fromkeys((*names, *MEASURES)))
        self._measurer = self._new_measurer()
        self._finders = {lift.id: LiftFinder(lift, 1 / info.fps) for lift in lifts}
        self._sitting, self._scene = SittingWatch(info), SceneWatch()
        self._begun_s: float | None = None
        self._first_s: float | None = None
        self._time_s = 0.0

    def push(self, frame: PosedFrame) -> None:
        """Take the next frame."""
        self.look_for_a_seat(frame)
        for smoothed in self._smoother.push(frame):
            self._see(smoothed)

    def look_for_a_seat(self, frame: PosedFrame) -> None:
        """Take the next frame of a time in which nobody lifts yet."""
        self._time_s = frame.time_s
        self._first_s = frame.time_s if self._first_s is None else self._first_s
        self._sitting.see(frame.time_s, frame.pose)

    def begun(self) -> Recognised:
        """What can be told while the source goes on: somebody sits, or the first set of a lift has begun."""
        found = [finder.so_far() for finder in self._finders.values()]
        sets = [one for findings in found for one in findings.sets]
        if self._sitting.sat_for(_SITS_FOR_S) and _none_while_sitting(sets):
            return Recognised(sits=True)
        if not sets:
            rejected = self._plainest_first([one for findings in found for one in findings.rejected])
            settled = bool(rejected) and self._time_s - max(one.end_s for one in rejected) >= _SETTLES_S
            return Recognised(rejected=rejected, why_not=rejected[0].why if settled else "")
        if self._begun_s is None:
            self._begun_s = self._time_s
        if self._time_s - self._begun_s < _WAITS_S:
            return Recognised()
        kept, _ = self._without_overlap(sets)
        return Recognised(tuple(kept))

    def finish(self) -> Recognised:
        """The source has ended: what it showed."""
        for smoothed in self._smoother.finish():
            self._see(smoothed)
        found: list[FoundSet] = []
        rejected: list[RejectedSet] = []
        for finder in self._finders.values():
            findings = finder.finish()
            found += findings.sets
            rejected += findings.rejected
        kept, dropped = self._without_overlap(found)
        if self._sitting.sits and _none_while_sitting(kept):
            return Recognised(sits=True)
        strays = frozenset({one.activity for one in rejected} | dropped)
        others = self._plainest_first(_outside(rejected, kept))
        return Recognised(tuple(kept), strays, rejected=others, why_not="" if kept else self._why_not(others))

    def _why_not(self, rejected: Sequence[RejectedSet]) -> str:
        """Why nothing was recognised: what was counted and did not fit, a doubtful seat, or what is done."""
        if rejected:
            return rejected[0].why
        doubt = self._sitting.doubt
        if doubt:
            return f"sitting, but {doubt}"
        words, lasts_s = self._scene.words(), self._time_s - (self._first_s or 0.0)
        if words == NOTHING and lasts_s < _TOO_SHORT_S:
            return f"{lasts_s:.1f} s are too short to tell"
        return words

    def _plainest_first(self, rejected: Sequence[RejectedSet]) -> tuple[RejectedSet, ...]:
        """Of what several lifts counted at the same time what is nearest to one; most reps first."""
        kept: list[RejectedSet] = []
        signs = {name: finder.signs for name, finder in self._finders.items()}
        for one in sorted(rejected, key=lambda r: (-r.reps, len(r.missing), -signs[r.activity].priority)):
            if not any(_together(one, other) for other in kept):
                kept.append(one)
        return tuple(kept)

    def _new_measurer(self) -> FrameMeasurer:
        return FrameMeasurer(self._info, self._measures)

    def _see(self, frame: PosedFrame) -> None:
        if frame.cut:
            self._measurer = self._new_measurer()
            for finder in self._finders.values():
                finder.cut()
        self._look(self._measurer.measure(frame))

    def _look(self, seen: MeasuredFrame) -> None:
        glimpse = Glimpse(seen.frame.time_s, seen.measurements, look_at(seen))
        self._scene.see(glimpse.look)
        for finder in self._finders.values():
            finder.see(glimpse)

    def _without_overlap(self, found: list[FoundSet]) -> tuple[list[FoundSet], set[str]]:
        """Of sets at the same time the likelier lift's, and which lifts lost one."""
        kept: list[FoundSet] = []
        dropped: set[str] = set()
        for one in sorted(found, key=lambda s: (self._finders[s.activity].signs.priority, s.start_s)):
            if any(_together(one, other) for other in kept):
                dropped.add(one.activity)
            else:
                kept.append(one)
        return sorted(kept, key=lambda s: s.start_s), dropped


def _none_while_sitting(sets: Sequence[FoundSet]) -> bool:
    return all(one.one_arm or one.reps < _SET_WHILE_SITTING for one in sets)


def _outside(rejected: Sequence[RejectedSet], kept: Sequence[FoundSet]) -> list[RejectedSet]:
    """What was counted while no set of another lift went on, which counts for several lifts."""
    return [one for one in rejected if not any(_together(one, other) for other in kept)]


def _together(one: FoundSet | RejectedSet, other: FoundSet | RejectedSet) -> bool:
    """Whether they overlap in time."""
    return one.start_s < other.end_s and other.start_s < one.end_s
