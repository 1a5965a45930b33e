"""True ratios from true landmark positions, free of any view."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]


def true_ratios(names: Sequence[str], points_m: NDArray[np.float64]) -> dict[str, Series]:
    """Return every ratio of the truth file, one value a frame.

    Args:
        names: names of the points.
        points_m: frames x points x 3.
    """
    p = {name: points_m[:, number] for number, name in enumerate(names)}
    middle = {n: (p[f"left_{n}"] + p[f"right_{n}"]) / 2 for n in ("shoulder", "hip", "wrist", "tragus")}
    across = p["left_hip"] - p["right_hip"]
    forward = np.stack([across[:, 1], -across[:, 0]], axis=1)
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    trunk_m = np.linalg.norm(middle["shoulder"] - middle["hip"], axis=1)
    breadth_m = np.linalg.norm(p["left_shoulder"] - p["right_shoulder"], axis=1)
    reach_m = ((middle["wrist"] - middle["shoulder"])[:, :2] * forward).sum(axis=1)
    ratios = {
        "grip_ratio": np.linalg.norm(p["left_wrist"] - p["right_wrist"], axis=1) / breadth_m,
        "bar_forward_ratio": reach_m / trunk_m,
        "head_forward_ratio": ((middle["tragus"] - middle["shoulder"])[:, :2] * forward).sum(axis=1)
        / breadth_m,
        "head_height_ratio": (middle["tragus"] - middle["shoulder"])[:, 2] / breadth_m,
        "wrist_height_difference_ratio": _rise(p, "wrist") / trunk_m,
        "elbow_height_difference_ratio": _rise(p, "elbow") / trunk_m,
        "wrists_over_shoulders_ratio": (middle["wrist"] - middle["shoulder"])[:, 2] / trunk_m,
    }
    for side in ("left", "right"):
        shoulder, elbow, wrist = (p[f"{side}_{n}"] for n in ("shoulder", "elbow", "wrist"))
        forearm_m = np.linalg.norm(wrist - elbow, axis=1)
        ratios[f"{side}_wrist_over_elbow_ratio"] = (wrist - elbow)[:, 2] / forearm_m
        ahead = ((wrist - shoulder)[:, :2] * forward).sum(axis=1)
        ratios[f"{side}_hand_forward_ratio"] = ahead / trunk_m
        ratios[f"{side}_wrist_over_shoulder_ratio"] = (wrist - shoulder)[:, 2] / trunk_m
        ratios[f"{side}_ear_over_shoulder_ratio"] = (p[f"{side}_tragus"] - shoulder)[:, 2] / breadth_m
    return ratios


def true_lengths_m(names: Sequence[str], points_m: NDArray[np.float64]) -> dict[str, float]:
    """Return the lengths T and B that the ratios are taken of, as medians over the clip."""
    p = {name: points_m[:, number] for number, name in enumerate(names)}
    middle = {n: (p[f"left_{n}"] + p[f"right_{n}"]) / 2 for n in ("shoulder", "hip")}
    lines = {
        "trunk": middle["shoulder"] - middle["hip"],
        "shoulder_breadth": p["left_shoulder"] - p["right_shoulder"],
    }
    return {name: round(float(np.median(np.linalg.norm(line, axis=1))), 4) for name, line in lines.items()}


def _rise(p: dict[str, Series], joint: str) -> Series:
    return (p[f"left_{joint}"] - p[f"right_{joint}"])[:, 2]
