"""Takes out a point that is elsewhere for one frame only."""

from dataclasses import replace

import numpy as np

from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.smoother import MAX_GAP_S, limb_length_px, with_xy

# In forearm lengths: what noise does, and what acceleration adds (20 forearms, some 5 m, a second squared).
_NOISE = 0.3
_FASTEST_PER_S2 = 20.0


def without_spike(before: PosedFrame, frame: PosedFrame, after: PosedFrame) -> PosedFrame:
    """The middle one of three frames, with points that jump away for this one frame put between the others.

    A trailing window cannot tell such a jump in the middle of a fast movement; the next frame can.
    """
    if before.pose is None or frame.pose is None or after.pose is None:
        return frame
    elapsed_s = after.time_s - before.time_s
    if elapsed_s > MAX_GAP_S:
        return frame
    share = (frame.time_s - before.time_s) / elapsed_s
    between = before.pose.xy_px + share * (after.pose.xy_px - before.pose.xy_px)
    possible = max(_NOISE, _FASTEST_PER_S2 * (elapsed_s / 2) ** 2) * limb_length_px(frame.pose)
    away = np.abs(frame.pose.xy_px - between) > possible
    if not away.any():
        return frame
    # A point has jumped when either of its coordinates has.
    jumped = away.any(axis=1, keepdims=True)
    cleaned = np.where(jumped, between, frame.pose.xy_px)
    return replace(frame, pose=with_xy(frame.pose, cleaned))
