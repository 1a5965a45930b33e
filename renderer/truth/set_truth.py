"""What a set truly was: the rows of its repetitions, faults and harmless events for the truth file."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from renderer.movements.rep import Rep
from renderer.movements.work_set import WorkSet
from renderer.truth.fault_truth import Curves, came_about, measured, rep_sizes

COMPLETE = 0.7
"""A rep that gets less far up is an attempt."""

MOVED = 0.4
"""So is one that starts so high that it goes up by less than this share of the way."""

POSTURE_CURVES = (
    "craniovertebral_deg",
    "ear_shoulder_inclination_deg",
    "trunk_inclination_deg",
    "trunk_lean_deg",
    "head_pitch_deg",
    "head_roll_deg",
    "head_yaw_deg",
    "shoulder_line_deg",
    "head_forward_ratio",
    "head_height_ratio",
)
"""What is told of every change of posture, whatever it was meant to be."""


@dataclass(frozen=True)
class SetTruth:
    """The rows of a set.

    Attributes:
        about: activity, numbers of its repetitions, neutral time.
        reps: its repetitions.
        faults: its faults.
        events: what happened without harm.
    """

    about: dict[str, Any]
    reps: list[dict[str, Any]]
    faults: list[dict[str, Any]]
    events: list[dict[str, Any]]


def judge(one: WorkSet, curves: Curves) -> SetTruth:
    """Return the truth of a set from the curves of the clip."""
    faults = [measured(span, curves, one.reps) for span in one.faults]
    faults = [_numbered(row, one.first) for row in faults if came_about(row)]
    if one.activity in ("desk", ""):
        faults = [row | {"changes": changes(row, curves)} for row in faults]
    return SetTruth(
        about={
            "activity": one.activity,
            "reps": [one.first, len(one.reps)],
            "neutral_s": [round(t, 3) for t in one.neutral_s],
        },
        reps=[_rep_row(one, number, rep, faults, curves) for number, rep in enumerate(one.reps, start=1)],
        faults=faults,
        events=[
            {
                "name": span.name,
                "size": round(span.size, 3),
                "start_s": round(span.start_s, 3),
                "end_s": round(span.end_s, 3),
            }
            for span in one.events
        ],
    )


def changes(row: dict[str, Any], curves: Curves) -> dict[str, float]:
    """Return by how much each curve differs from neutral in the middle of what was measured, as medians."""
    inside = (curves.time_s >= row["start_s"] - 1e-3) & (curves.time_s <= row["end_s"] + 1e-3)
    return {name: round(float(np.median(curves.change(name)[inside])), 3) for name in POSTURE_CURVES}


def _numbered(row: dict[str, Any], first: int) -> dict[str, Any]:
    return row | {"rep": row["rep"] + first - 1} if row["rep"] else row


def _rep_row(
    one: WorkSet, number: int, rep: Rep, faults: list[dict[str, Any]], curves: Curves
) -> dict[str, Any]:
    own = number + one.first - 1
    return {
        "number": own,
        "activity": one.activity,
        "start_s": round(rep.start_s, 3),
        "top_start_s": round(rep.top_start_s, 3),
        "top_end_s": round(rep.top_end_s, 3),
        "end_s": round(rep.end_s, 3),
        **({} if rep.arms == "both" else {"arms": rep.arms}),
        "complete": rep.reach >= COMPLETE and rep.reach - rep.floor_start >= MOVED,
        "faults": sorted(row["name"] for row in faults if row["rep"] == own),
        "sizes": rep_sizes(one.measured_faults, number, one.reps, curves),
    }
