"""How far each measure is off, per view, where the true angles are known."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from formcheck.evaluation.replay import Replay
from formcheck.measurements.view import View
from formcheck.pose.pose import FloatArray

_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class MeasureError:
    """The error of one measure from one view, in the measure's unit.

    Attributes:
        frames: Frames with both a value and a truth.
        bias: Mean of measured minus true.
        mean_absolute: Mean absolute error.
        limit_95: 95 % of the errors are within this of the truth.
        clips: Clips that they come from.
    """

    measure: str
    view: str
    clips: int
    frames: int
    bias: float
    mean_absolute: float
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
    "trunk_lean_deg": _Truth("trunk_lean_deg"),
    "knee_flexion_deg": _Truth("{side}_knee_deg", "change", _flexion),
    "ear_shoulder_inclination_deg": _Truth("ear_shoulder_inclination_deg", "change"),
    "head_on_trunk_deg": _Truth("head_pitch_deg", "change", np.negative),
    "grip_ratio": _Truth("grip_ratio"),
    "bar_offset": _Truth("bar_forward_ratio"),
    "ear_over_shoulder": _Truth("{side}_ear_over_shoulder_ratio", "ratio"),
    "wrist_height_difference": _Truth("wrist_height_difference_ratio"),
}


def measure_errors(replays: Iterable[Replay]) -> list[MeasureError]:
    """The errors over all clips, a row a measure and view, frames counted alike."""
    errors: dict[tuple[str, str], list[FloatArray]] = {}
    for each in replays:
        for measure, truth in _TRUTHS.items():
            for side in _SIDES if "{side}" in truth.curve else ("",):
                _collect(each, measure, truth, side, errors)
    return [_row(measure, view, parts) for (measure, view), parts in sorted(errors.items())]


def _collect(
    each: Replay, measure: str, truth: _Truth, side: str, errors: dict[tuple[str, str], list[FloatArray]]
) -> None:
    labels = each.clip.labels
    curve = truth.curve.format(side=side)
    true = labels.angles.get(curve) or labels.ratios.get(curve)
    name = f"{side}_{measure}" if side else measure
    if not true or not each.observed:
        return
    values = [o.measurements[name].value for o in each.observed]
    measured = np.array([np.nan if v is None else v for v in values])
    known = np.interp([o.time_s for o in each.observed], labels.time_s, truth.convert(np.array(true)))
    error = _compared(measured, known, truth.how, _neutral(each))
    views = np.array([o.view for o in each.observed])
    for view in View:
        of_view = error[(views == view) & ~np.isnan(error)]
        if len(of_view):
            errors.setdefault((measure, view), []).append(of_view)


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
    return np.asarray(measured / base - true / true_base)


def _row(measure: str, view: str, parts: list[FloatArray]) -> MeasureError:
    error = np.concatenate(parts)
    return MeasureError(
        measure,
        view,
        len(parts),
        len(error),
        float(error.mean()),
        float(np.abs(error).mean()),
        float(np.quantile(np.abs(error), 0.95)),
    )
