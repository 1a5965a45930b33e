"""A scene of the set with its person and its camera, and how its picture looks."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Planned:
    """One scene of the set.

    Attributes:
        split: `development` or `test`.
        exercise: `press`, `row`, `desk`, `mobility`, `raise` (lateral raises), `other` (what nobody judges),
            `workout` (several lifts), or `press_views`, `row_views` and `raise_views` (from all around), or
            `pastimes` (what is no lift, from all around), or `press_heads` (heads that move in a press), or
            `press_mixed` and `row_mixed` (faults of all kinds in company, to learn from), or `press_people`
            and `row_people` (the same of people who are seen once).
        topic: the fault, variant or exercise that it is about, or `good`.
        grade: `good`, `caution`, `poor` or `mixed`: what was aimed at; the truth file says what became of it.
        body: number of the person.
        spot: number of the camera stand among those of the exercise.
        view: from where.
        scene: the scene, as in a scene file.
    """

    split: str
    exercise: str
    topic: str
    grade: str
    body: int
    spot: int
    view: str
    scene: dict[str, Any]

    @property
    def name(self) -> str:
        """Name of its files."""
        return str(self.scene["name"])


def looks_of(rng: np.random.Generator, sitting: bool, fps: int) -> dict[str, Any]:
    """Return room, light, noise and compression; one scene in five is dim and noisy."""
    dim = rng.random() < 0.2
    rooms = ("office", "living_room", "plain") if sitting else ("gym", "living_room", "office")
    return {
        "room": str(rng.choice(rooms)),
        "light": {
            "strength": round(float(rng.uniform(0.55, 0.75) if dim else rng.uniform(0.85, 1.15)), 2),
            "key_deg": round(float(rng.uniform(-70, 70))),
            "contrast": round(float(rng.uniform(0.2, 0.8)), 2),
            "warmth": round(float(rng.uniform(-0.4, 0.7)), 2),
        },
        "sensor": {
            "noise_sd": round(float(rng.uniform(4, 9) if dim else rng.uniform(1, 4)), 1),
            "blur_px": round(float(rng.uniform(0.4, 0.9)), 2),
        },
        "video": {"fps": fps, "crf": int(rng.integers(22, 31)), "preset": "veryfast", "samples": 1},
    }
