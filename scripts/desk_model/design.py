"""What the desk model is made of: what it looks at, and what it is to tell."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from formcheck.evaluation.relocated import Relocation
from formcheck.measurements.face import POSITIONS
from formcheck.measurements.view import View
from formcheck.postures.model import Beyond, Comparing, Distance, Setting

FloatArray = NDArray[np.float64]

INPUTS: Mapping[View, Mapping[str, Comparing]] = {
    View.FRONT: {
        "shoulder_width_px": "ratio",
        "face_scale": "ratio",
        "ear_height": "change",
        "eye_height": "change",
        "nose_over_ears": "change",
        "eyes_over_ears": "change",
        "mouth_over_ears": "change",
        "ears_y_px": "widths",
    },
    # Angles only: a nearer or moved camera changes no angle, and lengths named nothing better.
    View.SIDE: {
        "ear_shoulder_inclination_deg": "change",
        "trunk_inclination_deg": "change",
        "face_pitch_deg": "change",
    },
}
# By what postures are told apart, best first. What the eyes and the size of the face add is noise: with them
# fewer people and cameras that were left out are named rightly. The place of the ears in the picture tells
# most, but only where camera and chair stand as they stood in the neutral: so it has no part in any size.
_ANYWHERE = ("shoulder_width_px", "ear_height", "nose_over_ears", "mouth_over_ears")
NAMED_BY: Mapping[View, tuple[tuple[str, ...], ...]] = {
    View.FRONT: ((*_ANYWHERE, "ears_y_px", "ears_sunk_past_neck"), (*_ANYWHERE, "eye_height")),
    View.SIDE: (tuple(INPUTS[View.SIDE]),),
}
# A neck of 12 cm whose angle falls from 50 to 20 deg lowers the ears by 5 cm, 0.15 of the shoulder width
# [derived]: what is more than that the back has done.
BEYOND: Mapping[str, Beyond] = {"ears_sunk_past_neck": Beyond(of="ears_y_px", limit=0.15)}
# Before a camera that is nearer the same way towards it looks larger.
DISTANCES: Mapping[View, Distance] = {
    View.FRONT: Distance(
        measure="shoulders_in_picture", usual=0.3, least=0.12, most=0.5,
        scaled=("shoulder_width_px", "face_scale"),
    )
}  # fmt: skip
# The face turned down or up in the neutral tells how high the camera is: +0.25 is about 8 deg lower.
SETTINGS: Mapping[View, Setting] = {
    View.FRONT: Setting(measure="nose_over_ears", centre=-0.34, unit=0.25, limit=1.5),
    View.SIDE: Setting(measure="face_pitch_deg", centre=0.0, unit=1e9, limit=0.0),
}
# What no camera that was moved, and no other chair, changes: sizes follow from these alone.
SIZED_BY: Mapping[View, tuple[str, ...]] = {
    view: tuple(name for name in inputs if name not in POSITIONS) for view, inputs in INPUTS.items()
}
# A chair or a camera that was moved is no posture, and among the names all the same: neutral windows, seen as
# after such a move.
RELOCATIONS: Mapping[str, tuple[Relocation, ...]] = {
    "nearer": tuple(Relocation(away_m=-way_m) for way_m in (0.06, 0.10, 0.15)),
    "farther": tuple(Relocation(away_m=way_m) for way_m in (0.06, 0.10, 0.15)),
    "higher": tuple(Relocation(up_m=way_m) for way_m in (0.05, 0.10, 0.15)),
    "lower": tuple(Relocation(up_m=-way_m) for way_m in (0.05, 0.10, 0.15)),
    "camera_up": tuple(Relocation(tilt_deg=tilt_deg) for tilt_deg in (3.0, 6.0)),
    "camera_down": tuple(Relocation(tilt_deg=-tilt_deg) for tilt_deg in (3.0, 6.0)),
}
# What lasts and looks like both is the chair, unless the posture leads by so much, odds of 9 to 1: who leans
# in seldom does so for long. A name gives way only to one that is e times as likely: e times less is asked.
LEAD: Mapping[View, Mapping[str, float]] = {View.FRONT: {"nearer": 2.2}}
# Six places of a camera are few to learn from. So every clip from the front is learned from as so many other
# cameras would have seen it, too: up to so much higher or lower, nearer or farther, and aimed so many degrees
# beside where the face was.
CAMERAS_ELSEWHERE, UP_M, AWAY_SHARE, AIM_DEG = 4, 0.25, (-0.15, 0.35), 3.0
# Posture -> its estimate, and which way it goes. Who slides down in the chair gets smaller in the picture,
# who slumps forward larger: two looks of one thing.
POSTURES: Mapping[str, tuple[str | None, float]] = {
    "forward_head": ("head_forward_deg", 1.0),
    "look_down": ("neck_flexion_deg", 1.0),
    "slump": ("slump_percent", 1.0),
    "slide": ("slump_percent", 1.0),
    "lean_in": ("lean_in_deg", 1.0),
    "recline": ("lean_in_deg", -1.0),
    "raised_shoulders": ("shoulder_raise_percent", 1.0),
    **dict.fromkeys(RELOCATIONS, (None, 1.0)),
}
# The same by another name, in the shifts of a scene.
SAME = {"phone": "look_down", "glance_down": "look_down"}
# A head that came forward by less than this is nothing to learn a name from.
LEAST_FORWARD_DEG = {View.FRONT: 8.0, View.SIDE: 6.0}
# Sitting still, or busy with the hands: the sizes of all postures are to be 0.
QUIET = ("neutral", "typing", "mousing", "gesture", "talk")
# A posture is looked for only from where it can be seen.
_FRONT_ONLY = ("raised_shoulders", *RELOCATIONS)


def of_view(view: View) -> list[str]:
    """The postures that a view can show."""
    return [name for name in POSTURES if view is View.FRONT or name not in _FRONT_ONLY]


def sized_of(view: View) -> list[str]:
    """Those of them that have a size."""
    return [name for name in of_view(view) if POSTURES[name][0] is not None]


def estimates_of(view: View) -> list[str]:
    """What is estimated in a view."""
    return [*dict.fromkeys(str(POSTURES[name][0]) for name in sized_of(view))]
