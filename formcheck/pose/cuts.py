"""Finds where a film was cut: the body is elsewhere from one picture to the next, as no person can move."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose, PosedFrame
from formcheck.pose.smoothing.smoother import limb_length_px

# Before and after it the body has to stay where it is for so long: a point that the model loses comes back.
_STAYS_S = 0.25
_FEWEST_BEFORE = 2
# The model may need this long to find the body again.
_LOST_S = 0.5
# In trunk lengths, the trunk's mean and the least of both arms; on rendered and lifelike films, what stays
# changed goes up to 0.2 and 0.4, except where somebody walks, who moves as far in every picture [derived].
_TRUNK_JUMPS, _ARMS_JUMP = 0.25, 0.45
_TIMES_OTHER_STEPS = 3.0
_TRUNK_IN_FOREARMS = 2.0

_TRUNK = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP)
_ARMS = (L.LEFT_WRIST, L.RIGHT_WRIST, L.LEFT_ELBOW, L.RIGHT_ELBOW)
_POINTS = (*_TRUNK, *_ARMS)
# The same points with left and right exchanged: a model that mistakes them is no cut.
_SWAPPED = (1, 0, 3, 2, 5, 4, 7, 6)
# An elbow goes less far than the hand.
_ELBOW_COUNTS = 1.5


class CutFinder:
    """Marks the first frame after each cut; frames come out a quarter of a second after they went in.

    Example:
        >>> still = [PosedFrame(number, number / 30, None) for number in range(20)]
        >>> finder = CutFinder()
        >>> out = [frame for one in still for frame in finder.push(one)]
        >>> len(out) + len([*finder.finish()]), any(frame.cut for frame in out)
        (20, False)
    """

    def __init__(self) -> None:
        self._before: deque[PosedFrame] = deque()
        self._waiting: deque[PosedFrame] = deque()

    def push(self, frame: PosedFrame) -> Iterator[PosedFrame]:
        """Take the next frame; give those of which it is known whether they follow a cut."""
        self._waiting.append(frame)
        while self._waiting[-1].time_s - self._waiting[0].time_s >= _STAYS_S:
            yield self._take()

    def finish(self) -> Iterator[PosedFrame]:
        """Give the rest."""
        while self._waiting:
            yield self._take()

    def _take(self) -> PosedFrame:
        frame = self._waiting[0]
        if frame.cut or self._follows_cut(frame):
            frame = replace(frame, cut=True)
            self._before.clear()
        self._waiting.popleft()
        if frame.pose is not None:
            self._before.append(frame)
            while frame.time_s - self._before[0].time_s > _STAYS_S + _LOST_S:
                self._before.popleft()
        return frame

    def _follows_cut(self, frame: PosedFrame) -> bool:
        if frame.pose is None or len(self._before) < _FEWEST_BEFORE:
            return False
        last = self._before[-1]
        assert last.pose is not None
        if frame.time_s - last.time_s > _LOST_S:
            return False
        unit_px = _TRUNK_IN_FOREARMS * max(limb_length_px(last.pose), limb_length_px(frame.pose))
        if not _jumps(_step(last.pose, frame.pose, unit_px), np.zeros(2)):
            return False  # as nearly always: the rest takes long
        before = _poses(one for one in self._before if last.time_s - one.time_s <= _STAYS_S)
        after = _poses(one for one in self._waiting if one.time_s - frame.time_s <= _STAYS_S)
        usual = np.fmax.reduce([np.zeros(2), *_steps(before, unit_px), *_steps(after, unit_px)])
        apart = [_step(last.pose, pose, unit_px) for pose in after]
        apart += [_step(pose, frame.pose, unit_px) for pose in before]
        return _jumps(np.fmin.reduce(apart), usual)


def _poses(frames: Iterable[PosedFrame]) -> list[Pose]:
    return [frame.pose for frame in frames if frame.pose is not None]


def _steps(poses: list[Pose], unit_px: float) -> list[FloatArray]:
    return [_step(one, after, unit_px) for one, after in pairwise(poses)]


def _step(one: Pose, other: Pose, unit_px: float) -> FloatArray:
    """How far the trunk is from where it was, and the arm that is nearer to where it was."""
    was, now = one.xy_px[list(_POINTS)], other.xy_px[list(_POINTS)]
    ways = [np.hypot(*(now[list(order)] - was).T) / unit_px for order in (range(len(_POINTS)), _SWAPPED)]
    trunk = min(float(way[:4].mean()) for way in ways)
    arms = min(min(float(way[4:6].min()), _ELBOW_COUNTS * float(way[6:].min())) for way in ways)
    return np.array((trunk, arms))


def _jumps(step: FloatArray, usual: FloatArray) -> bool:
    least = np.maximum((_TRUNK_JUMPS, _ARMS_JUMP), _TIMES_OTHER_STEPS * usual)
    return bool((step > least).any())
