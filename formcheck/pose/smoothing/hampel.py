"""Takes out single points that jump: a Hampel filter over a few frames."""

from collections import deque
from dataclasses import replace

import numpy as np

from formcheck.pose.pose import FloatArray, PosedFrame
from formcheck.pose.smoothing.smoother import MAX_GAP_S, limb_length_px, with_xy

WINDOW = 7
# 1.4826 makes the median absolute deviation estimate a standard deviation (Hampel 1974); 3 of them is
# the usual cut.
CUT = 3 * 1.4826
# A still body has almost no deviation, and its first real movement would be cut: what a limb can do is
# never an outlier. A fast hand moves by ten forearms, some 2.5 m, a second [derived].
SMALLEST_STEP = 0.35
FASTEST_PER_S = 10.0


class HampelFilter:
    """Replaces points that jump away and back: a trailing window of 7 frames, per coordinate.

    A point is an outlier when it is both further from the window's median than 3 robust standard
    deviations, and further from the last good point than a limb can move in the time between.
    """

    def __init__(self) -> None:
        self._recent: deque[FloatArray] = deque(maxlen=WINDOW)
        self._last_s = -np.inf

    def clean(self, frame: PosedFrame) -> PosedFrame:
        """The frame with its outliers replaced by the window's median."""
        if frame.pose is None:
            return frame
        elapsed_s = frame.time_s - self._last_s
        if elapsed_s > MAX_GAP_S:
            self._recent.clear()
        self._last_s = frame.time_s
        xy = frame.pose.xy_px
        self._recent.append(xy)
        if len(self._recent) < 4:
            return frame
        step = np.abs(xy - self._recent[-2])
        possible_px = max(SMALLEST_STEP, FASTEST_PER_S * elapsed_s) * limb_length_px(frame.pose)
        if not (step > possible_px).any():
            return frame  # as nearly always: medians take long
        window = np.stack(self._recent)
        median = np.median(window, axis=0)
        spread = np.median(np.abs(window - median), axis=0)
        far = np.abs(xy - median) > np.maximum(CUT * spread, possible_px)
        outlier = far & (step > possible_px)
        if not outlier.any():
            return frame
        return replace(frame, pose=with_xy(frame.pose, np.where(outlier, median, xy)))
