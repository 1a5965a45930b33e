"""Smoothing for cameras, without a delay: the One Euro filter."""

from collections.abc import Iterator

import numpy as np

from formcheck.pose.pose import FloatArray, PosedFrame
from formcheck.pose.smoothing.hampel import HampelFilter
from formcheck.pose.smoothing.smoother import MAX_GAP_S, degrees_per_px, with_xy


class OneEuroSmoother:
    """Causal smoothing: strong at rest, weak in movement, one frame in and one frame out.

    Casiez, Roussel and Vogel, "1 Euro Filter", CHI 2012. The speed that opens the filter is taken in
    degrees a second of the limb, so that it does not depend on the picture's size or the distance.

    Args:
        min_cutoff_hz: Cut-off at rest.
        beta: How much the cut-off rises per degree a second.
        derivative_cutoff_hz: Cut-off of the speed estimate.
    """

    def __init__(
        self, min_cutoff_hz: float = 1.0, beta: float = 0.05, derivative_cutoff_hz: float = 1.0
    ) -> None:
        self._min_cutoff_hz = min_cutoff_hz
        self._beta = beta
        self._derivative_cutoff_hz = derivative_cutoff_hz
        self._hampel = HampelFilter()
        self._value: FloatArray | None = None
        self._speed = np.zeros((33, 2))
        self._last_s = -np.inf

    def push(self, frame: PosedFrame) -> Iterator[PosedFrame]:
        """Give the frame back at once, smoothed."""
        yield self._smooth(self._hampel.clean(frame))

    def finish(self) -> Iterator[PosedFrame]:
        """Nothing is ever left."""
        return iter(())

    def _smooth(self, frame: PosedFrame) -> PosedFrame:
        if frame.pose is None:
            return frame
        xy, elapsed_s = frame.pose.xy_px, frame.time_s - self._last_s
        self._last_s = frame.time_s
        if self._value is None or elapsed_s > MAX_GAP_S:
            self._value, self._speed = xy, np.zeros_like(xy)
            return frame
        previous = np.where(np.isnan(self._value), xy, self._value)
        speed = (xy - previous) * (degrees_per_px(frame.pose) / elapsed_s)
        speed[np.isnan(speed)] = 0.0
        self._speed += _share(self._derivative_cutoff_hz, elapsed_s) * (speed - self._speed)
        cutoff_hz = self._min_cutoff_hz + self._beta * np.abs(self._speed)
        self._value = previous + _share(cutoff_hz, elapsed_s) * (xy - previous)
        return PosedFrame(frame.index, frame.time_s, with_xy(frame.pose, self._value))


def _share(cutoff_hz: FloatArray | float, elapsed_s: float) -> FloatArray:
    """How much of the new value a first-order low-pass takes over."""
    rate = 2 * np.pi * np.asarray(cutoff_hz, np.float64) * elapsed_s
    return np.asarray(rate / (rate + 1))
