"""Pose recordings for tests of the command line, made from the truth files of the sample videos: no model."""

import gzip
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.pose.landmarks import LANDMARK_COUNT
from formcheck.pose.landmarks import Landmark as L
from formcheck.source.codecs import av

SAMPLES = Path(__file__).parents[2] / "sample_videos"
GOOD, LAYBACK = "press_front_good", "press_side_layback"

_JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
_COCO_17 = (0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28)


def beginning(path: Path, name: str, seconds: float) -> Path:
    """The first seconds of a sample video, copied without decoding it."""
    with av.open(str(SAMPLES / f"{name}.mp4")) as sample, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(sample.streams.video[0])
        for packet in sample.demux(video=0):
            if packet.dts is not None and packet.dts * packet.time_base < seconds:
                packet.stream = stream
                out.mux(packet)
    return path


@cache
def truth(name: str) -> dict[str, Any]:
    """The truth of a sample video."""
    data: dict[str, Any] = json.loads(gzip.decompress((SAMPLES / f"{name}.truth.json.gz").read_bytes()))
    return data


def _rows(names: list[str], points_px: np.ndarray) -> list[list[float]]:
    """One frame's points in BlazePose's order; the face is guessed from ears and eyes."""
    xy = np.full((LANDMARK_COUNT, 2), np.nan)
    at = dict(zip(names, points_px, strict=True))
    for side in ("left", "right"):
        for joint in _JOINTS:
            xy[L[f"{side}_{joint}".upper()]] = at[f"{side}_{joint}"]
        ear, eye = at[f"{side}_tragus"], at[f"{side}_outer_canthus"]
        xy[L[f"{side}_ear".upper()]] = ear
        for part in ("eye", "eye_outer", "eye_inner"):
            xy[L[f"{side}_{part}".upper()]] = eye
        ankle, wrist = at[f"{side}_ankle"], at[f"{side}_wrist"]
        xy[L[f"{side}_heel".upper()]] = xy[L[f"{side}_foot_index".upper()]] = ankle
        for finger in ("pinky", "index", "thumb"):
            xy[L[f"{side}_{finger}".upper()]] = wrist
        head_px = np.hypot(*(ear - at["c7"]))
        mouth = eye + (ear - at[f"{side}_shoulder"]) * (0, -0.25) + (0, 0.1 * head_px)
        xy[L[f"mouth_{side}".upper()]] = mouth
    eyes = (at["left_outer_canthus"] + at["right_outer_canthus"]) / 2
    ears = (at["left_tragus"] + at["right_tragus"]) / 2
    xy[L.NOSE] = eyes + 0.4 * (eyes - ears)
    return [[round(float(x), 2), round(float(y), 2), 0.0, 1.0, 1.0] for x, y in xy]


def frames_of(
    name: str, start_s: float = 0.0, end_s: float = 99.0, every: int = 1, coco_17: bool = False
) -> list[dict[str, Any]]:
    """Lines of a recording, numbered and timed from the first one taken."""
    known = truth(name)
    taken = [i for i, t in enumerate(known["time_s"]) if start_s <= t < end_s][::every]
    points_px = np.array(known["points_px"])
    frames = []
    for number, i in enumerate(taken):
        rows = _rows(known["point_names"], points_px[i])
        if coco_17:
            rows = [[x, y, score] for x, y, _, score, _ in (rows[k] for k in _COCO_17)]
        time_s = round(known["time_s"][i] - known["time_s"][taken[0]], 6)
        frames.append({"frame": number, "time_s": time_s, "points": rows})
    return frames


def header(**changes: Any) -> dict[str, Any]:
    """The first line of a recording."""
    known = {"format": "formcheck.poses/1", "width_px": 540, "height_px": 960, "fps": 30.0, "model": "full"}
    return {**known, **changes}


def write_lines(path: Path, lines: Iterable[Any]) -> Path:
    """A recording of these lines: objects, or text as it is; packed where the name says so."""
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    data = "".join(f"{text}\n" for text in texts).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data, 1, mtime=0) if path.suffix == ".gz" else data)
    return path


def recorded(
    path: Path,
    name: str = LAYBACK,
    start_s: float = 0.0,
    end_s: float = 99.0,
    every: int = 2,
    coco_17: bool = False,
    *,
    model: str | None = "full",
) -> Path:
    """A recording of a part of a sample, at every n-th of its 30 frames a second."""
    points = "coco-17" if coco_17 else "blazepose-33"
    frames = frames_of(name, start_s, end_s, every, coco_17)
    return write_lines(path, [header(fps=30.0 / every, points=points, model=model), *frames])


def seen_from(
    path: Path, azimuth_deg: float, *, name: str = LAYBACK, fps: float = 30.0, from_s: float = 0.0
) -> Path:
    """The set of a sample as another camera sees it, 3 m away: 0 in front, 90 at the left."""
    known, turn = truth(name), np.deg2rad(azimuth_deg)
    times_s, points_m = np.array(known["time_s"]), np.array(known["points_m"])
    wanted_s = np.arange(from_s, times_s[-1], 1 / fps)
    curves = points_m.reshape(len(points_m), -1).T
    taken_m = np.stack([np.interp(wanted_s, times_s, curve) for curve in curves], axis=1)
    rays_m = taken_m.reshape(-1, *points_m.shape[1:]) - (3 * np.sin(turn), -3 * np.cos(turn), 1.1)
    away_m = rays_m @ (-np.sin(turn), np.cos(turn), 0.0)
    right_m = rays_m @ (np.cos(turn), np.sin(turn), 0.0)
    points_px = np.stack([270 + 900 * right_m / away_m, 480 - 900 * rays_m[..., 2] / away_m], axis=-1)
    frames = [
        {
            "frame": number,
            "time_s": round(float(time_s - from_s), 6),
            "points": _rows(known["point_names"], px),
        }
        for number, (time_s, px) in enumerate(zip(wanted_s, points_px, strict=True))
    ]
    return write_lines(path, [header(fps=fps), *frames])
