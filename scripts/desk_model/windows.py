"""Clips cut into windows of about a second: what a camera saw of a posture, and what the body truly did."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from desk_model.design import (
    DISTANCES,
    INPUTS,
    LEAST_FORWARD_DEG,
    POSTURES,
    RELOCATIONS,
    SAME,
    SETTINGS,
    SIZED_BY,
    FloatArray,
    of_view,
)
from desk_model.elsewhere import ahead_m, camera_after, places
from formcheck.activities.load import load_activity
from formcheck.evaluation.relocated import relocated
from formcheck.measurements.measurer import FrameMeasurer, MeasuredFrame
from formcheck.measurements.neutral import Neutral, medians_and_spreads
from formcheck.measurements.view import View
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.postures.model import changes_of
from formcheck.source.frame import StreamInfo

_WINDOW_S = 1.2
_FEWEST = 4
EXERCISES = ("desk", "sitters")
# Heads turned farther than this are not judged, so they teach nothing.
_TURNED_DEG = 22.0


@dataclass(frozen=True)
class Window:
    """About a second of a clip.

    Attributes:
        body: Whose.
        spot: Where the camera stood.
        topic: What happens, or "neutral".
        changes: Of every input.
        size: How much of its posture the body truly did; 0 where it did none.
        setting: From how high the camera looks.
        forward_deg: Change of the craniovertebral angle for whatever reason, for the page.
        elsewhere: Whether no camera was there: it was moved by computing.
    """

    clip: str
    body: int
    spot: int
    topic: str
    view: View
    changes: Mapping[str, float]
    size: float
    setting: float
    forward_deg: float
    elsewhere: bool = False

    @property
    def row(self) -> FloatArray:
        """The changes by which sizes are told, and these times the setting."""
        sized = np.array([self.changes[name] for name in SIZED_BY[self.view]])
        return np.concatenate([sized, sized * self.setting])

    @property
    def posture(self) -> str | None:
        """Which posture it shows, or None where it shows none to learn from."""
        name = SAME.get(self.topic, self.topic)
        small = name == "forward_head" and self.forward_deg < LEAST_FORWARD_DEG[self.view]
        return name if name in of_view(self.view) and not small else None


def windows(folder: Path, view: View) -> Iterator[Window]:
    """The windows of all development clips that are seen from a view, and from the front relocated ones."""
    bodies = {s["name"]: s for s in json.loads((folder / "set.json").read_text(encoding="utf-8"))["scenes"]}
    for path in sorted(folder.glob("dev-*.truth.json.gz")):
        if bodies[path.name.removesuffix(".truth.json.gz")]["exercise"] not in EXERCISES:
            continue
        name = path.name.removesuffix(".truth.json.gz")
        recording = folder / f"{name}.poses.jsonl.gz"
        entry = bodies[name]
        if ("side" in entry["view"]) != (view is View.SIDE) or not recording.exists():
            continue
        with gzip.open(path, "rt", encoding="utf-8") as file:
            truth = json.load(file)
        yield from _windows_of(name, entry, truth, _filmed(recording), view)


@dataclass(frozen=True)
class _Film:
    """What a camera saw of a clip.

    Attributes:
        measurer: Measures a pose as it measured the clip.
    """

    info: StreamInfo
    measurer: FrameMeasurer
    seen: list[MeasuredFrame]

    def values(self, pose: Pose) -> dict[str, float]:
        """What is measured in a pose."""
        measured = self.measurer.measure(PosedFrame(0, 0.0, pose)).measurements
        return {name: each.value for name, each in measured.items() if each.value is not None}

    def changes(self, pose: Pose, neutral: Neutral) -> dict[str, float] | None:
        """What changed from a neutral in a pose, or None where that is not known."""
        seen = self.measurer.measure(PosedFrame(0, 0.0, pose))
        changes = _changes(seen, neutral, neutral.view)
        return None if np.isnan(changes).any() else dict(zip(INPUTS[neutral.view], changes, strict=True))


@dataclass(frozen=True)
class Held:
    """What somebody holds for a second.

    Attributes:
        pose: The median pose.
        frame: Number of the frame in its middle.
    """

    window: Window
    pose: Pose
    frame: int


def _filmed(recording: Path) -> _Film:
    smoother = ZeroPhaseSmoother()
    with PoseRecording(recording) as stream:
        names = tuple(name for inputs in INPUTS.values() for name in inputs)
        wanted = (*names, *(d.measure for d in DISTANCES.values()))
        measurer = FrameMeasurer(stream.info, wanted, load_activity("desk").mode.views)
        frames = [s for frame in stream for s in smoother.push(frame)]
        frames += smoother.finish()
        return _Film(stream.info, measurer, [measurer.measure(frame) for frame in frames])


def _windows_of(
    clip: str, entry: Mapping[str, Any], truth: Mapping[str, Any], film: _Film, view: View
) -> Iterator[Window]:
    seen = film.seen
    times = np.array([s.frame.time_s for s in seen])
    start_s, end_s = truth["neutral_s"]
    calm = [s for s in seen if start_s <= s.frame.time_s <= end_s - 0.1]
    medians, spreads = medians_and_spreads([s.measurements for s in calm])
    neutral = Neutral(view, {view: medians}, {view: spreads})
    changes = np.array([_changes(s, neutral, view) for s in seen])
    true = _truth_curves(truth, end_s)
    turned = np.abs(np.array(truth["angles"]["head_yaw_deg"])) > _TURNED_DEG
    sitting = np.array([phase == "sit" for phase in truth["phase"]])
    fit_for = ~np.isnan(changes).any(1) & (sitting & ~turned)[: len(times)]
    held = []
    for topic, low, high in _spans(truth):
        inside = np.flatnonzero((times >= low) & (times < high) & fit_for)
        if len(inside) >= _FEWEST:
            name = SAME.get(topic, topic)
            estimate = POSTURES[name][0] if name in of_view(view) else None
            size = 0.0 if estimate is None else float(np.median(true[estimate][inside]))
            middle = np.median(changes[inside], axis=0).tolist()
            window = Window(
                clip, entry["body"], entry["spot"], topic, view,
                dict(zip(INPUTS[view], middle, strict=True)), size,
                SETTINGS[view].of(neutral, view), float(np.median(true["forward"][inside])),
            )  # fmt: skip
            yield window
            held.append(Held(window, _middle_pose([seen[i] for i in inside]), int(np.median(inside))))
    if held and view is View.FRONT:
        camera = truth["scene"]["camera"]
        yield from _relocated(film, camera, neutral, held)
        middle = int(np.searchsorted(times, (start_s + end_s) / 2))
        yield from _elsewhere(film, truth, Held(held[0].window, _middle_pose(calm), middle), held)


def _elsewhere(film: _Film, truth: Mapping[str, Any], rest: Held, held: Sequence[Held]) -> Iterator[Window]:
    """The same, as cameras in other places would have seen it."""
    camera, at_rest_m = truth["scene"]["camera"], ahead_m(truth, rest.frame, rest.frame)
    view = rest.window.view
    for move in places(rest.window.clip, rest.pose, film.info, camera, at_rest_m):
        upright = relocated(rest.pose, film.info, camera, move, at_rest_m)
        neutral = Neutral(view, {view: film.values(upright)})
        there = []
        for each in held:
            depth_m = ahead_m(truth, each.frame, rest.frame)
            pose = relocated(each.pose, film.info, camera, move, depth_m)
            changes = film.changes(pose, neutral)
            if changes is not None:
                setting = SETTINGS[view].of(neutral, view)
                window = replace(each.window, changes=changes, setting=setting, elsewhere=True)
                there.append(replace(each, window=window, pose=pose))
                yield window
        yield from _relocated(film, camera_after(camera, move), neutral, there)


def _middle_pose(seen: Sequence[MeasuredFrame]) -> Pose:
    return Pose(np.median([s.frame.pose.points for s in seen if s.frame.pose is not None], axis=0))


def _relocated(
    film: _Film, camera: Mapping[str, Any], neutral: Neutral, held: Sequence[Held]
) -> Iterator[Window]:
    """Upright windows as they look from after each move of chair or camera, in turn."""
    upright = [each for each in held if each.window.topic == "neutral"]
    moves = [(name, move) for name, moves in RELOCATIONS.items() for move in moves]
    for each, (name, move) in zip(cycle(upright), moves, strict=False):
        changes = film.changes(relocated(each.pose, film.info, camera, move), neutral)
        if changes is not None:
            yield replace(each.window, topic=name, changes=changes)


def _changes(seen: MeasuredFrame, neutral: Neutral, view: View) -> list[float]:
    found = changes_of(INPUTS[view], DISTANCES.get(view), seen.measurements, neutral, view)
    return [float("nan") if change.value is None else change.value for change in found.values()]


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
