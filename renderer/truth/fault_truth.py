"""What a commanded fault truly became: its size and its time, from the true angles and ratios."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.movements.faults import FaultSpan
from renderer.movements.rep import Rep

Series = NDArray[np.float64]
SHOWN = 0.5
"""A change counts as shown while it is at least this share of its largest."""


@dataclass(frozen=True)
class Curves:
    """Everything measured on a clip, one value a frame.

    Attributes:
        time_s: time of every frame.
        values: the curves by name.
        neutral: which frames are of the neutral time.
        arms: the arms that are looked at, `both`, `left` or `right`.
    """

    time_s: Series
    values: Mapping[str, Series]
    neutral: NDArray[np.bool_]
    arms: str = "both"

    def change(self, name: str) -> Series:
        """Return a curve as its change from the median of the neutral time."""
        return self.values[name] - float(np.median(self.values[name][self.neutral]))

    def share(self, name: str) -> Series:
        """Return a curve as a share of its neutral median."""
        return self.values[name] / float(np.median(self.values[name][self.neutral]))

    def sides(self, name: str, pick: Callable[..., Any]) -> Series:
        """Return the larger or smaller of the left and right curves, or that of the arm that lifts."""
        if self.arms != "both":
            return self.values[f"{self.arms}_{name}"]
        return pick(self.values[f"left_{name}"], self.values[f"right_{name}"])

    def side_shares(self, name: str) -> Series:
        """Return the smaller of both sides' shares of their neutral, or that of the arm that lifts."""
        if self.arms != "both":
            return self.share(f"{self.arms}_{name}")
        return np.minimum(self.share(f"left_{name}"), self.share(f"right_{name}"))

    def hands(self, name: str, one_hand: str) -> Series:
        """Return a curve of the middle between the hands, or that of the hand that lifts."""
        return self.values[name if self.arms == "both" else f"{self.arms}_{one_hand}"]


@dataclass(frozen=True)
class Meaning:
    """How a fault is measured.

    Attributes:
        unit: what its size is.
        curve: what is looked at.
        falling: the fault is where the curve is low.
        within: part of the repetition that counts: `all`, `top`, `end`, `bottom` or
            `early`, before the arms are halfway; `median` takes the middle of all of it.
        signed: the sign of the commanded size says which way the curve goes.
    """

    unit: str
    curve: Callable[[Curves], Series]
    falling: bool = False
    within: str = "all"
    signed: bool = False


def _change(name: str, falling: bool = False, signed: bool = False) -> Meaning:
    return Meaning(f"change of {name} from neutral", lambda c: c.change(name), falling, "all", signed)


_EAR = "ear_over_shoulder_ratio"
_SHRUG = Meaning(
    f"{_EAR} against neutral, smaller side", lambda c: c.side_shares(_EAR), falling=True, within="early"
)
_RAISED = replace(_SHRUG, within="all")


def _top(name: str, one_hand: str) -> Meaning:
    return Meaning(f"{name} at the top", lambda c: c.hands(name, one_hand), within="top")


def _larger(name: str, within: str = "all") -> Meaning:
    return Meaning(f"{name}, larger side", lambda c: c.sides(name, np.maximum), within=within)


def _elbow(within: str, falling: bool) -> Meaning:
    unit = "elbow_deg, smaller side"
    return Meaning(unit, lambda c: c.sides("elbow_deg", np.minimum), falling, within)


MEANINGS: dict[str, Meaning] = {
    "layback": _change("trunk_inclination_deg", falling=True),
    "lateral_lean": _change("trunk_lean_deg", signed=True),
    "knee_bend": Meaning("bend of left_knee_deg from neutral", lambda c: -c.change("left_knee_deg")),
    "lockout": _elbow("top", falling=False),
    "forearm_tilt": _larger("forearm_tilt_deg"),
    "grip": Meaning("grip_ratio, median", lambda c: c.values["grip_ratio"], within="median"),
    "bar_forward": _top("bar_forward_ratio", "hand_forward_ratio"),
    "head_forward": _change("ear_shoulder_inclination_deg"),
    "look_up": _change("head_pitch_deg", falling=True),
    "head_turn": _change("head_yaw_deg", signed=True),
    "shrug": replace(_SHRUG, within="bottom"),
    "uneven": Meaning(
        "wrist_height_difference_ratio", lambda c: c.values["wrist_height_difference_ratio"], signed=True
    ),
    "shallow": _elbow("end", falling=True),
    "too_high": _larger("arm_elevation_deg", "top"),
    "too_low": _larger("arm_elevation_deg", "top"),
    "wrists_lead": _larger("wrist_over_elbow_ratio", "top"),
    "bar_high": _top("wrists_over_shoulders_ratio", "wrist_over_shoulder_ratio"),
    "shrug_first": _SHRUG,
    "forward_head": _change("ear_shoulder_inclination_deg"),
    "chin_tuck": _change("ear_shoulder_inclination_deg", falling=True),
    "slump": Meaning("head_height_ratio against neutral", lambda c: c.share("head_height_ratio"), True),
    "slide": Meaning("head_height_ratio against neutral", lambda c: c.share("head_height_ratio"), True),
    "lean_in": _change("trunk_inclination_deg"),
    "recline": _change("trunk_inclination_deg", falling=True),
    "lean_back": _change("trunk_inclination_deg", falling=True),
    "look_down": _change("head_pitch_deg"),
    "phone": _change("head_pitch_deg"),
    "nod": _change("head_pitch_deg"),
    "head_tilt": _change("head_roll_deg", signed=True),
    "side_tilt": _change("head_roll_deg", signed=True),
    "neck_twist": _change("head_yaw_deg", signed=True),
    "rotation": _change("head_yaw_deg", signed=True),
    "shoulder_tilt": _change("shoulder_line_deg", signed=True),
    "hike": _change("shoulder_line_deg", signed=True),
    "raised_shoulders": _RAISED,
    "shoulder_roll": _RAISED,
    "uneven_roll": _change("shoulder_line_deg"),
    "shoulders_turn": _change("shoulder_turn_deg", signed=True),
}


