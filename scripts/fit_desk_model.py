"""Fits the desk model: what the changes that a webcam sees say about a sitting body.

    python scripts/fit_desk_model.py SET [--check]

SET is a folder with the rendered benchmark set; only its development half is used. Writes
formcheck/measurements/desk_model.toml and docs/desk-model.md; with --check nothing is written, and what would
be is compared.

Every clip gives windows of about a second in which nothing starts or ends: medians of what the camera sees,
as changes from the clip's neutral, and of what the rendered body truly did. A logistic regression on the
direction of the changes names the posture; a ridge regression through the origin, on the windows that show
it and on quiet ones, sizes it. Errors are measured by leaving out one person, or one place of the camera,
after the other.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.desk_model import Comparing, Distance, Setting, changes_of
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral, medians_and_spreads
from formcheck.measurements.view import View
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.seeing import Seen, Seer

FloatArray = NDArray[np.float64]

_ROOT = Path(__file__).resolve().parent.parent
_TOML = _ROOT / "formcheck" / "measurements" / "desk_model.toml"
_PAGE = _ROOT / "docs" / "desk-model.md"
_WINDOW_S = 1.2
_FEWEST = 4
_RIDGE = 3.0
# Heads turned farther than this are not judged, so they teach nothing.
_TURNED_DEG = 22.0

INPUTS: Mapping[View, Mapping[str, Comparing]] = {
    View.FRONT: {
        "shoulder_width_px": "ratio",
        "face_scale": "ratio",
        "face_length": "ratio",
        "ear_height": "change",
        "eye_height": "change",
        "nose_over_ears": "change",
        "eyes_over_ears": "change",
        "mouth_over_ears": "change",
    },
    # Angles only: a nearer or moved camera changes no angle, and lengths named nothing better.
    View.SIDE: {
        "ear_shoulder_inclination_deg": "change",
        "trunk_inclination_deg": "change",
        "face_pitch_deg": "change",
    },
}
# Before a camera that is nearer the same way towards it looks larger.
DISTANCES: Mapping[View, Distance] = {
    View.FRONT: Distance(
        measure="shoulders_in_picture", usual=0.3, least=0.12, most=0.5,
        scaled=("shoulder_width_px", "face_scale", "face_length"),
    )
}  # fmt: skip
# The face turned down or up in the neutral tells how high the camera is: +0.25 is about 8 deg lower.
SETTINGS: Mapping[View, Setting] = {
    View.FRONT: Setting(measure="nose_over_ears", centre=-0.34, unit=0.25, limit=1.5),
    View.SIDE: Setting(measure="face_pitch_deg", centre=0.0, unit=1e9, limit=0.0),
}
# Estimate -> the shifts of a scene in which it is there; in all others it is to be 0.
_THERE: Mapping[str, tuple[str, ...]] = {
    "head_forward_deg": ("forward_head",),
    "neck_flexion_deg": ("look_down", "phone", "glance_down"),
    "slump_percent": ("slump",),
    "lean_in_deg": ("lean_in", "recline"),
    "shoulder_raise_percent": ("raised_shoulders",),
}
# Posture -> its estimate, and which way it goes.
_POSTURES: Mapping[str, tuple[str, float]] = {
    "forward_head": ("head_forward_deg", 1.0),
    "look_down": ("neck_flexion_deg", 1.0),
    "slump": ("slump_percent", 1.0),
    "lean_in": ("lean_in_deg", 1.0),
    "recline": ("lean_in_deg", -1.0),
    "raised_shoulders": ("shoulder_raise_percent", 1.0),
}
_SAME = {"phone": "look_down", "glance_down": "look_down"}
# What a posture counts for when postures are told apart: whose back rounds has the head forward as well, and
# is to be told of the back; raised shoulders look so much like a head that comes forward that telling
# them apart would cost more of it than it finds of them.
_COUNTS = {"forward_head": 1.5, "slump": 2.0, "lean_in": 2.0, "recline": 0.5, "raised_shoulders": 0.05}
_NAMING_RIDGE, _NAMING_STEPS = 0.01, 600
# A head that came forward by less than this is nothing to learn a name from.
_LEAST_FORWARD_DEG = {View.FRONT: 8.0, View.SIDE: 6.0}
# Sitting still, or busy with the hands: the sizes of all postures are to be 0.
_QUIET = ("neutral", "typing", "mousing", "gesture", "talk")
_OF_VIEW: Mapping[View, tuple[str, ...]] = {
    View.FRONT: tuple(_THERE),
    View.SIDE: ("head_forward_deg", "neck_flexion_deg", "slump_percent", "lean_in_deg"),
}


@dataclass(frozen=True)
class Window:
    """About a second of a clip.

    Attributes:
        body: Whose.
        spot: Where the camera stood.
        topic: What happens, or "neutral".
        changes: The inputs' changes.
        truth: What the body truly did, per estimate.
        setting: From how high the camera looks.
        forward_deg: Change of the craniovertebral angle for whatever reason, for the page.
    """

    clip: str
    body: int
    spot: int
    topic: str
    changes: FloatArray
    truth: FloatArray
    setting: float
    forward_deg: float

    @property
    def row(self) -> FloatArray:
        """The changes, and the changes times the setting."""
        return np.concatenate([self.changes, self.changes * self.setting])

    def posture(self, view: View) -> str | None:
        """Which posture it shows, or None where it shows none to learn from."""
        name = _SAME.get(self.topic, self.topic)
        small = name == "forward_head" and self.forward_deg < _LEAST_FORWARD_DEG[view]
        return name if name in _of_view(view) and not small else None


@dataclass(frozen=True)
class Model:
    """The numbers of one view.

    Attributes:
        sizes: Usual size of each input's change.
        naming: (inputs, postures) weights.
        coefficients: (2 inputs, estimates): without and with the setting.
    """

    sizes: FloatArray
    naming: FloatArray
    coefficients: FloatArray


@dataclass(frozen=True)
class Fit:
    """The model of one view, with what it makes of people and cameras that it has not seen."""

    view: View
    model: Model
    setting: Setting
    windows: tuple[Window, ...]
    person_left_out: "Told"
    spot_left_out: "Told"


@dataclass(frozen=True)
class Told:
    """What a model says of windows.

    Attributes:
        postures: The name of each.
        estimates: (windows, estimates).
    """

    postures: tuple[str, ...]
    estimates: FloatArray


def main() -> int:
    """Fit, and write or compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="SET")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    fits = [fit(view, tuple(windows(arguments.folder, view))) for view in INPUTS]
    texts = {_TOML: toml_text(fits), _PAGE: page_text(fits)}
    stale = [p for p, text in texts.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{'differs' if arguments.check else 'written'}: {path.relative_to(_ROOT)}")
        if not arguments.check:
            path.write_text(texts[path], encoding="utf-8")
    return int(bool(stale) and arguments.check)


def windows(folder: Path, view: View) -> Iterator[Window]:
    """The windows of all development clips that are seen from a view."""
    bodies = {s["name"]: s for s in json.loads((folder / "set.json").read_text(encoding="utf-8"))["scenes"]}
    for path in sorted(folder.glob("dev-desk-*.truth.json.gz")):
        name = path.name.removesuffix(".truth.json.gz")
        recording = folder / f"{name}.poses.jsonl.gz"
        entry = bodies[name]
        if ("side" in entry["view"]) != (view is View.SIDE) or not recording.exists():
            continue
        with gzip.open(path, "rt", encoding="utf-8") as file:
            truth = json.load(file)
        yield from _windows_of(name, entry, truth, _seen(recording), view)


def _seen(recording: Path) -> list[Seen]:
    smoother = ZeroPhaseSmoother()
    with PoseRecording(recording) as stream:
        names = tuple(name for inputs in INPUTS.values() for name in inputs)
        seer = Seer(stream.info, (*names, *(d.measure for d in DISTANCES.values())), seated=True)
        frames = [s for frame in stream for s in smoother.push(frame)]
        frames += smoother.finish()
    return [seer.see(frame) for frame in frames]


def _windows_of(
    clip: str, entry: Mapping[str, Any], truth: Mapping[str, Any], seen: list[Seen], view: View
) -> Iterator[Window]:
    times = np.array([s.frame.time_s for s in seen])
    start_s, end_s = truth["neutral_s"]
    calm = [s.measurements for s in seen if start_s <= s.frame.time_s <= end_s - 0.1]
    medians, spreads = medians_and_spreads(calm)
    neutral = Neutral(view, {view: medians}, {view: spreads})
    changes = np.array([_changes(s, neutral, view) for s in seen])
    true = _truth_curves(truth, end_s)
    turned = np.abs(np.array(truth["angles"]["head_yaw_deg"])) > _TURNED_DEG
    sitting = np.array([phase == "sit" for phase in truth["phase"]])
    fit_for = ~np.isnan(changes).any(1) & (sitting & ~turned)[: len(times)]
    for topic, low, high in _spans(truth):
        inside = (times >= low) & (times < high) & fit_for
        if inside.sum() >= _FEWEST:
            of_topic = [
                float(np.median(true[name][inside])) if topic in _THERE[name] else 0.0
                for name in _OF_VIEW[view]
            ]
            yield Window(
                clip, entry["body"], entry["spot"], topic,
                np.median(changes[inside], axis=0), np.array(of_topic),
                SETTINGS[view].of(neutral, view), float(np.median(true["forward"][inside])),
            )  # fmt: skip


def _changes(seen: Seen, neutral: Neutral, view: View) -> list[float]:
    found = changes_of(INPUTS[view], DISTANCES.get(view), seen.measurements, neutral, view)
    return [float("nan")] * len(INPUTS[view]) if isinstance(found, Measurement) else [*found.values()]


def _of_view(view: View) -> list[str]:
    """The postures that a view can show."""
    return [name for name, (estimate, _) in _POSTURES.items() if estimate in _OF_VIEW[view]]


def _truth_curves(truth: Mapping[str, Any], neutral_to_s: float) -> dict[str, FloatArray]:
    """What the body did, frame by frame, as changes from its neutral."""
    calm = np.array(truth["time_s"]) < neutral_to_s - 0.1

    def change(values: Any) -> FloatArray:
        curve = np.asarray(values, dtype=float)
        return curve - float(np.median(curve[calm]))

    def percent_lost(values: Any) -> FloatArray:
        curve = np.asarray(values, dtype=float)
        return np.asarray(100 * (1 - curve / np.median(curve[calm])))

    angles, ratios = truth["angles"], truth["ratios"]
    pitch, trunk = change(angles["head_pitch_deg"]), change(angles["trunk_inclination_deg"])
    ears = [percent_lost(ratios[f"{side}_ear_over_shoulder_ratio"]) for side in ("left", "right")]
    return {
        # What nodding and leaning do to the angle is taken out.
        "head_forward_deg": -change(angles["craniovertebral_deg"]) - 0.47 * pitch - 0.52 * trunk,
        "forward": -change(angles["craniovertebral_deg"]),
        "neck_flexion_deg": pitch,
        "slump_percent": percent_lost(ratios["head_height_ratio"]),
        "lean_in_deg": trunk,
        "shoulder_raise_percent": np.maximum(*ears),
    }


def _spans(truth: Mapping[str, Any]) -> Iterator[tuple[str, float, float]]:
    """Windows in which one thing lasts, and the neutral ones between."""
    shifts = sorted(truth["scene"]["movement"].get("shifts", []), key=lambda s: s["start_s"])
    # What happens at the same time as something else is nothing to learn from.
    lone = [
        s for s in shifts
        if all(s is o or o["end_s"] <= s["start_s"] or o["start_s"] >= s["end_s"] for o in shifts)
    ]  # fmt: skip
    for shift in lone:
        ramp_s = shift.get("ramp_s", 0.7)
        yield from _cut(shift["name"], shift["start_s"] + ramp_s + 0.2, shift["end_s"] - ramp_s - 0.1)
    free_s = 0.0
    for shift in [*shifts, {"start_s": truth["time_s"][-1], "end_s": 0.0}]:
        yield from _cut("neutral", free_s + 0.1, shift["start_s"] - 0.1)
        free_s = max(free_s, shift["end_s"])


def _cut(topic: str, start_s: float, end_s: float) -> Iterator[tuple[str, float, float]]:
    if end_s - start_s < 0.5:
        return
    edges = np.linspace(start_s, end_s, max(1, int((end_s - start_s) / _WINDOW_S)) + 1)
    for low, high in pairwise(edges):
        yield topic, float(low), float(high)


def fit(view: View, samples: tuple[Window, ...]) -> Fit:
    """The model, and what it says of people and cameras that it has not seen."""
    people, spots = (np.array([getattr(w, key) for w in samples]) for key in ("body", "spot"))
    return Fit(
        view, _learn(view, samples), SETTINGS[view], samples,
        _left_out(view, samples, people), _left_out(view, samples, spots),
    )  # fmt: skip


def _left_out(view: View, samples: tuple[Window, ...], groups: NDArray[np.int_]) -> Told:
    """What models say of each group that they were not shown."""
    names = [""] * len(samples)
    estimates = np.zeros((len(samples), len(_OF_VIEW[view])))
    for group in np.unique(groups):
        model = _learn(view, tuple(w for w, g in zip(samples, groups, strict=True) if g != group))
        inside = np.flatnonzero(groups == group)
        told = _tell(view, model, [samples[i] for i in inside])
        estimates[inside] = told.estimates
        for i, name in zip(inside, told.postures, strict=True):
            names[i] = name
    return Told(tuple(names), estimates)


def _learn(view: View, samples: tuple[Window, ...]) -> Model:
    sizes, naming = _naming(view, samples)
    columns = [_size(view, samples, k) for k in range(len(_OF_VIEW[view]))]
    return Model(sizes, naming, np.stack(columns, axis=1))


def _tell(view: View, model: Model, samples: Iterable[Window]) -> Told:
    """As formcheck does: the posture by direction, then its size."""
    names, sizes = [], []
    for window in samples:
        name = _of_view(view)[int((window.changes / model.sizes @ model.naming).argmax())]
        estimate, sign = _POSTURES[name]
        column = _OF_VIEW[view].index(estimate)
        found = np.zeros(len(_OF_VIEW[view]))
        found[column] = sign * max(0.0, sign * float(window.row @ model.coefficients[:, column]))
        names.append(name)
        sizes.append(found)
    return Told(tuple(names), np.array(sizes))


def _naming(view: View, samples: tuple[Window, ...]) -> tuple[FloatArray, FloatArray]:
    """Usual sizes of the inputs, and a logistic regression on the direction in which they change."""
    postures = _of_view(view)
    kept = [w for w in samples if w.posture(view) is not None]
    changes = np.stack([w.changes for w in kept])
    sizes = np.sqrt((changes**2).mean(0))
    rows = changes / sizes
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    which = np.array([postures.index(w.posture(view) or "") for w in kept])
    # A posture counts the same whether it was held for long or short, and shown often or rarely.
    often = Counter((w.clip, w.topic) for w in kept)
    weights = np.array([1 / often[w.clip, w.topic] for w in kept])
    for k, name in enumerate(postures):
        of_it = which == k
        weights[of_it] *= _COUNTS.get(name, 1.0) * len(kept) / len(postures) / max(weights[of_it].sum(), 1e-9)
    return sizes, _logistic(rows, np.eye(len(postures))[which], weights)


def _logistic(rows: FloatArray, true: FloatArray, weights: FloatArray) -> FloatArray:
    """Ridge logistic regression of several names, by accelerated gradient descent."""
    steepest = 0.5 * np.linalg.eigvalsh((rows * weights[:, None]).T @ rows)[-1] + _NAMING_RIDGE
    found = ahead = np.zeros((rows.shape[1], true.shape[1]))
    for step in range(_NAMING_STEPS):
        score = rows @ ahead
        chance = np.exp(score - score.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        slope = rows.T @ ((chance - true) * weights[:, None]) + _NAMING_RIDGE * ahead
        last, found = found, ahead - slope / steepest
        ahead = found + step / (step + 3) * (found - last)
    return np.asarray(found)


def _size(view: View, samples: tuple[Window, ...], column: int) -> FloatArray:
    """Ridge on the windows that show one posture, and on quiet ones; then stretched to its true size."""
    shows = [w.truth[column] != 0 and w.posture(view) is not None for w in samples]
    kept = [w for w, there in zip(samples, shows, strict=True) if there or w.topic in _QUIET]
    rows, truth = np.stack([w.row for w in kept]), np.array([w.truth[column] for w in kept])
    size = np.sqrt((rows**2).mean(0)) + 1e-12
    scaled = rows / size
    gram = scaled.T @ scaled + _RIDGE * np.eye(len(size))
    weights = np.linalg.solve(gram, scaled.T @ truth) / size
    there = truth != 0
    stretch = float((truth[there] ** 2).sum() / (truth[there] * (rows[there] @ weights)).sum())
    return np.asarray(weights * np.clip(stretch, 1.0, 3.0))


def errors(fitted: Fit) -> dict[str, float]:
    """Mean absolute error of each estimate where its posture is there and named, on people not seen."""
    truth, told, off = np.stack([w.truth for w in fitted.windows]), fitted.person_left_out, {}
    for column, name in enumerate(_OF_VIEW[fitted.view]):
        of_it = [_POSTURES[p][0] == name for p in told.postures]
        named = (truth[:, column] != 0) & np.array(of_it)
        # Shoulders that are raised are seldom named: then the error is that of missing them.
        there = named if named.any() else truth[:, column] != 0
        off[name] = float(np.abs(told.estimates[there, column] - truth[there, column]).mean())
    return off


def toml_text(fits: Iterable[Fit]) -> str:
    """formcheck/measurements/desk_model.toml."""
    lines = [
        "# The desk model: made by scripts/fit_desk_model.py, not by hand. See docs/desk-model.md.",
    ]
    for fitted in fits:
        view = fitted.view.value
        lines += ["", f"[{view}.inputs]"]
        lines += [f'{name} = "{how}"' for name, how in INPUTS[fitted.view].items()]
        lines += ["", f"[{view}.sizes]", *_weights_text(fitted.view, fitted.model.sizes)]
        follows = fitted.setting.limit > 0
        if fitted.view in DISTANCES:
            near = DISTANCES[fitted.view].model_dump()
            lines += ["", f"[{view}.distance]", f'measure = "{near.pop("measure")}"']
            lines += ["scaled = [" + ", ".join(f'"{name}"' for name in near.pop("scaled")) + "]"]
            lines += [f"{key} = {value}" for key, value in near.items()]
        if follows:
            given = fitted.setting.model_dump()
            lines += ["", f"[{view}.setting]", f'measure = "{given.pop("measure")}"']
            lines += [f"{key} = {value}" for key, value in given.items()]
        for column, name in enumerate(_of_view(fitted.view)):
            estimate, sign = _POSTURES[name]
            lines += ["", f"[{view}.postures.{name}]", f'estimate = "{estimate}"', f"sign = {sign:.0f}"]
            lines.append(f"[{view}.postures.{name}.weights]")
            lines += _weights_text(fitted.view, fitted.model.naming[:, column])
        off = errors(fitted)
        for column, name in enumerate(_OF_VIEW[fitted.view]):
            lines += ["", f"[{view}.estimates.{name}]", f"error = {off[name]:.2f}"]
            lines.append(f"[{view}.estimates.{name}.coefficients]")
            plain, more = np.split(fitted.model.coefficients[:, column], 2)
            lines += _weights_text(fitted.view, plain)
            if follows:
                lines += [f"[{view}.estimates.{name}.with_setting]", *_weights_text(fitted.view, more)]
    return "\n".join(lines) + "\n"


def _weights_text(view: View, weights: FloatArray) -> list[str]:
    return [f"{key} = {weight:.4g}" for key, weight in zip(INPUTS[view], weights.tolist(), strict=True)]


_INTRO = """# The desk model

Made by `python scripts/fit_desk_model.py SET` from the development half of the rendered benchmark set; the
coefficients are in `formcheck/measurements/desk_model.toml`.

A webcam sees face, head and shoulders. No point of it is the seventh cervical vertebra, so that a
craniovertebral angle cannot be measured; what can be seen is how things change from the person's own neutral.
From the front a head that comes forward gets larger against the shoulders and sinks, one that looks down
sinks and its face shortens, who slumps sinks and gets wider, who leans in gets larger as a whole. Each
estimate is a sum of such changes, each times a coefficient; no change, no posture. Ratios and differences are
used, not places in the picture, so that a nudged camera changes little.

How much a picture changes depends on how high the camera is: from below, a head that comes forward hardly
sinks. The neutral face tells that height (nose over ears), and the front's coefficients follow it.

Before a camera that is nearer, the same way towards it looks larger: the share of the picture that the
shoulders take in the neutral tells how near it is (if its angle of view is like the rendered 50 deg), and
changes of size are scaled by it. From the side only angles are used, which no zoom changes.

*Two steps.* First *which* posture it is: the direction in which all inputs change together, whatever the
size, by a logistic regression. Then *how large* it is: a ridge regression of that posture's size; the other
postures are taken not to be there. One step for both, a sum for each posture that is 0 for all others, was
tried first: with the person left out it named 50 % of the slumps and 61 % of the heads that look down.

*What is estimated.* `head_forward_deg` is the change of the craniovertebral angle that neither nodding (0.47
of the pitch on these bodies) nor leaning (0.52 of the trunk's inclination) explains, where a head comes
forward by itself; `neck_flexion_deg` the pitch of the head; `slump_percent` the head height over the
shoulders that a rounded back takes; `lean_in_deg` the trunk's inclination; `shoulder_raise_percent` the ears'
height over the shoulders that lifting them takes.

*How.* Windows of about a second, in which one posture is held, give the medians of changes and of the truth,
for inputs scaled alike (penalty 3; 0.01 for the names), the sizes then stretched so that what is there is
estimated at its true size on average. All errors below are of people that the model had not seen: each person
was left out in turn, and for the names also each place of the camera.

*The face landmarker* of MediaPipe (478 points) is not used: it would be a second model on every picture of a
live view, and what is measured here does not ask for it: head pitch comes out within the error below.
What limits the names is depth, which one camera in front does not see, and not the face. How it would compare
was not measured.

*What limits it.* A camera below the eyes and a rounded back: seen from the front, a slump is a lean, a head
that comes forward and a nod at once, and before a camera of another height and distance than those learned
from, a third of the slumps is taken for a lean. Raised shoulders look like a head that comes forward, and are
named so. The people are rendered:
real ones wear scarves, and their chairs turn.
"""


def page_text(fits: Iterable[Fit]) -> str:
    """docs/desk-model.md."""
    parts = [_INTRO]
    for fitted in fits:
        parts.append(_view_text(fitted))
    return "\n".join(parts)


def _view_text(fitted: Fit) -> str:
    names, view = _OF_VIEW[fitted.view], fitted.view
    people, clips = ({getattr(w, key) for w in fitted.windows} for key in ("body", "clip"))
    off = errors(fitted)
    lines = [
        f"## From the {view.value}",
        "",
        f"{len(fitted.windows)} windows of {len(clips)} clips with {len(people)} people.",
        "",
        "| estimate | error where it is there and named |",
        "|---|---|",
        *(f"| `{name}` | {off[name]:.1f} |" for name in names),
        "",
        *_naming_text(fitted),
        "Sizes, in the estimate's unit; for a *ratio* per 1 (so 0.01 of it is one percent)"
        + (", and in brackets what is added for a camera 8 deg lower:" if fitted.setting.limit else ":"),
        "",
        "| input | compared | " + " | ".join(f"`{name}`" for name in names) + " |",
        "|---|---|" + "---|" * len(names),
    ]
    plain, more = np.split(fitted.model.coefficients, 2)
    for row, (key, how) in enumerate(INPUTS[view].items()):
        cells = [
            f"{plain[row, k]:.3g}" + (f" ({more[row, k]:+.3g})" if fitted.setting.limit else "")
            for k in range(len(names))
        ]
        lines.append(f"| `{key}` | {how} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "What was estimated while something was held: median and 95th percentile.",
        "",
        "| what happened | windows | " + " | ".join(f"`{name}`" for name in names) + " |",
        "|---|---|" + "---|" * len(names),
    ]
    for topic in sorted({w.topic for w in fitted.windows}):
        found = fitted.person_left_out.estimates[[w.topic == topic for w in fitted.windows]]
        cells = [f"{np.median(c):.1f}, {np.quantile(c, 0.95):.1f}" for c in found.T]
        lines.append(f"| {topic} | {len(found)} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _naming_text(fitted: Fit) -> list[str]:
    """How often each posture gets its name, and the weights that give it."""
    postures, view = _of_view(fitted.view), fitted.view
    lines = [
        "How often a window gets its posture's name, with its person or its camera left out:",
        "",
        "| posture | windows | person left out | camera left out | named instead |",
        "|---|---|---|---|---|",
    ]
    for name in postures:
        of_it = [i for i, w in enumerate(fitted.windows) if w.posture(view) == name]
        ways = [[t.postures[i] for i in of_it] for t in (fitted.person_left_out, fitted.spot_left_out)]
        shares = [f"{way.count(name) / len(way):.2f}" if way else "-" for way in ways]
        others = Counter(p for way in ways for p in way if p != name)
        instead = ", ".join(p for p, _ in others.most_common(2))
        lines.append(f"| {name} | {len(of_it)} | {shares[0]} | {shares[1]} | {instead} |")
    lines += ["", "Weights of the names, for an input that changes as much as it usually does (*usual*):", ""]
    lines += ["| input | usual | " + " | ".join(postures) + " |", "|---|---|" + "---|" * len(postures)]
    for row, key in enumerate(INPUTS[view]):
        cells = [f"{weight:.1f}" for weight in fitted.model.naming[row]]
        lines.append(f"| `{key}` | {fitted.model.sizes[row]:.3g} | " + " | ".join(cells) + " |")
    return [*lines, ""]


if __name__ == "__main__":
    sys.exit(main())
