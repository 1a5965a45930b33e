"""How far the measures are off on the sample presses, whose joints are known, and what is told wrongly.

    python -m benchmarks.samples [--json] [--readme]

With --readme the table of errors in README.md is written anew.

Two rendered people only: an illustration, no proof of accuracy.
"""

import argparse
import gzip
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import Figure, show
from formcheck.activities.activity import Activity
from formcheck.activities.load import load_activity
from formcheck.evaluation.labels import read_labels
from formcheck.evaluation.outcomes import truth_of
from formcheck.pose.models import DEFAULT_MODEL, pose_model
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.pose.stream import EstimatedPoses
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.session.observation import JudgedRep, Observation
from formcheck.session.start import start_session
from formcheck.source.video import VideoFile

_BEGIN, _END = "<!-- made by: python -m benchmarks.samples --readme -->", "<!-- end -->"
_SAMPLES = Path(__file__).parent.parent / "sample_videos"
_LIFTS = {
    "press_front_good": "overhead-press",
    "press_front_faulty": "overhead-press",
    "press_side_layback": "overhead-press",
    "row_front_faulty": "upright-row",
}
# No rule of the press looks at it.
_EAR_SHOULDER = "ear_shoulder_inclination_deg"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--readme", action="store_true")
    arguments = parser.parse_args()
    figures = [*_front(), *_side()]
    if arguments.readme:
        _write_table(figures)
    return show([*figures, _told_wrongly()], as_json=arguments.json)


def _write_table(figures: list[Figure]) -> None:
    """Put the figures between the README's markers."""
    readme = _SAMPLES.parent / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(_BEGIN)
    after = rest.split(_END)[1]
    rows = [f"| {f.name} | {f.value:.2f} {f.unit} |".replace(" |  |", " |") for f in figures]
    table = "\n".join(["| on the two sample presses | mean absolute error |", "|---|---|", *rows])
    readme.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}", encoding="utf-8")


def _front() -> list[Figure]:
    observed, reps = _watched("press_front_good")
    truth = _truth("press_front_good")
    at_top = np.array(truth["phase"]) == "top"
    return [
        *_counting("front", reps, truth),
        *(
            _error(
                f"front: {side} elbow at the top", observed, f"{side}_elbow_angle_deg", truth, name, at_top
            )
            for side, name in (("left", "left_elbow_deg"), ("right", "right_elbow_deg"))
        ),
        _error("front: sideways lean", observed, "trunk_lean_deg", truth, "trunk_lean_deg"),
    ]


def _side() -> list[Figure]:
    observed, reps = _watched("press_side_layback")
    truth = _truth("press_side_layback")
    return [
        *_counting("side", reps, truth),
        _error("side: trunk inclination", observed, "trunk_inclination_deg", truth, "trunk_inclination_deg"),
        _error(
            "side: change of ear-shoulder line", observed, _EAR_SHOULDER, truth, _EAR_SHOULDER, change=True
        ),
    ]


def _told_wrongly() -> Figure:
    """How many findings of all sample lifts name a fault that the rep has not."""
    wrong = sum(len(_wrong(name, load_activity(activity))) for name, activity in _LIFTS.items())
    return Figure(f"faults told that no rep has, {len(_LIFTS)} films", wrong, "", 0)


def _wrong(name: str, activity: Activity) -> list[str]:
    labels = read_labels(_SAMPLES / f"{name}.truth.json.gz")
    rules = {rule.id: rule for rule in activity.rules}
    _, reps = _watched(name)
    return [
        f"{name} rep {true.number}: {finding.rule}"
        for judged, true in zip(reps, labels.full_reps, strict=True)
        for finding in judged.findings
        if not truth_of(rules[finding.rule], activity.truth, labels, true).is_fault
    ]


def _truth(name: str) -> dict[str, Any]:
    with gzip.open(_SAMPLES / f"{name}.truth.json.gz", "rt", encoding="utf-8") as file:
        truth: dict[str, Any] = json.load(file)
    return truth


@cache
def _watched(name: str) -> tuple[list[Observation], list[JudgedRep]]:
    source = VideoFile(_SAMPLES / f"{name}.mp4")
    with EstimatedPoses(source, TrackedSubjectEstimator(pose_model(DEFAULT_MODEL))) as stream:
        activity = load_activity(_LIFTS[name])
        extra = (_EAR_SHOULDER,) if name.startswith("press") else ()
        session = start_session(activity, stream.info, ZeroPhaseSmoother(), extra)
        seen = list(session.watch(stream))
    return [o for o in seen if not o.is_end], [rep for o in seen for rep in o.reps]


def _counting(view: str, reps: list[JudgedRep], truth: dict[str, Any]) -> list[Figure]:
    starts_s = [rep["start_s"] for rep in truth["reps"]]
    late_s = [abs(r.rep.start_s - t) for r, t in zip(reps, starts_s, strict=False)]
    return [
        Figure(f"{view}: reps miscounted, of {len(starts_s)}", abs(len(reps) - len(starts_s)), "", 0),
        Figure(f"{view}: start of a rep", float(np.mean(late_s)), "s"),
    ]


def _error(
    title: str,
    observed: list[Observation],
    name: str,
    truth: dict[str, Any],
    true_name: str,
    where: np.ndarray | None = None,
    *,
    change: bool = False,
) -> Figure:
    values = [o.measurements[name].value for o in observed]
    measured = np.array([np.nan if value is None else value for value in values])
    true = np.array(truth["angles"][true_name])
    if change:
        first = slice(0, 30)
        measured, true = measured - np.nanmedian(measured[first]), true - np.median(true[first])
    error = np.abs(measured - true)
    return Figure(title, float(np.nanmean(error if where is None else error[where])), "deg", 4.0)


if __name__ == "__main__":
    sys.exit(main())
