"""The points of a body: BlazePose's 33, and where they are in the layouts of other pose models."""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType


class Landmark(IntEnum):
    """The 33 points of BlazePose. Left is the subject's left."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


LANDMARK_COUNT = len(Landmark)

_L = Landmark

# A layout says what each point of a pose model is, in the model's order; None for what has no counterpart.
Layout = tuple[Landmark | None, ...]

BLAZEPOSE_33: Layout = tuple(Landmark)
COCO_17: Layout = (
    *(_L.NOSE, _L.LEFT_EYE, _L.RIGHT_EYE, _L.LEFT_EAR, _L.RIGHT_EAR, _L.LEFT_SHOULDER, _L.RIGHT_SHOULDER),
    *(_L.LEFT_ELBOW, _L.RIGHT_ELBOW, _L.LEFT_WRIST, _L.RIGHT_WRIST, _L.LEFT_HIP, _L.RIGHT_HIP),
    *(_L.LEFT_KNEE, _L.RIGHT_KNEE, _L.LEFT_ANKLE, _L.RIGHT_ANKLE),
)
# OpenPose's order; its second point, the neck, has no counterpart.
COCO_18: Layout = (
    *(_L.NOSE, None, _L.RIGHT_SHOULDER, _L.RIGHT_ELBOW, _L.RIGHT_WRIST, _L.LEFT_SHOULDER, _L.LEFT_ELBOW),
    *(_L.LEFT_WRIST, _L.RIGHT_HIP, _L.RIGHT_KNEE, _L.RIGHT_ANKLE, _L.LEFT_HIP, _L.LEFT_KNEE, _L.LEFT_ANKLE),
    *(_L.RIGHT_EYE, _L.LEFT_EYE, _L.RIGHT_EAR, _L.LEFT_EAR),
)
# By the names that pose recordings use.
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {"blazepose-33": BLAZEPOSE_33, "coco-17": COCO_17, "coco-18": COCO_18}
)

# The lines of a drawn skeleton; the face is left out, its points are too close to help.
SKELETON: tuple[tuple[Landmark, Landmark], ...] = (
    (_L.LEFT_SHOULDER, _L.RIGHT_SHOULDER),
    (_L.LEFT_SHOULDER, _L.LEFT_ELBOW),
    (_L.LEFT_ELBOW, _L.LEFT_WRIST),
    (_L.RIGHT_SHOULDER, _L.RIGHT_ELBOW),
    (_L.RIGHT_ELBOW, _L.RIGHT_WRIST),
    (_L.LEFT_SHOULDER, _L.LEFT_HIP),
    (_L.RIGHT_SHOULDER, _L.RIGHT_HIP),
    (_L.LEFT_HIP, _L.RIGHT_HIP),
    (_L.LEFT_HIP, _L.LEFT_KNEE),
    (_L.LEFT_KNEE, _L.LEFT_ANKLE),
    (_L.RIGHT_HIP, _L.RIGHT_KNEE),
    (_L.RIGHT_KNEE, _L.RIGHT_ANKLE),
    (_L.LEFT_EAR, _L.LEFT_EYE_OUTER),
    (_L.RIGHT_EAR, _L.RIGHT_EYE_OUTER),
)
