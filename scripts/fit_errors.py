"""Fits the stated errors of the measures to the development half of the recordings.

python scripts/fit_errors.py            prints fitted beside stated errors
python scripts/fit_errors.py --write    writes them into formcheck/pose/blazepose/full.errors.toml
python scripts/fit_errors.py --check    fails if a stated error is not the fitted one
"""

import math
import os
import re
import sys
import tomllib
from pathlib import Path

from formcheck.activities.find import own_activity_ids
from formcheck.activities.load import load_activity
from formcheck.evaluation.clips import find_clips
from formcheck.evaluation.evaluation import replay_all
from formcheck.evaluation.measure_errors import measure_errors

_ROOT = Path(__file__).resolve().parent.parent
_SET = _ROOT / "benchmarks" / "recordings"
_ERRORS = _ROOT / "formcheck" / "pose" / "blazepose" / "full.errors.toml"
_PROCESSES = os.cpu_count() or 1
# What the networks read has an error of its own, and they have seen these people: what is stated as typical
# is from people left out of their training (docs/networks.md). From these views it is plane geometry.
_FROM_NETWORKS = {
    **dict.fromkeys(
        ("elbow_angle_deg", "head_protraction_deg", "head_pitch_deg", "head_yaw_deg"), frozenset()
    ),
    "knees_bend_deg": frozenset(),
    "grip_ratio": frozenset(),
    "bar_offset": frozenset(),
    "wrists_over_shoulders": frozenset(),
    "hands_over_elbows": frozenset(),
    "mesh_pitch_deg": frozenset(),
    "mesh_yaw_deg": frozenset(),
    "arm_elevation_deg": frozenset(),
    "forearm_tilt_deg": frozenset(),
    "trunk_inclination_deg": frozenset({"side"}),
    "trunk_lean_deg": frozenset({"front"}),
}
# Fewer clips than this say nothing about a view.
_ENOUGH_CLIPS = 6


def main() -> None:
    """Print, write or check."""
    stated = tomllib.loads(_ERRORS.read_text(encoding="utf-8"))
    fitted = _fitted(stated)
    text = _ERRORS.read_text(encoding="utf-8")
    off = []
    for (measure, view), error in sorted(fitted.items()):
        was = stated[measure][view]
        off += [f"{measure}.{view}"] if not math.isclose(was, error) else []
        print(f"{measure:32} {view:8} stated {was:<6} fitted {error}")
        text = _replaced(text, measure, view, error)
    if "--write" in sys.argv:
        _ERRORS.write_text(text, encoding="utf-8")
    elif "--check" in sys.argv and off:
        sys.exit(f"not as fitted: {', '.join(off)}; run python scripts/fit_errors.py --write")


def _fitted(stated: dict[str, dict[str, float]]) -> dict[tuple[str, str], float]:
    """Root mean square error where rules look; the largest of all activities."""
    found: dict[tuple[str, str], float] = {}
    lifts = [a for a in map(load_activity, own_activity_ids()) if a.mode.has_reps]
    for activity in lifts:
        clips = find_clips(_SET, "development", activity.truth.exercise)
        rows = measure_errors(replay_all(clips, activity, processes=_PROCESSES), activity)
        for row in rows:
            key = (row.measure, row.view)
            if (
                row.where == "judged"
                and row.view in _FROM_NETWORKS.get(row.measure, {row.view})
                and row.view in stated.get(row.measure, {})
                and row.clips >= _ENOUGH_CLIPS
            ):
                found[key] = max(found.get(key, 0.0), _rounded_up(row.root_mean_square))
    return found


def _rounded_up(error: float) -> float:
    """To two digits, or to a tenth of a degree."""
    step = 0.1 if error >= 1 else 10.0 ** (math.floor(math.log10(error)) - 1)
    return round(math.ceil(error / step - 1e-9) * step, 4)


def _replaced(text: str, measure: str, view: str, error: float) -> str:
    pattern = rf"(^\[{measure}\]\n(?:(?!\[).*\n)*?{view} = )[-+.\d]+"
    return re.sub(pattern, rf"\g<1>{error}", text, flags=re.MULTILINE)


if __name__ == "__main__":
    main()
