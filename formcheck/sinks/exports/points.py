"""The points of a body as exports name and order them."""

from typing import Final

import numpy as np

from formcheck.pose.landmarks import COCO_17, Landmark
from formcheck.pose.pose import VISIBILITY, FloatArray, Pose

_SIDES = {"LEFT": "L", "RIGHT": "R"}
_SEEN, _FOUND = 0.5, 0.3
_SCORE_DECIMALS = 4


def marker_name(landmark: Landmark) -> str:
    """The name of a point as markers are called: LShoulder, RBigToe.

    Example:
        >>> marker_name(Landmark.LEFT_FOOT_INDEX), marker_name(Landmark.MOUTH_RIGHT)
        ('LBigToe', 'RMouth')
    """
    if landmark is Landmark.LEFT_FOOT_INDEX:
        return "LBigToe"
    if landmark is Landmark.RIGHT_FOOT_INDEX:
        return "RBigToe"
    words = landmark.name.split("_")
    side = next((_SIDES[word] for word in words if word in _SIDES), "")
    return side + "".join(word.title() for word in words if word not in _SIDES)


MARKERS: Final = tuple(marker_name(landmark) for landmark in Landmark)
COCO_NAMES: Final = tuple(landmark.name.lower() for landmark in COCO_17 if landmark is not None)

_L = Landmark
# OpenPose's 25 points; two of them lie between others, and the small toes are not known.
_BODY_25: Final[tuple[tuple[Landmark, ...], ...]] = (
    (_L.NOSE,), (_L.LEFT_SHOULDER, _L.RIGHT_SHOULDER), (_L.RIGHT_SHOULDER,), (_L.RIGHT_ELBOW,),
    (_L.RIGHT_WRIST,), (_L.LEFT_SHOULDER,), (_L.LEFT_ELBOW,), (_L.LEFT_WRIST,),
    (_L.LEFT_HIP, _L.RIGHT_HIP), (_L.RIGHT_HIP,), (_L.RIGHT_KNEE,), (_L.RIGHT_ANKLE,), (_L.LEFT_HIP,),
    (_L.LEFT_KNEE,), (_L.LEFT_ANKLE,), (_L.RIGHT_EYE,), (_L.LEFT_EYE,), (_L.RIGHT_EAR,), (_L.LEFT_EAR,),
    (_L.LEFT_FOOT_INDEX,), (), (_L.LEFT_HEEL,), (_L.RIGHT_FOOT_INDEX,), (), (_L.RIGHT_HEEL,),
)  # fmt: skip


def score_of(visibility: float) -> float:
    """The score that tools of COCO's world take as this visibility: they draw a point from 0.3 on.

    It undoes `formcheck.pose.pose.visibility_of`.

    Example:
        >>> score_of(0.0), score_of(0.5), score_of(1.0)
        (0.0, 0.3, 1.0)
    """
    if visibility < _SEEN:
        return round(_FOUND * visibility / _SEEN, _SCORE_DECIMALS)
    return round(1.0 - (1.0 - _FOUND) * (1.0 - visibility) / (1.0 - _SEEN), _SCORE_DECIMALS)


def body_25(pose: Pose) -> FloatArray:
    """(25, 3) float: x_px, y_px and score in OpenPose's order; zeros where there is no point, as there."""
    rows = np.zeros((len(_BODY_25), 3))
    for row, landmarks in zip(rows, _BODY_25, strict=True):
        found = pose.points[list(landmarks)]
        if len(found) and np.isfinite(found[:, :2]).all():
            row[:2] = found[:, :2].mean(axis=0)
            row[2] = score_of(float(np.nan_to_num(found[:, VISIBILITY]).min()))
    return rows


def coco_17(pose: Pose) -> FloatArray:
    """(17, 3) float: x_px, y_px and score in COCO's order; zeros where there is no point."""
    rows = np.zeros((len(COCO_17), 3))
    for row, landmark in zip(rows, COCO_17, strict=True):
        assert landmark is not None
        point = pose.points[landmark]
        if np.isfinite(point[:2]).all():
            row[:] = *point[:2], score_of(float(np.nan_to_num(point[VISIBILITY])))
    return rows
