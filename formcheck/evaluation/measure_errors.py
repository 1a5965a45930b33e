"""How far each measure is off, per view, where the true angles are known."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.activities.activity import Activity
from formcheck.evaluation.replay import Replay
from formcheck.measurements.quantity import SIDES
from formcheck.measurements.view import View
from formcheck.pose.pose import FloatArray
from formcheck.rules.quantities import quantities


@dataclass(frozen=True, slots=True)
class MeasureError:
    """The error of one measure from one view, in the measure's unit.

    Attributes:
        where: "judged": in the parts of a rep that the rules on this measure look at; "clip": in all frames.
        frames: Frames with both a value and a truth.
        bias: Mean of measured minus true.
        mean_absolute: Mean absolute error.
        root_mean_square: Root of the mean squared error, which outliers weigh in: the error that is stated.
        limit_95: 95 % of the errors are within this of the truth.
        clips: Clips that they come from.
    """

    measure: str
    view: str
    where: str
    clips: int
    frames: int
    bias: float
    mean_absolute: float
    root_mean_square: float
    limit_95: float


@dataclass(frozen=True, slots=True)
class _Truth:
    """Where a measure's true value stands in a truth file.

    Attributes:
        curve: Name of the curve; "{side}" where it is paired.
        how: "absolute", "change" from the neutral time, or "ratio" to it.
        convert: From the truth's convention to the measure's.
    """

    curve: str
    how: str = "absolute"
    convert: Callable[[FloatArray], FloatArray] = np.asarray


def _flexion(interior_deg: FloatArray) -> FloatArray:
    return 180.0 - interior_deg


_TRUTHS: Mapping[str, _Truth] = {
    "elbow_angle_deg": _Truth("{side}_elbow_deg"),
    "forearm_tilt_deg": _Truth("{side}_forearm_tilt_deg", convert=np.abs),
    "arm_elevation_deg": _Truth("{side}_arm_elevation_deg"),
    "trunk_inclination_deg": _Truth("trunk_inclination_deg", "change"),
    "trunk_lean_deg": _Truth("trunk_lean_deg", "change"),
    "knee_flexion_deg": _Truth("{side}_knee_deg", "change", _flexion),
    "knees_bend_deg": _Truth("left_knee_deg", "change", _flexion),
    "ear_shoulder_inclination_deg": _Truth("ear_shoulder_inclination_deg", "change"),
    "head_on_trunk_deg": _Truth("head_pitch_deg", "change", np.negative),
    "head_pitch_deg": _Truth("head_pitch_deg", "change", np.negative),
    "head_yaw_deg": _Truth("head_yaw_deg", "change"),
    "mesh_pitch_deg": _Truth("head_pitch_deg", "change", np.negative),
    "mesh_yaw_deg": _Truth("head_yaw_deg", "change"),
    "head_protraction_deg": _Truth("craniovertebral_deg", "change", np.negative),
    "grip_ratio": _Truth("grip_ratio"),
    "bar_offset": _Truth("bar_forward_ratio"),
    "wrists_over_shoulders": _Truth("wrists_over_shoulders_ratio"),
    "ear_over_shoulder": _Truth("{side}_ear_over_shoulder_ratio", "ratio"),
    "wrist_height_difference": _Truth("wrist_height_difference_ratio"),
}


def columns_with_truth() -> tuple[str, ...]:
    """Under which names observations hold the measures whose true value does not depend on the camera."""
    return tuple(column for measure in _TRUTHS for column in quantities()[measure].columns())


# A ratio to less than this is none.
_LEAST_BASE = 1e-6

_Errors = dict[tuple[str, str, str], list[FloatArray]]


@dataclass(frozen=True, slots=True, eq=False)
class ClipErrors:
    """The errors of one measure in one clip, on one side of a paired measure.

    Attributes:
        error: Measured minus true in every frame; not a number where either is unknown.
        judged: The frames in which rules on this measure look.
    """

    measure: str
    error: FloatArray
    judged: NDArray[np.bool_]


def errors_of(each: Replay, activity: Activity) -> Iterator[ClipErrors]:
    """The errors of all measures whose truth a clip's labels hold."""
    phases = _judged_phases(activity)
    times = np.array([o.time_s for o in each.observed])
    for measure, truth in _TRUTHS.items():
        judged = _inside(times, each, phases.get(measure, frozenset()))
        for side in SIDES if "{side}" in truth.curve else ("",):
            error = _error(each, times, measure, truth, side)
            if error is not None:
                yield ClipErrors(measure, error, judged)


