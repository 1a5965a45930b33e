"""How a subject stands in the picture: what tells one camera setup, and one person, from another."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from formcheck.measurements.body import unusable
from formcheck.measurements.geometry import distance_px
from formcheck.measurements.measurement import Reason
from formcheck.measurements.measurer import MeasuredFrame
from formcheck.measurements.view import View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.source.frame import StreamInfo

# What shows from how high, and how tilted, the camera looks at somebody in front of it. `SIGNS` have to be
# measured for a setup to hold them.
EARS_DOWN = "ears_down"
SIGNS = ("nose_over_ears", "ear_height", "head_turn_deg", "ears_y_px")
_FACING = (View.FRONT, View.BACK)
_FEWEST = 3
# With the head turned the ears come together: then they say nothing of the body.
_NOSE_ASIDE = 0.15


@dataclass(frozen=True, slots=True)
class Setup:
    """What the camera sees of a subject, whatever they do.

    Attributes:
        width_px: Width of the picture.
        height_px: Height of the picture.
        view: From where the subject is seen.
        sizes: How large the subject is, in shares of the picture's height: "shoulder_width" (not from the
            side), "trunk" (where the hips are seen), "neck". They tell the camera's distance.
        proportions: Ratios of the body's own lengths, as far as the view shows them.
        frames: Over how many pictures these are medians; 0 where that is not known.
        signs: From in front: where the head is and how the camera sees it. "ears_down" is how far down the
            ears are, in shares of the picture's height; the others are measures.
    """

    width_px: int
    height_px: int
    view: View
    sizes: Mapping[str, float]
    proportions: Mapping[str, float]
    frames: int = 0
    signs: Mapping[str, float] = field(default_factory=dict)


def setup_of(seen: Sequence[MeasuredFrame], info: StreamInfo) -> Setup | None:
    """The setup that some frames show; None where nobody is seen in them.

    Medians over the frames of the most frequent view.
    """
    posed = [s for s in seen if s.frame.pose is not None]
    if not posed:
        return None
    view = Counter(s.sight.view for s in posed).most_common(1)[0][0]
    sizes, proportions, signs = (defaultdict[str, list[float]](list) for _ in range(3))
    for each in posed:
        if each.sight.view is view and each.frame.pose is not None:
            lengths = _lengths_px(each.frame.pose, view, info)
            for name in {"shoulder_width", "trunk", "neck"} & lengths.keys():
                sizes[name].append(lengths[name] / info.height_px)
            for name, ratio in _ratios(lengths).items():
                proportions[name].append(ratio)
            for name, sign in _signs(each, info).items():
                signs[name].append(sign)
    fewest = min(_FEWEST, len(posed))

    def medians(values: Mapping[str, list[float]]) -> dict[str, float]:
        return {name: median(found) for name, found in sorted(values.items()) if len(found) >= fewest}

    return Setup(
        info.width_px,
        info.height_px,
        view,
        medians(sizes),
        medians(proportions),
        len(posed),
        medians(signs),
    )


def _signs(seen: MeasuredFrame, info: StreamInfo) -> dict[str, float]:
    if seen.sight.view is not View.FRONT:
        return {}
    known = {name: seen.measurements[name].value for name in SIGNS if name in seen.measurements}
    ears_y_px = known.pop("ears_y_px", None)
    known[EARS_DOWN] = None if ears_y_px is None else ears_y_px / info.height_px
    return {name: value for name, value in known.items() if value is not None}


def _lengths_px(pose: Pose, view: View, info: StreamInfo) -> dict[str, float]:
    xy, reasons = pose.xy_px, unusable(pose, info.width_px, info.height_px)

    def known(*points: L) -> bool:
        # A hidden far side moves the middle of the two little; what is out of the picture is made up.
        accepted = (None,) if view in _FACING else (None, Reason.NOT_VISIBLE)
        return all(reasons[p] in accepted for p in points)

    found: dict[str, float] = {}
    if not known(L.LEFT_SHOULDER, L.RIGHT_SHOULDER):
        return found
    if view is not View.SIDE:
        found["shoulder_width"] = distance_px(xy[L.LEFT_SHOULDER], xy[L.RIGHT_SHOULDER])
    if known(L.LEFT_HIP, L.RIGHT_HIP):
        found["trunk"] = pose.trunk_px
    if known(L.LEFT_EAR, L.RIGHT_EAR):
        ears = pose.middle("ear")
        found["neck"] = distance_px(pose.middle("shoulder"), ears)
        across = distance_px(xy[L.LEFT_EAR], xy[L.RIGHT_EAR])
        if view is View.FRONT and abs(xy[L.NOSE, 0] - ears[0]) <= _NOSE_ASIDE * across:
            found["ears"] = across
    return {name: length for name, length in found.items() if length >= 1.0}


def _ratios(lengths: Mapping[str, float]) -> dict[str, float]:
    pairs = {
        "shoulder_width_per_ears": ("shoulder_width", "ears"),
        "shoulder_width_per_trunk": ("shoulder_width", "trunk"),
    }
    return {
        name: lengths[long] / lengths[short]
        for name, (long, short) in pairs.items()
        if "ears" in lengths and long in lengths and short in lengths
    }
