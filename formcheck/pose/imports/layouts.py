"""Which of our points the points of other programs are, by their order or by their names."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from formcheck.pose.landmarks import COCO_17, COCO_18, Landmark, Layout

_L = Landmark

# OpenPose's 25 points. Neck, middle of the hips and small toes have no counterpart.
BODY_25: Final[Layout] = (
    *(_L.NOSE, None, _L.RIGHT_SHOULDER, _L.RIGHT_ELBOW, _L.RIGHT_WRIST, _L.LEFT_SHOULDER, _L.LEFT_ELBOW),
    *(_L.LEFT_WRIST, None, _L.RIGHT_HIP, _L.RIGHT_KNEE, _L.RIGHT_ANKLE, _L.LEFT_HIP, _L.LEFT_KNEE),
    *(_L.LEFT_ANKLE, _L.RIGHT_EYE, _L.LEFT_EYE, _L.RIGHT_EAR, _L.LEFT_EAR, _L.LEFT_FOOT_INDEX, None),
    *(_L.LEFT_HEEL, _L.RIGHT_FOOT_INDEX, None, _L.RIGHT_HEEL),
)
# Halpe's first 26: COCO's 17, then head, neck, hip, big toes, small toes, heels.
HALPE_26: Final[Layout] = (
    *COCO_17,
    *(None, None, None, _L.LEFT_FOOT_INDEX, _L.RIGHT_FOOT_INDEX, None, None, _L.LEFT_HEEL, _L.RIGHT_HEEL),
)
# What OpenPose writes, told by how many points there are.
OPENPOSE: Final[Mapping[int, Layout]] = MappingProxyType({25: BODY_25, 18: COCO_18})
# What is written in COCO's form.
COCO: Final[Mapping[int, Layout]] = MappingProxyType({17: COCO_17, 26: HALPE_26})


def _by_name() -> dict[str, Landmark]:
    """Names of markers in small letters without signs: lshoulder, left_shoulder, leftshoulder."""
    known: dict[str, Landmark] = {}
    for landmark in Landmark:
        words = landmark.name.lower().split("_")
        known["".join(words)] = landmark
        for side in ("left", "right"):
            if side in words:
                known["".join([side[0], *(word for word in words if word != side)])] = landmark
    for side, toe in (("l", _L.LEFT_FOOT_INDEX), ("r", _L.RIGHT_FOOT_INDEX)):
        known[f"{side}bigtoe"] = toe
    return known


_NAMES: Final[Mapping[str, Landmark]] = MappingProxyType(_by_name())


def landmark_named(name: str) -> Landmark | None:
    """The point that a marker of that name is, or None for one that has no counterpart.

    Example:
        >>> landmark_named("LShoulder").name, landmark_named("right_wrist").name, landmark_named("Hip")
        ('LEFT_SHOULDER', 'RIGHT_WRIST', None)
    """
    return _NAMES.get("".join(letter for letter in name.lower() if letter.isalnum()))