def measure_errors(replays: Iterable[Replay], activity: Activity) -> list[MeasureError]:
    """The errors over all clips, a row a measure, view and place, frames counted alike."""
    errors: _Errors = {}
    for each in replays:
        views = np.array([o.view for o in each.observed])
        for one in errors_of(each, activity):
            for view in View:
                of_view = (views == view) & ~np.isnan(one.error)
                for where, mask in (("judged", of_view & one.judged), ("clip", of_view)):
                    if mask.any():
                        errors.setdefault((one.measure, view, where), []).append(one.error[mask])
    return [_row(*key, parts) for key, parts in sorted(errors.items())]


def _judged_phases(activity: Activity) -> dict[str, frozenset[str]]:
    """For each measure, the parts of a rep that rules look at it in."""
    found: dict[str, frozenset[str]] = {}
    for rule in activity.rules:
        for test in rule.tests:
            found[test.measure] = found.get(test.measure, frozenset()) | {*rule.phases}
    return found


def _inside(times: FloatArray, each: Replay, phases: frozenset[str]) -> NDArray[np.bool_]:
    inside = np.zeros(len(times), dtype=bool)
    for judged in each.reps:
        for phase in phases:
            for low, high in judged.rep.intervals.get(phase, ()):
                inside |= (times >= low) & (times <= high)
    return inside


def _error(each: Replay, times: FloatArray, measure: str, truth: _Truth, side: str) -> FloatArray | None:
    """Measured minus true in every frame; not a number where there is no value; None without a truth."""
    labels = each.clip.labels
    curve = truth.curve.format(side=side)
    true = labels.angles.get(curve) or labels.ratios.get(curve)
    name = f"{side}_{measure}" if side else measure
    if not true or not each.observed:
        return None
    values = [o.measurements[name].value for o in each.observed]
    measured = np.array([np.nan if v is None else v for v in values])
    known = np.interp(times, labels.time_s, truth.convert(np.array(true)))
    return _compared(measured, known, truth.how, _neutral(each))


def _neutral(each: Replay) -> FloatArray:
    start_s, end_s = each.clip.labels.neutral_s or (0.0, 0.5)
    return np.array([start_s <= o.time_s <= max(end_s, start_s + 0.2) for o in each.observed])


def _compared(measured: FloatArray, true: FloatArray, how: str, neutral: FloatArray) -> FloatArray:
    if how == "absolute":
        return measured - true
    if not neutral.any() or np.isnan(measured[neutral]).all():
        return np.full_like(measured, np.nan)
    base, true_base = np.nanmedian(measured[neutral]), np.median(true[neutral])
    if how == "change":
        return np.asarray((measured - base) - (true - true_base))
    if min(abs(base), abs(true_base)) < _LEAST_BASE:
        return np.full_like(measured, np.nan)  # nothing is so many times nothing
    return np.asarray(measured / base - true / true_base)


def _row(measure: str, view: str, where: str, parts: list[FloatArray]) -> MeasureError:
    error = np.concatenate(parts)
    return MeasureError(
        measure,
        view,
        where,
        len(parts),
        len(error),
        float(error.mean()),
        float(np.abs(error).mean()),
        float(np.sqrt((error**2).mean())),
        float(np.quantile(np.abs(error), 0.95)),
    )
