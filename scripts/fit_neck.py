"""Fits the neck model on the development half: the mean head, and how changes of features become degrees.

    python scripts/fit_neck.py benchmarks/recordings

Ridge regression on every frame; the typical error is that on people who were left out of the fit.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.measurer import FrameMeasurer
from formcheck.measurements.view import View
from formcheck.moves.features import ONE_SIDED, SCALE, change, features_of
from formcheck.moves.head import HEAD
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother

TARGET = Path(__file__).parents[1] / "formcheck" / "moves" / "neck_model.toml"
HEAD_SHAPE = TARGET.with_name("head_shape.toml")
Series = NDArray[np.float64]
# Frames past this share of the largest weigh so much more, where they are rare.
_LARGE, _MORE = 0.4, 4.0

TUCK, TILT, TURN, ROLL, IDLE = "chin_tuck", "side_tilt", "rotation", "shoulder_roll", "idle"
# People at a desk who turn, tilt or lean for a while: no exercise, but more people.
DESK = "desk"
DESK_CLIPS = ("sitters-*-uneven-*", "desk-*-neck_twist-*", "desk-*-work_*")
FACE_LEVEL = ("face_pitch_deg", "face_width")
LEVEL = ("shoulders_width", "ears_width", "ears_y", "eyes_y", "nose_y", "mouth_y", "shoulders_y")
HEAD_TURN = ("nose_turn_deg", "ears_depth_deg", "eyes_depth_deg", "mouth_depth_deg", "nose_ahead_deg")
PLACES = ("ears_x", "eyes_x", "nose_x", "shoulders_x")
LINES = ("shoulder_line_deg", "ear_line_deg", "eye_line_deg", "mouth_line_deg")
CHEST = ("shoulders_width", "shoulders_depth_deg", "shoulders_x", "shoulder_line_deg")
SHOULDERS = ("shoulders_width", "shoulders_x", "shoulders_y", "shoulders_difference_y")
# Where the chest turns, the elbows go with it: a second and longer lever.
ELBOWS = ("elbows_x", "elbows_y", "elbows_apart_x", "elbows_difference_y")
IN_SPACE = ("head_turn_deg", "head_nod_deg", "head_roll_deg")
ASIDE = ("head_turn_deg", "head_roll_deg")
HEAD_PLACES = ("nose_turn_deg", "nose_x", "eyes_x", "ears_x")
SIDE = (
    *(
        "ear_shoulder_deg",
        "near_ear_shoulder_deg",
        "ear_nose_deg",
        "ear_eye_deg",
        "ear_eyes_deg",
        "ear_mouth_deg",
    ),
    *("eye_mouth_deg", "ear_to_shoulder", "ear_x", "ear_y", "nose_x", "nose_y", "eyes_x", "eyes_y"),
    *("mouth_x", "mouth_y", "shoulder_x", "shoulder_y", "near_shoulder_x", "near_shoulder_y"),
)
WITH_HIPS = (*SIDE, "trunk_deg", "hip_x", "hip_y")


@dataclass(frozen=True)
class Spec:
    """What is fitted.

    Attributes:
        target: The curve of the truth.
        exercises: Those whose clips it is fitted on.
        ways: Features of each way, the best one first.
        towards: The quantity whose sign exchanges the sides, and the curve of the truth that has that sign.
        size: Whether only the size counts.
        rare: Whether few frames show it: they then weigh more, or the fit would play it down.
    """

    target: str
    exercises: tuple[str, ...]
    ways: tuple[tuple[str, ...], ...]
    towards: tuple[str, str] | None = None
    size: bool = False
    rare: bool = False


SPECS: Mapping[str, Mapping[str, Spec]] = {
    "front": {
        "neck_tilt_deg": Spec(
            "tilt",
            (TILT, IDLE),
            (("face_tilt_deg", *LINES, *PLACES), (*LINES, *PLACES, "nose_turn_deg")),
        ),
        "neck_turn_deg": Spec(
            "turn",
            (TURN, IDLE),
            (
                ("face_turn_deg", *IN_SPACE, *HEAD_TURN, *PLACES, "shoulders_depth_deg"),
                (*IN_SPACE, *HEAD_TURN, *PLACES, "shoulders_depth_deg"),
            ),
        ),
        "tuck_effort_deg": Spec("effort", (TUCK, IDLE), ((*FACE_LEVEL, *LEVEL), LEVEL)),
        "nod_deg": Spec("nod", (TUCK, IDLE), ((*FACE_LEVEL, *LEVEL), LEVEL), rare=True),
        "shrug_percent": Spec("shrug", (TUCK, ROLL, IDLE), (LEVEL,), rare=True),
        "one_shrug_percent": Spec(
            "one_shrug",
            (ROLL, IDLE),
            (
                (
                    "gap_difference_y",
                    "shoulders_difference_y",
                    "shoulder_line_deg",
                    "ear_line_deg",
                    "shoulders_x",
                    "eyes_x",
                ),
            ),
        ),
        "hike_deg": Spec(
            "hike",
            (TILT,),
            (
                (
                    *LINES,
                    *PLACES,
                    "shoulders_width",
                    "shoulders_y",
                    "gaps_y",
                    "gap_difference_y",
                    "shoulders_difference_y",
                ),
            ),
            ("neck_tilt_deg", "roll"),
            rare=True,
        ),
        "leaning_deg": Spec(
            "lean", (TILT, IDLE), (("face_tilt_deg", *LINES, *PLACES), (*LINES, *PLACES)), size=True
        ),
        "aside_deg": Spec(
            "yaw",
            (TILT, IDLE, DESK),
            (
                ("face_turn_deg", "face_tilt_deg", *ASIDE, *HEAD_TURN, *LINES, *PLACES),
                (*ASIDE, *HEAD_TURN, *LINES, *PLACES),
            ),
            size=True,
            rare=True,
        ),
        "tilted_deg": Spec(
            "off_axis",
            (TURN,),
            (
                ("face_turn_deg", *IN_SPACE, "head_flat_ratio", *HEAD_PLACES),
                (*IN_SPACE, "head_flat_ratio", *HEAD_PLACES),
            ),
            ("neck_turn_deg", "turn"),
            size=True,
            rare=True,
        ),
        "chest_turn_deg": Spec(
            "chest",
            (TURN,),
            ((*SHOULDERS, *ELBOWS), (*CHEST, *HEAD_TURN, "ears_x", "nose_x")),
            ("neck_turn_deg", "turn"),
            rare=True,
        ),
    },
    "side": {
        "tuck_deg": Spec("tuck", (TUCK, IDLE), (WITH_HIPS, SIDE)),
        "tuck_effort_deg": Spec("effort", (TUCK, IDLE), (WITH_HIPS, SIDE)),
        "nod_deg": Spec("nod", (TUCK, IDLE), (SIDE,), rare=True),
        "leaning_back_deg": Spec("back", (TUCK, IDLE), (WITH_HIPS, SIDE)),
        "shrug_percent": Spec("shrug", (TUCK, IDLE), (SIDE,), rare=True),
    },
}


@dataclass
class Shown:
    """One clip: changes of features and the truth of every frame."""

    name: str
    exercise: str
    view: str
    person: str
    changes: dict[str, Series]
    truth: dict[str, Series]
    starts_s: float = 0.0
    time_s: Series = field(default_factory=lambda: np.zeros(0))


def main() -> int:
    """Fit, write the model, and print the errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of recordings with their truth")
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    paths = [path for folder in arguments.folders for path in recordings_in(folder, "dev-")]
    HEAD_SHAPE.write_text(fitted_head(path for path in paths if "side" not in path.name), encoding="utf-8")
    clips = [clip for folder in arguments.folders for clip in read_clips(folder, "dev-")]
    lines = ["# Made by scripts/fit_neck.py on the development half: see formcheck/moves/model.py."]
    for view, specs in SPECS.items():
        for name, spec in specs.items():
            chosen = [clip for clip in clips if clip.view == view and clip.exercise in spec.exercises]
            lines += ["", *fitted(view, name, spec, chosen)]
    arguments.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def read_clips(folder: Path, prefix: str) -> Iterator[Shown]:
    """Every clip of neck exercises in a folder whose name begins so."""
    yield from (read_clip(path) for path in recordings_in(folder, prefix))
    for path in sorted(path for kind in DESK_CLIPS for path in folder.glob(f"{prefix}{kind}.poses.jsonl.gz")):
        if path.name.endswith(("front.poses.jsonl.gz", "15.poses.jsonl.gz")):
            yield read_clip(path, DESK)


