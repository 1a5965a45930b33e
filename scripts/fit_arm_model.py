"""Fits what foreshortening hides of the arms: NAME.arm_model.toml beside the other fits of a pose model.

    python scripts/fit_arm_model.py [SET] [--model NAME] [--check | --measure SPLIT]

SET is a folder with the rendered set, recorded with the model, by default benchmarks/recordings, which is of
`full`; only its development half is used.
Prints how wrong the corrected angles are for people that the fit has not seen, left out one after the
other, beside the angles in the picture. With --check nothing is written, and what would be is compared. With
--measure nothing is fitted: it prints how wrong the angles are that the program gives for the points of the
model, on the half of the set that is named.

A ridge regression explains true minus seen angle by the terms of formcheck/measurements/arm_model.py, each
scaled to the same size. Presses, rows and lateral raises teach it, weighted so that each of a kind's frames
counts less the more there are.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from formcheck.evaluation.clips import Clip, find_clips
from formcheck.measurements.arm_model import LIMBS, arm_model, arm_seen
from formcheck.measurements.arms import seen_arm_elevation_deg, seen_elbow_angle_deg
from formcheck.measurements.body import Body, Unmeasurable
from formcheck.measurements.measurer import FrameMeasurer
from formcheck.measurements.view import View
from formcheck.pose.fits import Fit
from formcheck.pose.models import FITTED_MODEL, pose_model
from formcheck.pose.pose import FloatArray
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother

_ROOT = Path(__file__).resolve().parent.parent
_SET = _ROOT / "benchmarks" / "recordings"
_KINDS = ("press", "row", "raise")
_VIEWS = (View.FRONT,)
_MEASURES = {
    "elbow_angle_deg": (seen_elbow_angle_deg, "{side}_elbow_deg"),
    "arm_elevation_deg": (seen_arm_elevation_deg, "{side}_arm_elevation_deg"),
}
_RIDGE = 1e-4


@dataclass(frozen=True, slots=True)
class Sample:
    """One arm in one frame: which clip and body, the terms of both limbs, seen and true angles."""

    kind: str
    body: int
    phase: str
    row: FloatArray
    seen: FloatArray
    true: FloatArray


def main() -> int:
    """Fit, print, and write or compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=_SET, metavar="SET")
    parser.add_argument("--model", default=FITTED_MODEL, metavar="NAME", help="whose points they are")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--measure", choices=("development", "test"), metavar="SPLIT")
    arguments = parser.parse_args()
    if arguments.measure:
        _measure(arguments.folder, arguments.model, arguments.measure)
        return 0
    fits = pose_model(arguments.model).fits
    if fits is None:
        sys.exit(f"the pose model {arguments.model} has no place for fits")
    path = fits.path(Fit.ARM_MODEL)
    text = "# Made by scripts/fit_arm_model.py, not by hand: see formcheck/measurements/arm_model.py.\n"
    for view in _VIEWS:
        names, samples = _samples(arguments.folder, view, arguments.model)
        text += _fitted_text(view, names, samples)
    stale = path.read_text(encoding="utf-8") != text if path.exists() else True
    if stale:
        print(f"{'differs' if arguments.check else 'written'}: {path}")
        if not arguments.check:
            path.write_text(text, encoding="utf-8")
    return int(stale and arguments.check)


def _measure(folder: Path, model: str, split: str) -> None:
    """Print how wrong seen and corrected angles are, with the correction that serves the model."""
    for view in _VIEWS:
        names, samples = _samples(folder, view, model, split)
        corrections = [arm_model(model)[view][measure] for measure in _MEASURES]
        weights = [[getattr(c, limb)[name] for limb in LIMBS for name in names] for c in corrections]
        rows, seen = np.stack([s.row for s in samples]), np.stack([s.seen for s in samples])
        missing = np.stack([s.true for s in samples]) - seen
        _print_all(view, samples, missing, np.clip(seen + rows @ np.array(weights).T, 0, 180) - seen)


def _samples(
    folder: Path, view: View, model: str, split: str = "development"
) -> tuple[list[str], list[Sample]]:
    manifest = json.loads((folder / "set.json").read_text(encoding="utf-8"))["scenes"]
    bodies = {scene["name"]: scene["body"] for scene in manifest}
    names: list[str] = []
    samples: list[Sample] = []
    for kind in _KINDS:
        for clip in find_clips(folder, split, kind):
            check_model(clip.source, model)
            for terms, sample in _of_clip(clip, kind, bodies[clip.name], view):
                names = names or terms
                samples.append(sample)
    return names, samples


