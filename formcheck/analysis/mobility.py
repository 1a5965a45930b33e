"""Looks for neck exercises in a recorded source."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.activities.moves import settings_of
from formcheck.analysis.run import Progress, never, no_progress
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.pose.stream import open_poses
from formcheck.results.mobility import ExerciseTally, MobilityResult
from formcheck.session.mobility import MobilitySession
from formcheck.source.frame import StreamInfo

Bests = Mapping[str, Mapping[str, float]]


class _Watched:
    """One exercise of the routine, watched and tallied."""

    def __init__(
        self, activity: Activity, info: StreamInfo, hold_s: float | None, best: Mapping[str, float]
    ) -> None:
        self.activity = activity
        self._session = MobilitySession(activity, info, ZeroPhaseSmoother(), best, hold_s)
        self.tally = ExerciseTally(activity, self._session.hold_s, best)

    def push(self, frame: PosedFrame) -> None:
        for seen in self._session.push(frame):
            self.tally.add(seen)

    def finish(self) -> None:
        for seen in self._session.finish():
            self.tally.add(seen)


def look_for_exercises(
    path: Path,
    routine: Sequence[Activity],
    model: str,
    *,
    hold_s: float | None = None,
    best: Bests | None = None,
    progress: Progress = no_progress,
    should_stop: Callable[[], bool] = never,
) -> MobilityResult:
    """Every exercise of a routine that a film or a pose recording shows.

    Args:
        path: The source.
        routine: What is looked for. Of several, what looks like two at once is the one that goes
            further, as a share of what necks do.
        model: Name of a pose model, or a path to one.
        hold_s: How long each is to be held; as the exercises say if left out.
        best: Exercise -> side -> the best range that is known.
        progress: Called after each frame with its time.
        should_stop: Asked after each frame.

    Raises:
        SourceError: If it cannot be read.
        ModelError: If the pose model is not there.
    """
    known = best or {}
    with open_poses(path, model, faces=True) as stream:
        watched = [_Watched(one, stream.info, hold_s, known.get(one.id, {})) for one in routine]
        for frame in stream:
            for one in watched:
                one.push(frame)
            progress(frame.time_s, stream.info)
            if should_stop():
                break
    for one in watched:
        one.finish()
    _share_out(watched)
    return MobilityResult(path.name, tuple(one.tally.result() for one in watched))


def _share_out(watched: Sequence[_Watched]) -> None:
    """A movement that several exercises count is that of the one in which it is largest for a neck."""
    if len(watched) < 2:
        return
    spans = [
        (move.start_s, move.end_s, _share(one, move.range_deg), number, move.number)
        for number, one in enumerate(watched)
        for move in one.tally.moves
    ]
    lost = {
        (b[3], b[4])
        for a in spans
        for b in spans
        if a[3] != b[3] and min(a[1], b[1]) - max(a[0], b[0]) > 0.5 * (b[1] - b[0]) and a[2] > b[2]
    }
    for number, one in enumerate(watched):
        kept = frozenset(move.number for move in one.tally.moves if (number, move.number) not in lost)
        one.tally.keep(kept)


def _share(one: _Watched, range_deg: float | None) -> float:
    """How large a movement is, as a share of what necks do; where that is not told, little."""
    usual = settings_of(one.activity).usual
    return 0.2 if range_deg is None else range_deg / usual