def recordings_in(folder: Path, prefix: str) -> list[Path]:
    """The recordings of neck exercises in a folder whose name begins so."""
    kinds = ("neck-*", "mobility-*")
    return sorted(path for kind in kinds for path in folder.glob(f"{prefix}{kind}.poses.jsonl.gz"))


def fitted_head(paths: Iterable[Path]) -> str:
    """The mean head, from every third picture of heads whose true turn is known."""
    points, rotations = [], []
    for path in paths:
        for xy, rotation in turned_heads(path):
            points.append(xy - xy.mean(axis=0))
            rotations.append(rotation)
    centred, rotated = np.array(points), np.array(rotations)
    head = fitted_points(centred, rotated)
    rows = ",\n".join(f"    [{', '.join(f'{value:.4f}' for value in point)}]" for point in head)
    return (
        "# Made by scripts/fit_neck.py on the development half: the mean head, x to the picture's right,\n"
        "# y down, z away from the camera, in distances of the outer corners of the eyes: see head.py.\n"
        f"points = [\n{rows},\n]\n"
    )


def turned_heads(path: Path) -> Iterator[tuple[Series, Series]]:
    """(11, 2) points of a head, and (3, 3) how it is turned against the camera; every third picture."""
    with gzip.open(path.with_name(path.name.replace(".poses.jsonl.gz", ".truth.json.gz"))) as file:
        truth = json.load(file)
    camera, angles = truth["scene"]["camera"], truth["angles"]
    lens = _about_x(camera.get("pitch_deg") or 0.0)
    with PoseRecording(path) as recording:
        for number, frame in enumerate(recording):
            if number % 3 or frame.pose is None or number >= len(angles["head_yaw_deg"]):
                continue
            xy = np.asarray(frame.pose.xy_px[HEAD], float)
            turn, nod, roll = (angles[f"head_{name}_deg"][number] for name in ("yaw", "pitch", "roll"))
            turn -= camera.get("azimuth_deg", 0.0)
            if np.isfinite(xy).all() and (abs(turn) < _AHEAD_DEG or abs(roll) < _LEVEL_DEG):
                ahead = abs(turn) < _AHEAD_DEG
                yield xy, lens @ (_about_z(roll) if ahead else np.eye(3)) @ _about_y(turn) @ _about_x(nod)


