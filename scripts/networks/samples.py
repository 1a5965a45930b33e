"""What the networks learn from: frames of people in any position, and recorded lifts, with their truth."""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.body import Body
from formcheck.measurements.measurer import FrameMeasurer
from formcheck.measurements.networks.posture import FACE_COLUMNS, face_row
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother

Array = NDArray[np.float64]

ANGLES = (
    *("trunk_inclination_deg", "trunk_lean_deg", "head_pitch_deg", "head_yaw_deg", "craniovertebral_deg"),
    *("left_elbow_deg", "right_elbow_deg", "left_arm_elevation_deg", "right_arm_elevation_deg"),
    *("left_forearm_tilt_deg", "right_forearm_tilt_deg", "left_knee_deg", "right_knee_deg"),
)
# What is known of lifts alone.
RATIOS = (
    *("grip_ratio", "bar_forward_ratio", "wrists_over_shoulders_ratio"),
    *("left_wrist_over_elbow_ratio", "right_wrist_over_elbow_ratio"),
)
# Single frames have no time: as if so much of it passed from one to the next.
_SCENE_S = 0.2
# As `LengthTracker` has them.
_LONGEST_SHARE, _SHORTEST_LIMB = 90, 0.42
_LIMBS = {"upper": ((11, 13), (12, 14)), "fore": ((13, 15), (14, 16))}


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Frames with their truth; one row a frame.

    Attributes:
        points: (m, 33, 4)
        faces: (m, 7)
        lengths: (m, 3) trunk, upper arm and forearm in pixels.
        angles: (m, 13) the truth, in the order of `ANGLES`.
        ratios: (m, 5) likewise, in the order of `RATIOS`; not a number but of lifts.
        neutral: (m,) which of the `neutrals` is this frame's, or -1.
        neutral_points, neutral_faces, neutral_lengths, neutral_angles: Of each neutral.
        person: (m,) number of the person in the set.
        azimuth_deg: (m,) from where the camera sees them, 0..180.
        lift: (m,) whether it is from a recorded lift.
        phase: (m,) of the lift, "" elsewhere.
        clip: (m,) number of the clip or scene.
        time_s: (m,) from its beginning.
    """

    points: Array
    faces: Array
    lengths: Array
    angles: Array
    ratios: Array
    neutral: NDArray[np.int64]
    neutral_points: Array
    neutral_faces: Array
    neutral_lengths: Array
    neutral_angles: Array
    person: NDArray[np.int64]
    azimuth_deg: Array
    lift: NDArray[np.bool_]
    phase: NDArray[np.str_]
    clip: NDArray[np.int64]
    time_s: Array

    def column(self, name: str) -> Array:
        """The true values of one angle."""
        return self.angles[:, ANGLES.index(name)]


def joined(parts: Sequence[dict[str, Any]]) -> Samples:
    """Samples of scenes and clips put together. Each part has rows, and one neutral or none."""
    keys = ("points", "faces", "lengths", "angles")
    rows: dict[str, list[Any]] = {
        key: [] for key in (*keys, "ratios", "neutral", "person", "azimuth_deg", "lift", "phase", "time_s")
    }
    neutrals: dict[str, list[Any]] = {key: [] for key in keys}
    clips = []
    for number, part in enumerate(parts):
        count = len(part["points"])
        has = part["neutral"] is not None
        rows["neutral"].append(np.full(count, len(neutrals["points"]) if has else -1))
        clips.append(np.full(count, number))
        if has:
            for key in keys:
                neutrals[key].append(part["neutral"][key])
        for key in (*keys, "ratios", "phase", "time_s"):
            rows[key].append(part[key])
        for key in ("person", "azimuth_deg", "lift"):
            rows[key].append(np.full(count, part[key]))
    whole = {key: np.concatenate(values) for key, values in rows.items()}
    return Samples(**whole, clip=np.concatenate(clips),
                   **{f"neutral_{key}": np.array(values) for key, values in neutrals.items()})  # fmt: skip


def frames_of(files: Iterable[Path], model: str) -> Iterator[dict[str, Any]]:
    """The scenes in archives of `renderer.frames`, upright frames as the neutral of the others."""
    for path in files:
        data = dict(np.load(path))
        names = [str(name) for name in data["angle_names"]]
        angles = data["angles"][:, [names.index(name) for name in ANGLES]].astype(np.float64)
        points = data[f"{model}_points"].astype(np.float64)
        faces = data.get("face", np.full((len(points), FACE_COLUMNS), np.nan)).astype(np.float64)
        whole = np.isfinite(points).all(axis=(1, 2))
        for scene in np.unique(data["scene"]):
            rows = np.flatnonzero((data["scene"] == scene) & whole)
            still, moved = rows[data["kind"][rows] == 0], rows[data["kind"][rows] != 0]
            if len(still) < 2 or len(moved) < 2:
                continue
            lengths = _lengths(points[rows])
            yield {
                "points": points[moved], "faces": faces[moved], "angles": angles[moved],
                "lengths": np.tile(lengths, (len(moved), 1)), "phase": np.full(len(moved), "", "<U8"),
                "ratios": np.full((len(moved), len(RATIOS)), np.nan),
                "time_s": _SCENE_S * np.arange(len(moved)),
                "person": int(data["person"][rows[0]]), "lift": False,
                "azimuth_deg": float(abs(data["azimuth_deg"][rows[0]])),
                "neutral": _middle(
                    points[still], faces[still], np.tile(lengths, (len(still), 1)), angles[still]
                ),
            }  # fmt: skip


def clips_of(folders: Iterable[Path], exercises: tuple[str, ...], split: str) -> Iterator[dict[str, Any]]:
    """Recorded lifts of one half of the set, as the program sees them: smoothed, with known lengths."""
    for folder in folders:
        scenes = json.loads((folder / "set.json").read_text(encoding="utf-8"))["scenes"]
        for scene in scenes:
            poses = folder / f"{scene['name']}.poses.jsonl.gz"
            truth = folder / f"{scene['name']}.truth.json.gz"
            if scene["split"] == split and scene["exercise"] in exercises and truth.is_file():
                yield from _clip(poses, truth, scene)


def _clip(poses: Path, truth_file: Path, scene: dict[str, Any]) -> Iterator[dict[str, Any]]:
    truth = json.loads(gzip.decompress(truth_file.read_bytes()))
    bodies = list(_bodies(poses))
    if len(bodies) < 10:
        return
    time_s = np.array([time for time, _ in bodies])
    known = np.array(truth["time_s"])
    rows = np.clip(np.searchsorted(known, time_s - 1e-3), 0, len(known) - 1)
    angles, ratios = (
        np.column_stack([np.array(truth[kind][name])[rows] for name in names])
        for kind, names in (("angles", ANGLES), ("ratios", RATIOS))
    )
    points = np.array([body.pose.points[:, :4] for _, body in bodies])
    faces = np.concatenate([face_row(body.face) for _, body in bodies])
    lengths = np.array([_known_lengths(body) for _, body in bodies], np.float64)
    # The program measures with what it knows so far, and again with what it knows at the end of the rep: half
    # of the frames are learned with either.
    known_late = lengths[len(lengths) // 2 :]
    if np.isfinite(known_late).any(axis=0).all():
        lengths[np.arange(len(lengths)) % 4 < 2] = np.nanmedian(known_late, axis=0)
    from_s, to_s = truth["neutral_s"]
    still = (time_s >= from_s) & (time_s <= to_s)
    phase = np.where(np.array(truth["rep"])[rows] > 0, np.array(truth["phase"])[rows], "")
    good = np.isfinite(lengths).all(axis=1) & np.isfinite(points).all(axis=(1, 2))
    still &= good
    neutral = None
    if still.sum() >= 3:
        neutral = _middle(points[still], faces[still], lengths[still], angles[still])
    yield {
        "points": points[good], "faces": faces[good], "lengths": lengths[good], "angles": angles[good],
        "ratios": ratios[good], "time_s": time_s[good], "phase": phase[good].astype("<U8"),
        "person": scene["body"], "lift": True, "azimuth_deg": _azimuth(scene["view"]), "neutral": neutral,
    }  # fmt: skip


def _bodies(poses: Path) -> Iterator[tuple[float, Body]]:
    smoother = ZeroPhaseSmoother()
    with PoseRecording(poses) as recording:
        measurer = FrameMeasurer(recording.info, ())
        for frame in recording:
            for ready in smoother.push(frame):
                seen = measurer.measure(ready)
                if seen.body is not None:
                    yield ready.time_s, seen.body
        for ready in smoother.finish():
            seen = measurer.measure(ready)
            if seen.body is not None:
                yield ready.time_s, seen.body


def _known_lengths(body: Body) -> list[float | None]:
    lengths = body.lengths
    return [lengths.trunk_px, lengths.upper_arm_px, lengths.forearm_px]


def _lengths(points: Array) -> Array:
    """Trunk, upper arm and forearm of a scene."""
    shoulders, hips = points[:, [11, 12]].mean(axis=1), points[:, [23, 24]].mean(axis=1)
    trunk = float(np.median(np.linalg.norm((shoulders - hips)[:, :2], axis=1)))
    limbs = [
        max(
            _SHORTEST_LIMB * trunk,
            *(
                float(
                    np.percentile(
                        np.linalg.norm((points[:, b] - points[:, a])[:, :2], axis=1), _LONGEST_SHARE
                    )
                )
                for a, b in pairs
            ),
        )
        for pairs in _LIMBS.values()
    ]
    return np.array([trunk, *limbs])


def _middle(points: Array, faces: Array, lengths: Array, angles: Array) -> dict[str, Array]:
    seen = np.isfinite(faces[:, 0])
    return {
        "points": np.median(points, axis=0),
        "faces": np.median(faces[seen], axis=0) if seen.any() else np.full(FACE_COLUMNS, np.nan),
        "lengths": np.median(lengths, axis=0),
        "angles": np.median(angles, axis=0),
    }


def _azimuth(view: str) -> float:
    if view in ("front", "back"):
        return 0.0 if view == "front" else 180.0
    digits = "".join(c for c in view if c.isdigit())
    return float(digits) if digits else 90.0