def check_model(source: Path, model: str) -> None:
    """Points of another model say nothing of this one."""
    with PoseRecording(source) as stream:
        if stream.info.pose_model != model:
            sys.exit(f"{source} holds points of {stream.info.pose_model}, not of {model}")


def _of_clip(clip: Clip, kind: str, body: int, view: View) -> Iterator[tuple[list[str], Sample]]:
    labels, times = clip.labels, np.array(clip.labels.time_s)
    smoother = ZeroPhaseSmoother()
    with PoseRecording(clip.source) as stream:
        measurer = FrameMeasurer(stream.info, ())
        frames = [f for frame in stream for f in smoother.push(frame)] + list(smoother.finish())
    for seen in (measurer.measure(frame) for frame in frames):
        if seen.body is None or seen.sight.view is not view:
            continue
        for side in ("left", "right"):
            known = _arm(seen.body, side)
            if known is not None:
                curves = [labels.angles[curve.format(side=side)] for _, curve in _MEASURES.values()]
                true = np.array([np.interp(seen.frame.time_s, times, curve) for curve in curves])
                terms, row, angles = known
                phase = "up" if true[1] > 135 else "down" if true[1] < 55 else "between"
                yield terms, Sample(kind, body, phase, row, angles, true)


def _arm(body: Body, side: str) -> tuple[list[str], FloatArray, FloatArray] | None:
    try:
        arm = arm_seen(body, side)
        seen = np.array([measure(body, side) for measure, _ in _MEASURES.values()])
    except Unmeasurable:
        return None
    terms = arm.terms()
    return list(terms), np.concatenate([share * np.array([*terms.values()]) for share in arm.hidden]), seen


def _fitted_text(view: View, names: list[str], samples: list[Sample]) -> str:
    rows, seen = np.stack([s.row for s in samples]), np.stack([s.seen for s in samples])
    missing = np.stack([s.true for s in samples]) - seen
    kinds, bodies = np.array([s.kind for s in samples]), np.array([s.body for s in samples])
    weights = np.array([1 / (kinds == kind).sum() for kind in kinds])
    left_out = np.zeros_like(missing)
    for body in np.unique(bodies):
        others = bodies != body
        left_out[~others] = rows[~others] @ _solve(rows[others], missing[others], weights[others])
    _print_all(view, samples, missing, np.clip(seen + left_out, 0, 180) - seen)
    text, solved = "", _solve(rows, missing, weights)
    for column, measure in enumerate(_MEASURES):
        for limb, part in zip(LIMBS, np.split(solved[:, column], 2), strict=True):
            text += f"\n[{view.value}.{measure}.{limb}]\n"
            text += "".join(f'"{name}" = {weight:.4g}\n' for name, weight in zip(names, part, strict=True))
    return text


def _print_all(view: View, samples: list[Sample], missing: FloatArray, corrected: FloatArray) -> None:
    kinds, phases = np.array([s.kind for s in samples]), np.array([s.phase for s in samples])
    for kind in _KINDS:
        for phase in ("all", "down", "between", "up"):
            some = (kinds == kind) & ((phases == phase) | (phase == "all"))
            _print(f"{view.value} {kind} {phase}", missing[some], (missing - corrected)[some])


def _print(what: str, before: FloatArray, after: FloatArray) -> None:
    if len(before):
        figures = [
            f"{measure} {np.abs(before[:, k]).mean():.1f} -> {np.abs(after[:, k]).mean():.1f} deg"
            for k, measure in enumerate(_MEASURES)
        ]
        print(f"{what:22} {len(before):6} {', '.join(figures)}")


def _solve(rows: FloatArray, missing: FloatArray, weights: FloatArray) -> FloatArray:
    size = np.sqrt((rows**2).mean(0)) + 1e-12
    scaled = rows / size
    weighted = scaled * weights[:, None]
    gram = weighted.T @ scaled + _RIDGE * weights.sum() * np.eye(len(size))
    return np.asarray(np.linalg.solve(gram, weighted.T @ missing) / size[:, None])


if __name__ == "__main__":
    sys.exit(main())