# Of a head that is turned and tilted too, what is called roll and nod depends on the order.
_AHEAD_DEG, _LEVEL_DEG, _ROUNDS = 25.0, 4.0, 4


def fitted_points(points: Series, rotations: Series) -> Series:
    """(11, 3) points that, turned and scaled, lie nearest to those of the pictures."""
    scales = np.linalg.norm(points, axis=(1, 2))
    for _ in range(_ROUNDS):
        rows = np.concatenate([scales[:, None] * rotations[:, axis] for axis in (0, 1)])
        head = np.linalg.lstsq(rows, np.concatenate([points[:, :, 0], points[:, :, 1]]), rcond=None)[0].T
        head -= head.mean(axis=0)
        shown = np.einsum("fij,pj->fpi", rotations[:, :2], head)
        scales = (shown * points).sum(axis=(1, 2)) / (shown**2).sum(axis=(1, 2))
    width = np.linalg.norm(head[L.LEFT_EYE_OUTER] - head[L.RIGHT_EYE_OUTER])
    return np.asarray(head / width)


def _about_y(angle_deg: float) -> Series:
    cos, sin = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[cos, 0.0, -sin], [0.0, 1.0, 0.0], [sin, 0.0, cos]])


def _about_x(angle_deg: float) -> Series:
    cos, sin = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[1.0, 0.0, 0.0], [0.0, cos, -sin], [0.0, sin, cos]])


def _about_z(angle_deg: float) -> Series:
    cos, sin = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])


def read_clip(path: Path, exercise: str = "") -> Shown:
    """One clip, of an exercise that is named, or that its truth names."""
    name = path.name.removesuffix(".poses.jsonl.gz")
    with gzip.open(path.with_name(f"{name}.truth.json.gz")) as file:
        truth = json.load(file)
    view = "side" if name.endswith("side") else "front"
    rows, times = [], []
    with PoseRecording(path) as recording:
        measurer = FrameMeasurer(recording.info, (), {View.OBLIQUE: View.FRONT})
        smoother = ZeroPhaseSmoother()
        frames = [out for frame in recording for out in smoother.push(frame)] + list(smoother.finish())
        for frame in frames:
            body = measurer.measure(frame).body
            rows.append(features_of(body, View(view)) if body is not None else {})
            times.append(frame.time_s)
    names = max(rows, key=len).keys()
    time_s = np.array(times)
    rest = (time_s > 0.2) & (time_s < truth["neutral_s"][1] - 0.1)
    table = {key: np.array([row.get(key, np.nan) for row in rows]) for key in names}
    start = {
        key: float(np.nanmedian(values[rest]))
        for key, values in table.items()
        if np.isfinite(values[rest]).any()
    }
    start = {key: start.get(key, float("nan")) for key in names}
    changed = [
        change({key: values[n] for key, values in table.items()}, start, SCALE[view])
        for n in range(len(times))
    ]
    return Shown(
        name, exercise or (truth["sets"][0]["activity"] if truth["reps"] else IDLE), view,
        json.dumps(truth["scene"]["body"], sort_keys=True),
        {key: np.array([row[key] for row in changed]) for key in names},
        curves_of(truth, rest), time_s=time_s,
    )  # fmt: skip


