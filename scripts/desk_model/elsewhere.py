"""Cameras that never were: where they stand, and how far each point of a sitter is from them."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from desk_model.design import AIM_DEG, AWAY_SHARE, CAMERAS_ELSEWHERE, UP_M, FloatArray
from formcheck.evaluation.relocated import Relocation, ahead_when_upright_m, relocated
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.source.frame import StreamInfo

_EARS = [L.LEFT_EAR, L.RIGHT_EAR]
# How far parts of the face are over the ears, in metres: who nods takes them forward by it.
_OVER_EARS_M = {"NOSE": -0.02, "EYE": 0.03, "MOUTH": -0.06}


def ahead_m(truth: Mapping[str, Any], frame: int, neutral_frame: int) -> FloatArray:
    """(33) How far each point is in front of the shoulders at rest, as the rendered body has it.

    The trunk takes all of it forward, the neck the head, and a nod what is before and over the ears.
    """
    angles, lengths, ahead = truth["angles"], truth["lengths_m"], ahead_when_upright_m()

    def change(values: Any) -> float:
        return float(values[frame] - values[neutral_frame])

    breadth_m, trunk_m = (float(np.median(lengths[name])) for name in ("shoulder_breadth", "trunk"))
    pitch = np.radians(change(angles["head_pitch_deg"]))
    head_m = breadth_m * change(truth["ratios"]["head_forward_ratio"])
    body_m = trunk_m * change(np.sin(np.radians(angles["trunk_inclination_deg"])))
    ears_m = float(ahead[L.LEFT_EAR])
    for point in L:
        over = [way for part, way in _OVER_EARS_M.items() if part in point.name]
        if over:
            ahead[point] = ears_m + (ahead[point] - ears_m) * np.cos(pitch) + over[0] * np.sin(pitch)
        if over or point in _EARS:
            ahead[point] += head_m
    return ahead + body_m


def places(
    clip: str, upright: Pose, info: StreamInfo, camera: Mapping[str, Any], ahead: FloatArray
) -> Iterator[Relocation]:
    """Where else a clip is seen from, always the same: the face is about where it was."""
    chance = np.random.default_rng(zlib.crc32(clip.encode()))
    focal_px = info.height_px / 2 / np.tan(np.radians(camera["fov_deg"]) / 2)
    for _ in range(CAMERAS_ELSEWHERE):
        away_m = float(chance.uniform(*AWAY_SHARE)) * camera["distance_m"]
        move = Relocation(up_m=float(chance.uniform(-UP_M, UP_M)), away_m=away_m)
        fell_px = float(
            np.mean((relocated(upright, info, camera, move, ahead).xy_px - upright.xy_px)[_EARS, 1])
        )
        aim_deg = float(chance.uniform(-AIM_DEG, AIM_DEG))
        yield replace(move, tilt_deg=aim_deg - float(np.degrees(np.arctan(fell_px / focal_px))))


def camera_after(camera: Mapping[str, Any], move: Relocation) -> dict[str, Any]:
    """The camera that sees it so."""
    return {
        **camera,
        "distance_m": camera["distance_m"] + move.away_m,
        "pitch_deg": camera.get("pitch_deg", 0.0) - move.tilt_deg,
    }
