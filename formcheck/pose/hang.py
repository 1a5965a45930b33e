"""Finds where a film hangs: its picture stands still while the body was moving. Nothing is judged there."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from formcheck.pose.pose import FloatArray, Pose, PosedFrame

# A film that is stored at twice its rate repeats every second picture, a slow camera a few.
_HANGS_S, _FEWEST_PICTURES = 1.0, 3
# Nobody is as still as this for so long; a rendered or drawn body at rest may be.
_NOBODY_RESTS_S = 10.0
# How far a body goes in the last pictures before, in its own lengths a second: one that stands sways by
# 0.02, and a hand that lifts goes at 0.2 [derived].
_LOOKS_BACK_S, _MOVES_PER_S = 0.25, 0.06


class HangFinder:
    """Takes the pose out of pictures in which the film hangs; frames wait while the picture stands still.

    Example:
        >>> still = [PosedFrame(number, number / 10, None, repeats=number > 0) for number in range(5)]
        >>> finder = HangFinder()
        >>> out = [frame for one in still for frame in finder.push(one)] + [*finder.finish()]
        >>> [frame.index for frame in out], finder.spans_s
        ([0, 1, 2, 3, 4], [])

    Attributes:
        spans_s: From when to when the film hung, in order.
    """

    def __init__(self) -> None:
        self._before: deque[PosedFrame] = deque()
        self._run: list[PosedFrame] = []
        self._hangs = False
        self.spans_s: list[tuple[float, float]] = []

    def push(self, frame: PosedFrame) -> Iterator[PosedFrame]:
        """Take the next frame; give those of which it is known whether the film hangs."""
        if not frame.repeats:
            yield from self._end(frame)
            return
        self._run.append(frame)
        if self._hangs:
            yield from self._give(frame.time_s)
        elif self._is_hang():
            self._hangs = True
            self.spans_s.append((self._run[0].time_s, frame.time_s))
            yield from self._give(frame.time_s)
        elif frame.time_s - self._run[0].time_s > _NOBODY_RESTS_S:  # somebody rests: nothing has to wait
            yield self._run.pop(0)

    def finish(self) -> Iterator[PosedFrame]:
        """Give the rest."""
        yield from self._run
        self._run.clear()

    def _end(self, frame: PosedFrame) -> Iterator[PosedFrame]:
        yield from self._run
        self._run.clear()
        self._hangs = False
        self._before.append(frame)
        while frame.time_s - self._before[0].time_s > _LOOKS_BACK_S:
            self._before.popleft()
        yield frame

    def _give(self, until_s: float) -> Iterator[PosedFrame]:
        self.spans_s[-1] = (self.spans_s[-1][0], until_s)
        for frame in self._run:
            yield replace(frame, pose=None)
        self._run.clear()

    def _is_hang(self) -> bool:
        lasts_s = self._run[-1].time_s - self._run[0].time_s
        if lasts_s < _HANGS_S or len(self._run) < _FEWEST_PICTURES:
            return False
        return lasts_s >= _NOBODY_RESTS_S or _speed(self._before) > _MOVES_PER_S


def _speed(frames: deque[PosedFrame]) -> float:
    """How fast the fastest of the surest points moved, in body heights a second."""
    seen = [(frame.time_s, frame.pose) for frame in frames if frame.pose is not None]
    if len(seen) < 2:
        return 0.0
    (start_s, first), (end_s, last) = seen[0], seen[-1]
    return _apart(first, last) / (end_s - start_s)


def _apart(first: Pose, last: Pose) -> float:
    xy: FloatArray = last.xy_px
    size_px = float(np.hypot(*(np.nanmax(xy, 0) - np.nanmin(xy, 0))))
    way_px = np.hypot(*(xy - first.xy_px).T)
    return float(np.nanpercentile(way_px, 90)) / size_px
