"""Smoothing for files, without a delay in time: each frame waits for what comes after it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from formcheck.pose.cuts import CutFinder
from formcheck.pose.pose import FloatArray, PosedFrame
from formcheck.pose.smoothing.hampel import HampelFilter
from formcheck.pose.smoothing.smoother import MAX_GAP_S, with_xy
from formcheck.pose.smoothing.spikes import without_spike
from formcheck.pose.time_window import TimeWindow

CUTOFF_HZ = 6.0
# The kernel has fallen below 0.1 % of its peak by then.
_REACH_S = 0.3


def kernel(offset_s: FloatArray, cutoff_hz: float = CUTOFF_HZ) -> FloatArray:
    """Weight of a sample that lies `offset_s` away: forwards and backwards through a Butterworth filter.

    A 2nd-order Butterworth low-pass has |H|^2 = 1 / (1 + (w/wc)^4); run forwards and backwards that is
    its whole response, and its inverse Fourier transform is this kernel. Used with the frames' own
    times it needs no even frame rate, and no more than 0.3 s of the future.
    """
    x = 2 * np.pi * cutoff_hz * np.abs(offset_s) / np.sqrt(2)
    return np.asarray(np.exp(-x) * (np.cos(x) + np.sin(x)))


class ZeroPhaseSmoother:
    """Smoothing without delay in time, for files: frames come out half a second after they went in.

    A moving limb's turning points stay when and where they were, which a causal filter would shift and
    shave. Across a gap of more than 0.3 s, or where the film was cut, nothing is mixed.
    """

    def __init__(self, cutoff_hz: float = CUTOFF_HZ) -> None:
        self._cutoff_hz = cutoff_hz
        self._cuts = CutFinder()
        self._hampel = HampelFilter()
        self._before: TimeWindow[PosedFrame] = TimeWindow(_REACH_S)
        self._waiting: deque[PosedFrame] = deque()

    def push(self, frame: PosedFrame) -> Iterator[PosedFrame]:
        """Take the next frame; give those whose neighbourhood is now complete."""
        for marked in self._cuts.push(frame):
            yield from self._follow(marked)

    def _follow(self, frame: PosedFrame) -> Iterator[PosedFrame]:
        if frame.cut:
            yield from self._rest()
            self._before.clear()
            self._hampel = HampelFilter()
        self._waiting.append(self._hampel.clean(frame))
        self._despike()
        while self._waiting and self._waiting[-1].time_s - self._waiting[0].time_s >= _REACH_S:
            yield self._take()

    def _despike(self) -> None:
        """The last frame but one now has both its neighbours."""
        if len(self._waiting) < 2:
            return
        before = self._waiting[-3] if len(self._waiting) > 2 else next(reversed(self._before), None)
        if before is not None:
            self._waiting[-2] = without_spike(before, self._waiting[-2], self._waiting[-1])

    def finish(self) -> Iterator[PosedFrame]:
        """Give the rest, with what neighbours there are."""
        for marked in self._cuts.finish():
            yield from self._follow(marked)
        yield from self._rest()

    def _rest(self) -> Iterator[PosedFrame]:
        while self._waiting:
            yield self._take()

    def _take(self) -> PosedFrame:
        frame = self._waiting.popleft()
        smoothed = self._smooth(frame)
        self._before.add(frame.time_s, frame)
        return smoothed

    def _smooth(self, frame: PosedFrame) -> PosedFrame:
        if frame.pose is None:
            return frame
        near = [frame]
        for later in (self._waiting, reversed(self._before)):
            last_s = frame.time_s
            for other in later:
                if abs(other.time_s - last_s) > MAX_GAP_S or abs(other.time_s - frame.time_s) > _REACH_S:
                    break
                if other.pose is not None:
                    near.append(other)
                    last_s = other.time_s
        near.sort(key=lambda other: other.time_s)
        offset_s = np.array([other.time_s - frame.time_s for other in near])
        xy = np.stack([other.pose.xy_px for other in near if other.pose is not None])
        return replace(frame, pose=with_xy(frame.pose, self._average(offset_s, xy)))

    def _average(self, offset_s: FloatArray, xy: FloatArray) -> FloatArray:
        """Weighted mean; one-sided neighbourhoods are completed by their mirror image through the middle."""
        here = int(np.flatnonzero(offset_s == 0)[0])
        left, right = -offset_s[0], offset_s[-1]
        if min(left, right) < 0.8 * max(left, right):
            longer = offset_s < -right if left > right else offset_s > left
            offset_s = np.concatenate([offset_s, -offset_s[longer]])
            xy = np.concatenate([xy, 2 * xy[here] - xy[longer]])
            order = np.argsort(offset_s)
            offset_s, xy = offset_s[order], xy[order]
        # Each sample stands for the time half-way to its neighbours: frames need not be evenly spaced.
        width_s = np.gradient(offset_s) if len(offset_s) > 1 else np.ones(1)
        weight = kernel(offset_s, self._cutoff_hz) * width_s
        known = ~np.isnan(xy)
        total = (weight[:, None, None] * np.where(known, xy, 0.0)).sum(0)
        share = (weight[:, None, None] * known).sum(0)
        middle = xy[np.flatnonzero(offset_s == 0)[0]]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(np.isnan(middle), np.nan, total / share)
