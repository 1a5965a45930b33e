"""The bend of both knees from any view: what a small network reads out of the points.

Seen from the front a knee that bends goes towards the camera, and all that shows is that the hips come down.
Only changes from the person's own neutral mean anything, as in `posture`: how long somebody's legs are and
where the camera stands adds the same to both.
"""

import numpy as np

from formcheck.measurements.networks.points import lengths, mirrored, turn_columns, with_middles
from formcheck.pose.landmarks import LANDMARK_COUNT
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray

OUTPUTS = ("knees_bend_deg",)

# The vectors that the inputs are made of, from the first to the second; the middles are those of `_PAIRS`.
_PAIRS = (
    (L.LEFT_SHOULDER, L.RIGHT_SHOULDER),
    (L.LEFT_HIP, L.RIGHT_HIP),
    (L.LEFT_KNEE, L.RIGHT_KNEE),
    (L.LEFT_ANKLE, L.RIGHT_ANKLE),
)
_SHOULDERS, _HIPS, _KNEES, _ANKLES = range(LANDMARK_COUNT, LANDMARK_COUNT + len(_PAIRS))
_VECTORS = (
    *((_HIPS, _SHOULDERS), (_HIPS, _KNEES), (_KNEES, _ANKLES), (_HIPS, _ANKLES)),
    *((L.RIGHT_SHOULDER, L.LEFT_SHOULDER), (L.RIGHT_HIP, L.LEFT_HIP)),
    *((L.RIGHT_KNEE, L.LEFT_KNEE), (L.RIGHT_ANKLE, L.LEFT_ANKLE)),
    *((L.LEFT_ANKLE, L.LEFT_FOOT_INDEX), (L.RIGHT_ANKLE, L.RIGHT_FOOT_INDEX)),
    *((L.LEFT_HIP, L.LEFT_KNEE), (L.RIGHT_HIP, L.RIGHT_KNEE)),
    *((L.LEFT_KNEE, L.LEFT_ANKLE), (L.RIGHT_KNEE, L.RIGHT_ANKLE)),
)
_FROM, _TO = ([*ends] for ends in zip(*_VECTORS, strict=True))
# Of these the length in the picture is shown as well.
_SEGMENTS = [0, 1, 2, 3, 10, 11, 12, 13]
_ACROSS, _ACROSS_HIPS = 4, 5


def leg_inputs(points: FloatArray, trunk_px: FloatArray) -> FloatArray:
    """What the network is shown.

    Args:
        points: (m, 33, 4) x, y, depth in pixels, and visibility, of m frames.
        trunk_px: (m,) the subject's own steady length of the trunk.

    Returns:
        (m, n)
    """
    t = trunk_px[:, None]
    places = with_middles(points, _PAIRS)
    vectors = places[:, _TO] - places[:, _FROM]
    shown = lengths(vectors[:, _SEGMENTS, :2]) / t
    turn = turn_columns(vectors[:, _ACROSS] + vectors[:, _ACROSS_HIPS])
    return np.concatenate([(vectors / t[:, :, None]).reshape(len(points), -1), shown, turn], axis=1)


def legs_both_ways(points: FloatArray, trunk_px: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The inputs, and those of the mirror image: the mean of both answers is the same for both."""
    return leg_inputs(points, trunk_px), leg_inputs(mirrored(points), trunk_px)