def curves_of(
    truth: Mapping[str, Mapping[str, Sequence[float]]], rest: NDArray[np.bool_]
) -> dict[str, Series]:
    """The true curves that are fitted to, as changes from the time of rest."""
    rest = rest[: len(truth["time_s"])]
    angles = {key: _changed(values, rest) for key, values in truth["angles"].items()}
    left, right = (
        _lost(truth["ratios"][f"{side}_ear_over_shoulder_ratio"], rest) for side in ("left", "right")
    )
    tuck, nod, line, lean = (
        -angles["ear_shoulder_inclination_deg"], angles["head_pitch_deg"], angles["shoulder_line_deg"],
        angles["trunk_lean_deg"],
    )  # fmt: skip
    roll, yaw, chest = angles["head_roll_deg"], angles["head_yaw_deg"], angles["shoulder_turn_deg"]
    return {
        "tuck": tuck, "nod": nod, "effort": tuck + 0.25 * nod, "back": -angles["trunk_inclination_deg"],
        "shrug": (left + right) / 2, "one_shrug": left - right, "roll": roll, "yaw": yaw, "chest": chest,
        "off_axis": np.hypot(roll, nod) * np.sign(roll), "turn": yaw - chest, "tilt": roll - lean,
        "lean": lean, "hike": line + lean,
    }  # fmt: skip


def _changed(values: Sequence[float], rest: NDArray[np.bool_]) -> Series:
    series = np.asarray(values, float)
    return series - float(np.median(series[rest]))


def _lost(values: Sequence[float], rest: NDArray[np.bool_]) -> Series:
    series = np.asarray(values, float)
    return 100.0 * (1.0 - series / float(np.median(series[rest])))


def fitted(view: str, name: str, spec: Spec, clips: Sequence[Shown]) -> list[str]:
    """The block of one estimate."""
    lines = [f"[{view}.{name}]"]
    if spec.towards:
        lines.append(f'towards = "{spec.towards[0]}"')
    if spec.size:
        lines.append("size = true")
    lines.append("ways = [")
    for features in spec.ways:
        rows, target, people = table_of(spec, features, clips)
        weigh = 1.0 + (_MORE if spec.rare else 0.0) * (
            np.abs(target) > _LARGE * np.percentile(np.abs(target), 99)
        )
        penalty, error = _best(rows, target, people, weigh)
        weights = _solve(rows, target, penalty, weigh)
        shown = f"{len(target)} frames of {len(set(people))} people, spread {target.std():.2f}"
        print(f"{view} {name}: {shown}, error {error:.2f}")
        inner = ", ".join(f"{key} = {value:.5g}" for key, value in zip(features, weights, strict=True))
        lines.append(f"    {{ error = {error:.2f}, weights = {{ {inner} }} }},")
    return [*lines, "]"]


def table_of(spec: Spec, features: Sequence[str], clips: Sequence[Shown]) -> tuple[Series, Series, list[str]]:
    """Every frame in which all is seen: changes, truth, and who it is."""
    rows, targets, people = [], [], []
    for clip in clips:
        count = min(len(clip.time_s), len(clip.truth["roll"]))
        sign = np.ones(count) if spec.towards is None else np.sign(clip.truth[spec.towards[1]][:count])
        columns = [clip.changes[key][:count] * (sign if key in ONE_SIDED else 1.0) for key in features]
        target = clip.truth[spec.target][:count] * (sign if spec.towards else 1.0)
        row = np.column_stack(columns)
        seen = np.isfinite(row).all(axis=1)
        rows.append(row[seen])
        targets.append(target[seen])
        people += [clip.person] * int(seen.sum())
    return np.vstack(rows), np.concatenate(targets), people


def _best(rows: Series, target: Series, people: Sequence[str], weigh: Series) -> tuple[float, float]:
    """The penalty with the smallest error on people that were left out, and that error."""
    tried = [
        (penalty, _left_out(rows, target, people, weigh, penalty))
        for penalty in (1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
    ]
    return min(tried, key=lambda pair: pair[1])


def _left_out(rows: Series, target: Series, people: Sequence[str], weigh: Series, penalty: float) -> float:
    who, predicted = np.array(people), np.zeros(len(target))
    for person in sorted(set(people)):
        own = who == person
        predicted[own] = rows[own] @ _solve(rows[~own], target[~own], penalty, weigh[~own])
    return float(np.sqrt(np.average((predicted - target) ** 2, weights=weigh)))


def _solve(rows: Series, target: Series, penalty: float, weigh: Series) -> Series:
    scale = rows.std(axis=0) + 1e-9
    scaled = rows / scale
    heavy = scaled * (weigh / weigh.mean())[:, None]
    normal = heavy.T @ scaled + penalty * len(scaled) * np.eye(scaled.shape[1])
    return np.asarray(np.linalg.solve(normal, heavy.T @ target) / scale)


if __name__ == "__main__":
    raise SystemExit(main())