def came_about(row: dict[str, Any]) -> bool:
    """Return whether a fault went the way it was meant to; another fault of the same rep can undo it."""
    meaning = MEANINGS.get(row["name"])
    if meaning is None or not meaning.unit.startswith("change of"):
        return True
    wanted = -1.0 if meaning.falling else float(np.sign(row["commanded"])) if meaning.signed else 1.0
    return bool(wanted * row["size"] > 1.0)


def measured(span: FaultSpan, curves: Curves, reps: Sequence[Rep]) -> dict[str, Any]:
    """Return the truth file's row of a commanded fault."""
    rep = reps[span.rep - 1] if span.rep else None
    curves = replace(curves, arms=rep.arms) if rep else curves
    row = {"name": span.name, "rep": span.rep, "commanded": round(span.size, 4)}
    if span.name == "fast_lower" and rep is not None:
        return row | _row(rep.tempo.down_s, "seconds of lowering", rep.top_end_s, rep.end_s)
    if span.name in ("range_loss", "unfinished") and rep is not None:
        reached = rep.reach - (rep.floor_end + rep.floor_start) / 2
        return row | _row(reached, "share of the way", rep.start_s, rep.end_s)
    if span.name == "swing":
        return row | _swing(span, curves)
    meaning = MEANINGS[span.name]
    start_s, end_s = _window(span, rep, meaning.within)
    inside = (curves.time_s >= start_s - 1e-6) & (curves.time_s <= end_s + 1e-6)
    if not inside.any():
        inside[np.argmin(np.abs(curves.time_s - start_s))] = True
    curve = meaning.curve(curves)[inside]
    if meaning.within == "median":
        return row | _row(float(np.median(curve)), meaning.unit, start_s, end_s)
    return row | _shown(curve, curves.time_s[inside], meaning, span.size)


def rep_sizes(names: Collection[str], number: int, reps: Sequence[Rep], curves: Curves) -> dict[str, float]:
    """Return the true size of every fault in one rep, whether it was commanded or not.

    Args:
        names: the faults.
        number: the rep, from 1.
        reps: all reps.
        curves: what was measured.
    """
    rep, sizes = reps[number - 1], {}
    for name in sorted(names):
        spans = [FaultSpan(name, sign, rep.start_s, rep.end_s, number) for sign in (1.0, -1.0)]
        both = [measured(span, curves, reps)["size"] for span in spans]
        sizes[name] = max(both, key=abs)
    return sizes


def _window(span: FaultSpan, rep: Rep | None, within: str) -> tuple[float, float]:
    if rep is None or within in ("all", "median"):
        return span.start_s, span.end_s
    if within == "top":
        return rep.top_start_s - 0.1, rep.top_end_s + 0.1
    if within == "end":
        return rep.end_s - 0.2, rep.end_s + 0.2
    if within == "bottom":
        return rep.start_s - 0.35, rep.start_s + 0.15 * rep.tempo.up_s
    return rep.start_s, rep.start_s + 0.4 * rep.tempo.up_s


def _shown(curve: Series, time_s: Series, meaning: Meaning, size: float) -> dict[str, Any]:
    sign = -1.0 if meaning.falling else float(np.sign(size)) if meaning.signed else 1.0
    peak = int(np.argmax(sign * curve))
    # What is compared with 1 or with an absolute angle has no zero to take the half from.
    rest = 1.0 if "against neutral" in meaning.unit else 0.0
    if meaning.within in ("top", "end"):
        return _row(float(curve[peak]), meaning.unit, time_s[0], time_s[-1])
    half = np.flatnonzero(sign * (curve - rest) >= SHOWN * sign * (curve[peak] - rest))
    half = half if len(half) else np.array([peak])
    return _row(float(curve[peak]), meaning.unit, time_s[half[0]], time_s[half[-1]])


def _swing(span: FaultSpan, curves: Curves) -> dict[str, Any]:
    inside = (curves.time_s >= span.start_s) & (curves.time_s <= span.end_s)
    range_deg = float(np.ptp(curves.values["trunk_inclination_deg"][inside]))
    return _row(range_deg, "range of trunk_inclination_deg", span.start_s, span.end_s)


def _row(size: float, unit: str, start_s: float, end_s: float) -> dict[str, Any]:
    return {
        "size": round(float(size), 3),
        "unit": unit,
        "start_s": round(float(start_s), 3),
        "end_s": round(float(end_s), 3),
    }
